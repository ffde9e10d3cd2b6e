import { Signal } from '../../machinery/task.ts';
import { takeBytes } from '../open-files/pipe.ts';
import type { SignalName, TerminalMode } from '../process-api.ts';
import { LineEditor } from './line-editor.ts';
import { OutputColumn } from './output-column.ts';

/** Whom a terminal signals: a process group, or a session's leader. */
export interface SignalTarget {
	signal(signal: SignalName): void;
}

/** The session that has this terminal as its controlling one. */
export interface TerminalSession {
	readonly leader: SignalTarget;
}

/** Bytes typed but not read yet beyond which the other end should wait. Models n_tty's N_TTY_BUF_SIZE. */
const INPUT_BYTES_MAX = 4096;

/** As a shell finds a fresh terminal (stty sane). */
export const SANE_MODE: Readonly<TerminalMode> = {
	canonical: true,
	echo: true,
	signals: true,
	postprocess: true,
	mapReturn: true,
	flowControl: true,
};

/**
 * A pseudo-terminal with the kernel's line discipline between its two ends: `input` takes what is typed, `onOutput`
 * gets what is to be shown; programs read and write through `TerminalFile`. Models Linux drivers/tty/n_tty.c.
 */
export class Terminal {
	/** "/dev/pts/0". */
	readonly name: string;
	readonly index: number;
	/** Something about reading or writing has changed. */
	readonly changed: Signal;
	columns: number;
	rows: number;
	session: TerminalSession | undefined;
	foreground: SignalTarget | undefined;
	#mode: TerminalMode = { ...SANE_MODE };
	#hungUp = false;
	#outputStopped = false;
	/** Completed input: in canonical mode a line each (an empty one is an end of file). */
	#records: Uint8Array[] = [];
	#recordBytes = 0;
	/** Raw input of the piece being taken in: one record, not one a byte. */
	#rawBytes: number[] = [];
	/** Echo of the piece being taken in: shown at once, so that no character is cut. */
	#echo: Uint8Array[] | undefined;
	/** Input that found the buffers full. */
	#pending: Uint8Array[] = [];
	#onDrain: (() => void)[] = [];
	readonly #line: LineEditor;
	readonly #column = new OutputColumn();
	readonly #emit: (data: Uint8Array) => void;
	readonly #post: (callback: () => void) => void;

	constructor(options: {
		index: number;
		columns: number;
		rows: number;
		post: (callback: () => void) => void;
		onOutput: (data: Uint8Array) => void;
	}) {
		this.index = options.index;
		this.name = `/dev/pts/${options.index}`;
		this.columns = options.columns;
		this.rows = options.rows;
		this.changed = new Signal(options.post);
		this.#emit = options.onOutput;
		this.#post = options.post;
		this.#line = new LineEditor((bytes) => this.output(bytes), this.#column);
	}

	get mode(): TerminalMode {
		return { ...this.#mode };
	}

	get hungUp(): boolean {
		return this.#hungUp;
	}

	/** Ctrl-S was typed: writers wait for Ctrl-Q. */
	get outputStopped(): boolean {
		return this.#outputStopped;
	}

	setMode(mode: TerminalMode): void {
		const before = this.#mode;
		this.#mode = { ...mode };
		if (before.canonical !== mode.canonical) this.#changeCanonical(mode.canonical);
		if (!mode.flowControl) this.#outputStopped = false;
		this.changed.wakeAll();
	}

	resize(columns: number, rows: number): void {
		if (columns === this.columns && rows === this.rows) return;
		this.columns = columns;
		this.rows = rows;
		this.foreground?.signal('WINCH');
	}

	/** Bytes typed or pasted. False: wait for `onDrain` before sending more (what was sent is kept). */
	input(data: Uint8Array): boolean {
		if (this.#hungUp || data.length === 0) return true;
		const rest = this.#pending.length > 0 ? this.#signalsAhead(data) : data;
		if (rest.length > 0) this.#pending.push(rest.slice());
		this.#drainPending();
		return this.#pending.length === 0;
	}

	/** Calls back once when input is taken again. */
	onDrain(callback: () => void): void {
		if (this.#pending.length === 0) this.#post(callback);
		else this.#onDrain.push(callback);
	}

	get hasInput(): boolean {
		return this.#hungUp || (this.#mode.canonical ? this.#records.length > 0 : this.#recordBytes > 0);
	}

	/** What a read gives now; undefined: nothing is there. Empty: end of file. */
	take(max: number): Uint8Array | undefined {
		if (!this.hasInput) return this.#hungUp ? new Uint8Array(0) : undefined;
		const first = this.#records[0];
		if (first === undefined) return new Uint8Array(0);
		let out: Uint8Array;
		if (this.#mode.canonical) {
			out = first.slice(0, max);
			if (first.length <= max) this.#records.shift();
			else this.#records[0] = first.subarray(max);
		} else {
			this.#records = this.#records.filter((record) => record.length > 0);
			out = takeBytes(this.#records, Math.min(max, this.#recordBytes));
		}
		this.#recordBytes -= out.length;
		this.#drainPending();
		return out;
	}

	/** What a program writes, after output processing, goes to the screen. */
	output(data: Uint8Array): void {
		if (this.#hungUp || data.length === 0) return;
		const shown = this.#mode.postprocess ? mapNewlines(data) : data;
		this.#column.advance(shown);
		if (this.#echo === undefined) this.#emit(shown);
		else this.#echo.push(shown);
	}

	/** The other end has gone. Models tty_hangup: SIGHUP and SIGCONT, reads end, writes fail. */
	hangup(): void {
		if (this.#hungUp) return;
		this.#hungUp = true;
		this.#pending = [];
		const { session, foreground } = this;
		session?.leader.signal('HUP');
		session?.leader.signal('CONT');
		if (foreground !== undefined) {
			foreground.signal('HUP');
			foreground.signal('CONT');
		}
		this.changed.wakeAll();
	}

	/** Drops everything typed and not read (a signal key does). */
	flushInput(): void {
		this.#records = [];
		this.#recordBytes = 0;
		this.#rawBytes = [];
		this.#pending = [];
		this.#line.clear();
	}

	#drainPending(): void {
		this.#echo = [];
		this.#takePending();
		if (this.#rawBytes.length > 0) this.#addRecord(Uint8Array.from(this.#rawBytes));
		this.#rawBytes = [];
		const echo = this.#echo;
		this.#echo = undefined;
		if (echo.length > 0) this.#emit(joinBytes(echo));
		if (this.#pending.length > 0) return;
		for (const callback of this.#onDrain.splice(0)) this.#post(callback);
	}

	#takePending(): void {
		for (let data = this.#pending.shift(); data !== undefined; data = this.#pending.shift()) {
			let used = 0;
			while (used < data.length && this.#hasRoom()) this.#receive(data[used++] as number);
			if (used < data.length) {
				this.#pending.unshift(data.subarray(used));
				return;
			}
		}
	}

	#hasRoom(): boolean {
		return this.#recordBytes + this.#rawBytes.length < INPUT_BYTES_MAX;
	}

	/** While the buffers are full, signal keys still work: what was typed before them is dropped. */
	#signalsAhead(data: Uint8Array): Uint8Array {
		if (!this.#mode.signals) return data;
		let rest = 0;
		data.forEach((byte, index) => {
			const signal = SIGNAL_KEYS[byte];
			if (signal === undefined) return;
			this.#interrupt(byte, signal);
			rest = index + 1;
		});
		return data.subarray(rest);
	}

	#receive(typed: number): void {
		const mode = this.#mode;
		const byte = mode.mapReturn && typed === RETURN ? NEWLINE : typed;
		if (this.#line.isLiteralNext && mode.canonical) {
			this.#line.insertLiteral(typed, mode.echo);
			return;
		}
		if (mode.flowControl && (byte === CTRL_S || byte === CTRL_Q)) {
			this.#outputStopped = byte === CTRL_S;
			this.changed.wakeAll();
			return;
		}
		const signal = mode.signals ? SIGNAL_KEYS[byte] : undefined;
		if (signal !== undefined) {
			this.#interrupt(byte, signal);
			return;
		}
		if (!mode.canonical) {
			if (mode.echo) this.#line.echoByte(byte);
			this.#rawBytes.push(byte);
			return;
		}
		const line = this.#line.type(byte, mode.echo, INPUT_BYTES_MAX - 1);
		if (line !== undefined) this.#addRecord(line);
	}

	#interrupt(byte: number, signal: SignalName): void {
		this.flushInput();
		this.#outputStopped = false;
		if (this.#mode.echo) this.#line.echoByte(byte);
		this.foreground?.signal(signal);
		this.changed.wakeAll();
	}

	#addRecord(record: Uint8Array): void {
		this.#records.push(record);
		this.#recordBytes += record.length;
		this.changed.wakeAll();
	}

	/** What was typed ahead stays readable in the other mode. Models n_tty_set_termios. */
	#changeCanonical(canonical: boolean): void {
		if (canonical) {
			const typed = takeBytes(this.#records, this.#recordBytes);
			this.#records = typed.length === 0 ? [] : [typed];
			return;
		}
		const unfinished = this.#line.takeUnfinished();
		if (unfinished.length > 0) this.#addRecord(unfinished);
	}
}

function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
	const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
	let at = 0;
	for (const piece of pieces) {
		out.set(piece, at);
		at += piece.length;
	}
	return out;
}

/** Newline to carriage return and newline. Models OPOST with ONLCR. */
function mapNewlines(data: Uint8Array): Uint8Array {
	let newlines = 0;
	for (const byte of data) if (byte === NEWLINE) newlines++;
	if (newlines === 0) return data.slice();
	const out = new Uint8Array(data.length + newlines);
	let at = 0;
	for (const byte of data) {
		if (byte === NEWLINE) out[at++] = RETURN;
		out[at++] = byte;
	}
	return out;
}

const NEWLINE = 10;
const RETURN = 13;
const CTRL_S = 19;
const CTRL_Q = 17;
const SIGNAL_KEYS: Readonly<Record<number, SignalName>> = { 3: 'INT', 28: 'QUIT', 26: 'TSTP' };
