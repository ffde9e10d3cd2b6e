import type { JournalInput, World } from '../../../simulator/sandbox/world-api.ts';
import { SERVER_LIMITS } from '../limits.ts';

/**
 * Why an event from a page makes no sense in this world as it is; undefined when it does. Pages race with each other
 * and with the programs in the world: a terminal may have ended, or been opened by another tab, a moment ago.
 */
export function problemWith(world: World, event: JournalInput): string | undefined {
	if (!('terminal' in event)) return undefined;
	const terminals = world.terminals();
	const open = terminals.some(({ id }) => id === event.terminal);
	if (event.kind !== 'open') return open ? undefined : `there is no terminal ${event.terminal}`;
	if (open) return `terminal ${event.terminal} is open already`;
	return terminals.length >= SERVER_LIMITS.terminals
		? `there are ${SERVER_LIMITS.terminals} terminals already`
		: undefined;
}
