import fc from 'fast-check';

/** Values that break what does not expect them. All survive JSON, `__proto__` as a key of its own. */
export const hostileValues: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
	'\ud800',
	'a\u0000b',
	'x'.repeat(20_000),
	'__proto__',
	'constructor',
	'../../etc',
	"'; drop table person; --",
	'{}',
	'',
	-1,
	1.5,
	1e300,
	Number.MAX_SAFE_INTEGER,
	null,
	[],
	{},
	true,
	JSON.parse('{"constructor":{"prototype":{"isAdmin":true}}}'),
	Array.from({ length: 2_000 }, () => 'x'),
	{ '\u0000': '\u0000', '\udfff': '\udfff' }
);

/** The value with one of its own places, chosen by `pick`, replaced. */
export function spoil(value: unknown, pick: number, by: unknown): unknown {
	if (typeof value !== 'object' || value === null) return by;
	const keys = Object.keys(value);
	const key = keys[pick % (keys.length + 1)];
	if (key === undefined) return by;
	const inner = (value as Record<string, unknown>)[key];
	const next = spoil(inner, Math.floor(pick / (keys.length + 1)), by);
	return Array.isArray(value)
		? value.map((item: unknown, at) => (String(at) === key ? next : item))
		: { ...value, [key]: next };
}
