// `npm run verify`: everything that must hold before a change goes in, from a fresh clone on. The last line is the sum of
// all tests; a check that fails counts in it as one failure.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { pinnedNode, root, run, say, since, step, StepFailed } from './lib/steps.mjs';
import { hasTests, suites } from './lib/suites.mjs';

const began = performance.now();
const total = { passed: 0, failed: 0 };
/** What to look at, repeated at the end because it scrolled by. @type {string[]} */
const failures = [];

/** @param {string} title @param {number} [count] */
function fail(title, count = 1) {
	total.failed += count;
	failures.push(title);
}

/** @param {string} title @param {string} script @param {...string} args */
async function check(title, script, ...args) {
	const done = await step(title, pinnedNode, [join(root, 'node_modules', script), ...args]);
	if (!done) fail(title);
}

/** Two at a time suits the two cores this is made for. @type {(() => Promise<void>)[]} */
const checks = [
	() => check('Lint', 'eslint/bin/eslint.js', '.', '--cache', '--cache-location', '.cache/eslint/'),
	() =>
		check(
			'Types',
			'svelte-check/bin/svelte-check',
			'--tsconfig',
			'./tsconfig.json',
			'--fail-on-warnings'
		),
	() => check('Format', 'prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'),
	() => check('Borders', 'dependency-cruiser/bin/dependency-cruiser.mjs', ...borderArguments())
];

function borderArguments() {
	const folders = ['src', 'workers'].filter((folder) => existsSync(join(root, folder)));
	return [...folders, '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'];
}

const paraglide = '@inlang/paraglide-js/bin/run.js';
const textArguments = [
	...['compile', '--project', 'src/messages/project.inlang', '--outdir', 'src/messages/generated'],
	...['--strategy', 'localStorage', 'preferredLanguage', 'baseLocale', '--silent']
];

async function runChecks() {
	await check('Texts', paraglide, ...textArguments);
	await check('Generated types', '@sveltejs/kit/svelte-kit.js', 'sync');
	const waiting = [...checks];
	const worker = async () => {
		for (let next = waiting.shift(); next; next = waiting.shift()) await next();
	};
	await Promise.all([worker(), worker()]);
}

/** @param {import('./lib/suites.mjs').Suite} suite @param {Record<string, string>} env */
async function runSuite({ name, workers = 1 }, env) {
	const start = performance.now();
	const report = join(root, `.cache/verify/${name}.json`);
	rmSync(report, { force: true });
	say(`\n… ${name} tests`);
	const args = ['run', '--project', name, `--maxWorkers=${workers}`];
	const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
	const vitest = join(root, 'node_modules/vitest/vitest.mjs');
	const { code } = await run(pinnedNode, [vitest, ...args, ...reports], {
		env,
		show: true
	});
	const sum = readReport(report);
	// An error outside any test, or a file that does not load, fails the suite and no test.
	if (code !== 0 && sum.failed === 0) sum.failed = 1;
	total.passed += sum.passed;
	if (sum.failed > 0) fail([`${name} tests`, ...sum.titles].join('\n  '), sum.failed);
	say(`${sum.failed === 0 ? '✓' : '✗'} ${name} tests (${since(start)})`);
}

/** @param {string} file */
function readReport(file) {
	if (!existsSync(file)) return { passed: 0, failed: 1, titles: [] };
	const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
	return { passed: numPassedTests, failed: numFailedTests, titles: failedTitles(testResults) };
}

/**
 * @param {{ name: string, assertionResults: { status: string, fullName: string, failureMessages: string[] }[] }[]} results
 * @returns {string[]} each with the first line of its reason
 */
function failedTitles(results) {
	return results.flatMap(({ name, assertionResults }) =>
		assertionResults
			.filter(({ status }) => status === 'failed')
			.map(({ fullName, failureMessages: [why = ''] }) => {
				const [reason] = why.split('\n');
				return `${relative(root, name)}: ${fullName}: ${reason}`;
			})
	);
}

try {
	await ensureInstalled();
	mkdirSync(join(root, '.cache/verify'), { recursive: true });
	await runChecks();
	await ensureBuilt();
	const chromium = await ensureChromium();
	for (const suite of suites.filter(hasTests)) await runSuite(suite, { CHROMIUM_PATH: chromium });
} catch (error) {
	fail('Preparation');
	say(error instanceof StepFailed ? error.message : String(error instanceof Error && error.stack));
}
say(`\nVerified in ${since(began)}.`);
if (failures.length > 0) say(`Failed:\n${failures.join('\n')}`);
say(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
