import { stringify } from 'yaml';
import type { RecordedOutput } from '../../app/_lib/content/output-schema.ts';
import type { World } from '../../simulator/sandbox/world-api.ts';
import { ScreenEmulator } from '../support/screen-emulator.ts';
import type { RunBlock } from './prose.ts';

/** A run block does not end, or not at the prompt. The message names it. */
export class BlockError extends Error {}

/** A block must be at its end by then. Virtual time, from each line's Enter. */
const LINE_LIMIT_MS = 120_000;
/** A reader reads the beginning before the first click, and on before the next. */
const OPENING_MS = 30_000;
const READING_MS = 5_000;
const COLUMNS = 120;
const ROWS = 40;
/** What the recording shell prints before a prompt, before a line that continues, and before what a command prints. */
const [PROMPT, CONTINUED, BEGIN] = ['\x1e', '\x1f', '\x1d'];
const TERMINAL = 'recorder';

/**
 * What a terminal of the world shows for each block, typed line by line in one bash that stays: with what the programs
 * do for a terminal (aliases, widths), without prompts, echo and colours. Throws BlockError.
 */
export function recordOutputs(
	world: World,
	terminal: { readonly host: string; readonly user?: string | undefined },
	blocks: readonly RunBlock[],
): RecordedOutput[] {
	const shell = new RecordingShell(world, terminal);
	return blocks.map(({ command, line }) => {
		try {
			return { command, output: shell.run(command) };
		} catch (error) {
			if (!(error instanceof BlockError)) throw error;
			throw new BlockError(`the block at line ${line} (${command.split('\n')[0]}) ${error.message}`);
		}
	});
}

class RecordingShell {
	readonly #world: World;
	readonly #decoder = new TextDecoder();
	#printed = '';
	#ended = false;

	constructor(world: World, { host, user }: { readonly host: string; readonly user?: string | undefined }) {
		this.#world = world;
		world.onEvent((event) => {
			if (event.kind === 'output') this.#printed += this.#decoder.decode(event.data, { stream: true });
			if (event.kind === 'terminal-exit') this.#ended = true;
		});
		const login = user === undefined ? {} : { user };
		world.apply({ kind: 'open', terminal: TERMINAL, host, ...login, columns: COLUMNS, rows: ROWS });
		world.settle(OPENING_MS);
		// The blank keeps it out of the history.
		this.#enter(String.raw` PS0=$'\x1d' PS1=$'\x1e' PS2=$'\x1f' PROMPT_COMMAND=`);
	}

	/** Types a block and gives what it has printed. */
	run(command: string): string {
		this.#printed = '';
		for (const line of command.split('\n')) this.#enter(line);
		if (!this.#printed.endsWith(PROMPT)) throw new BlockError('is not complete: bash waits for more of it');
		this.#world.settle(READING_MS);
		const pieces = this.#printed.split(BEGIN).slice(1);
		return shown(pieces.map((piece) => piece.split(PROMPT)[0]?.split(CONTINUED)[0] ?? '').join(''));
	}

	#enter(line: string): void {
		this.#world.apply({ kind: 'input', terminal: TERMINAL, data: `${line}\r` });
		const before = this.#printed.length;
		const deadlineMs = this.#world.now() + LINE_LIMIT_MS;
		while (!this.#atPrompt(before)) {
			const nextAt = this.#world.nextAt();
			if (this.#ended) throw new BlockError('ends the shell');
			if (nextAt === undefined || nextAt > deadlineMs) {
				throw new BlockError(
					`has not come back to the prompt after ${LINE_LIMIT_MS / 1000} virtual seconds; it has printed:\n${shown(this.#printed.slice(before)).slice(-500)}`,
				);
			}
			this.#world.run(nextAt);
		}
		// Refused before anything of it ran: history expansion, syntax.
		const refusal = /^-?bash: .*$/m.exec(shown(this.#printed.slice(before)).replaceAll(CONTINUED, ''))?.[0];
		if (refusal !== undefined && !this.#printed.includes(BEGIN, before)) throw new BlockError(`is refused: ${refusal}`);
	}

	#atPrompt(since: number): boolean {
		const last = this.#printed.at(-1);
		return this.#printed.length > since && (last === PROMPT || last === CONTINUED);
	}
}

/** What stands on the screen after these bytes, as text: no colours, no blanks at the ends of lines. */
function shown(bytes: string): string {
	const plain = bytes.replace(/\x1b\[[\d;]*m/g, '').replaceAll('\r\n', '\n');
	const lines = /[\x00-\x08\x0b-\x1f]/.test(plain) ? onScreen(bytes) : plain.split('\n');
	return lines
		.map((line) => line.trimEnd())
		.join('\n')
		.replace(/\n+$/, '');
}

function onScreen(bytes: string): string[] {
	// So wide that no line is broken: the page breaks them. A full-screen program has ROWS, below what stood there.
	const screen = new ScreenEmulator(2_000, bytes.split('\n').length + ROWS);
	screen.feed(bytes);
	return screen.text();
}

const HEADER = '# Recorded by `npm run content -- --record`, never written by hand.\n';

/** The text of outputs.yaml. */
export function outputsFile(outputs: readonly RecordedOutput[]): string {
	return HEADER + stringify({ outputs }, { lineWidth: 0, blockQuote: 'literal' });
}
