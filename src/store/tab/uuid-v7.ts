/** A UUIDv7 (RFC 9562, 5.7): milliseconds, then chance, so that later ones sort later. `random` has 10 bytes or more. */
export function uuidV7(now: number, random: Uint8Array): string {
	const time = Math.max(0, Math.floor(now)).toString(16).padStart(12, '0').slice(-12);
	const hex = Array.from(random.slice(0, 10), (byte) => byte.toString(16).padStart(2, '0')).join(
		''
	);
	const variant = ((parseInt(hex[3] ?? '0', 16) & 0x3) | 0x8).toString(16);
	return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 19)}`;
}
