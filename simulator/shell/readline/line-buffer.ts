/** The line being edited: characters, the cursor, undo, the kill ring. Knows nothing of the screen. */
export class LineBuffer {
	#chars: string[] = [];
	#cursor = 0;
	#undo: { readonly chars: readonly string[]; readonly cursor: number }[] = [];
	/** Inserted characters that undo takes back together. */
	#run = 0;

	get text(): string {
		return this.#chars.join('');
	}

	get length(): number {
		return this.#chars.length;
	}

	/** In characters. */
	get cursor(): number {
		return this.#cursor;
	}

	set cursor(value: number) {
		this.#cursor = Math.max(0, Math.min(this.#chars.length, value));
		this.#run = 0;
	}

	get chars(): readonly string[] {
		return this.#chars;
	}

	textBefore(): string {
		return this.#chars.slice(0, this.#cursor).join('');
	}

	/** Another line altogether (history), without undo back to this one. */
	load(text: string, cursor?: number): void {
		this.#chars = [...text];
		this.#cursor = cursor ?? this.#chars.length;
		this.#undo = [];
		this.#run = 0;
	}

	insert(text: string): void {
		const chars = [...text];
		if (chars.length === 1 && this.#run > 0 && this.#run < 20) this.#run++;
		else {
			this.#remember();
			this.#run = chars.length === 1 ? 1 : 0;
		}
		if (this.#cursor === this.#chars.length) for (const char of chars) this.#chars.push(char);
		else this.#chars = [...this.#chars.slice(0, this.#cursor), ...chars, ...this.#chars.slice(this.#cursor)];
		this.#cursor += chars.length;
	}

	/** Removes from `from` to `to` and leaves the cursor at `from`; what was removed. */
	remove(from: number, to: number): string {
		const start = Math.max(0, Math.min(from, to));
		const end = Math.min(this.#chars.length, Math.max(from, to));
		if (start === end) return '';
		this.#remember();
		const removed = this.#chars.splice(start, end - start);
		this.#cursor = start;
		return removed.join('');
	}

	/** Puts `text` in the place of a stretch, as one change. */
	replace(from: number, to: number, text: string): void {
		this.#remember();
		this.#chars.splice(from, to - from, ...text);
		this.#cursor = from + [...text].length;
	}

	/** False when there is nothing to take back. */
	undo(): boolean {
		const before = this.#undo.pop();
		if (before === undefined) return false;
		this.#chars = [...before.chars];
		this.#cursor = before.cursor;
		this.#run = 0;
		return true;
	}

	/** M-r: as it was at the beginning. */
	revert(): void {
		const first = this.#undo[0];
		if (first === undefined) return;
		this.#chars = [...first.chars];
		this.#cursor = first.cursor;
		this.#undo = [];
	}

	#remember(): void {
		this.#run = 0;
		if (this.#undo.length > 500) this.#undo.shift();
		this.#undo.push({ chars: [...this.#chars], cursor: this.#cursor });
	}

	/** Where a word forward ends (letters and digits). */
	wordEnd(from = this.#cursor): number {
		let i = from;
		while (i < this.#chars.length && !isWord(this.#chars[i])) i++;
		while (i < this.#chars.length && isWord(this.#chars[i])) i++;
		return i;
	}

	/** Where a word backward begins. */
	wordStart(from = this.#cursor): number {
		let i = from;
		while (i > 0 && !isWord(this.#chars[i - 1])) i--;
		while (i > 0 && isWord(this.#chars[i - 1])) i--;
		return i;
	}

	/** Where a word backward begins when only blanks separate. */
	blankWordStart(): number {
		let i = this.#cursor;
		while (i > 0 && isBlank(this.#chars[i - 1])) i--;
		while (i > 0 && !isBlank(this.#chars[i - 1])) i--;
		return i;
	}
}

function isWord(char: string | undefined): boolean {
	return char !== undefined && /[\p{L}\p{N}]/u.test(char);
}

function isBlank(char: string | undefined): boolean {
	return char === ' ' || char === '\t' || char === '\n';
}
