import { setTimeout as delay } from 'node:timers/promises';

/** How long a server that starts waits for another one at the same SQLite file, and how often it asks. */
const BUSY_MS = 60_000;
const RETRY_MS = 50;

/**
 * Tries again while another process holds the SQLite file: its busy timeout does not count for a change of the journal's
 * mode, and is shorter than a long migration. Throws what `attempt` throws, or SQLite's word after a minute.
 */
export async function whileBusy<T>(attempt: () => Promise<T>): Promise<T> {
	const end = performance.now() + BUSY_MS;
	for (;;) {
		try {
			return await attempt();
		} catch (error) {
			if (performance.now() > end || !/SQLITE_BUSY|database is locked/.test(String(error))) throw error;
			await delay(RETRY_MS);
		}
	}
}
