/**
 * Draws static/icons/*.png from icon.svg with Chromium. The drawing keeps to the inner 80 %, so the full square serves as the
 * maskable icon; the plain one gets rounded corners. Usage: node scripts/icons.ts
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';

const folder = resolve(import.meta.dirname, '../static/icons');
const drawing = readFileSync(join(folder, 'icon.svg'), 'utf8');
const ICONS = [
	{ name: 'icon-192', size: 192, corner: 22 },
	{ name: 'icon-512', size: 512, corner: 22 },
	{ name: 'maskable-192', size: 192, corner: 0 },
	{ name: 'maskable-512', size: 512, corner: 0 },
	{ name: 'apple-touch-icon', size: 180, corner: 0 }
];

const browser = await chromium.launch({
	executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
	args: ['--no-sandbox', '--disable-gpu']
});
for (const { name, size, corner } of ICONS) {
	const page = await browser.newPage({ viewport: { width: size, height: size } });
	await page.setContent(
		`<style>body{margin:0;height:100vh}svg{display:block;border-radius:${corner}%}</style>${drawing}`
	);
	await page.screenshot({ path: join(folder, `${name}.png`), omitBackground: true });
	await page.close();
}
await browser.close();
