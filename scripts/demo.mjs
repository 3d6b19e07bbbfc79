// `npm run demo`: from a fresh clone to a running Waypost.
import { runServer } from './lib/server.mjs';

await runServer({ WAYPOST_LOG_LEVEL: 'warn', WAYPOST_DEMO: '1' });
