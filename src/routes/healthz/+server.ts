import { version } from '$app/environment';
import { json } from '@sveltejs/kit';
import { databasePool } from '#server/db/connection.ts';
import { readHealth } from '#server/http/health.ts';

export const GET = async () => {
	const health = await readHealth(databasePool(), version);
	return json(health, {
		status: health.status === 'ok' ? 200 : 503,
		headers: { 'cache-control': 'no-store' }
	});
};
