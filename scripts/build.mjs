// `npm run build`: a production build, skipped when the one at hand is of these sources.
import { ensureBuilt } from './lib/build.mjs';

await ensureBuilt();
