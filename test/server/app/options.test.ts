import { describe, expect, it } from 'vitest';
import { readOptions } from '#server/app/options.ts';
import { StartupError } from '#server/startup-error.ts';

describe('readOptions', () => {
	it.each([
		[[], {}, { port: 3000, host: '127.0.0.1', lan: false, home: '.waypost', databaseUrl: null }],
		[['--port', '8080'], { PORT: '9' }, { port: 8080 }],
		[
			[],
			{ PORT: '9', HOST: '::', WAYPOST_DATA_DIR: '/data' },
			{ port: 9, host: '::', home: '/data' }
		],
		[['--lan'], {}, { lan: true, host: '0.0.0.0' }],
		[['--lan', '--host', '10.0.0.1'], {}, { lan: true, host: '10.0.0.1' }],
		[[], { DATABASE_URL: 'postgres://x/y' }, { databaseUrl: 'postgres://x/y' }]
	])('%j with %j', (args, env, expected) => {
		expect(readOptions(args, env)).toMatchObject(expected);
	});

	it.each([
		[['--port', 'http']],
		[['--port', '65536']],
		[['--port', '-1']],
		[['--fast']],
		[['extra']]
	])('refuses %j', (args) => {
		expect(() => readOptions(args, {})).toThrow(StartupError);
	});
});
