export { presence as POST } from '#server/live/endpoints.ts';
