import { BLOCK_BYTES, type TarDialect, type TarEntry, tarHeader, tarTrailer } from '../../machinery/tar/tar-format.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { Checkpoints } from './checkpoints.ts';
import type { ArchiveSink } from './compression.ts';
import { type TarRun, transferText, usage } from './tar-run.ts';

/** GNU tar writes records of twenty blocks. */
const RECORD_BLOCKS = 20;
const RECORD_BYTES_MAX = 2 ** 26;
const DIALECTS: Readonly<Record<string, TarDialect>> = {
	gnu: 'gnu',
	oldgnu: 'gnu',
	pax: 'ustar',
	posix: 'ustar',
	ustar: 'ustar',
	v7: 'v7',
};

/** Puts entries into an archive and ends it. Differs: the pax format has no extended headers, so times are whole seconds. */
export class ArchiveWriter {
	readonly #run: TarRun;
	readonly #sink: ArchiveSink;
	readonly #dialect: TarDialect;
	readonly #recordBlocks: number;
	readonly #checkpoints: Checkpoints;
	readonly #sinceMs: number;
	#length: number;

	/** @param before bytes that stand in the archive already. */
	constructor(run: TarRun, sink: ArchiveSink, before = 0) {
		this.#run = run;
		this.#sink = sink;
		this.#length = before;
		this.#dialect = dialectOf(run);
		this.#recordBlocks = recordBlocks(run);
		this.#sinceMs = run.process.now();
		this.#checkpoints = new Checkpoints(run, 'Write', this.#recordBlocks * BLOCK_BYTES);
	}

	/** Where the next entry begins. */
	get position(): number {
		return this.#length;
	}

	*put(entry: TarEntry, data: Uint8Array): Task<void> {
		yield* this.bytes(tarHeader(entry, data.length, this.#dialect));
		if (data.length === 0) return;
		yield* this.bytes(data);
		const rest = data.length % BLOCK_BYTES;
		if (rest > 0) yield* this.bytes(new Uint8Array(BLOCK_BYTES - rest));
	}

	/** Blocks as they are. */
	*bytes(bytes: Uint8Array): Task<void> {
		yield* this.#sink.write(bytes);
		this.#length += bytes.length;
		yield* this.#checkpoints.reached(this.#length);
	}

	*end(): Task<void> {
		yield* this.bytes(tarTrailer(this.#length, this.#recordBlocks));
		yield* this.#sink.end();
		const { process, values } = this.#run;
		if (values.totals === undefined) return;
		const text = transferText(this.#length, this.#sinceMs, process.now());
		yield* process.write(2, encodeUtf8(`Total bytes written: ${text}\n`));
	}
}

/** Throws Fatal. */
export function recordBlocks({ values }: TarRun): number {
	if (values.recordSize !== undefined) {
		const match = /^(\d+)([kKMG]?)$/.exec(values.recordSize);
		const unit = { '': 1, k: 1024, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }[match?.[2] ?? ''] ?? 1;
		const bytes = Number(match?.[1] ?? '0') * unit;
		if (bytes === 0 || bytes > RECORD_BYTES_MAX) throw usage(`${values.recordSize}: Invalid record size`);
		if (bytes % BLOCK_BYTES !== 0) throw usage(`Record size must be a multiple of ${BLOCK_BYTES}.`);
		return bytes / BLOCK_BYTES;
	}
	if (values.blocking === undefined) return RECORD_BLOCKS;
	if (!/^[1-9]\d{0,4}$/.test(values.blocking)) throw usage(`${values.blocking}: Invalid blocking factor`);
	return Number(values.blocking);
}

/** Throws Fatal. */
export function dialectOf({ values, given }: TarRun): TarDialect {
	const last = given.findLast(({ key }) => key === 'format' || key === 'posix' || key === 'old' || key === 'oldOrOwn');
	if (last === undefined) return 'gnu';
	if (last.key !== 'format') return last.key === 'posix' ? 'ustar' : 'v7';
	const found = Object.hasOwn(DIALECTS, values.format as string) ? DIALECTS[values.format as string] : undefined;
	if (found === undefined) throw usage(`${values.format}: Invalid archive format`);
	return found;
}
