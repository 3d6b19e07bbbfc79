// `npm start`: the production form.
import { runServer } from './lib/server.mjs';

await runServer({ NODE_ENV: 'production' });
