/** Is this an IANA zone name that this machine can reckon in? */
export function isKnownZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return true;
	} catch {
		return false;
	}
}
