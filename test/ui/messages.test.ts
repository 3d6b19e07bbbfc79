import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pseudoText } from '../../scripts/pseudo-locale.ts';

const texts: Record<string, unknown> = JSON.parse(
	readFileSync(new URL('../../src/messages/en.json', import.meta.url), 'utf8')
);

describe('messages', () => {
	it('are keyed in lower case with underscores, in sentence case', () => {
		for (const [key, text] of Object.entries(texts)) {
			if (key === '$schema') continue;
			expect(key).toMatch(/^[a-z]+(_[a-z0-9]+)+$/);
			if (typeof text === 'string') expect(text.trim()).toBe(text);
		}
	});
});

describe('UX-16: the pseudo-locale', () => {
	it('keeps placeholders and marks both ends', () => {
		expect(pseudoText('{done} of {total}')).toMatch(/^\[\{done\} ôƒ \{total\}~+\]$/);
	});

	it('is at least 40 % longer', () => {
		expect(pseudoText('Saved on this device').length).toBeGreaterThanOrEqual(20 * 1.4);
	});
});
