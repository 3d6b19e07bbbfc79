export { putBlob as PUT, readBlob as GET } from '#server/blobs/endpoints.ts';
