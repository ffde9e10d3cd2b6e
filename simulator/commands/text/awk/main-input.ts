import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { reasonOf } from '../../launch.ts';
import type { ExpressionEvaluator } from './expression-evaluator.ts';
import { awkEscapes } from './lexer.ts';
import { RecordReader } from './streams.ts';
import { fromOutside, toNumber, toText } from './values.ts';

/** The files of ARGV, one after another; an argument "name=value" is an assignment. */
export class AwkMainInput {
	/** Whether a file could not be opened. */
	failed = false;
	readonly #awk: ExpressionEvaluator;
	#reader: RecordReader | undefined;
	#next = 1;
	#anyFile = false;

	constructor(awk: ExpressionEvaluator) {
		this.#awk = awk;
	}

	/** The next record; counts it. Undefined at the end of everything. */
	*next(): Task<string | undefined> {
		for (;;) {
			this.#reader ??= yield* this.#open();
			if (this.#reader === undefined) return undefined;
			const record = yield* this.read(this.#reader);
			if (record !== undefined) {
				for (const name of ['NR', 'FNR']) this.#awk.assign(name, toNumber(this.#awk.value(name)) + 1);
				return record;
			}
			yield* this.skipFile();
		}
	}

	*skipFile(): Task<void> {
		if (this.#reader !== undefined && this.#reader.fd !== 0) this.#awk.process.close(this.#reader.fd);
		this.#reader = undefined;
	}

	/** A record by RS, without its end. */
	*read(reader: RecordReader): Task<string | undefined> {
		const separator = this.#awk.text('RS');
		return yield* reader.next(separator, separator.length > 1 ? this.#awk.regexp(separator) : undefined);
	}

	*#open(): Task<RecordReader | undefined> {
		const { process } = this.#awk;
		for (;;) {
			const count = toNumber(this.#awk.value('ARGC'));
			if (this.#next >= count) {
				if (this.#anyFile) return undefined;
				this.#anyFile = true;
				this.#awk.assign('FILENAME', '-');
				return new RecordReader(process, 0);
			}
			const word = toText(this.#awk.cell('ARGV').array.get(String(this.#next++)), '%.6g');
			if (word === '') continue;
			const assignment = /^([A-Za-z_]\w*)=(.*)$/s.exec(word);
			if (assignment !== null) {
				this.#awk.assign(assignment[1] as string, fromOutside(awkEscapes(assignment[2] as string)));
				continue;
			}
			this.#anyFile = true;
			this.#awk.assign('FILENAME', word);
			this.#awk.assign('FNR', 0);
			if (word === '-') return new RecordReader(process, 0);
			try {
				return new RecordReader(process, yield* process.open(word, { read: true }));
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				yield* this.#awk.streams.flushAll();
				yield* process.write(2, encodeUtf8(`${process.argv[0]}: cannot open ${word} (${reasonOf(error)})\n`));
				this.failed = true;
			}
		}
	}
}
