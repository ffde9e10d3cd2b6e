/** A line at the foot of the screen. */
export interface MessageLine {
	readonly text: string;
	/** The next message does not take its place. */
	readonly stays?: boolean;
	/** An error is told below it. */
	readonly aboveErrors?: boolean;
	/** Goes when rows of the text are moved. */
	readonly passing?: boolean;
	readonly group: '' | 'ErrorMsg' | 'WarningMsg' | 'ModeMsg' | 'Title' | 'Question' | 'MoreMsg';
}

const HISTORY_MAX = 200;

/**
 * What the editor has to say. One line stands at the foot; more of them, or what must be seen, wait for Enter.
 */
export class MessageArea {
	/** What was said since the last key. */
	lines: MessageLine[] = [];
	/** What stands at the foot of the screen. */
	shown: MessageLine | undefined;
	readonly history: MessageLine[] = [];
	/** Lists always wait for Enter, even if they are one line. */
	mustWait = false;
	/** `:silent`. */
	muted = 0;
	/** The text of the last error, for v:errmsg. */
	lastError = '';

	/** A message that the next one may cover. */
	say(text: string, how: 'passing' | 'aboveErrors' | '' = ''): void {
		if (this.muted > 0) return;
		this.#note({ text, group: '' });
		const last = this.lines.at(-1);
		if (last?.group !== 'ErrorMsg' && last?.stays !== true && !this.mustWait) this.lines.pop();
		this.lines.push({ text, group: '', passing: how === 'passing', aboveErrors: how === 'aboveErrors' });
	}

	/** @param above rows that stay above it, after which all wait for Enter. */
	error(text: string, above: readonly string[] = []): void {
		this.lastError = text;
		if (!this.mustWait && this.lines.every((line) => line.group !== 'ErrorMsg'))
			this.lines = this.lines.filter((line) => line.stays === true || line.aboveErrors === true);
		if (this.muted > 1) return;
		this.#note({ text, group: 'ErrorMsg' });
		this.rows(above);
		this.lines.push({ text, group: 'ErrorMsg' });
	}

	warn(text: string): void {
		if (this.muted > 0) return;
		this.#note({ text, group: 'WarningMsg' });
		if (this.lines.at(-1)?.group !== 'ErrorMsg' && !this.mustWait) this.lines.pop();
		this.lines.push({ text, group: 'WarningMsg' });
	}

	/** Lines of a list, all of which are seen. */
	list(lines: readonly (string | MessageLine)[]): void {
		if (this.muted > 0) return;
		this.mustWait = true;
		for (const line of lines) this.lines.push(typeof line === 'string' ? { text: line, group: '' } : line);
	}

	/** Several lines, the first of which takes the place of what stands at the foot. */
	rows(lines: readonly string[]): void {
		if (this.muted > 0) return;
		this.lines.push(...lines.map((text) => ({ text, group: '', stays: true }) as const));
	}

	/** There is more to see than the last row holds. */
	get waits(): boolean {
		return this.lines.length > 0 && (this.mustWait || this.lines.length > 1);
	}

	/** Forgets what was said and not shown yet, and what is shown. */
	clear(): void {
		this.lines = [];
		this.shown = undefined;
		this.mustWait = false;
	}

	#note(line: MessageLine): void {
		this.history.push(line);
		if (this.history.length > HISTORY_MAX) this.history.shift();
	}
}
