import type { JournalArchive, ServiceJournal } from '../../hosts/systemd/service-journal.ts';
import type { Task } from '../../machinery/task.ts';
import { strftime } from '../strftime.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import type { JournalEntry, JournalSource } from './journal-entry.ts';
import { parseSpan } from './systemd-time.ts';

const FOLDER = '/var/log/journal';

/** "16.0M", "1.0G", "0B". Models basic/format-util.c format_bytes with its point. */
export function bytesText(bytes: number): string {
	const units = ['B', 'K', 'M', 'G', 'T', 'P', 'E'];
	let unit = 0;
	while (unit < units.length - 1 && bytes >= 1024 ** (unit + 1)) unit++;
	if (unit === 0) return `${bytes}B`;
	const tenths = Math.floor((bytes * 10) / 1024 ** unit);
	return `${Math.floor(tenths / 10)}.${tenths % 10}${units[unit]}`;
}

export function* diskUsage({ out }: UnixRun, journal: ServiceJournal): Task<number> {
	const bytes = journal.archives.reduce((sum, archive) => sum + archive.bytes, journal.activeBytes);
	yield* out.write(`Archived and active journals take up ${bytesText(bytes)} in the file system.\n`);
	return 0;
}

export interface VacuumLimits {
	readonly time: string | undefined;
	readonly size: string | undefined;
	readonly files: string | undefined;
}

/** Removes archives, the oldest first, until what is left keeps to the limits. Models journal-vacuum.c. */
export function* vacuum(
	run: UnixRun,
	journal: ServiceJournal,
	source: JournalSource,
	limits: VacuumLimits,
): Task<number> {
	const spanMs = limits.time === undefined ? undefined : parseSpan(limits.time);
	if (limits.time !== undefined && spanMs === undefined)
		throw new Exit(1, `Failed to parse vacuum time: ${limits.time}\n`);
	const most = limits.size === undefined ? undefined : sizeOf(limits.size);
	if (limits.size !== undefined && most === undefined)
		throw new Exit(1, `Failed to parse vacuum size: ${limits.size}\n`);
	if (limits.files !== undefined && !/^\d+$/.test(limits.files))
		throw new Exit(1, `Failed to parse vacuum files: ${limits.files}\n`);
	requireRoot(run);
	const oldestMs = spanMs === undefined ? undefined : run.process.now() - spanMs / 1000;
	const files = Number(limits.files ?? 0);
	let freed = 0;
	for (;;) {
		const [oldest] = journal.archives;
		if (oldest === undefined) break;
		const bytes = journal.archives.reduce((sum, archive) => sum + archive.bytes, journal.activeBytes);
		const isTooOld = oldestMs !== undefined && oldest.lastMs < oldestMs;
		const isTooMuch = most !== undefined && most > 0 && bytes > most;
		const areTooMany = files > 0 && journal.archives.length + 1 > files;
		if (!isTooOld && !isTooMuch && !areTooMany) break;
		journal.removeOldest();
		freed += oldest.bytes;
		yield* run.say(
			`Deleted archived journal ${FOLDER}/${source.machineId}/${archiveName(oldest, source)} (${bytesText(oldest.bytes)}).\n`,
		);
	}
	for (const [folder, bytes] of [
		[FOLDER, 0],
		['/run/log/journal', 0],
		[`${FOLDER}/${source.machineId}`, freed],
	] as const) {
		yield* run.say(`Vacuuming done, freed ${bytesText(bytes)} of archived journals from ${folder}.\n`);
	}
	return 0;
}

/** What only root may do: others do not reach the manager. */
export function requireRoot({ process }: UnixRun): void {
	if (process.credentials.uid !== 0) throw new Exit(1, 'Failed to connect to journal: Permission denied\n');
}

function archiveName({ firstNumber, firstMs }: JournalArchive, { sequenceId }: JournalSource): string {
	const hex = (value: number): string => value.toString(16).padStart(16, '0');
	return `system@${sequenceId}-${hex(firstNumber)}-${hex(firstMs * 1000)}.journal`;
}

function sizeOf(text: string): number | undefined {
	const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([BKMGT]?)$/.exec(text.trim()) ?? [];
	return number === undefined ? undefined : Number(number) * 1024 ** Math.max(0, 'BKMGT'.indexOf(unit));
}

/**
 * Looks through every file: entries stand in the order of their numbers and times, none is longer than may be. Models
 * journal-verify.c for what a journal has here.
 */
export function* verify(
	run: UnixRun,
	journal: ServiceJournal,
	entries: readonly JournalEntry[],
	source: JournalSource,
): Task<number> {
	let status = 0;
	let at = 0;
	const files = [
		...journal.archives.map((archive) => ({ name: archiveName(archive, source), count: archive.lines })),
		{ name: 'system.journal', count: entries.length },
	];
	for (const { name, count } of files) {
		const path = `${FOLDER}/${source.machineId}/${name}`;
		let isGood = true;
		for (const end = Math.min(entries.length, at + count); at < end; at++) {
			yield* run.process.tick();
			const [before, entry] = [entries[at - 1], entries[at] as JournalEntry];
			if (before === undefined || (before.number < entry.number && before.line.atMs <= entry.line.atMs)) continue;
			isGood = false;
			yield* run.say(`${entry.number.toString(16)}: Entry timestamp out of synchronization\n`);
		}
		yield* run.say(`${isGood ? 'PASS' : 'FAIL'}: ${path}${isGood ? '' : ' (Bad message)'}\n`);
		if (!isGood) status = 1;
	}
	return status;
}

/** Differs: a machine knows of its last boot alone. */
export function* tellBoots(
	{ out }: UnixRun,
	entries: readonly JournalEntry[],
	source: JournalSource,
	json: 'json' | 'json-pretty' | undefined,
): Task<number> {
	const [first, last] = [entries[0]?.line, entries.at(-1)?.line];
	if (first === undefined || last === undefined) return 1;
	if (json !== undefined) {
		const boots = [{ index: 0, boot_id: source.bootId, first_entry: first.atMs * 1000, last_entry: last.atMs * 1000 }];
		yield* out.write(`${systemdJson(boots, json === 'json-pretty')}\n`);
		return 0;
	}
	const [from, to] = [first, last].map(({ atMs }) => strftime('%a %Y-%m-%d %H:%M:%S UTC', atMs).padEnd(27));
	yield* out.write(`IDX BOOT ID                          ${'FIRST ENTRY'.padEnd(27)} LAST ENTRY\n`);
	yield* out.write(`  0 ${source.bootId} ${from} ${to?.trimEnd()}\n`);
	return 0;
}

/** A table's rows as systemd prints JSON: on one line, or with tabs and a blank before the colon. Models json.c json_variant_format. */
export function systemdJson(rows: readonly object[], pretty: boolean): string {
	if (!pretty) return JSON.stringify(rows);
	if (rows.length === 0) return '[]';
	const one = (row: object): string => {
		const lines = Object.entries(row).map(([name, value]) => `\t\t${JSON.stringify(name)} : ${JSON.stringify(value)}`);
		return `\t{\n${lines.join(',\n')}\n\t}`;
	};
	return `[\n${rows.map(one).join(',\n')}\n]`;
}

/** What is in the head of a journal's file. Models journal-file.c journal_file_print_header. */
export function* tellHeader(
	{ out }: UnixRun,
	journal: ServiceJournal,
	entries: readonly JournalEntry[],
	source: JournalSource,
): Task<number> {
	const active = entries.slice(journal.archives.reduce((sum, { lines }) => sum + lines, 0));
	const [first, last] = [active[0], active.at(-1)];
	const time = (entry: JournalEntry | undefined): string =>
		entry === undefined
			? 'n/a (0)'
			: `${strftime('%a %Y-%m-%d %H:%M:%S UTC', entry.line.atMs)} (${(entry.line.atMs * 1000).toString(16)})`;
	yield* out.write(
		[
			`File path: ${FOLDER}/${source.machineId}/system.journal`,
			`Machine ID: ${source.machineId}`,
			`Boot ID: ${source.bootId}`,
			`Sequential number ID: ${source.sequenceId}`,
			`State: ONLINE`,
			'Compatible flags: TAIL_ENTRY_BOOT_ID',
			'Incompatible flags: COMPRESSED-ZSTD KEYED-HASH COMPACT',
			'Header size: 272',
			`Arena size: ${journal.activeBytes - 272}`,
			'Rotate suggested: no',
			`Head sequential number: ${first?.number ?? 0} (${(first?.number ?? 0).toString(16)})`,
			`Tail sequential number: ${last?.number ?? 0} (${(last?.number ?? 0).toString(16)})`,
			`Head realtime timestamp: ${time(first)}`,
			`Tail realtime timestamp: ${time(last)}`,
			`Entry objects: ${active.length}`,
			`Disk usage: ${bytesText(journal.activeBytes)}`,
		]
			.map((line) => `${line}\n`)
			.join(''),
	);
	return 0;
}
