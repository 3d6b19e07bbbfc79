import { link } from './link.ts';

/** Addresses of bytes in this page, by hash. */
const addresses = new Map<string, Promise<string | undefined>>();

/** Where the picture can be shown from; undefined when it is not here and cannot be had now. */
export function photoUrl(hash: string): Promise<string | undefined> {
	const known = addresses.get(hash);
	if (known) return known;
	const address = link
		.data()
		.then((data) => data.getFile(hash))
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
