import { strftime } from '../strftime.ts';
import { Exit } from '../unix-command.ts';
import type { JournalEntry, JournalSource } from './journal-entry.ts';
import { cursorOf, fieldOf, fieldsOf, monotonicMicros } from './journal-entry.ts';

export const JOURNAL_FORMATS: readonly string[] = [
	...['short', 'short-full', 'short-iso', 'short-iso-precise', 'short-precise', 'short-monotonic', 'short-delta'],
	...['short-unix', 'verbose', 'export', 'json', 'json-pretty', 'json-sse', 'json-seq', 'cat', 'with-unit'],
];

export interface JournalStyle {
	readonly format: string;
	/** The only ones that are shown beside the journal's own; undefined: all. */
	readonly fields: readonly string[] | undefined;
	readonly noHostname: boolean;
}

export function formatNamed(name: string): string {
	if (JOURNAL_FORMATS.includes(name)) return name;
	throw new Exit(1, `Unknown output format '${name}'.\n`);
}

/** An entry as `-o` wants it, with its line ends. Models systemd src/shared/logs-show.c. */
export function entryText(
	entry: JournalEntry,
	before: JournalEntry | undefined,
	source: JournalSource,
	style: JournalStyle,
): string {
	switch (style.format) {
		case 'cat':
			if (style.fields === undefined) return `${entry.line.text}\n`;
			return style.fields
				.map((name) => fieldOf(entry, name, source))
				.map((value) => (value === undefined ? '' : `${value}\n`))
				.join('');
		case 'verbose':
			return verbose(entry, source, style);
		case 'export':
			return `${all(entry, source, style).map(exported).join('')}\n`;
		case 'json':
			return `${JSON.stringify(Object.fromEntries(all(entry, source, style)))}\n`;
		case 'json-sse':
			return `data: ${JSON.stringify(Object.fromEntries(all(entry, source, style)))}\n\n`;
		case 'json-seq':
			return `\x1e${JSON.stringify(Object.fromEntries(all(entry, source, style)))}\n`;
		case 'json-pretty':
			return `{\n${all(entry, source, style)
				.map(([name, value]) => `\t${JSON.stringify(name)} : ${JSON.stringify(value)}`)
				.join(',\n')}\n}\n`;
		default:
			return short(entry, before, source, style);
	}
}

/** The journal's own fields and the entry's. */
function all(entry: JournalEntry, source: JournalSource, { fields }: JournalStyle): (readonly [string, string])[] {
	const { line, number } = entry;
	const shown = fieldsOf(entry, source).filter(([name]) => name !== '_BOOT_ID');
	return [
		['__CURSOR', cursorOf(entry, source)],
		['__REALTIME_TIMESTAMP', String(Math.round(line.atMs * 1000))],
		['__MONOTONIC_TIMESTAMP', String(monotonicMicros(line, source))],
		['__SEQNUM', String(number)],
		['__SEQNUM_ID', source.sequenceId],
		['_BOOT_ID', source.bootId],
		...(fields === undefined ? shown : shown.filter(([name]) => fields.includes(name))),
	];
}

/** A value of several lines has its length before it. */
function exported([name, value]: readonly [string, string]): string {
	if (!value.includes('\n')) return `${name}=${value}\n`;
	const bytes = new Uint8Array(8);
	new DataView(bytes.buffer).setUint32(0, value.length, true);
	return `${name}\n${String.fromCharCode(...bytes)}${value}\n`;
}

function verbose(entry: JournalEntry, source: JournalSource, { fields }: JournalStyle): string {
	const { atMs } = entry.line;
	const shown = fieldsOf(entry, source).filter(([name]) => fields === undefined || fields.includes(name));
	const text = shown.map(([name, value]) => `    ${name}=${value.replace(/\n$/, '\n')}`.replace(/\n$/, '')).join('\n');
	return `${strftime('%a %Y-%m-%d %H:%M:%S', atMs)}.${micros(atMs)} UTC [${cursorOf(entry, source)}]\n${text}\n`;
}

function short(
	entry: JournalEntry,
	before: JournalEntry | undefined,
	source: JournalSource,
	{ format, noHostname }: JournalStyle,
): string {
	const { identifier, pid, text } = entry.line;
	const unit = format === 'with-unit' ? fieldOf(entry, '_SYSTEMD_UNIT', source) : undefined;
	const who = unit ?? identifier;
	const host = noHostname ? '' : ` ${source.hostname}`;
	const lead = `${stamp(entry, before, source, format)}${host} ${who}${entry.isKernel ? '' : `[${pid}]`}: `;
	// What follows a line's end stands below its text.
	return `${lead}${text.replaceAll('\n', `\n${' '.repeat(lead.length)}`)}\n`;
}

function stamp(entry: JournalEntry, before: JournalEntry | undefined, source: JournalSource, format: string): string {
	const { atMs } = entry.line;
	switch (format) {
		case 'short-full':
		case 'with-unit':
			return strftime('%a %Y-%m-%d %H:%M:%S UTC', atMs);
		case 'short-iso':
			return strftime('%Y-%m-%dT%H:%M:%S+00:00', atMs);
		case 'short-iso-precise':
			return `${strftime('%Y-%m-%dT%H:%M:%S', atMs)}.${micros(atMs)}+00:00`;
		case 'short-precise':
			return `${strftime('%b %d %H:%M:%S', atMs)}.${micros(atMs)}`;
		case 'short-unix':
			return `${Math.floor(atMs / 1000)}.${micros(atMs)}`;
		case 'short-monotonic':
			return `[${sinceBoot(monotonicMicros(entry.line, source))}]`;
		case 'short-delta': {
			const now = monotonicMicros(entry.line, source);
			const since = before === undefined ? undefined : now - monotonicMicros(before.line, source);
			return `[${sinceBoot(now)}${since === undefined ? ' '.repeat(16) : ` <${sinceBoot(since)} >`}]`;
		}
		default:
			return strftime('%b %d %H:%M:%S', atMs);
	}
}

function sinceBoot(value: number): string {
	return `${String(Math.floor(value / 1_000_000)).padStart(5)}.${String(value % 1_000_000).padStart(6, '0')}`;
}

function micros(ms: number): string {
	return `${String(Math.floor(ms % 1000)).padStart(3, '0')}000`;
}
