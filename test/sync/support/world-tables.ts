import {
	bool,
	defineChild,
	defineRoot,
	instant,
	int,
	listOf,
	nullable,
	oneOf,
	ref,
	text
} from '#domain/kernel/index.ts';

export const persons = defineRoot({
	name: 'person',
	fields: { name: text(80), roles: listOf(text(20), 10), teams: listOf(ref(), 10), active: bool() },
	scopes: (row) => [`user:${row.id}`, 'admin'],
	order: () => 0
});

export const audiences = ['public', 'internal'] as const;

export const docs = defineRoot({
	name: 'doc',
	fields: {
		number: nullable(int(1)),
		owner: ref(),
		team: nullable(ref()),
		desk: bool(),
		title: text(200),
		body: text(2000),
		state: oneOf(['open', 'closed']),
		count: int(),
		parts: int(0),
		mergedInto: nullable(ref()),
		createdAt: instant()
	},
	scopes: (row) => [
		`user:${row.owner}`,
		...(row.team === null ? [] : [`team:${row.team}`]),
		...(row.desk ? ['desk'] : [])
	],
	order: (row) => (row.state === 'open' ? 1e13 : 0) + row.createdAt,
	isOpen: (row) => row.state === 'open',
	series: () => 'doc',
	search: ['title']
});

export const notes = defineChild({
	name: 'note',
	of: docs,
	fields: { author: ref(), text: text(2000), audience: oneOf(audiences) },
	audience: (row) => row.audience
});

export const votes = defineChild({
	name: 'vote',
	of: docs,
	fields: { voter: ref() },
	audience: () => 'public'
});

export const signals = defineRoot({
	name: 'signal',
	space: 'telemetry',
	fields: { team: ref(), level: int() },
	scopes: (row) => [`team:${row.team}`],
	order: (row) => row.level
});
