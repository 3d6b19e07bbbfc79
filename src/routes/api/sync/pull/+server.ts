export { pull as POST } from '#server/sync/endpoints.ts';
