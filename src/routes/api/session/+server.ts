export { signIn as POST, signOut as DELETE, whoAmI as GET } from '#server/auth/endpoints.ts';
