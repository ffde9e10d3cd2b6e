import type { Regexp } from '../../../machinery/regexp.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeLossless } from '../../../machinery/utf8.ts';
import { Fatal } from '../../gnu-command.ts';
import { replaceIn } from './sed-replace.ts';
import type { Address, SedCommand } from './sed-script.ts';

/** Where the machine reads lines and what it does to the outside. */
export interface SedPorts {
	/** The next line of input, or undefined at the end; `isLast` tells whether it is the last. */
	nextLine(): Task<{ readonly text: string; readonly terminated: boolean; readonly isLast: boolean } | undefined>;
	write(text: string): Task<void>;
	readFile(path: string): Task<string>;
	appendFile(path: string, text: string): Task<void>;
	/** The next line of a file that is read line by line; undefined behind the last. */
	nextLineOf(path: string): Task<string | undefined>;
	/** What a command prints. */
	outputOf(command: string): Task<string>;
	fileName(): string;
	tick(): Task<void>;
}

/** Runs a script over lines: pattern space, hold space, and what is printed when. */
export class SedMachine {
	readonly #commands: readonly SedCommand[];
	readonly #ports: SedPorts;
	readonly #silent: boolean;
	readonly #lineLength: number;
	/** What lines end with: a newline, a NUL with `-z`. */
	readonly #end: string;
	readonly #active = new Map<SedCommand, number | 'until-pattern'>();
	#pattern = '';
	#hold = '';
	#line = 0;
	#isLast = false;
	#terminated = true;
	#owesNewline = false;
	#substituted = false;
	#lastPattern: Regexp | undefined;
	/** What is printed at the end of the cycle: texts of `a`, contents of `r`. */
	#appended: string[] = [];

	/** @param lineLength where `l` breaks lines; 0: nowhere. */
	constructor(commands: readonly SedCommand[], ports: SedPorts, silent: boolean, lineLength = 70, end = '\n') {
		this.#lineLength = lineLength;
		this.#end = end;
		this.#commands = commands;
		this.#ports = ports;
		this.#silent = silent;
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
			if (outcome !== 'delete' && outcome !== 'quit-silently' && !this.#silent) yield* this.#print(this.#pattern);
			yield* this.#flushAppended();
			if (outcome === 'quit' || outcome === 'quit-silently') return this.#status;
		}
	}

	#status = 0;

	*#read(): Task<boolean> {
		const next = yield* this.#ports.nextLine();
		if (next === undefined) return false;
		this.#pattern = next.text;
		this.#take(next);
		return true;
	}

	#take(next: { terminated: boolean; isLast: boolean }): void {
		this.#line++;
		this.#terminated = next.terminated;
		this.#isLast = next.isLast;
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
				this.#pattern = [...this.#pattern].map((each) => command.translate?.get(each) ?? each).join('');
				return undefined;
			case 'p':
				yield* this.#print(this.#pattern);
				return undefined;
			case 'P':
				yield* this.#print(this.#pattern.split(this.#end, 1)[0] as string);
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
				yield* this.#write(argument);
				return undefined;
			case 'c':
				if (command.to === undefined || command.negated || !this.#active.has(command)) yield* this.#write(argument);
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

	*#nextInto(append: boolean): Task<'end' | 'quit-silently' | undefined> {
		if (!append && !this.#silent) yield* this.#print(this.#pattern);
		yield* this.#flushAppended();
		const next = yield* this.#ports.nextLine();
		if (next === undefined) return append ? 'end' : 'quit-silently';
		this.#pattern = append ? this.#pattern + this.#end + next.text : next.text;
		this.#take(next);
		return undefined;
	}

	/** The commands that move text between the spaces, files and the output. */
	*#spaces({ name, argument }: SedCommand): Task<void> {
		switch (name) {
			case 'h':
				this.#hold = this.#pattern;
				break;
			case 'H':
				this.#hold += this.#end + this.#pattern;
				break;
			case 'g':
				this.#pattern = this.#hold;
				break;
			case 'G':
				this.#pattern += this.#end + this.#hold;
				break;
			case 'x':
				[this.#pattern, this.#hold] = [this.#hold, this.#pattern];
				break;
			case 'z':
				this.#pattern = '';
				break;
			case '=':
				yield* this.#write(`${this.#line}\n`);
				break;
			case 'F':
				yield* this.#write(`${this.#ports.fileName()}\n`);
				break;
			case 'l':
				yield* this.#write(visible(this.#pattern, argument === '' ? this.#lineLength : Number(argument)) + this.#end);
				break;
			case 'r':
				this.#appended.push(yield* this.#ports.readFile(argument));
				break;
			case 'R': {
				const line = yield* this.#ports.nextLineOf(argument);
				if (line !== undefined) this.#appended.push(`${line}\n`);
				break;
			}
			case 'e':
				if (argument !== '') yield* this.#write(yield* this.#ports.outputOf(argument));
				else this.#pattern = withoutEnd(yield* this.#ports.outputOf(this.#pattern));
				break;
			case 'w':
				yield* this.#ports.appendFile(argument, this.#pattern + this.#end);
				break;
			case 'W':
				yield* this.#ports.appendFile(argument, this.#pattern.split(this.#end, 1)[0] + this.#end);
				break;
		}
	}

	*#substitute({ substitute }: SedCommand): Task<void> {
		if (substitute === undefined) return;
		const pattern = this.#regexp(substitute.pattern);
		const replaced = yield* replaceIn(this.#pattern, substitute, pattern, () => this.#ports.tick());
		if (replaced === undefined) return;
		this.#pattern = replaced;
		this.#substituted = true;
		if (substitute.evaluate) this.#pattern = withoutEnd(yield* this.#ports.outputOf(this.#pattern));
		if (substitute.print) yield* this.#print(this.#pattern);
		if (substitute.file !== undefined) yield* this.#ports.appendFile(substitute.file, this.#pattern + this.#end);
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
		const whole = this.#terminated || !this.#isLast;
		yield* this.#write(whole ? text + this.#end : text);
		this.#owesNewline = !whole;
	}

	/** What comes behind a line without its end gives it one. */
	*#write(text: string): Task<void> {
		yield* this.#ports.write(this.#owesNewline && text !== '' ? this.#end + text : text);
		if (text !== '') this.#owesNewline = false;
	}

	*#flushAppended(): Task<void> {
		for (const text of this.#appended.splice(0)) yield* this.#write(text);
	}
}

const withoutEnd = (text: string): string => text.replace(/\n$/, '');

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

/** `l`: escapes for every byte that cannot be seen, in lines of that length. */
function visible(text: string, lineLength: number): string {
	let out = '';
	let width = 0;
	for (const byte of encodeLossless(text)) {
		const shown =
			ESCAPES.get(byte) ??
			(byte < 0x20 || byte > 0x7e ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte));
		if (lineLength > 0 && width + shown.length > lineLength - 1) {
			out += '\\\n';
			width = 0;
		}
		out += shown;
		width += shown.length;
	}
	return `${out}$`;
}
