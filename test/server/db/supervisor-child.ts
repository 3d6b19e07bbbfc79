/** Starts the embedded PostgreSQL on the folder of the first argument, says so, and waits to be killed. */
import { startEmbeddedPostgres } from '#server/db/embedded/supervisor.ts';

const [home = ''] = process.argv.slice(2);
const { url } = await startEmbeddedPostgres({ home });
console.log(url);
setInterval(() => {}, 60_000);
