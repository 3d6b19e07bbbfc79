export { snapshot as POST } from '#server/sync/endpoints-snapshot.ts';
