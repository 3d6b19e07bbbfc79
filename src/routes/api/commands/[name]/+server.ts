export { command as POST } from '#server/sync/endpoints-commands.ts';
