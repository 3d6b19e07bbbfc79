let known: { readonly zone: string; readonly offset: number } | undefined;

/** The device's time zone. The browser takes long to tell it and is asked again only when the clock's offset changes. */
export function deviceZone(): string {
	const offset = new Date().getTimezoneOffset();
	if (known?.offset !== offset)
		known = { zone: Intl.DateTimeFormat().resolvedOptions().timeZone, offset };
	return known.zone;
}
