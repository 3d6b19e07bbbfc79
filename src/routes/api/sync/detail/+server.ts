export { detail as POST } from '#server/sync/endpoints.ts';
