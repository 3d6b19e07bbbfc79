import { completed, openRaw, removeRaw } from './raw-database.ts';

/** Milliseconds of each of `count` strict transactions that put two small records, as a save does. */
export async function measureWrites(count: number): Promise<number[]> {
	const name = 'floor-writes';
	await removeRaw(name);
	const database = await openRaw(name, ['queue', 'overlay']);
	const times: number[] = [];
	for (let n = 0; n < count; n += 1) {
		const began = performance.now();
		const transaction = database.transaction(['queue', 'overlay'], 'readwrite', {
			durability: 'strict'
		});
		transaction.objectStore('queue').put({ id: n, args: 'It does not print.' }, n);
		transaction.objectStore('overlay').put({ id: n, title: 'Printer', state: 'new' }, n);
		await completed(transaction);
		times.push(performance.now() - began);
	}
	database.close();
	return times;
}
