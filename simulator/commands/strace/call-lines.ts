import { errorMessage } from '../../kernel/error-message.ts';
import type { SystemEvent } from '../../kernel/tracing/system-event.ts';
import { strftime } from '../strftime.ts';

/** Parameters that are shown in quotes. */
const TEXTS: ReadonlySet<string> = new Set(
	'name path filename pathname oldpath newpath target linkpath buf dev dir type'.split(' '),
);
/** Where the result of a call begins. */
const RESULT_COLUMN = 40;

/** How often a call was made, and how often in vain. */
export interface Tally {
	calls: number;
	errors: number;
}

/** "close(3)                                = 0". */
export function eventLine(event: SystemEvent, stringMax: number): string {
	const parameters = event.parameters.map(([name, value]) =>
		typeof value === 'string' && TEXTS.has(name) ? quoted(value, stringMax, name === 'buf') : String(value),
	);
	if (event.name === 'clone') {
		parameters[0] = `child_stack=NULL, flags=${parameters[0]}, child_tidptr=0x7f2c1a5d0a10`;
	}
	if (event.name === 'execve') parameters[2] = `0x7ffd41e6a2c0 ${parameters[2] ?? ''}`;
	if (event.name === 'connect' || event.name === 'bind') parameters.push('16');
	const call = `${event.name}(${parameters.join(', ')})`;
	return `${call.padEnd(RESULT_COLUMN - 1)} = ${resultText(event)}`;
}

function resultText({ result }: SystemEvent): string {
	return typeof result === 'number' ? String(result) : `-1 ${result} (${errorMessage(result)})`;
}

/** @param isData cut where there is too much of it. */
function quoted(text: string, max: number, isData: boolean): string {
	const shown = isData ? text.slice(0, max) : text;
	const escaped = [...shown].map(escapedCharacter).join('');
	return `"${escaped}"${isData && text.length > max ? '...' : ''}`;
}

function escapedCharacter(char: string): string {
	const named = NAMED.get(char);
	if (named !== undefined) return named;
	const code = char.charCodeAt(0);
	return code < 32 || code > 126 ? `\\${code.toString(8)}` : char;
}

const NAMED: ReadonlyMap<string, string> = new Map([
	['\n', '\\n'],
	['\t', '\\t'],
	['\r', '\\r'],
	['\f', '\\f'],
	['\v', '\\v'],
	['"', '\\"'],
	['\\', '\\\\'],
]);

/** @param times how many -t were given. */
export function timeText({ atNs }: SystemEvent, times: number): string {
	if (times === 0) return '';
	const ms = Number(atNs / 1_000_000n);
	const micros = String((atNs / 1_000n) % 1_000_000n).padStart(6, '0');
	if (times > 2) return `${Math.floor(ms / 1000)}.${micros} `;
	return `${strftime('%H:%M:%S', ms)}${times > 1 ? `.${micros}` : ''} `;
}

const RULE = '------ ----------- ----------- --------- --------- ----------------\n';

/** What -c tells. Differs: calls take no time that could be told. */
export function summary(tallies: ReadonlyMap<string, Tally>): string {
	const rows = [...tallies].sort(([a, one], [b, two]) => two.calls - one.calls || (a < b ? -1 : 1));
	const row = (share: string, { calls, errors }: Tally, name: string): string =>
		`${share.padStart(6)} ${'0.000000'.padStart(11)} ${'0'.padStart(11)} ${String(calls).padStart(9)} ${(errors === 0 ? '' : String(errors)).padStart(9)} ${name}\n`;
	const total = { calls: 0, errors: 0 };
	for (const [, { calls, errors }] of rows) {
		total.calls += calls;
		total.errors += errors;
	}
	const lines = rows.map(([name, tally]) => row('0.00', tally, name)).join('');
	return `% time     seconds  usecs/call     calls    errors syscall\n${RULE}${lines}${RULE}${row('100.00', total, 'total')}`;
}
