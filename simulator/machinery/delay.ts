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
