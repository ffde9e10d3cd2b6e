import type { SignalName, WaitResult } from '../../kernel/process-api.ts';

/** What strsignal(3) says, as job notices show it. */
const TEXTS: Readonly<Record<SignalName, string>> = {
	HUP: 'Hangup',
	INT: 'Interrupt',
	QUIT: 'Quit',
	ILL: 'Illegal instruction',
	TRAP: 'Trace/breakpoint trap',
	ABRT: 'Aborted',
	BUS: 'Bus error',
	FPE: 'Floating point exception',
	KILL: 'Killed',
	USR1: 'User defined signal 1',
	SEGV: 'Segmentation fault',
	USR2: 'User defined signal 2',
	PIPE: 'Broken pipe',
	ALRM: 'Alarm clock',
	TERM: 'Terminated',
	CHLD: 'Child exited',
	CONT: 'Continued',
	STOP: 'Stopped (signal)',
	TSTP: 'Stopped',
	TTIN: 'Stopped (tty input)',
	TTOU: 'Stopped (tty output)',
	STKFLT: 'Stack fault',
	URG: 'Urgent I/O condition',
	XCPU: 'CPU time limit exceeded',
	XFSZ: 'File size limit exceeded',
	VTALRM: 'Virtual timer expired',
	PROF: 'Profiling timer expired',
	IO: 'I/O possible',
	PWR: 'Power failure',
	WINCH: 'Window changed',
	SYS: 'Bad system call',
};

export function signalText(signal: SignalName): string {
	return TEXTS[signal];
}

/** "Killed", "Exit 3", "Done". */
export function resultText(result: WaitResult | undefined): string {
	if (result === undefined || result.kind === 'continued') return 'Running';
	if (result.kind === 'exited') return result.status === 0 ? 'Done' : `Exit ${result.status}`;
	return signalText(result.signal);
}

/** Behind what a signal has ended: "(core dumped)". */
export function hasDumped(result: WaitResult | undefined): boolean {
	return result?.kind === 'signaled' && result.coreDumped;
}
