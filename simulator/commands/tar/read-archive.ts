import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { gunzipSlowly, isGzip } from '../../machinery/deflate/gzip.ts';
import { InflateError, UnexpectedEnd } from '../../machinery/deflate/inflate-error.ts';
import type { TarItem } from '../../machinery/tar/tar-reader.ts';
import { TarError, TarReader } from '../../machinery/tar/tar-reader.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { Fatal } from '../gnu-command.ts';
import { concatenate, readAll } from '../stdio.ts';
import { Extractor } from './extractor.ts';
import { listingLine, shownName } from './listing.ts';
import { isExcluded } from './member-names.ts';
import type { TarRun } from './tar-run.ts';
import { archiveName, fatal } from './tar-run.ts';

const READ_BYTES = 65_536;
const UNPACKED_BYTES_PER_MS = 50_000;

/** `tar -t` and `tar -x`. */
export function* readArchive(run: TarRun): Task<number> {
	const { process, values } = run;
	const name = archiveName(run);
	let fd = 0;
	if (name !== '-') {
		try {
			fd = yield* process.open(name, { read: true });
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return yield* fatal(run, `${name}: Cannot open: ${errorMessage(error.errno)}`);
		}
	}
	if (values.directory !== undefined) {
		try {
			process.chdir(values.directory);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return yield* fatal(run, `${values.directory}: Cannot open: ${errorMessage(error.errno)}`);
		}
	}
	const members = new MemberReader(run, new Extractor(run, yield* readAccounts(process)));
	const failed = yield* members.readAll(fd);
	if (!failed) return 0;
	yield* run.complain('Exiting with failure status due to previous errors');
	return 2;
}

class MemberReader {
	readonly #run: TarRun;
	readonly #extractor: Extractor;
	readonly #wanted: Map<string, boolean>;
	readonly #columns = { size: 0 };

	constructor(run: TarRun, extractor: Extractor) {
		this.#run = run;
		this.#extractor = extractor;
		this.#wanted = new Map(run.operands.map((operand) => [operand.replace(/\/+$/, ''), false]));
	}

	/** Whether anything went wrong. */
	*readAll(fd: number): Task<boolean> {
		const { process } = this.#run;
		const reader = new TarReader();
		let any = false;
		try {
			let isFirst = true;
			for (;;) {
				const bytes = yield* process.read(fd, READ_BYTES);
				if (bytes.length === 0) break;
				// What is packed is known by its beginning, asked for or not.
				const packed = isFirst && (this.#run.values.gzip === true || isGzip(bytes));
				isFirst = false;
				const pieces = packed ? gunzipSlowly(yield* this.#rest(bytes, fd)) : [bytes];
				for (const piece of pieces) {
					if (packed) yield* process.burnCpu(piece.length / UNPACKED_BYTES_PER_MS);
					for (const item of reader.feed(piece)) {
						any = true;
						yield* this.#take(item);
					}
				}
			}
		} catch (error) {
			if (error instanceof InflateError) {
				const what = error instanceof UnexpectedEnd ? 'unexpected end of file' : 'not in gzip format';
				yield* process.write(2, encodeUtf8(`\ngzip: stdin: ${what}\n`));
				throw new Fatal('Child returned status 1\ntar: Error is not recoverable: exiting now', 2);
			}
			if (!(error instanceof TarError)) throw error;
			yield* this.#run.complain(any ? 'Skipping to next header' : 'This does not look like a tar archive');
			return true;
		}
		yield* this.#extractor.finish();
		if (!any && !reader.ended) {
			yield* this.#run.complain('This does not look like a tar archive');
			return true;
		}
		if (reader.isIncomplete) {
			yield* this.#run.complain('Unexpected EOF in archive');
			yield* this.#run.complain('Error is not recoverable: exiting now');
		}
		let missing = false;
		for (const [name, found] of this.#wanted) {
			if (found) continue;
			missing = true;
			yield* this.#run.complain(`${name}: Not found in archive`);
		}
		return missing || reader.isIncomplete || this.#extractor.failed;
	}

	*#rest(first: Uint8Array, fd: number): Task<Uint8Array> {
		return concatenate([first, yield* readAll(this.#run.process, fd)]);
	}

	*#take(item: TarItem): Task<void> {
		const { values, out, process } = this.#run;
		yield* process.tick();
		const { name } = item.entry;
		if (!this.#isWanted(name) || isExcluded(this.#run, name)) return;
		if (values.list === true) {
			yield* out.write(values.verbose === true ? listingLine(item, this.#columns) : `${shownName(name)}\n`);
			return;
		}
		if (values.verbose === true) yield* out.write(`${shownName(name)}\n`);
		yield* this.#extractor.extract(item);
	}

	/** Operands name members, and everything below them. */
	#isWanted(name: string): boolean {
		if (this.#wanted.size === 0) return true;
		const plain = name.replace(/\/+$/, '');
		for (const wanted of this.#wanted.keys()) {
			if (plain !== wanted && !plain.startsWith(`${wanted}/`)) continue;
			this.#wanted.set(wanted, true);
			return true;
		}
		return false;
	}
}
