/**
 * Kills Chromium again and again while a page saves, and looks after each start whether every acknowledged save is there:
 * `npm run crash -- 200`. Prints one line a kill; ends with 1 when a save was lost.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDevice, settled, signIn } from '../e2e/device/support/device-page.ts';
import { buildDevicePage, openDeviceSite } from '../e2e/device/support/device-site.ts';
import { launchKillable, type KillableChromium } from '../e2e/device/support/killable-chromium.ts';
import { startTestApp } from '../support/app.ts';

/** A kill falls somewhere into this time after the first save, in milliseconds. */
const WINDOW = 1_500;

const kills = Number(process.argv[2] ?? 20);
const home = mkdtempSync(join(tmpdir(), 'waypost-crash-'));
const profile = join(home, 'profile');
const acknowledged = new Set<string>();
let lost = 0;

await buildDevicePage();
const site = await openDeviceSite();
let browser = await launchKillable(profile);
await fetchEverything();
for (let kill = 1; kill <= kills; kill++) {
	await saveUntilKilled(browser);
	browser = await launchKillable(profile);
	await openDevice(browser.page, site.address);
	await browser.page.waitForFunction(() => device.list.ready);
	const mids = await browser.page.evaluate(() => device.outbox.entries.map(({ mid }) => mid));
	const missing = [...acknowledged].filter((mid) => !mids.includes(mid));
	lost += missing.length;
	console.log(`kill ${kill}: ${acknowledged.size} acknowledged, ${missing.length} lost`);
	for (const mid of missing) acknowledged.delete(mid);
}
await browser.kill();
await site.close();
rmSync(home, { recursive: true, force: true });
console.log(`${kills} kills, ${lost} acknowledged saves lost`);
process.exitCode = lost === 0 ? 0 : 1;

/** Signs in and fetches once; from then on there is no way to the server, so that nothing leaves the outbox. */
async function fetchEverything(): Promise<void> {
	const env = { WAYPOST_DATA_DIR: join(home, 'server'), WAYPOST_DEMO: '1' };
	const app = await startTestApp({ env });
	site.setApi(app.address);
	await openDevice(browser.page, site.address);
	await signIn(browser.page, 'greta');
	await settled(browser.page);
	site.setApi(undefined);
	await app.end();
}

/** Saves as fast as the page can; the collector outside of the browser hears of each that was acknowledged. */
async function saveUntilKilled({ page, kill }: KillableChromium): Promise<void> {
	let saves = 0;
	await page.exposeFunction('acknowledge', (mid: string) => {
		acknowledged.add(mid);
		saves += 1;
	});
	await page.evaluate(() => {
		const { acknowledge } = globalThis as unknown as {
			acknowledge(mid: string): Promise<void>;
		};
		const save = async (): Promise<void> => {
			const args = { kind: 'incident', title: 'Saved before the kill' };
			const done = await device.run('tickets.create', args);
			if (done.mid) void acknowledge(done.mid);
			return save();
		};
		void save();
	});
	while (saves === 0) await new Promise((resolve) => setTimeout(resolve, 5));
	await new Promise((resolve) => setTimeout(resolve, Math.random() * WINDOW));
	await kill();
}
