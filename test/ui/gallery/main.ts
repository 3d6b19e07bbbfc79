import '#ui/theme/index.css';
import { mount } from 'svelte';
import { getLocale } from '#messages/generated/runtime.js';
import Gallery from './Gallery.svelte';

const query = new URLSearchParams(location.search);
document.documentElement.lang = getLocale();
document.documentElement.dir = query.get('dir') ?? 'ltr';
const target = document.getElementById('app');
if (!target) throw new Error('The page has no #app.');
mount(Gallery, { target, props: { page: query.get('page') ?? 'controls' } });
