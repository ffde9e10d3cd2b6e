const PATIENCE_MS = 5_000;

/** Milliseconds that the terminals' WebSocket took to open; undefined when it did not. */
export function openingMs(): Promise<number | undefined> {
	const begun = performance.now();
	return new Promise((resolve) => {
		const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
		const done = (ms: number | undefined) => {
			clearTimeout(timer);
			resolve(ms);
			socket.close();
		};
		const timer = setTimeout(() => done(undefined), PATIENCE_MS);
		socket.onopen = () => done(performance.now() - begun);
		socket.onerror = () => done(undefined);
	});
}
