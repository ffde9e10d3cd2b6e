/** Text as it was yanked or deleted. */
export interface RegisterText {
	readonly lines: readonly string[];
	readonly type: 'char' | 'line' | 'block';
	/** Cells of a block. */
	readonly width?: number;
}

const NUMBERS_MAX = 9;

/** What `"a` and its like hold. The read-only ones (% . : / #) are the editor's business. */
export class Registers {
	readonly #texts = new Map<string, RegisterText>();
	/** The one that `""` stands for. */
	#last = '0';

	/** By its name in small letters; '"', '@' and '' are the last one used. */
	get(name: string): RegisterText | undefined {
		return this.#texts.get(name === '' || name === '"' || name === '@' ? this.#last : name.toLowerCase());
	}

	/** Capital letters add to what is there. */
	set(name: string, text: RegisterText): void {
		const lower = name.toLowerCase();
		const old = lower === name ? undefined : this.#texts.get(lower);
		this.#texts.set(lower, old === undefined ? text : joined(old, text));
	}

	/** `:let @a = …`: only writing the unnamed one changes which that is. Models write_reg_contents(). */
	write(name: string, text: RegisterText): void {
		if (name === '"' || name === '@') this.yank('', text);
		else this.set(name, text);
	}

	yank(name: string, text: RegisterText): void {
		const target = name === '' || name === '"' ? '0' : name;
		this.set(target, text);
		this.#last = target.toLowerCase();
	}

	/** What was deleted: several lines go through "1 to "9, less than a line to "-. */
	delete(name: string, text: RegisterText, useFirst: boolean): void {
		const named = name !== '' && name !== '"';
		if (named) {
			this.set(name, text);
			this.#last = name.toLowerCase();
		}
		const small = text.type !== 'line' && text.lines.length === 1;
		if (!small || useFirst) {
			for (let number = NUMBERS_MAX; number > 1; number--) {
				const older = this.#texts.get(String(number - 1));
				if (older !== undefined) this.#texts.set(String(number), older);
			}
			this.#texts.set('1', text);
			if (name === name.toLowerCase()) this.#last = '1';
		}
		if (small && !named) {
			this.#texts.set('-', text);
			if (!useFirst) this.#last = '-';
		}
	}

	/** What `""` stands for by now. */
	get lastName(): string {
		return this.#last;
	}

	point(name: string): void {
		this.#last = name;
	}

	/** In the order of `:registers`. */
	entries(): readonly (readonly [string, RegisterText])[] {
		const order = '0123456789abcdefghijklmnopqrstuvwxyz-';
		return [...order].flatMap((name) => {
			const text = this.#texts.get(name);
			return text === undefined ? [] : [[name, text] as const];
		});
	}
}

function joined(old: RegisterText, added: RegisterText): RegisterText {
	if (old.type === 'line' || added.type === 'line') return { lines: [...old.lines, ...added.lines], type: 'line' };
	const last = old.lines.at(-1) as string;
	return { lines: [...old.lines.slice(0, -1), last + added.lines[0], ...added.lines.slice(1)], type: old.type };
}

/** As it is put on a command line or run as keys. */
export function registerString(text: RegisterText): string {
	return text.type === 'line' ? `${text.lines.join('\n')}\n` : text.lines.join('\n');
}

/** A text with its breaks as a register's content. */
export function registerFromString(text: string): RegisterText {
	if (text.endsWith('\n')) return { lines: text.slice(0, -1).split('\n'), type: 'line' };
	return { lines: text.split('\n'), type: 'char' };
}
