/**
 * Who may import whom. What is not allowed here is forbidden; the table below and the order of the domain's modules are the
 * whole of it. `test/architecture/borders.test.ts` plants violations and expects each rule to bite.
 */

/** The domain's modules from the bottom up. A module sees the `index.ts` of those in lower rows, never of its own row. */
const moduleOrder = [
	['identity', 'audit', 'filters'],
	['assets', 'metrics', 'checks', 'knowledge', 'announcements'],
	['stock', 'cost', 'sla', 'events', 'catalog'],
	['approvals', 'correlation', 'forecasting', 'oncall'],
	['tickets'],
	['workorders', 'automation', 'satisfaction', 'improvement'],
	['reports', 'notifications', 'views']
];

const domainDoor = '^src/domain/([^/]+/index|registry|grants|failure-codes)[.]ts$';
const kernel = '^src/domain/kernel/';

/** Layer by layer: its files, and the local files it may import beside its own. */
const layers = [
	{ name: 'domain', from: '^src/domain/', may: [] },
	{ name: 'sync', from: '^src/sync/', may: [kernel] },
	{ name: 'store', from: '^src/store/', may: [domainDoor, kernel, '^src/sync/'] },
	{ name: 'workers', from: '^workers/', may: [domainDoor, kernel, '^src/(sync|store)/'] },
	{
		name: 'client',
		from: '^src/client/',
		may: [
			domainDoor,
			kernel,
			'^src/(sync|store|messages)/',
			'^workers/(contracts/|[^/]+[.]worker[.]ts)'
		]
	},
	{ name: 'server', from: '^src/server/', may: [domainDoor, kernel, '^src/(sync|messages)/'] },
	{ name: 'messages', from: '^src/messages/', may: [] },
	{ name: 'ui', from: '^src/ui/', may: [domainDoor, kernel, '^src/(client|messages)/'] },
	{
		name: 'pages',
		from: ['^src/hooks[.]client', '^src/routes/.*[+](page|layout|error)[.](ts|svelte)$'],
		may: [domainDoor, kernel, '^src/(ui|client|messages|routes)/', '^src/app[.]css$']
	},
	{
		name: 'endpoints',
		from: ['^src/hooks[.]server', '^src/routes/.*([+]server|[.]server)[.]ts$'],
		may: [domainDoor, kernel, '^src/(server|sync|messages|routes)/']
	}
];

const local = '^(src|workers|test|scripts)/';

const layerRules = layers.map(({ name, from, may }) => ({
	name: `${name}-imports`,
	comment: `${name} may import only itself${may.length > 0 ? ` and ${may.join(', ')}` : ''}`,
	severity: 'error',
	from: { path: from },
	to: { path: local, pathNot: [from, ...may].flat() }
}));

const moduleRules = moduleOrder.flatMap((row, level) =>
	row.map((module) => {
		const lower = moduleOrder.slice(0, level).flat();
		return {
			name: `domain-${module}-imports`,
			comment: `${module} may import the kernel and the index.ts of: ${lower.join(', ') || 'nothing'}`,
			severity: 'error',
			from: { path: `^src/domain/${module}/` },
			to: {
				path: '^src/domain/',
				pathNot: [
					kernel,
					`^src/domain/${module}/`,
					...(lower.length > 0 ? [`^src/domain/(${lower.join('|')})/index[.]ts$`] : [])
				]
			}
		};
	})
);

const known = ['kernel', 'reactions', ...moduleOrder.flat()].join('|');

/** Libraries that are pure functions: the same on page, worker, server and in tests. */
const pureLibraries = [
	'@noble/hashes',
	'graphology[^/]*',
	'@bsull/augurs',
	'rrule-temporal',
	'temporal-polyfill',
	'valibot'
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		...layerRules,
		...moduleRules,
		{
			name: 'domain-kernel-imports',
			comment: 'the kernel lies below all modules',
			severity: 'error',
			from: { path: kernel },
			to: { path: '^src/domain/', pathNot: kernel }
		},
		{
			name: 'domain-unplaced-module',
			comment: 'a new module names its place in moduleOrder',
			severity: 'error',
			from: { path: '^src/domain/[^/]+/', pathNot: `^src/domain/(${known})/` },
			to: {}
		},
		{
			name: 'pure-libraries',
			comment: 'domain and sync are pure: no runtime of Node or the browser, only listed libraries',
			severity: 'error',
			from: { path: '^src/(domain|sync)/' },
			to: {
				dependencyTypesNot: ['local', 'aliased', 'aliased-subpath-import'],
				pathNot: `(^|/)node_modules/(${pureLibraries.join('|')})/`
			}
		},
		{
			name: 'no-node-in-browser',
			comment: 'browser code has no Node',
			severity: 'error',
			from: { path: '^(src/(store|client|ui|hooks[.]client)|workers)' },
			to: { dependencyTypes: ['core'] }
		},
		{
			name: 'no-sql-in-routes',
			comment: 'endpoints call the server; they do not talk to the database themselves',
			severity: 'error',
			from: { path: '^src/routes/' },
			to: { path: 'node_modules/(pg|kysely|pg-boss)/' }
		},
		{
			name: 'no-circular',
			comment: 'a cycle has no bottom to start reading from',
			severity: 'error',
			from: {},
			to: { circular: true }
		},
		{
			name: 'no-unresolvable',
			comment: 'an import that leads nowhere',
			severity: 'error',
			from: {},
			to: {
				couldNotResolve: true,
				pathNot: '^([$](app|env)/|[$]service-worker$|[.]/[$]types|virtual:)'
			}
		},
		{
			name: 'no-tests-in-app',
			comment: 'the app does not import tests, and takes nothing from development packages',
			severity: 'error',
			from: { path: '^(src|workers)/' },
			to: { path: '^(test|scripts)/' }
		}
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^src/messages/generated/' },
		tsPreCompilationDeps: true,
		combinedDependencies: false,
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['svelte', 'browser', 'import', 'types', 'default']
		}
	}
};
