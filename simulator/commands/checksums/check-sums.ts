import type { Process } from '../../kernel/process-api.ts';
import type { Digest } from '../../machinery/block-digest.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { RunContext } from '../gnu-command.ts';
import { forEachFile } from '../gnu-command.ts';
import { quotedName } from '../quoted-name.ts';
import { readAll } from '../stdio.ts';
import { Blake2b } from './blake2b.ts';

export type Hash = () => Digest;

/** What the checking of sums is told. */
export interface CheckRun extends RunContext {
	readonly operands: readonly string[];
	readonly values: {
		readonly ignoreMissing: true | undefined;
		readonly quiet: true | undefined;
		readonly status: true | undefined;
		readonly strict: true | undefined;
		readonly warn: true | undefined;
	};
}

/** Finds what makes the sums of a line: of an algorithm's name, when the line has one, or of the length of its sum. */
export type HashFinder = (algorithm: string | undefined, digits: number) => Hash | undefined;

interface Tally {
	mismatched: number;
	unreadable: number;
	malformed: number;
	verified: number;
	/** There is no such file, and nobody minds. */
	passedOver: number;
}

interface Outcome {
	failed: boolean;
	/** Whether one blank stands before the names, as the first line has it. */
	isReversed: boolean | undefined;
}

/** `-c`: the sums in the files that are named. `algorithm` is what warnings call it. */
export function* check(run: CheckRun, find: HashFinder, algorithm: string): Task<number> {
	const outcome: Outcome = { failed: false, isReversed: undefined };
	const status = yield* forEachFile(run, run.operands, (fd, name) =>
		checkFile(run, { find, algorithm }, fd, name, outcome),
	);
	return outcome.failed ? 1 : status;
}

function* checkFile(
	run: CheckRun,
	{ find, algorithm }: { find: HashFinder; algorithm: string },
	fd: number,
	name: string,
	outcome: Outcome,
): Task<void> {
	const tally: Tally = { mismatched: 0, unreadable: 0, malformed: 0, verified: 0, passedOver: 0 };
	let number = 0;
	const source = name === '-' ? "'standard input'" : name;
	for (const line of decodeUtf8(yield* readAll(run.process, fd)).split('\n')) {
		number++;
		if (line !== '' && !line.startsWith('#'))
			yield* checkLine(run, entryOf(line, outcome), find, tally, () =>
				run.complain(`${source}: ${number}: improperly formatted ${algorithm} checksum line`),
			);
	}
	const { mismatched, unreadable, malformed, verified, passedOver } = tally;
	if (mismatched + unreadable + verified + passedOver === 0) {
		outcome.failed = true;
		yield* run.complain(`${source}: no properly formatted checksum lines found`);
		return;
	}
	outcome.failed ||= mismatched + unreadable > 0 || (run.values.strict === true && malformed > 0);
	const nothing = run.values.ignoreMissing === true && mismatched + verified === 0;
	outcome.failed ||= nothing;
	if (run.values.status) return;
	const warn = (count: number, one: string, many: string): Task<void> =>
		run.complain(`WARNING: ${count} ${count === 1 ? one : many}`);
	if (malformed > 0) yield* warn(malformed, 'line is improperly formatted', 'lines are improperly formatted');
	if (unreadable > 0) yield* warn(unreadable, 'listed file could not be read', 'listed files could not be read');
	if (mismatched > 0) yield* warn(mismatched, 'computed checksum did NOT match', 'computed checksums did NOT match');
	if (nothing) yield* run.complain(`${source}: no file was verified`);
}

function* checkLine(
	run: CheckRun,
	entry: Entry | undefined,
	find: HashFinder,
	tally: Tally,
	malformed: () => Task<void>,
): Task<void> {
	const { values, process, out } = run;
	const hash = entry === undefined ? undefined : find(entry.algorithm, entry.wanted.length);
	if (entry === undefined || hash === undefined || hash().finish().length * 2 !== entry.wanted.length) {
		tally.malformed++;
		if (values.warn) yield* malformed();
		return;
	}
	const { wanted, file } = entry;
	try {
		const fd = yield* process.open(file, { read: true });
		const sum = yield* sumOf(process, fd, hash());
		process.close(fd);
		const matches = hex(sum) === wanted.toLowerCase();
		if (matches) tally.verified++;
		else tally.mismatched++;
		if (!values.status && !(matches && values.quiet)) yield* out.write(`${file}: ${matches ? 'OK' : 'FAILED'}\n`);
	} catch (error) {
		if (values.ignoreMissing && !process.access(file, {})) {
			tally.passedOver++;
			return;
		}
		tally.unreadable++;
		yield* run.complainOf(run.operands.includes(file) ? file : quotedName(file), error);
		if (!values.status) yield* out.write(`${file}: FAILED open or read\n`);
	}
}

interface Entry {
	/** Of a line that names it. */
	readonly algorithm: string | undefined;
	readonly wanted: string;
	readonly file: string;
}

/** Models src/cksum.c split_3: with one blank, as BSD's programs write them, all lines have one. */
function entryOf(line: string, outcome: Outcome): Entry | undefined {
	const [, plain, rest] = /^([0-9a-fA-F]+) (.+)$/.exec(line) ?? [];
	if (plain !== undefined && rest !== undefined) {
		const isStandard = rest.length > 1 && (rest.startsWith(' ') || rest.startsWith('*'));
		if (!isStandard && outcome.isReversed === false) return undefined;
		if (outcome.isReversed !== true) outcome.isReversed = !isStandard;
		return { algorithm: undefined, wanted: plain, file: outcome.isReversed ? rest : rest.slice(1) };
	}
	const [, algorithm, tagged, wanted] = /^([\w-]+) ?\((.+)\) ?= ([0-9a-fA-F]+)$/.exec(line) ?? [];
	return tagged === undefined || wanted === undefined ? undefined : { algorithm, wanted, file: tagged };
}

const CHUNK_BYTES = 65_536;
const PIECE_BYTES = 4_096;
/** What a piece costs: the larger blocks of BLAKE2b are mixed in by slower means. */
const PIECE_STEPS = 12;
const BLAKE2_STEPS = 400;

/** The sum of all that can be read, others in between. */
export function* sumOf(process: Process, fd: number, digest: Digest): Task<Uint8Array> {
	const steps = digest instanceof Blake2b ? BLAKE2_STEPS : PIECE_STEPS;
	for (;;) {
		const bytes = yield* process.read(fd, CHUNK_BYTES);
		if (bytes.length === 0) return digest.finish();
		for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
			digest.feed(bytes.subarray(at, at + PIECE_BYTES));
			yield* process.tick(steps);
		}
	}
}

export function hex(bytes: Uint8Array): string {
	return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
