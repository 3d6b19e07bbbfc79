export { describe as GET } from '#server/openapi/endpoint.ts';
