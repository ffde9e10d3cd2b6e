import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { launch, waitFor } from '../launch.ts';
import { fatal, type TarRun, transferText } from './tar-run.ts';

const EVERY_RECORDS = 10;
const ACTIONS = /^(dot|\.|bell|echo|totals|wait=.*|(?:echo|ttyout|exec|sleep)=[\s\S]*)$/;

/** What is done at every so many records. Models GNU tar checkpoint.c. */
export class Checkpoints {
	readonly #run: TarRun;
	readonly #verb: 'Write' | 'Read';
	readonly #recordBytes: number;
	readonly #every: number;
	readonly #actions: readonly string[];
	readonly #sinceMs: number;
	#records = 0;

	/** Throws Fatal. */
	constructor(run: TarRun, verb: 'Write' | 'Read', recordBytes: number) {
		this.#run = run;
		this.#verb = verb;
		this.#recordBytes = recordBytes;
		this.#sinceMs = run.process.now();
		const asked = run.given.filter(({ key }) => key === 'checkpointAction').map(({ value }) => value as string);
		const wrong = asked.find((action) => !ACTIONS.test(action));
		if (wrong !== undefined) throw fatal(`${wrong}: unknown checkpoint action`);
		const value = run.values.checkpoint as string | true | undefined;
		const isAsked = value !== undefined || asked.length > 0;
		this.#actions = isAsked && asked.length === 0 ? ['echo'] : asked;
		const every = typeof value === 'string' ? value.replace(/^\./, '') : String(EVERY_RECORDS);
		if (!/^[1-9]\d*$/.test(every)) throw fatal('--checkpoint value is not an integer');
		this.#every = isAsked ? Number(every) : Number.POSITIVE_INFINITY;
		if (typeof value === 'string' && value.startsWith('.')) this.#actions = ['dot'];
	}

	/** Called as bytes have come or gone. */
	*reached(bytes: number): Task<void> {
		if (this.#actions.length === 0) return;
		while ((this.#records + 1) * this.#recordBytes <= bytes) {
			this.#records++;
			if (this.#records % this.#every !== 0) continue;
			for (const action of this.#actions) yield* this.#act(action, this.#records * this.#recordBytes);
		}
	}

	*#act(action: string, bytes: number): Task<void> {
		const { process, out } = this.#run;
		const [kind = '', ...rest] = action.split('=');
		const text = rest.join('=');
		if (kind === 'dot' || kind === '.') yield* out.write('.');
		else if (kind === 'bell') yield* out.write('\x07');
		else if (kind === 'sleep') yield* process.sleep(1000 * (Number(text) || 0));
		else if (kind === 'totals')
			yield* this.#say(`Total bytes ${this.#verb === 'Write' ? 'written' : 'read'}: ${this.#transfer(bytes)}\n`);
		else if (kind === 'exec') yield* this.#execute(text);
		else if (kind === 'ttyout') yield* this.#say(this.#expanded(text, bytes));
		else if (kind === 'echo') {
			yield* this.#run.complain(
				text === '' ? `${this.#verb} checkpoint ${this.#records}` : this.#expanded(text, bytes),
			);
		}
	}

	*#execute(command: string): Task<void> {
		const { process, out, values } = this.#run;
		yield* out.flush();
		const env = new Map([
			...process.env,
			['TAR_CHECKPOINT', String(this.#records)],
			['TAR_ARCHIVE', values.file ?? '-'],
			['TAR_SUBCOMMAND', values.create === true ? '-c' : '-x'],
		]);
		yield* waitFor(process, launch(process, ['/bin/sh', '-c', command], { env }));
	}

	*#say(text: string): Task<void> {
		yield* this.#run.process.write(2, encodeUtf8(text));
	}

	#transfer(bytes: number): string {
		return transferText(bytes, this.#sinceMs, this.#run.process.now());
	}

	#expanded(text: string, bytes: number): string {
		const letters: Readonly<Record<string, () => string>> = {
			u: () => String(this.#records),
			s: () => this.#verb.toLowerCase(),
			T: () => `${this.#verb[0]}: ${this.#transfer(bytes)}`,
			d: () => ((this.#run.process.now() - this.#sinceMs) / 1000).toFixed(0),
			'%': () => '%',
		};
		return text
			.replace(/%(?:\{[^}]*\})?([usTd%])/g, (whole, letter: string) => letters[letter]?.() ?? whole)
			.replaceAll('\\r', '\r')
			.replaceAll('\\n', '\n');
	}
}
