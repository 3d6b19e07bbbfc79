import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '#domain/kernel/index.ts';
import { auditLeaf, firstDigest, merkleRoot, nextDigest } from '#sync/authority/chain.ts';
import { startInMemory, TestDevice } from '../support/authority-world.ts';

const leaf = fc.string().map(sha256Hex);

describe('chain', () => {
	it('the root tells apart lists that differ in a leaf, an order or a length', () => {
		fc.assert(
			fc.property(fc.uniqueArray(leaf, { minLength: 2, maxLength: 20 }), fc.nat(), (leaves, at) => {
				const index = at % leaves.length;
				const root = merkleRoot(leaves);
				expect(merkleRoot(leaves.with(index, sha256Hex('other leaf')))).not.toBe(root);
				expect(merkleRoot(leaves.toReversed())).not.toBe(root);
				expect(merkleRoot(leaves.toSpliced(index, 1))).not.toBe(root);
			})
		);
		expect(merkleRoot([])).toBe('');
	});

	it('SYNC-P1: two histories that differ once differ from there on', () => {
		fc.assert(
			fc.property(fc.array(leaf, { minLength: 1, maxLength: 20 }), fc.nat(), (roots, at) => {
				const chain = (steps: readonly string[]) =>
					steps.reduce(
						(digest, root, v) => nextDigest(digest, v + 1, root),
						firstDigest('e', 'main')
					);
				const changed = roots.with(at % roots.length, sha256Hex('another root'));
				expect(chain(changed)).not.toBe(chain(roots));
			})
		);
	});

	it('SYNC-AUDIT: the chain can be walked from the audit entries, and a changed one breaks it', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		await amy.newDoc();
		await amy.run('docs.close', { doc: 'none' });
		const { audit, digests, outcomes } = running.store.copyState();
		for (const { leaf: stored, ...entry } of audit) expect(auditLeaf(entry)).toBe(stored);
		const versionOf = new Map(outcomes.map(({ mid, v }) => [mid, v]));
		for (let v = 1; v < digests.main.length; v += 1) {
			const leaves = audit.filter(({ mid }) => versionOf.get(mid) === v).map((each) => each.leaf);
			expect(digests.main[v]).toBe(
				nextDigest(digests.main[v - 1] as string, v, merkleRoot(leaves))
			);
		}
		const { leaf: stored, ...entry } = audit.at(-1) as (typeof audit)[0];
		expect(auditLeaf({ ...entry, payload: '{}' })).not.toBe(stored);
	});
});
