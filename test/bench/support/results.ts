import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '../../../scripts/lib/chromium.mjs';
import { root } from '../../../scripts/lib/steps.mjs';
import type { Figure } from './figures.ts';

export interface Machine {
	readonly postgres: string;
	readonly loadBefore: number;
}

export function load(): number {
	return loadavg()[0] ?? 0;
}

async function chromiumVersion(): Promise<string> {
	const path = await findChromium();
	if (!path) return 'no Chromium';
	const text = execFileSync(path, ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] });
	return /[\w ]+[\d.]+/.exec(text.toString())?.[0].trim() ?? 'Chromium';
}

/** Writes the table where people look for it. */
export async function writeResults(figures: readonly Figure[], machine: Machine): Promise<void> {
	const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
	const missed = figures.filter(({ isMet }) => !isMet);
	const lines = [
		'# Measured',
		'',
		'Written by `npm run bench`; SYNC.md section 9 has the targets. 100,000 synthetic tickets; each figure stands beside a',
		'floor measured in the same run.',
		'',
		`Machine: ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${gigabytes} GB, Node ${process.version}, ` +
			`${await chromiumVersion()}, PostgreSQL ${machine.postgres}. ` +
			`Load average ${machine.loadBefore.toFixed(1)} at the start, ${load().toFixed(1)} at the end: above 0 at the start, others worked beside it. ` +
			`${new Date().toISOString().slice(0, 10)}.`,
		'',
		'| | Target | Measured | | Floor beside it | n |',
		'|---|---|---|---|---|---|',
		...figures.map(
			({ what, target, measured, isMet, floor, n }) =>
				`| ${what} | ${target} | ${measured} | ${isMet ? 'met' : 'missed'} | ${floor} | ${n} |`
		),
		...(missed.length > 0 ? ['', '## Where the time goes'] : []),
		...missed.flatMap(({ what, profile = [] }) => [
			'',
			`**${what}**`,
			'',
			...(profile.length > 0 ? profile.map((line) => `- ${line}`) : ['- no profile taken'])
		]),
		''
	];
	writeFileSync(join(root, 'test/bench/RESULTS.md'), lines.join('\n'));
}
