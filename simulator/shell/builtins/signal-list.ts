import type { SignalName } from '../../kernel/process-api.ts';
import { SIGNAL_NUMBERS, signalByNumber } from '../../kernel/signals.ts';

/** SIGTERM, TERM, 15 → TERM; 0 and EXIT are no signal. */
export function parseSignal(text: string): SignalName | 0 | undefined {
	if (/^\s*\+?\d+\s*$/.test(text)) return Number(text) === 0 ? 0 : signalByNumber(Number(text));
	const name = text.toUpperCase().replace(/^SIG/, '');
	if (name === 'EXIT') return 0;
	return Object.hasOwn(SIGNAL_NUMBERS, name) ? (name as SignalName) : undefined;
}

/** From SIGHUP on; undefined where a number has no name. */
export function signalNames(): (string | undefined)[] {
	const names: (string | undefined)[] = [...NAMES];
	names.push(undefined, undefined, 'SIGRTMIN');
	for (let i = 1; i <= 15; i++) names.push(`SIGRTMIN+${i}`);
	for (let i = 14; i >= 1; i--) names.push(`SIGRTMAX-${i}`);
	names.push('SIGRTMAX');
	return names;
}

const NAMES = (
	'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG ' +
	'XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'
)
	.split(' ')
	.map((name) => `SIG${name}`);

/** Five in a row. Models bash common.c display_signal_list. */
export function signalTable(): string {
	let out = '';
	let column = 0;
	signalNames().forEach((name, index) => {
		if (name === undefined) return;
		out += `${String(index + 1).padStart(2)}) ${name}`;
		column++;
		if (column < 5) out += '\t';
		else {
			out += '\n';
			column = 0;
		}
	});
	return column === 0 ? out : `${out}\n`;
}
