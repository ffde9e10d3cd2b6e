import type { EventLoop } from './event-loop.ts';
import type { Wait } from './task.ts';

/** A wait that ends `ms` after it is armed. */
export function delay(loop: EventLoop, ms: number): Wait {
	return {
		arm(wake) {
			const timer = loop.after(ms, wake);
			return () => timer.cancel();
		},
	};
}

/**
 * A wait that ends at the first of regular looks, `periodMs` apart from now on, that finds something. While nothing else happens in the world, looks
 * in vain cost nothing.
 */
export function lookEvery(loop: EventLoop, periodMs: number, finds: () => boolean): Wait {
	const sinceMs = loop.now();
	return {
		arm(wake) {
			const look = {
				run() {
					if (!finds()) return true;
					beat.cancel();
					wake();
					return false;
				},
			};
			const beat = loop.every(periodMs, look, periodMs - ((loop.now() - sinceMs) % periodMs));
			return () => beat.cancel();
		},
	};
}
