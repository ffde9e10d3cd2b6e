/** What is wrong with an expression, with the places. Models cel-go common Errors.ToDisplayString. */
export class CelIssues {
	readonly #source: string;
	readonly #found: { readonly at: number; readonly text: string }[] = [];

	constructor(source: string) {
		this.#source = source;
	}

	get isEmpty(): boolean {
		return this.#found.length === 0;
	}

	/** @param at an offset, or -1 when it concerns no place. */
	add(at: number, text: string): void {
		if (this.#found.length < ISSUES_MAX) this.#found.push({ at, text });
	}

	text(): string {
		const sorted = [...this.#found].sort((a, b) => a.at - b.at);
		return sorted.map(({ at, text }) => this.#display(at, text)).join('\n');
	}

	#display(at: number, text: string): string {
		if (at < 0) return `ERROR: <input>:-1:0: ${text}`;
		const before = this.#source.slice(0, at).split('\n');
		const column = [...(before.at(-1) as string)];
		const line = (this.#source.split('\n')[before.length - 1] ?? '').replaceAll('\t', ' ');
		const [pointed = ''] = [...line.slice((before.at(-1) as string).length)];
		const dots = column.map((char) => (isWide(char) ? '．' : '.')).join('');
		return `ERROR: <input>:${before.length}:${column.length + 1}: ${text}\n | ${line}\n | ${dots}${isWide(pointed) ? '＾' : '^'}`;
	}
}

const ISSUES_MAX = 100;

function isWide(char: string): boolean {
	return char !== '' && (char.codePointAt(0) as number) > 127;
}
