import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { gunzipSlowly } from '../../machinery/deflate/gzip.ts';
import { InflateError, UnexpectedEnd } from '../../machinery/deflate/inflate-error.ts';
import { BLOCK_BYTES } from '../../machinery/tar/tar-format.ts';
import { TarError, type TarItem, TarReader } from '../../machinery/tar/tar-reader.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { concatenate, readAll } from '../stdio.ts';
import { recordBlocks } from './archive-writer.ts';
import { Checkpoints } from './checkpoints.ts';
import { askedCompression, type Compression, compressionOf, UnpackingSource } from './compression.ts';
import { archiveName, childFailed, fatal, type TarRun, transferText } from './tar-run.ts';

const READ_BYTES = 65_536;
const UNPACKED_BYTES_PER_MS = 50_000;

/** The archive's descriptor. Throws Fatal. */
export function* openArchive(run: TarRun): Task<number> {
	const name = archiveName(run);
	if (name === '-') return 0;
	try {
		return yield* run.process.open(name, { read: true });
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw fatal(`${name}: Cannot open: ${errorMessage(error.errno)}`);
	}
}

/** Reads an archive, packed or not, and hands over its members one by one. */
export class MemberReader {
	readonly #run: TarRun;
	readonly #fd: number;
	readonly #reader = new TarReader();
	readonly #each: (item: TarItem) => Task<void>;
	readonly #checkpoints: Checkpoints;
	readonly #sinceMs: number;
	#bytes = 0;
	#any = false;

	constructor(run: TarRun, fd: number, each: (item: TarItem) => Task<void>) {
		this.#run = run;
		this.#fd = fd;
		this.#each = each;
		this.#checkpoints = new Checkpoints(run, 'Read', recordBlocks(run) * BLOCK_BYTES);
		this.#sinceMs = run.process.now();
	}

	/** Where the last member ended. */
	get end(): number {
		return this.#reader.end;
	}

	/** Whether the archive was a whole one; what is wrong with it is said. Throws Fatal. */
	*readAll(): Task<boolean> {
		const { process, values } = this.#run;
		try {
			yield* this.#readPieces();
		} catch (error) {
			if (error instanceof InflateError) {
				const what = error instanceof UnexpectedEnd ? 'unexpected end of file' : 'not in gzip format';
				yield* this.#run.out.flush();
				yield* process.write(2, encodeUtf8(`\ngzip: stdin: ${what}\n`));
				throw childFailed(1);
			}
			if (!(error instanceof TarError)) throw error;
			yield* this.#run.complain(this.#any ? 'Skipping to next header' : 'This does not look like a tar archive');
			return false;
		}
		if (values.totals !== undefined) {
			yield* this.#run.out.flush();
			const text = transferText(this.#bytes, this.#sinceMs, process.now());
			yield* process.write(2, encodeUtf8(`Total bytes read: ${text}\n`));
		}
		if (!this.#any && !this.#reader.ended) {
			yield* this.#run.complain('This does not look like a tar archive');
			return false;
		}
		if (!this.#reader.isIncomplete) return true;
		yield* this.#run.complain('Unexpected EOF in archive');
		yield* this.#run.complain('Error is not recoverable: exiting now');
		return false;
	}

	*#readPieces(): Task<void> {
		const { process } = this.#run;
		const asked = askedCompression(this.#run);
		if (asked !== undefined && asked.command !== 'gzip') return yield* this.#throughProgram(asked);
		const first = yield* process.read(this.#fd, READ_BYTES);
		// What is packed in a file is known by its beginning.
		const found = asked ?? compressionOf(first);
		if (found !== undefined && asked === undefined && this.#fd === 0) {
			throw fatal(`Archive is compressed. Use ${found.option} option`);
		}
		if (found?.command === 'gzip') {
			const packed = concatenate([first, yield* readAll(process, this.#fd)]);
			for (const piece of gunzipSlowly(packed)) {
				yield* process.burnCpu(piece.length / UNPACKED_BYTES_PER_MS);
				yield* this.#take(piece);
			}
			return;
		}
		if (found !== undefined) {
			process.seek(this.#fd, 0, 'set');
			return yield* this.#throughProgram(found);
		}
		for (let bytes = first; bytes.length > 0; bytes = yield* process.read(this.#fd, READ_BYTES)) {
			yield* this.#take(bytes);
		}
	}

	*#throughProgram(compression: Compression): Task<void> {
		const source = yield* UnpackingSource.start(this.#run, compression, this.#fd);
		for (;;) {
			const bytes = yield* source.read(READ_BYTES);
			if (bytes.length === 0) break;
			yield* this.#take(bytes);
		}
		yield* source.end();
	}

	*#take(bytes: Uint8Array): Task<void> {
		this.#bytes += bytes.length;
		for (const item of this.#reader.feed(bytes)) {
			this.#any = true;
			yield* this.#each(item);
		}
		yield* this.#checkpoints.reached(this.#bytes);
	}
}
