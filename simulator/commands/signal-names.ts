import type { SignalName } from '../kernel/process-api.ts';
import { SIGNAL_NUMBERS, signalByNumber } from '../kernel/signals.ts';

/** "TERM", "SIGTERM", "term", "15"; 0 tests only. Undefined: no such signal. */
export function signalByName(text: string): SignalName | undefined {
	if (/^\d+$/.test(text)) return signalByNumber(Number(text));
	const name = text.toUpperCase().replace(/^SIG/, '');
	return Object.hasOwn(SIGNAL_NUMBERS, name) ? (name as SignalName) : undefined;
}

/** As `kill -l` knows them, also those that the world does not send. */
export const LINUX_SIGNALS: readonly string[] =
	'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH POLL PWR SYS'.split(
		' ',
	);
