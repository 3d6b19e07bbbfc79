/**
 * Makes the pseudo-locale en-XA from the English texts: every letter accented, 40 % longer, in brackets. A screen that shows
 * plain letters has words outside the message files; one that cuts the brackets has no room for other languages.
 * Writes a project of its own next to the copied texts, so that no production bundle ever holds it.
 *
 * Usage: node scripts/pseudo-locale.ts <folder to write>
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = resolve(import.meta.dirname, '..');
const ACCENTED: Record<string, string> = Object.fromEntries(
	[...'aàbƀcçdđeéfƒgĝhĥiîjĵkķlļmɱnñoôpþqǫrŕsštţuûvṽwŵxẋyýzž'].reduce<[string, string][]>(
		(pairs, letter, index, letters) =>
			index % 2 === 0 ? [...pairs, [letter, letters[index + 1] ?? letter]] : pairs,
		[]
	)
);
for (const [plain, accented] of Object.entries({ ...ACCENTED })) {
	ACCENTED[plain.toUpperCase()] = accented.toUpperCase();
}

/** One text in the pseudo-locale; placeholders in braces stay as they are. */
export function pseudoText(text: string): string {
	const letters = text
		.split(/(\{[^}]*\})/)
		.map((part) =>
			part.startsWith('{')
				? part
				: part.replace(/[A-Za-z]/g, (letter) => ACCENTED[letter] ?? letter)
		)
		.join('');
	const shown = text.replace(/\{[^}]*\}/g, '').length;
	return `[${letters}${'~'.repeat(Math.ceil(shown * 0.4))}]`;
}

type Message = string | { match: Record<string, string>; [key: string]: unknown }[];

function pseudoMessage(message: Message): Message {
	if (typeof message === 'string') return pseudoText(message);
	return message.map((variant) => ({
		...variant,
		match: Object.fromEntries(
			Object.entries(variant.match).map(([when, text]) => [when, pseudoText(text)])
		)
	}));
}

/** Writes the project with English and en-XA to `folder` and returns the project's path. */
export function writePseudoProject(folder: string): string {
	const texts: Record<string, Message> = JSON.parse(
		readFileSync(join(ROOT, 'src/messages/en.json'), 'utf8')
	);
	const messages = Object.fromEntries(Object.entries(texts).filter(([key]) => key !== '$schema'));
	const pseudo = Object.fromEntries(
		Object.entries(messages).map(([key, message]) => [key, pseudoMessage(message)])
	);
	const project = join(folder, 'project.inlang');
	mkdirSync(project, { recursive: true });
	writeFileSync(join(folder, 'en.json'), JSON.stringify(messages, null, '\t'));
	writeFileSync(join(folder, 'en-XA.json'), JSON.stringify(pseudo, null, '\t'));
	const settings = JSON.parse(
		readFileSync(join(ROOT, 'src/messages/project.inlang/settings.json'), 'utf8')
	);
	const plugin = join(ROOT, 'node_modules/@inlang/plugin-message-format/dist/index.js');
	writeFileSync(
		join(project, 'settings.json'),
		JSON.stringify({
			...settings,
			locales: ['en', 'en-XA'],
			modules: [relative(folder, plugin)]
		})
	);
	return project;
}

const called =
	process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href;
if (called) {
	const folder = process.argv[2];
	if (folder === undefined) throw new Error('Name the folder to write the project to.');
	process.stdout.write(`${writePseudoProject(resolve(folder))}\n`);
}
