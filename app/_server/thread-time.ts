import { readFileSync, readlinkSync } from 'node:fs';

/** The calling thread's number; -1 where the system does not tell. Models proc(5) /proc/thread-self. */
export function ownThread(): number {
	try {
		return Number(readlinkSync('/proc/thread-self').split('/').at(-1));
	} catch {
		return -1;
	}
}

/**
 * The CPU time, in milliseconds, that a thread of this process has used so far; undefined where the system does not tell.
 * Models proc(5) /proc/PID/stat.
 */
export function threadTimeMs(thread: number): number | undefined {
	try {
		const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
		// The name, in brackets, may hold anything; utime and stime are the 12th and 13th fields after it.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return TICK_MS * (Number(fields[11]) + Number(fields[12]));
	} catch {
		return undefined;
	}
}

/** USER_HZ is 100 on all that Node runs on. */
const TICK_MS = 10;
