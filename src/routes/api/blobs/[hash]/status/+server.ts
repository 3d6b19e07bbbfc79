export { blobStatus as GET } from '#server/blobs/endpoints.ts';
