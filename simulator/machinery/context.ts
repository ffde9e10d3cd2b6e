import type { EventLoop } from './event-loop.ts';
import type { Limits } from './limits.ts';
import type { Random } from './random.ts';

/** What every component of a world hangs from: its clock, its randomness, its limits. */
export interface Context {
	readonly loop: EventLoop;
	readonly random: Random;
	readonly limits: Limits;
}
