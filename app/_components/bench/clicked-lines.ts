/** What a line editor says when it begins and when it has its line: mark pastes, and no longer. */
const [BEGINS, ENDS] = ['\x1b[?2004h', '\x1b[?2004l'];
/** Ctrl-C. */
const INTERRUPT = '\x03';

/**
 * Clicked commands of several lines, typed as a hand would: a line each time there is a prompt. All at once, the second
 * line would be read by the command of the first when that reads its input, as ssh does.
 */
export class ClickedLines {
	readonly #terminals = new Map<string, TerminalLines>();
	readonly #send: (terminal: string, command: string) => void;

	constructor(send: (terminal: string, command: string) => void) {
		this.#send = send;
	}

	/** Types a command, or what comes of it at a prompt each. What a program other than a shell reads, it gets at once. */
	click(terminal: string, command: string): void {
		const lines = this.#of(terminal);
		if (lines.waiting === undefined && !lines.atPrompt) {
			this.#send(terminal, command);
			return;
		}
		lines.waiting = [...(lines.waiting ?? []), ...typedAtOnce(command)];
		this.#goOn(terminal, lines);
	}

	/** What a terminal shows; prompts are seen in it. Says whether a shell asks for a line in it. */
	shown(terminal: string, data: Uint8Array): boolean {
		const lines = this.#of(terminal);
		const text = lines.tail + new TextDecoder('latin1').decode(data);
		lines.tail = text.slice(1 - BEGINS.length);
		const began = text.lastIndexOf(BEGINS);
		const ended = text.lastIndexOf(ENDS);
		if (began >= 0 || ended >= 0) lines.atPrompt = began > ended;
		if (lines.atPrompt && began >= 0) this.#goOn(terminal, lines);
		return began >= 0;
	}

	/** What somebody types; an interrupt is meant for all that was clicked. */
	typed(terminal: string, text: string): void {
		if (text.includes(INTERRUPT)) this.#of(terminal).waiting = undefined;
	}

	/** Another world, or another connection to it. */
	clear(): void {
		this.#terminals.clear();
	}

	#goOn(terminal: string, lines: TerminalLines): void {
		if (!lines.atPrompt || lines.waiting === undefined) return;
		const [next, ...rest] = lines.waiting;
		lines.waiting = next === undefined ? undefined : rest;
		if (next === undefined) return;
		lines.atPrompt = false;
		lines.tail = '';
		this.#send(terminal, next);
	}

	#of(terminal: string): TerminalLines {
		const known = this.#terminals.get(terminal);
		if (known !== undefined) return known;
		const lines: TerminalLines = { atPrompt: false, waiting: undefined, tail: '' };
		this.#terminals.set(terminal, lines);
		return lines;
	}
}

interface TerminalLines {
	atPrompt: boolean;
	/** What is typed next; undefined when no clicked command is under way. */
	waiting: readonly string[] | undefined;
	/** The end of what was shown last: a switch may be cut in two. */
	tail: string;
}

/** The lines of a command, each with the here-documents that it begins: those are read by the shell itself. */
export function typedAtOnce(command: string): string[] {
	const pieces: string[] = [];
	const open: string[] = [];
	for (const line of command.split('\n')) {
		const [end] = open;
		if (end === undefined) pieces.push(line);
		else pieces.push(`${pieces.pop()}\n${line}`);
		if (end !== undefined) {
			if (line.replace(/^\t+/, '') === end) open.shift();
			continue;
		}
		for (const [, single, double, bare] of line.matchAll(/(?<!<)<<-?[ \t]*(?:'([^']+)'|"([^"]+)"|\\?(\w+))/g)) {
			open.push(single ?? double ?? bare ?? '');
		}
	}
	return pieces;
}
