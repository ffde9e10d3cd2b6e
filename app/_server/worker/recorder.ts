import type { WorldEvent } from '../../../simulator/sandbox/world-api.ts';
import type { RecordedCommand } from '../../_lib/exams/recorded-command.ts';

/** Of what one command has printed, the last so much is kept. */
const OUTPUT_BYTES_MAX = 96 * 1024;
/** Of all commands together; what comes after it is a list of lines. */
const ALL_BYTES_MAX = 12 * 1024 * 1024;
/** Of the line that a command was entered in. */
const LINE_BYTES_MAX = 4 * 1024;
/** What is printed so close together is one piece. */
const PIECE_MS = 40;
const NEWLINE = 10;

interface Recording {
	readonly command: Omit<RecordedCommand, 'output' | 'cut'>;
	output: { readonly afterMs: number; readonly chunks: Uint8Array[] }[];
	bytes: number;
	cut: boolean;
}

interface Screen {
	/** The line where the cursor is, as it was printed; the one before while that is empty. */
	line: Uint8Array;
	current: Recording | undefined;
}

/** Notes what the terminals of a world print, command by command, so that it can be looked at again. */
export class Recorder {
	readonly #recordings: Recording[] = [];
	readonly #screens = new Map<string, Screen>();
	#bytes = 0;

	/** @param size of the terminal. */
	command(
		{ terminal, line, host, context, atMs }: Extract<WorldEvent, { kind: 'command' }>,
		size: { readonly columns: number; readonly rows: number },
	): void {
		const screen = this.#screen(terminal);
		const before = Buffer.from(screen.line).toString('base64');
		const at = context ?? host ?? '';
		const command = { terminal, line, at, atMs, before, columns: size.columns, rows: size.rows };
		screen.current = { command, output: [], bytes: 0, cut: false };
		this.#recordings.push(screen.current);
	}

	output({ terminal, data }: Extract<WorldEvent, { kind: 'output' }>, atMs: number): void {
		const screen = this.#screen(terminal);
		screen.line = lastLine(Buffer.concat([screen.line, data])).slice(-LINE_BYTES_MAX);
		const { current } = screen;
		if (current === undefined) return;
		if (this.#bytes >= ALL_BYTES_MAX) {
			current.cut = true;
			return;
		}
		const afterMs = atMs - current.command.atMs;
		const last = current.output.at(-1);
		if (last !== undefined && afterMs - last.afterMs < PIECE_MS) last.chunks.push(data.slice());
		else current.output.push({ afterMs, chunks: [data.slice()] });
		current.bytes += data.length;
		this.#bytes += data.length;
		while (current.bytes > OUTPUT_BYTES_MAX) this.#dropFirst(current);
	}

	commands(): RecordedCommand[] {
		return this.#recordings.map(({ command, output, cut }) => ({
			...command,
			cut,
			output: output.map(({ afterMs, chunks }) => [afterMs, Buffer.concat(chunks).toString('base64')] as const),
		}));
	}

	#dropFirst(recording: Recording): void {
		const [first] = recording.output;
		const dropped = first?.chunks.shift()?.length ?? 0;
		if (first?.chunks.length === 0) recording.output.shift();
		recording.bytes -= dropped;
		this.#bytes -= dropped;
		recording.cut = true;
	}

	#screen(terminal: string): Screen {
		const known = this.#screens.get(terminal);
		if (known !== undefined) return known;
		const screen: Screen = { line: new Uint8Array(0), current: undefined };
		this.#screens.set(terminal, screen);
		return screen;
	}
}

/** What a shell says after the line that was entered, without showing anything: its terminal pastes as it likes. */
const PASTES = Buffer.from('\x1b[?2004l\r');

/** What comes after the last newline, or the last but one: a shell may end the line before it tells of the command. */
function lastLine(text: Buffer): Buffer {
	const shown = text.subarray(-PASTES.length).equals(PASTES) ? text.length - PASTES.length : text.length;
	const end = text[shown - 1] === NEWLINE ? shown - 1 : shown;
	return text.subarray(text.subarray(0, end).lastIndexOf(NEWLINE) + 1);
}
