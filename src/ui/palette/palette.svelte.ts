import { untrack } from 'svelte';
import type { Macro } from '#domain/tickets/index.ts';
import type { Icon } from '#ui/kit/icon-type.ts';

/** Something that can be done from anywhere on the page. */
export interface PaletteCommand {
	readonly id: string;
	readonly label: string;
	readonly icon?: Icon | undefined;
	/** Keys that do the same outside of the palette: "A", "G Q". */
	readonly keys?: string | undefined;
	readonly run: () => void;
}

/** Under one heading. */
export interface PaletteOffer {
	readonly heading: string;
	readonly commands: readonly PaletteCommand[];
	/** Shows a macro before it is run on what is open. */
	readonly onmacro?: ((macro: Macro) => void) | undefined;
}

/** What is open over the page, and what the parts of the page offer to it while they are there. */
class Palette {
	open = $state<'find' | 'keys'>();
	/** Asked anew whenever the palette is shown: they follow the page. */
	#sources = $state.raw<readonly (() => PaletteOffer)[]>([]);

	get offers(): readonly PaletteOffer[] {
		return this.#sources.map((source) => source());
	}

	add(source: () => PaletteOffer): () => void {
		// Whoever adds one inside an effect must not follow the others.
		this.#sources = [...untrack(() => this.#sources), source];
		return () => (this.#sources = this.#sources.filter((other) => other !== source));
	}
}

export const palette = new Palette();

/** Offers commands for as long as the component lives. Create during its initialisation. */
export function offerCommands(source: () => PaletteOffer): void {
	$effect(() => palette.add(source));
}
