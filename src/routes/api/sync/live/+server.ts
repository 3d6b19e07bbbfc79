export { live as GET } from '#server/sync/endpoints.ts';
