export { deviceZone } from '#store/tab/device-zone.ts';
