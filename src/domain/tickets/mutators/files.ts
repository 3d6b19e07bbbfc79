import * as v from 'valibot';
import {
	defineMutator,
	isRow,
	oneOf,
	ref,
	type Context,
	type WriteTx
} from '#domain/kernel/index.ts';
import { audiences, fileFields, ticketAttachment, type TicketAttachment } from '../schema.ts';
import { factTime, ticketFor } from './ticket-access.ts';

const fileSchema = v.strictObject({
	name: fileFields.name.schema,
	mime: fileFields.mime.schema,
	size: fileFields.size.schema,
	blob: fileFields.blob.schema
});

/** Files that come with a ticket or a comment, each content once. */
export const filesSchema = v.pipe(
	v.array(fileSchema),
	v.maxLength(10),
	v.check((files) => new Set(files.map(({ blob }) => blob)).size === files.length, 'files.twice')
);

/** Adds the records of files; the bytes travel apart. */
export async function insertFiles(
	tx: WriteTx,
	ctx: Context,
	said: Pick<TicketAttachment, 'root' | 'audience' | 'comment' | 'at'>,
	files: v.InferOutput<typeof filesSchema>
): Promise<void> {
	for (const file of files) {
		await tx.insert(ticketAttachment, {
			...said,
			...file,
			id: ctx.newId(ticketAttachment, file.blob),
			by: ctx.actor.subject,
			byName: ctx.actor.name,
			complete: false
		});
	}
}

/** Adds one file to a ticket. */
export const attach = defineMutator({
	name: 'tickets.attach',
	permission: 'tickets.take_part',
	args: v.strictObject({
		ticket: ref().schema,
		audience: oneOf(audiences).schema,
		file: fileSchema
	}),
	async run({ tx, ctx, args }) {
		const { audience } = args;
		const permission = audience === 'public' ? 'tickets.comment' : 'tickets.note';
		const found = await ticketFor(tx, ctx, args.ticket, permission);
		if (!found.ok && found.here) return found.verdict;
		const at = found.ok ? factTime(ctx, found.row) : ctx.now;
		await insertFiles(tx, ctx, { root: args.ticket, audience, comment: null, at }, [args.file]);
		return undefined;
	}
});

/** The bytes of a file have arrived: told by the server, so that every device learns of it as of any other change. */
export const receiveFile = defineMutator({
	name: 'tickets.receiveFile',
	permission: 'tickets.receive_file',
	args: v.strictObject({ row: ref().schema, hash: fileFields.blob.schema }),
	async run({ tx, args }) {
		const file = await tx.get(ticketAttachment, args.row);
		if (!isRow(file) || file.blob !== args.hash || file.complete) return;
		await tx.update(ticketAttachment, file.id, { complete: true });
	}
});
