// The app runs in the browser alone: online and offline it starts from the same empty shell.
export const ssr = false;
