import type { SpareFiles } from '#store/spare/spared-storage.ts';

/** The folder that the tabs of one device share. */
export class MemoryFolder {
	readonly texts = new Map<object, string>();

	/** Of one tab. */
	files(): SpareFiles {
		const { texts } = this;
		const own = {};
		return {
			read: async () => [...texts.values()],
			begin: async (line) => void texts.set(own, line),
			append: (line) => void texts.set(own, (texts.get(own) ?? '') + line),
			get size() {
				return texts.get(own)?.length ?? 0;
			},
			close: () => undefined
		};
	}
}
