import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erase, verifyChain, type AuditEntry, type AuditStep } from '#domain/audit/index.ts';
import { firstDigest, merkleRoot, nextDigest } from '#domain/kernel/index.ts';
import { auditLeaf } from '#sync/authority/chain.ts';

const start = { v: 0, digest: firstDigest('epoch-1', 'main') };

/** With the leaf that the authority gives it: what it writes is what is verified. */
function entryOf(mid: string, salt: string, payload: string): AuditEntry {
	const meta = {
		mid,
		subject: 'u1',
		verb: 'tickets.comment',
		verdict: 'applied',
		at: 1,
		receivedAt: 3,
		group: 'g1'
	};
	return { meta, salt, payload, body: null, leaf: auditLeaf({ ...meta, salt, payload }) };
}

function chainOf(transactions: readonly (readonly AuditEntry[])[]): AuditStep[] {
	let previous = start.digest;
	return transactions.map((entries, index) => {
		const root = merkleRoot(entries.map((entry) => entry.leaf));
		previous = nextDigest(previous, index + 1, root);
		return { v: index + 1, digest: previous, entries };
	});
}

const entries = fc
	.record({ mid: fc.uuid(), salt: fc.stringMatching(/^[0-9a-f]{8,16}$/), text: fc.string() })
	.map(({ mid, salt, text }) => entryOf(mid, salt, text));
const chains = fc
	.array(fc.array(entries, { maxLength: 5 }), { minLength: 1, maxLength: 6 })
	.map(chainOf);
/** A chain and one of its entries. */
const pointed = chains
	.filter((steps) => steps.some((step) => step.entries.length > 0))
	.chain((steps) => {
		const places = steps.flatMap((step, i) => step.entries.map((_entry, j) => [i, j] as const));
		return fc.record({ steps: fc.constant(steps), place: fc.constantFrom(...places) });
	});

function changed(
	steps: readonly AuditStep[],
	[i, j]: readonly [number, number],
	change: (entry: AuditEntry) => AuditEntry
): AuditStep[] {
	return steps.map((step, at) =>
		at === i
			? { ...step, entries: step.entries.map((entry, n) => (n === j ? change(entry) : entry)) }
			: step
	);
}

describe('DOMAIN-7: the audit chain', () => {
	it('verifies what was written', () => {
		fc.assert(
			fc.property(chains, (steps) => {
				const report = verifyChain(start, steps);
				expect(report.fault).toBeNull();
				expect(report.steps).toBe(steps.length);
				expect(report.digest).toBe(steps.at(-1)?.digest);
			})
		);
	});

	it('still verifies after any entry was erased, and counts it', () => {
		fc.assert(
			fc.property(pointed, ({ steps, place }) => {
				const report = verifyChain(start, changed(steps, place, erase));
				expect(report).toMatchObject({ fault: null, erased: 1 });
			})
		);
	});

	it('names the entry whose content was changed', () => {
		fc.assert(
			fc.property(pointed, ({ steps, place }) => {
				const tampered = changed(steps, place, (entry) => ({
					...entry,
					payload: `${entry.payload ?? ''}!`
				}));
				const mid = steps[place[0]]?.entries[place[1]]?.meta.mid;
				const fault = { kind: 'entry', v: place[0] + 1, mid };
				expect(verifyChain(start, tampered).fault).toEqual(fault);
			})
		);
	});

	it('detects a changed fact, also under a body made anew', () => {
		fc.assert(
			fc.property(pointed, ({ steps, place }) => {
				const meta = changed(steps, place, (entry) => ({
					...entry,
					meta: { ...entry.meta, subject: 'u2' }
				}));
				const body = changed(steps, place, (entry) =>
					entryOf(entry.meta.mid, `${entry.salt ?? ''}0`, 'forged')
				);
				const erased = changed(steps, place, (entry) => ({
					...erase(entry),
					meta: { ...entry.meta, subject: 'u2' }
				}));
				expect(verifyChain(start, meta).fault).toMatchObject({ kind: 'entry', v: place[0] + 1 });
				expect(verifyChain(start, erased).fault).toMatchObject({ kind: 'entry', v: place[0] + 1 });
				expect(verifyChain(start, body).fault).toEqual({ kind: 'digest', v: place[0] + 1 });
			})
		);
	});

	it('detects half an erasure', () => {
		fc.assert(
			fc.property(pointed, ({ steps, place }) => {
				const half = changed(steps, place, (entry) => ({ ...entry, salt: null }));
				expect(verifyChain(start, half).fault?.kind).toBe('entry');
			})
		);
	});

	it('detects dropped, added, doubled and swapped entries', () => {
		fc.assert(
			fc.property(pointed, ({ steps, place: [i, j] }) => {
				const rewritten = (entriesOf: (step: AuditStep) => readonly AuditEntry[]) =>
					steps.map((step, at) => (at === i ? { ...step, entries: entriesOf(step) } : step));
				const dropped = rewritten((step) => step.entries.filter((_entry, n) => n !== j));
				const doubled = rewritten((step) => [...step.entries, ...step.entries]);
				const added = rewritten((step) => [...step.entries, entryOf('x', 'y', '{}')]);
				for (const forged of [dropped, doubled, added]) {
					expect(verifyChain(start, forged).fault).toEqual({ kind: 'digest', v: i + 1 });
				}
			})
		);
		const [a, b] = [entryOf('a', '1', '{}'), entryOf('b', '2', '{}')];
		const [step] = chainOf([[a, b]]);
		const swapped = [{ ...step, v: 1, digest: step?.digest ?? '', entries: [b, a] }];
		expect(verifyChain(start, swapped).fault).toEqual({ kind: 'digest', v: 1 });
	});

	it('detects dropped and swapped steps', () => {
		fc.assert(
			fc.property(
				chains.filter((steps) => steps.length > 1),
				fc.nat(),
				(steps, pick) => {
					const at = pick % (steps.length - 1);
					const dropped = steps.filter((_step, i) => i !== at);
					expect(verifyChain(start, dropped).fault).toEqual({ kind: 'gap', v: at + 1 });
					const swapped = [...steps];
					swapped.splice(at, 2, ...steps.slice(at, at + 2).reverse());
					expect(verifyChain(start, swapped).fault).toEqual({ kind: 'gap', v: at + 1 });
				}
			)
		);
	});

	it('SYNC-P1: another epoch, or another past, never shares a digest', () => {
		fc.assert(
			fc.property(chains, (steps) => {
				const other = { v: 0, digest: firstDigest('epoch-2', 'main') };
				expect(verifyChain(other, steps).fault).toEqual({ kind: 'digest', v: 1 });
			})
		);
	});

	it('a root depends on every leaf and on their order', () => {
		fc.assert(
			fc.property(
				fc.uniqueArray(fc.stringMatching(/^[0-9a-f]{4,8}$/), { minLength: 2 }),
				(leaves) => {
					expect(merkleRoot([...leaves].reverse())).not.toBe(merkleRoot(leaves));
					expect(merkleRoot(leaves.slice(1))).not.toBe(merkleRoot(leaves));
					expect(merkleRoot([...leaves, leaves.at(-1) ?? ''])).not.toBe(merkleRoot(leaves));
				}
			)
		);
	});
});
