// Its page is the shell that every other app address starts from when offline.
export const prerender = true;
