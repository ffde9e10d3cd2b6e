import type { SignalName } from './process-api.ts';

/** Numbers as on Linux x86-64; `kill -l` lists them and an exit status is 128 plus the number. */
export const SIGNAL_NUMBERS: Readonly<Record<SignalName, number>> = {
	HUP: 1,
	INT: 2,
	QUIT: 3,
	ILL: 4,
	TRAP: 5,
	ABRT: 6,
	BUS: 7,
	FPE: 8,
	KILL: 9,
	USR1: 10,
	SEGV: 11,
	USR2: 12,
	PIPE: 13,
	ALRM: 14,
	TERM: 15,
	CHLD: 17,
	CONT: 18,
	STOP: 19,
	TSTP: 20,
	TTIN: 21,
	TTOU: 22,
	STKFLT: 16,
	URG: 23,
	XCPU: 24,
	XFSZ: 25,
	VTALRM: 26,
	PROF: 27,
	WINCH: 28,
	IO: 29,
	PWR: 30,
	SYS: 31,
};

export type SignalAction = 'terminate' | 'core' | 'stop' | 'continue' | 'ignore';

/** What a signal does to a process that has said nothing about it. Models signal(7). */
export function defaultAction(signal: SignalName): SignalAction {
	switch (signal) {
		case 'CHLD':
		case 'URG':
		case 'WINCH':
			return 'ignore';
		case 'CONT':
			return 'continue';
		case 'STOP':
		case 'TSTP':
		case 'TTIN':
		case 'TTOU':
			return 'stop';
		case 'QUIT':
		case 'ILL':
		case 'TRAP':
		case 'ABRT':
		case 'BUS':
		case 'FPE':
		case 'SEGV':
		case 'SYS':
		case 'XCPU':
		case 'XFSZ':
			return 'core';
		default:
			return 'terminate';
	}
}

export function signalByNumber(number: number): SignalName | undefined {
	for (const [name, value] of Object.entries(SIGNAL_NUMBERS)) {
		if (value === number) return name as SignalName;
	}
	return undefined;
}
