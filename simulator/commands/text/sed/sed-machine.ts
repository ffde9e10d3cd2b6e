import type { Regexp } from '../../../machinery/regexp.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeLossless } from '../../../machinery/utf8.ts';
import { Fatal } from '../../gnu-command.ts';
import type { SedOutput } from './sed-output.ts';
import { replaceIn } from './sed-replace.ts';
import type { Address, SedCommand } from './sed-script.ts';

/** A line; the last of a file may lack its end. */
export interface SedLine {
	readonly text: string;
	readonly terminated: boolean;
}

/** Where the machine reads lines and what it does to the outside. */
export interface SedPorts {
	/** The next line of input, or undefined at the end. */
	nextLine(): Task<SedLine | undefined>;
	/** Whether no line follows: looks ahead, over what cannot be read. */
	isLast(): Task<boolean>;
	readonly output: SedOutput;
	/** Where `w` writes: made empty when it is first asked for. */
	outputTo(path: string): Task<SedOutput>;
	readFile(path: string): Task<string>;
	/** The next line of a file that is read line by line; undefined behind the last. */
	nextLineOf(path: string): Task<SedLine | undefined>;
	/** What a command prints. */
	outputOf(command: string): Task<string>;
	fileName(): string;
	tick(steps?: number): Task<void>;
}

export interface SedOptions {
	readonly silent: boolean;
	/** Where `l` breaks lines; 0: nowhere. */
	readonly lineLength: number;
	/** What lines end with: a newline, a NUL with `-z`. */
	readonly end: string;
	/** A last line that `N` finds nothing to add to is not printed. */
	readonly posix: boolean;
	/** `q` gives a last line its end. */
	readonly quitEndsLine: boolean;
}

/** Runs a script over lines: pattern space, hold space, and what is printed when. */
export class SedMachine {
	readonly #commands: readonly SedCommand[];
	readonly #ports: SedPorts;
	readonly #options: SedOptions;
	readonly #end: string;
	readonly #active = new Map<SedCommand, number | 'until-pattern'>();
	#pattern = '';
	#hold = '';
	/** Whether what is in each space ends with the end of a line: of the text that came into it last. */
	#terminated = true;
	/** Also what the hold space of the next file begins with. */
	holdTerminated = true;
	#line = 0;
	/** Only of scripts that ask for the last line. */
	readonly #asksForLast: boolean;
	#isLast = false;
	/** It has been told to quit: no further file is read. */
	hasQuit = false;
	#substituted = false;
	#lastPattern: Regexp | undefined;
	/** What is printed at the end of the cycle: texts of `a`, contents of `r`. */
	#appended: string[] = [];

	constructor(commands: readonly SedCommand[], ports: SedPorts, options: SedOptions) {
		this.#options = options;
		this.#end = options.end;
		this.#commands = commands;
		this.#asksForLast = commands.some(({ from, to }) => from?.type === 'last' || to?.type === 'last');
		this.#ports = ports;
	}

	/** Returns the exit status. */
	*run(): Task<number> {
		let keep = false;
		for (;;) {
			if (!keep && !(yield* this.#read())) return 0;
			keep = false;
			this.#substituted = false;
			const outcome = yield* this.#cycle();
			if (outcome === 'restart') {
				yield* this.#flushAppended();
				keep = true;
				continue;
			}
			if (outcome !== 'delete' && outcome !== 'quit-silently' && !this.#options.silent)
				yield* this.#print(this.#pattern);
			if (outcome === 'quit' && this.#options.quitEndsLine) yield* this.#ports.output.text('');
			if (outcome !== 'quit-silently') yield* this.#flushAppended();
			this.hasQuit = outcome === 'quit' || outcome === 'quit-silently';
			if (this.hasQuit) return this.#status;
		}
	}

	#status = 0;

	*#read(): Task<boolean> {
		const next = yield* this.#ports.nextLine();
		if (next === undefined) return false;
		this.#pattern = next.text;
		yield* this.#take(next);
		return true;
	}

	*#take({ terminated }: SedLine): Task<void> {
		this.#line++;
		this.#terminated = terminated;
		if (this.#asksForLast) this.#isLast = yield* this.#ports.isLast();
	}

	*#cycle(): Task<'end' | 'delete' | 'restart' | 'quit' | 'quit-silently'> {
		for (let index = 0; index < this.#commands.length; index++) {
			yield* this.#ports.tick();
			const command = this.#commands[index] as SedCommand;
			if (!this.#selects(command)) {
				if (command.name === '{') index = command.target;
				continue;
			}
			const outcome = yield* this.#execute(command);
			if (outcome === 'jump') index = command.target;
			else if (outcome !== undefined) return outcome;
		}
		return 'end';
	}

	*#execute(command: SedCommand): Task<'jump' | 'delete' | 'restart' | 'quit' | 'quit-silently' | 'end' | undefined> {
		const { argument } = command;
		switch (command.name) {
			case 's':
				yield* this.#substitute(command);
				return undefined;
			case 'y':
				this.#pattern = yield* this.#translated(command.translate ?? new Map());
				return undefined;
			case 'p':
				yield* this.#print(this.#pattern);
				return undefined;
			case 'P':
				yield* this.#printFirst(this.#ports.output);
				return undefined;
			case 'd':
				return 'delete';
			case 'D': {
				const newline = this.#pattern.indexOf(this.#end);
				if (newline < 0) return 'delete';
				this.#pattern = this.#pattern.slice(newline + 1);
				return 'restart';
			}
			case 'a':
				this.#appended.push(argument);
				return undefined;
			case 'i':
				yield* this.#write(this.#asLines(argument));
				return undefined;
			case 'c':
				if (command.to === undefined || command.negated || !this.#active.has(command))
					yield* this.#write(this.#asLines(argument));
				return 'delete';
			case 'q':
			case 'Q':
				this.#status = Number(argument || 0);
				return command.name === 'q' ? 'quit' : 'quit-silently';
			case 'b':
				return 'jump';
			case 't':
			case 'T': {
				const go = this.#substituted === (command.name === 't');
				this.#substituted = false;
				return go ? 'jump' : undefined;
			}
			case 'n':
			case 'N':
				return yield* this.#nextInto(command.name === 'N');
			default:
				yield* this.#spaces(command);
				return undefined;
		}
	}

	*#nextInto(append: boolean): Task<'end' | 'delete' | undefined> {
		if (yield* this.#ports.isLast()) return append && this.#options.posix ? 'delete' : 'end';
		if (!append && !this.#options.silent) yield* this.#print(this.#pattern);
		yield* this.#flushAppended();
		const next = yield* this.#ports.nextLine();
		if (next === undefined) return 'end';
		this.#pattern = append ? this.#pattern + this.#end + next.text : next.text;
		yield* this.#take(next);
		return undefined;
	}

	/** The commands that move text between the spaces, files and the output. */
	*#spaces({ name, argument }: SedCommand): Task<void> {
		switch (name) {
			case 'h':
			case 'H':
				this.#hold = name === 'h' ? this.#pattern : this.#hold + this.#end + this.#pattern;
				this.holdTerminated = this.#terminated;
				break;
			case 'g':
			case 'G':
				this.#pattern = name === 'g' ? this.#hold : this.#pattern + this.#end + this.#hold;
				this.#terminated = this.holdTerminated;
				break;
			case 'x':
				[this.#pattern, this.#hold] = [this.#hold, this.#pattern];
				[this.#terminated, this.holdTerminated] = [this.holdTerminated, this.#terminated];
				break;
			case 'z':
				this.#pattern = '';
				break;
			case '=':
				yield* this.#write(`${this.#line}${this.#end}`);
				break;
			case 'F':
				yield* this.#write(`${this.#ports.fileName()}${this.#end}`);
				break;
			case 'l':
				yield* this.#show(argument === '' ? this.#options.lineLength : Number(argument));
				break;
			case 'r':
				this.#appended.push(yield* this.#ports.readFile(argument));
				break;
			case 'R': {
				const line = yield* this.#ports.nextLineOf(argument);
				if (line !== undefined) this.#appended.push(line.terminated ? line.text + this.#end : line.text);
				break;
			}
			case 'e':
				if (argument !== '') yield* this.#write(yield* this.#ports.outputOf(argument));
				else this.#pattern = withoutEnd(yield* this.#ports.outputOf(this.#pattern), this.#end);
				break;
			case 'w':
				yield* this.#printTo(argument);
				break;
			case 'W':
				yield* this.#printFirst(yield* this.#ports.outputTo(argument));
				break;
		}
	}

	*#substitute({ substitute }: SedCommand): Task<void> {
		if (substitute === undefined) return;
		const pattern = this.#regexp(substitute.pattern);
		const replaced = yield* replaceIn(this.#pattern, substitute, pattern, (steps) => this.#ports.tick(steps));
		if (replaced === undefined) return;
		this.#pattern = replaced;
		this.#substituted = true;
		if (substitute.evaluate) this.#pattern = withoutEnd(yield* this.#ports.outputOf(this.#pattern), this.#end);
		if (substitute.print) yield* this.#print(this.#pattern);
		if (substitute.file !== undefined) yield* this.#printTo(substitute.file);
	}

	#regexp(pattern: Regexp | undefined): Regexp {
		const used = pattern ?? this.#lastPattern;
		if (used === undefined) throw new Fatal('-e expression #1, char 0: no previous regular expression');
		this.#lastPattern = used;
		return used;
	}

	#selects(command: SedCommand): boolean {
		if (command.from === undefined) return !command.negated;
		const inside = command.to === undefined ? this.#matches(command.from) : this.#inRange(command);
		return inside !== command.negated;
	}

	#inRange(command: SedCommand): boolean {
		const { from, to } = command as { from: Address; to: Address };
		const until = this.#active.get(command);
		if (until === undefined) {
			const zero = from.type === 'line' && from.line === 0 && this.#line === 1;
			if (!zero && !this.#matches(from)) return false;
			const end = zero && this.#matches(to) ? this.#line : this.#endOfRange(to);
			if (end === 'until-pattern' || end > this.#line) this.#active.set(command, end);
			return true;
		}
		const over = until === 'until-pattern' ? this.#matches(to) : this.#line >= until;
		if (over) this.#active.delete(command);
		return until === 'until-pattern' || this.#line <= until;
	}

	#endOfRange(to: Address): number | 'until-pattern' {
		switch (to.type) {
			case 'line':
				return to.line;
			case 'plus':
				return this.#line + to.count;
			case 'multiple':
				return to.of === 0 ? this.#line : (Math.floor(this.#line / to.of) + 1) * to.of;
			case 'last':
				return this.#isLast ? this.#line : 'until-pattern';
			default:
				return 'until-pattern';
		}
	}

	#matches(address: Address): boolean {
		switch (address.type) {
			case 'line':
				return this.#line === address.line;
			case 'last':
				return this.#isLast;
			case 'step':
				if (address.step === 0) return this.#line === address.first;
				return this.#line >= address.first && (this.#line - address.first) % address.step === 0;
			case 'pattern':
				return this.#regexp(address.pattern).test(this.#pattern);
			default:
				return false;
		}
	}

	*#print(text: string): Task<void> {
		yield* this.#ports.output.line(text, this.#terminated);
	}

	*#printTo(path: string): Task<void> {
		yield* (yield* this.#ports.outputTo(path)).line(this.#pattern, this.#terminated);
	}

	/** The first of the lines in the pattern space. */
	*#printFirst(output: SedOutput): Task<void> {
		const end = this.#pattern.indexOf(this.#end);
		if (end < 0) yield* output.line(this.#pattern, this.#terminated);
		else yield* output.line(this.#pattern.slice(0, end), true);
	}

	/** A text of the script, whose last line ends as those of the input do. */
	#asLines(text: string): string {
		return text.endsWith('\n') ? text.slice(0, -1) + this.#end : text;
	}

	*#write(text: string): Task<void> {
		if (text !== '') yield* this.#ports.output.text(text);
	}

	*#translated(translate: ReadonlyMap<string, string>): Task<string> {
		const pieces: string[] = [];
		let parts: string[] = [];
		for (const each of this.#pattern) {
			parts.push(translate.get(each) ?? each);
			if (parts.length < CHARACTERS_AT_ONCE) continue;
			pieces.push(parts.join(''));
			parts = [];
			yield* this.#ports.tick(CHARACTERS_AT_ONCE >> 6);
		}
		return pieces.join('') + parts.join('');
	}

	/** `l`: escapes for every byte that cannot be seen, in lines of that length. */
	*#show(lineLength: number): Task<void> {
		let parts: string[] = [];
		let width = 0;
		for (const byte of encodeLossless(this.#pattern)) {
			const shown = SHOWN[byte] as string;
			if (lineLength > 0 && width + shown.length > lineLength - 1) {
				parts.push('\\\n');
				width = 0;
			}
			parts.push(shown);
			width += shown.length;
			if (parts.length < CHARACTERS_AT_ONCE) continue;
			yield* this.#write(parts.join(''));
			yield* this.#ports.tick(CHARACTERS_AT_ONCE >> 6);
			parts = [];
		}
		yield* this.#write(`${parts.join('')}$${this.#end}`);
	}

	*#flushAppended(): Task<void> {
		for (const text of this.#appended.splice(0)) yield* this.#ports.output.text(text);
	}
}

const withoutEnd = (text: string, end: string): string => (text.endsWith(end) ? text.slice(0, -1) : text);

const ESCAPES: ReadonlyMap<number, string> = new Map([
	[0x5c, '\\\\'],
	[0x0a, '\\n'],
	[0x09, '\\t'],
	[0x0d, '\\r'],
	[0x08, '\\b'],
	[0x0c, '\\f'],
	[0x0b, '\\v'],
	[0x07, '\\a'],
]);

/** How `l` shows each byte. */
const SHOWN: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
	const seen = byte >= 0x20 && byte <= 0x7e ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
	return ESCAPES.get(byte) ?? seen;
});
const CHARACTERS_AT_ONCE = 8_192;
