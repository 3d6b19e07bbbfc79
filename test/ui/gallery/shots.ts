/**
 * Pictures of every gallery page, for eyes: phone, tablet and desk width in each theme, plus right-to-left and pseudo-locale.
 * Usage: npm run gallery -- <folder> [page...]
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openGallery } from './site.ts';

const ALL = ['controls', 'forms', 'work', 'overlays', 'home', 'request', 'desk', 'signin'];
const [folder = '.cache/gallery/shots', ...chosen] = process.argv.slice(2);
const pages = chosen.length > 0 ? chosen : ALL;
const SIZES = [
	[360, 740],
	[768, 1024],
	[1440, 900]
] as const;
type Look = { name: string; theme: string; dir?: string; locale?: string };
const LOOKS: readonly Look[] = [
	{ name: 'light', theme: 'light' },
	{ name: 'dark', theme: 'dark' },
	{ name: 'contrast', theme: 'contrast' },
	{ name: 'rtl', theme: 'light', dir: 'rtl' },
	{ name: 'pseudo', theme: 'light', locale: 'en-XA' }
];

mkdirSync(resolve(folder), { recursive: true });
const site = await openGallery();
try {
	for (const look of LOOKS) {
		for (const [width, height] of SIZES) {
			const context = await site.browser.newContext({ viewport: { width, height } });
			await context.addInitScript(
				({ theme, locale }) => {
					localStorage.setItem('waypost.theme', theme);
					localStorage.setItem('PARAGLIDE_LOCALE', locale ?? 'en');
				},
				look as { theme: string; locale?: string }
			);
			const page = await context.newPage();
			for (const name of pages) {
				await page.goto(`${site.address}?page=${name}&dir=${look.dir ?? 'ltr'}`);
				await page.locator('h1').waitFor();
				await page.waitForTimeout(500);
				const path = join(resolve(folder), `${name}-${width}-${look.name}.png`);
				await page.screenshot({ path, fullPage: true });
			}
			await context.close();
		}
	}
} finally {
	await site.close();
}
