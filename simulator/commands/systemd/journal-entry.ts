import type { JournalLine } from '../../hosts/systemd/service-journal.ts';
import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import type { Process } from '../../kernel/process-api.ts';
import { textOf } from '../../kernel/resolve-host.ts';
import { fnv32a } from '../../machinery/fnv.ts';
import type { Task } from '../../machinery/task.ts';

/** What all entries of a machine have in common. */
export interface JournalSource {
	readonly hostname: string;
	readonly machineId: string;
	readonly bootId: string;
	readonly bootedAtMs: number;
	/** Names the sequence that entries are numbered in. */
	readonly sequenceId: string;
}

export interface JournalEntry {
	readonly line: JournalLine;
	/** In the sequence of all that were ever written; 0 of the kernel's. */
	readonly number: number;
	readonly isKernel: boolean;
}

export function* journalSource(process: Process): Task<JournalSource> {
	const machineId = (yield* textOf(process, '/etc/machine-id')).trim();
	const bootId = (yield* textOf(process, '/proc/sys/kernel/random/boot_id')).trim().replaceAll('-', '');
	const sequenceId = [0, 1, 2, 3].map((part) => hex(fnv32a(`${machineId}/${part}`), 8)).join('');
	return { hostname: process.hostname, machineId, bootId, bootedAtMs: process.machine.bootedAtMs, sequenceId };
}

export function entriesOf({ journal }: ServiceManager): JournalEntry[] {
	const { lines, firstNumber } = journal.numbered();
	return lines.map((line, at) => ({ line, number: firstNumber + at, isKernel: false }));
}

/** "s=…;i=1f;b=…;m=…;t=…;x=…": where an entry is. Models sd_journal_get_cursor. */
export function cursorOf({ line, number }: JournalEntry, source: JournalSource): string {
	const { sequenceId, bootId } = source;
	const content = `${line.identifier}\0${line.text}`;
	const sum = hex(fnv32a(content), 8) + hex(fnv32a(`${content}\0`), 8);
	const [micros, sinceBoot] = [line.atMs * 1000, monotonicMicros(line, source)];
	return `s=${sequenceId};i=${number.toString(16)};b=${bootId};m=${sinceBoot.toString(16)};t=${micros.toString(16)};x=${sum.replace(/^0+/, '')}`;
}

export function monotonicMicros({ atMs }: JournalLine, { bootedAtMs }: JournalSource): number {
	return Math.max(0, Math.round((atMs - bootedAtMs) * 1000));
}

function hex(value: number, width: number): string {
	return (value >>> 0).toString(16).padStart(width, '0');
}

/** What a service writes is information; systemd's own lines say how bad things are. Models systemd src/core/unit.c, service.c. */
export function priorityOf({ identifier, text, priority }: JournalLine): number {
	if (priority !== undefined) return priority;
	if (identifier !== 'systemd') return 6;
	if (/^Failed to start|: Failed to (locate|execute)/.test(text)) return 3;
	if (/: Failed with result |Killing\.$/.test(text)) return 4;
	return /: Main process exited, /.test(text) ? 5 : 6;
}

/** Messages of systemd that have an explanation. Models systemd/sd-messages.h. */
const MESSAGE_IDS: readonly (readonly [pattern: RegExp, id: string])[] = [
	[/^Starting /, '7d4958e842da4a758f6c1cdc7b36dcc5'],
	[/^(?:Started|Finished|Listening on) /, '39f53479d3a045ac8e11786248231fbf'],
	[/^Stopping /, 'de5b426a63be47a7b6ac3eaac82e2f6f'],
	[/^Stopped /, '9d1aaa27d60140bd96365438aad20286'],
	[/^Failed to start /, 'be02cf6855d2428ba40df7e9d022f03d'],
	[/: Main process exited, /, '98e322203f7a4ed290d09fe03c09fe15'],
	[/: Failed with result /, 'd9b373ed55a64feb8242e02dbe79a49c'],
	[/: Deactivated successfully/, '7ad2d189f7e94e70a38c781354912448'],
	[/: Scheduled restart job/, '5eb03494b6584870a536b337290809b3'],
];

/**
 * An entry's fields, those of the journal itself left out. Models journald-stream.c, journald-server.c and the manager's own
 * messages. Differs: of a program there are only its name and number.
 */
export function fieldsOf(
	{ line, isKernel }: JournalEntry,
	source: JournalSource,
): readonly (readonly [string, string])[] {
	const { identifier, pid, unit, text } = line;
	const common = [
		['_BOOT_ID', source.bootId],
		['_MACHINE_ID', source.machineId],
		['_HOSTNAME', source.hostname],
		['_RUNTIME_SCOPE', 'system'],
	] as const;
	const priority = ['PRIORITY', String(priorityOf(line))] as const;
	if (isKernel) {
		return [
			['_TRANSPORT', 'kernel'],
			priority,
			['SYSLOG_FACILITY', '0'],
			['SYSLOG_IDENTIFIER', 'kernel'],
			['_SOURCE_MONOTONIC_TIMESTAMP', String(monotonicMicros(line, source))],
			['MESSAGE', text],
			...common,
		];
	}
	const isManager = identifier === 'systemd' && pid === 1;
	const id = isManager ? MESSAGE_IDS.find(([pattern]) => pattern.test(text))?.[1] : undefined;
	const ofUnit = isManager ? 'init.scope' : unit;
	const own = [
		['_PID', String(pid)],
		['_UID', '0'],
		['_GID', '0'],
		['_COMM', identifier.slice(0, 15)],
		['_CAP_EFFECTIVE', '1ffffffffff'],
		['_SELINUX_CONTEXT', 'unconfined\n'],
	] as const;
	const slice = isManager ? '-.slice' : 'system.slice';
	return [
		['_TRANSPORT', isManager ? 'journal' : line.priority === undefined ? 'stdout' : 'syslog'],
		priority,
		['SYSLOG_FACILITY', isManager || line.priority === undefined ? '3' : '1'],
		['SYSLOG_IDENTIFIER', identifier],
		...(isManager ? ([['TID', '1']] as const) : []),
		...(id === undefined ? [] : ([['MESSAGE_ID', id]] as const)),
		...(isManager && unit !== '' ? ([['UNIT', unit]] as const) : []),
		['MESSAGE', text],
		...own,
		...(ofUnit === ''
			? []
			: ([
					['_SYSTEMD_CGROUP', isManager ? '/init.scope' : `/system.slice/${ofUnit}`],
					['_SYSTEMD_UNIT', ofUnit],
					['_SYSTEMD_SLICE', slice],
				] as const)),
		...common,
	];
}

/** Undefined of a field that the entry does not have. */
export function fieldOf(entry: JournalEntry, field: string, source: JournalSource): string | undefined {
	return fieldsOf(entry, source).find(([name]) => name === field)?.[1];
}
