import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** A share that no service worker took in: what was shared is not read here, the person attaches it in the form. */
export const POST: RequestHandler = () => redirect(303, '/new/broken');
