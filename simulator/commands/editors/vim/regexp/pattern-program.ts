import type { AssertKind, CharTest, PatternNode } from './vim-pattern.ts';
import { PatternError } from './vim-pattern.ts';

/** A pattern as instructions for the matcher. */
export type Instruction =
	| { readonly op: 'one'; readonly test: CharTest }
	| {
			readonly op: 'run';
			readonly test: CharTest;
			readonly min: number;
			readonly max: number;
			readonly greedy: boolean;
	  }
	| { readonly op: 'split'; first: number; second: number }
	| { readonly op: 'jump'; to: number }
	| { readonly op: 'save'; readonly slot: number }
	| { readonly op: 'mark'; readonly slot: number }
	| { readonly op: 'progress'; readonly slot: number }
	| { readonly op: 'assert'; readonly what: AssertKind; readonly number: number; readonly compare: string }
	| { readonly op: 'back'; readonly index: number }
	| {
			readonly op: 'look';
			readonly how: 'ahead' | 'behind' | 'atomic';
			readonly negated: boolean;
			readonly program: readonly Instruction[];
	  }
	| { readonly op: 'match' };

const INSTRUCTIONS_MAX = 20_000;
/** Slots 0–19: groups; 20: \zs, 21: \ze; from 22: where loops were. */
export const START_SLOT = 20;
export const END_SLOT = 21;
const FIRST_MARK = 22;

export interface PatternProgram {
	readonly code: readonly Instruction[];
	readonly slots: number;
}

/** Throws PatternError when the pattern is too large. */
export function compilePattern(root: PatternNode, ignoreCase: boolean): PatternProgram {
	const compiler = new Compiler(ignoreCase);
	return { code: compiler.program(root), slots: compiler.slots };
}

class Compiler {
	readonly #ignoreCase: boolean;
	#code: Instruction[] = [];
	#total = 0;
	slots = FIRST_MARK;

	constructor(ignoreCase: boolean) {
		this.#ignoreCase = ignoreCase;
	}

	program(root: PatternNode): readonly Instruction[] {
		const outer = this.#code;
		this.#code = [];
		this.#add(root);
		this.#emit({ op: 'match' });
		const code = this.#code;
		this.#code = outer;
		return code;
	}

	#emit<T extends Instruction>(instruction: T): T {
		if (++this.#total > INSTRUCTIONS_MAX) {
			throw new PatternError("E363: Pattern uses more memory than 'maxmempattern'");
		}
		this.#code.push(instruction);
		return instruction;
	}

	#add(node: PatternNode): void {
		switch (node.type) {
			case 'char':
			case 'set':
				this.#emit({ op: 'one', test: this.#test(node) });
				return;
			case 'sequence':
				for (const item of node.items) this.#add(item);
				return;
			case 'choice':
				this.#choice(node.options);
				return;
			case 'group':
				if (node.index !== undefined) this.#emit({ op: 'save', slot: 2 * node.index });
				this.#add(node.body);
				if (node.index !== undefined) this.#emit({ op: 'save', slot: 2 * node.index + 1 });
				return;
			case 'repeat':
				this.#repeat(node);
				return;
			case 'assert':
				this.#emit({ op: 'assert', what: node.what, number: node.number, compare: node.compare });
				return;
			case 'backReference':
				this.#emit({ op: 'back', index: node.index });
				return;
			case 'look':
				this.#emit({ op: 'look', how: node.how, negated: node.negated, program: this.program(node.body) });
				return;
		}
	}

	#test(node: Extract<PatternNode, { type: 'char' | 'set' }>): CharTest {
		if (node.type === 'char') {
			const code = node.char.codePointAt(0) as number;
			if (!this.#ignoreCase) return (each) => each === code;
			const folded = fold(code);
			return (each) => each === code || fold(each) === folded;
		}
		const { test, newline } = node;
		const ignoreCase = this.#ignoreCase && node.exact !== true;
		return (code) => {
			if (code === 10) return newline;
			return test(code) || (ignoreCase && (test(fold(code)) || test(unfold(code))));
		};
	}

	#choice(options: readonly PatternNode[]): void {
		const ends: { op: 'jump'; to: number }[] = [];
		options.forEach((option, index) => {
			if (index === options.length - 1) {
				this.#add(option);
				return;
			}
			const split = this.#emit({ op: 'split', first: this.#code.length + 1, second: 0 });
			this.#add(option);
			ends.push(this.#emit({ op: 'jump', to: 0 }));
			split.second = this.#code.length;
		});
		for (const end of ends) end.to = this.#code.length;
	}

	#repeat({ body, min, max, greedy }: Extract<PatternNode, { type: 'repeat' }>): void {
		if (body.type === 'char' || body.type === 'set') {
			this.#emit({ op: 'run', test: this.#test(body), min, max, greedy });
			return;
		}
		for (let done = 0; done < min; done++) this.#add(body);
		if (max === Number.POSITIVE_INFINITY) {
			const slot = this.slots++;
			const start = this.#code.length;
			const split = this.#emit({ op: 'split', first: 0, second: 0 });
			const inside = this.#code.length;
			this.#emit({ op: 'mark', slot });
			this.#add(body);
			this.#emit({ op: 'progress', slot });
			this.#emit({ op: 'jump', to: start });
			choose(split, greedy, inside, this.#code.length);
			return;
		}
		const splits: [{ op: 'split'; first: number; second: number }, number][] = [];
		for (let done = min; done < max; done++) {
			const split = this.#emit({ op: 'split', first: 0, second: 0 });
			splits.push([split, this.#code.length]);
			this.#add(body);
		}
		for (const [split, inside] of splits) choose(split, greedy, inside, this.#code.length);
	}
}

function choose(split: { first: number; second: number }, greedy: boolean, inside: number, after: number): void {
	split.first = greedy ? inside : after;
	split.second = greedy ? after : inside;
}

function fold(code: number): number {
	if (code < 128) return code >= 65 && code <= 90 ? code + 32 : code;
	return String.fromCodePoint(code).toLowerCase().codePointAt(0) as number;
}

function unfold(code: number): number {
	if (code < 128) return code >= 97 && code <= 122 ? code - 32 : code;
	return String.fromCodePoint(code).toUpperCase().codePointAt(0) as number;
}
