export { push as POST } from '#server/sync/endpoints.ts';
