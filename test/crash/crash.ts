/**
 * `npm run crash [-- --chromium N --server N]`: kills Chromium 200 times and the server 50 times, unless told otherwise,
 * and counts what was acknowledged and is gone, or there twice. Ctrl+C ends it early and judges what was done.
 */
import { parseArgs } from 'node:util';
import { killChromium } from './chromium-kills.ts';
import { killServer } from './server-kills.ts';
import { isClean, type Findings } from './told.ts';

const { values } = parseArgs({
	options: {
		chromium: { type: 'string', default: '200' },
		server: { type: 'string', default: '50' }
	}
});

const interrupted = new AbortController();
process.on('SIGINT', () => {
	if (interrupted.signal.aborted) process.exit(130);
	console.log('\nEnding: what was done so far is judged; Ctrl+C again ends at once.');
	interrupted.abort();
});

const began = performance.now();
const onProgress = (sentence: string) =>
	console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${sentence}`);

function report(what: string, findings: Findings): void {
	const { kills, acknowledged, lost, doubled, effects, effectsLost, faults } = findings;
	console.log(`\n${what}: ${kills} kills, ${acknowledged} acknowledged`);
	console.log(`  ${lost.length} lost ${lost.slice(0, 10).join(' ')}`);
	console.log(`  ${doubled.length} doubled ${doubled.slice(0, 10).join(' ')}`);
	if (effects > 0) console.log(`  ${effects} effects, ${effectsLost.length} lost or doubled`);
	const { databasesLost } = findings;
	if (databasesLost !== undefined)
		console.log(`  ${databasesLost} times the browser had deleted its database`);
	for (const fault of new Set(faults)) console.log(`  fault: ${fault}`);
	console.log('');
	if (!isClean(findings)) process.exitCode = 1;
}

const { signal } = interrupted;
const chromiumKills = Number(values.chromium);
const serverKills = Number(values.server);
if (chromiumKills > 0)
	report('Chromium', await killChromium({ kills: chromiumKills, onProgress, signal }));
if (serverKills > 0 && !signal.aborted)
	report('Server', await killServer({ kills: serverKills, onProgress, signal }));
