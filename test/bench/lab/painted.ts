/** Resolves with the page's time once the frame that shows the changes made so far has been drawn. */
export function painted(): Promise<number> {
	return new Promise((resolve) => {
		requestAnimationFrame(() => {
			const { port1, port2 } = new MessageChannel();
			port1.onmessage = () => resolve(performance.now());
			port2.postMessage(null);
		});
	});
}
