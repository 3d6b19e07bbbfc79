/** Views with a list and a detail: choosing a row is no new page, so the focus stays where the person works. */
const VIEWS: readonly string[] = ['/(desk)/queue', '/(admin)/people'];

/** Do both routes belong to one such view? Route ids as Kit gives them. */
export function staysInView(
	from: string | null | undefined,
	to: string | null | undefined
): boolean {
	if (typeof from !== 'string' || typeof to !== 'string') return false;
	const within = (route: string, view: string) => route === view || route.startsWith(`${view}/`);
	return VIEWS.some((view) => within(from, view) && within(to, view));
}
