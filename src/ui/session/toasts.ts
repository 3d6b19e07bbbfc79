import { Toasts } from '#ui/kit/toasts.svelte.ts';

/** The one stack of messages; the outermost layout shows it. */
export const toasts = new Toasts();
