import { describe, expect, it } from 'vitest';
import { PokeHub } from '#sync/authority/poke.ts';
import type { Poke } from '#sync/protocol/index.ts';
import { startInMemory, TestDevice } from '../support/authority-world.ts';

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('pokes', () => {
	it('SYNC-AUD: go to those whose scopes a commit touched, entered or left, and carry versions only', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		const hub = new PokeHub(running.store);
		await hub.poll();
		const heard = { tom: [] as Poke[], eve: [] as Poke[] };
		await hub.connect(['team:t'], (poke) => void heard.tom.push(poke));
		await hub.connect(['user:eve'], (poke) => void heard.eve.push(poke));
		await settled();
		const start = (await running.authority.positions()).main.v;
		expect(heard.eve).toContainEqual({ space: 'main', v: start });
		const doc = await amy.newDoc({ team: 't', desk: true });
		await hub.poll();
		await settled();
		expect(heard.tom.at(-1)).toEqual({ space: 'main', v: start + 1 });
		const left = await amy.run('docs.move', { doc, team: null, desk: true });
		await amy.run('docs.set', { doc, title: 'unseen' });
		await hub.poll();
		await settled();
		expect(heard.tom.at(-1)).toEqual({ space: 'main', v: left.v });
		expect(heard.eve).toHaveLength(2);
	});

	it('a commit between the connection and the first look is told', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		const hub = new PokeHub(running.store);
		const heard: Poke[] = [];
		await hub.connect(['desk'], (poke) => void heard.push(poke));
		await amy.newDoc({ desk: true });
		await hub.poll();
		await settled();
		expect(heard.at(-1)).toEqual({
			space: 'main',
			v: (await running.authority.positions()).main.v
		});
	});

	it('a client that connects while a look is under way misses nothing', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		const hub = new PokeHub(running.store);
		await hub.poll();
		const heard: Poke[] = [];
		const looking = hub.poll();
		const connecting = hub.connect(['desk'], (poke) => void heard.push(poke));
		await amy.newDoc({ desk: true });
		await Promise.all([looking, connecting]);
		await hub.poll();
		await settled();
		const { v } = (await running.authority.positions()).main;
		expect(heard).toContainEqual({ space: 'main', v });
	});

	it('a slow client hears the highest version only, and a closed one nothing', async () => {
		const running = await startInMemory();
		const amy = new TestDevice(running, 'amy');
		const hub = new PokeHub(running.store);
		await hub.poll();
		const heard: number[] = [];
		let release = () => {};
		const connection = await hub.connect(['desk'], async ({ space, v }) => {
			if (space === 'main') heard.push(v);
			await new Promise<void>((resolve) => (release = resolve));
		});
		await settled();
		const start = heard[0] as number;
		for (let n = 0; n < 3; n += 1) {
			await amy.newDoc({ desk: true });
			await hub.poll();
		}
		release();
		await settled();
		expect(heard).toEqual([start, start + 3]);
		connection.close();
		await amy.newDoc({ desk: true });
		await hub.poll();
		release();
		await settled();
		expect(heard).toHaveLength(2);
	});
});
