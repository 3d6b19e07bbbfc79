import { mount } from 'svelte';
import Device from './Device.svelte';

mount(Device, { target: document.body });
