import type { Verdict } from '#domain/kernel/index.ts';
import { mutationOf, type Command } from './enqueue.ts';
import type { Memory } from './memory.ts';
import type { ReplicaWorld } from './ports.ts';
import { layerOf } from './rebase.ts';
import type { OverlayWrite } from './records.ts';
import { runMutation } from './run-mutation.ts';

/** What a command would come to, as things stand on this device. The server may still decide otherwise. */
export interface Preview {
	readonly verdict: Verdict;
	/** Some row is not on this device: only the server knows. */
	readonly doubtful: boolean;
	/** Empty where it is refused. */
	readonly writes: readonly OverlayWrite[];
}

/**
 * Each command as if it were alone, by the very code that `run` uses, with nothing written: they are mutations of their
 * own, and each may be refused by itself.
 */
export async function preview(
	memory: Memory,
	world: ReplicaWorld,
	subject: string,
	commands: readonly Command[]
): Promise<readonly Preview[]> {
	const layer = layerOf(memory);
	const deviceAt = world.now();
	const previews: Preview[] = [];
	for (const command of commands) {
		const named = { ...command, mid: command.mid ?? world.newMid() };
		const mutation = { ...mutationOf(memory, world, named, deviceAt), id: memory.meta.nextId };
		const { verdict, doubtful, writes } = await runMutation(memory, subject, mutation, layer);
		previews.push({ verdict, doubtful, writes });
	}
	return previews;
}
