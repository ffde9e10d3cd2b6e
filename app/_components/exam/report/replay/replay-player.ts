import type { ReplayedCommand } from '../../../../_lib/exams/recorded-command.ts';

/** What a replay is shown on. */
export interface ReplayScreen {
	reset(): void;
	resize(columns: number, rows: number): void;
	write(data: Uint8Array | string): void;
}

export interface ReplayPosition {
	/** The command that is shown, from 0; -1: none yet. */
	readonly at: number;
	readonly playing: boolean;
}

/** Nobody waits longer for the next piece, however long the student did. */
const PAUSE_MS_MAX = 1_000;
/** From the end of one command's output to the next command. */
const NEXT_MS = 600;
/** Leaves a full-screen program, ends colours, begins a new line: what follows is from elsewhere. */
const ELSEWHERE = '\x1b[?1049l\x1b[0m\x1b[?25h\r\n';

/** Shows recorded commands one after another, in the time they took or at once. */
export class ReplayPlayer {
	readonly #commands: readonly ReplayedCommand[];
	readonly #screen: ReplayScreen;
	readonly #onChange: (position: ReplayPosition) => void;
	#at = -1;
	#playing = false;
	#timer: ReturnType<typeof setTimeout> | undefined;
	speed = 1;

	constructor(
		commands: readonly ReplayedCommand[],
		screen: ReplayScreen,
		onChange: (position: ReplayPosition) => void,
	) {
		this.#commands = commands;
		this.#screen = screen;
		this.#onChange = onChange;
	}

	/** Shows all up to the end of that command's output. */
	seek(at: number): void {
		this.#halt();
		this.#showUntil(at);
		const command = this.#commands[this.#at];
		for (const [, data] of command?.output ?? []) this.#screen.write(bytesOf(data));
		this.#tell();
	}

	/** From the beginning of the command that is shown; from the first one when the last has been. */
	play(): void {
		this.#halt();
		this.#playing = true;
		this.#begin(this.#at < 0 || this.#at >= this.#commands.length - 1 ? 0 : this.#at);
	}

	/** What the command prints is shown to its end. */
	pause(): void {
		this.seek(this.#at);
	}

	dispose(): void {
		this.#halt();
	}

	#begin(at: number): void {
		this.#showUntil(at);
		this.#tell();
		this.#piece(0, 0);
	}

	/** Shows everything before a command, and the command as it was typed. */
	#showUntil(at: number): void {
		this.#at = Math.max(-1, Math.min(at, this.#commands.length - 1));
		this.#screen.reset();
		for (let index = 0; index <= this.#at; index++) this.#enter(index, index < this.#at);
	}

	#enter(index: number, whole: boolean): void {
		const command = this.#commands[index];
		if (command === undefined) return;
		this.#screen.resize(command.columns, command.rows);
		if (!command.follows) {
			if (index > 0) this.#screen.write(ELSEWHERE);
			this.#screen.write(bytesOf(command.before));
		}
		if (whole) for (const [, data] of command.output) this.#screen.write(bytesOf(data));
	}

	#piece(index: number, shownMs: number): void {
		const [afterMs, data] = this.#commands[this.#at]?.output[index] ?? [];
		if (afterMs === undefined || data === undefined) {
			this.#wait(NEXT_MS, () => this.#next());
			return;
		}
		this.#wait(afterMs - shownMs, () => {
			this.#screen.write(bytesOf(data));
			this.#piece(index + 1, afterMs);
		});
	}

	#next(): void {
		if (this.#at >= this.#commands.length - 1) {
			this.#playing = false;
			this.#tell();
			return;
		}
		this.#at++;
		this.#enter(this.#at, false);
		this.#tell();
		this.#piece(0, 0);
	}

	#wait(ms: number, then: () => void): void {
		this.#timer = setTimeout(then, Math.min(Math.max(ms, 0), PAUSE_MS_MAX) / this.speed);
	}

	#halt(): void {
		clearTimeout(this.#timer);
		this.#playing = false;
	}

	#tell(): void {
		this.#onChange({ at: this.#at, playing: this.#playing });
	}
}

function bytesOf(base64: string): Uint8Array {
	return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
