/** What another app shared: seldom needed, so no first load carries it. */
export const sharedRequests = () => import('./shared.ts');
