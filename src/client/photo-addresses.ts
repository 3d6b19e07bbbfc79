import { link } from './link.ts';

/** Addresses of bytes in this page, by hash. */
const addresses = new Map<string, Promise<string | undefined>>();

/**
 * Where the picture can be shown from; undefined when it is not here and cannot be had now. An own file needs no row;
 * another's is read through the row that names it.
 */
export function photoUrl(
	hash: string,
	from?: { readonly table: string; readonly id: string }
): Promise<string | undefined> {
	const known = addresses.get(hash);
	if (known) return known;
	const address = link
		.data()
		.then((data) => data.getFile(hash, from))
		.then((blob) => (blob ? URL.createObjectURL(blob) : undefined));
	addresses.set(hash, address);
	// What could not be had now may be had later.
	const forget = () => addresses.delete(hash);
	address.then((found) => found === undefined && forget(), forget);
	return address;
}

/** The next person is shown none of them. */
export function forgetPhotos(): void {
	for (const address of addresses.values())
		address.then((url) => url && URL.revokeObjectURL(url)).catch(() => undefined);
	addresses.clear();
}
