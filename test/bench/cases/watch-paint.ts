export interface PaintWatch {
	/** Milliseconds from the navigation to the frame with so many rows. */
	rowsAt: number | undefined;
	/** Does the list know how many there are in all? Only a list that is ready says so. */
	counted: boolean;
	/** Milliseconds of each of `count` changes of filter or order, from the tap to the frame. */
	changeLists(count: number): Promise<number[]>;
	show(address: string): Promise<number>;
	/** The instant at which a row with this title was on the screen. */
	seen(title: string): Promise<number>;
}

declare global {
	interface Window {
		paint: PaintWatch;
	}
}

/** Runs in the app's page, sent there as text before the app: it must stand by itself. */
export function watchPaint(rows: number): void {
	const cells = () => document.querySelectorAll('.cells');
	const painted = () =>
		new Promise<number>((resolve) => {
			requestAnimationFrame(() => {
				const { port1, port2 } = new MessageChannel();
				port1.onmessage = () => resolve(performance.now());
				port2.postMessage(null);
			});
		});
	const until = (what: string, isTrue: () => boolean, patience: number) =>
		new Promise<void>((resolve, reject) => {
			if (isTrue()) {
				resolve();
				return;
			}
			const observer = new MutationObserver(() => {
				if (!isTrue()) return;
				observer.disconnect();
				clearTimeout(timer);
				resolve();
			});
			const timer = setTimeout(() => {
				observer.disconnect();
				reject(new Error(`Not within ${patience / 1_000} s: ${what}`));
			}, patience);
			observer.observe(document, { subtree: true, childList: true, characterData: true });
		});
	// One order may begin with the same row as another.
	const rowsShown = () => [...cells()].slice(0, 20).map(({ textContent }) => textContent);
	const show = async (address: string) => {
		const before = rowsShown().join();
		const link = document.createElement('a');
		link.href = address;
		document.body.append(link);
		const began = performance.now();
		link.click();
		link.remove();
		const isThere = () => rowsShown().length >= 20 && rowsShown().join() !== before;
		await until(address, isThere, 10_000);
		return (await painted()) - began;
	};
	const orders = ['oldest', 'updated', 'priority', 'newest'];
	window.paint = {
		rowsAt: undefined,
		counted: false,
		show,
		async changeLists(count) {
			const times: number[] = [];
			for (let n = 0; n < count; n += 1) {
				const kind = n % 8 < 4 ? '' : '&kind=request';
				times.push(await show(`/queue?view=all&sort=${orders[n % 4]}${kind}`));
				await new Promise((resolve) => setTimeout(resolve, 100));
			}
			return times;
		},
		async seen(title) {
			await until(title, () => rowsShown().some((text) => text?.includes(title)), 10_000);
			return performance.timeOrigin + (await painted());
		}
	};
	const isCounted = () =>
		/\d{5}|\d\d[.,\u202f ]\d{3}/.test(document.querySelector('.head')?.textContent ?? '');
	void until('rows', () => cells().length >= rows, 60_000)
		.then(painted)
		.then((at) => (window.paint.rowsAt = at));
	void until('the count', isCounted, 60_000).then(() => (window.paint.counted = true));
}
