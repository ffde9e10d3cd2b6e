/** What prompts can tell. */
export interface PromptFacts {
	readonly file: string | undefined;
	/** This prompt is the first for its file. */
	readonly first: boolean;
	/** The number of the file among those that are named, and how many there are. */
	readonly place: number;
	readonly count: number;
	readonly next: string | undefined;
	readonly atEnd: boolean;
	/** Numbers of the lines at the screen's top and bottom; of all lines, when that is known. */
	readonly top: number;
	readonly bottom: number;
	readonly lines: number | undefined;
	/** Bytes up to the bottom of the screen, and in all. */
	readonly bytes: number;
	readonly size: number | undefined;
}

export const SHORT_PROMPT = '?n?f%f .?m(%T %i of %m) ..?e(END) ?x- Next\\: %x..%t';
export const MEDIUM_PROMPT = '?n?f%f .?m(%T %i of %m) ..?e(END) ?x- Next\\: %x.:?pB%pB\\%:byte %bB?s/%s...%t';
export const LONG_PROMPT =
	'?f%f .?n?m(%T %i of %m) ..?ltlines %lt-%lb?L/%L. :byte %bB?s/%s. .?e(END) ?x- Next\\: %x.:?pB%pB\\%..%t';
export const EQUALS_PROMPT = '?f%f .?m(%T %i of %m) .?ltlines %lt-%lb?L/%L. .byte %bB?s/%s. ?e(END) :?pB%pB\\%..%t';

/** Words a prompt by its pattern: `%x` values, `?x…:….` conditions, `\` before a character. Models less(1), PROMPTS. */
export function expandPrompt(pattern: string, facts: PromptFacts): string {
	const [text] = expand(pattern, 0, facts, true);
	return text;
}

/** Up to the "." or ":" that ends this part; where that stands. */
function expand(pattern: string, from: number, facts: PromptFacts, outermost: boolean): [string, number] {
	let out = '';
	let at = from;
	while (at < pattern.length) {
		const character = pattern[at] as string;
		if (character === '\\') {
			out += pattern[at + 1] ?? '';
			at += 2;
		} else if (character === '%') {
			const [code, length] = codeAt(pattern, at + 1);
			if (code === 't') out = out.trimEnd();
			else out += factOf(code, facts) ?? '?';
			at += 1 + length;
		} else if (character === '?') {
			const [code, length] = codeAt(pattern, at + 1);
			const [yes, middle] = expand(pattern, at + 1 + length, facts, false);
			const [no, end] = pattern[middle] === ':' ? expand(pattern, middle + 1, facts, false) : ['', middle];
			out += holds(code, facts) ? yes : no;
			at = end + 1;
		} else if ((character === '.' || character === ':') && !outermost) return [out, at];
		else {
			out += character;
			at++;
		}
	}
	return [out, at];
}

/** Some codes have a second letter: which line of the screen is meant. */
function codeAt(pattern: string, at: number): [code: string, length: number] {
	const letter = pattern[at] ?? '';
	const place = pattern[at + 1] ?? '';
	return /[bdlpP]/.test(letter) && /[tmbBj]/.test(place) ? [letter + place, 2] : [letter, 1];
}

function holds(code: string, facts: PromptFacts): boolean {
	switch (code) {
		case 'n':
			return facts.first;
		case 'e':
			return facts.atEnd;
		case 'm':
			return facts.count > 1;
		default:
			return factOf(code, facts) !== undefined;
	}
}

function factOf(code: string, facts: PromptFacts): string | undefined {
	const text = (value: number | undefined): string | undefined => (value === undefined ? undefined : String(value));
	switch (code) {
		case 'f':
		case 'F':
			return facts.file;
		case 'T':
			return 'file';
		case 'i':
			return text(facts.place);
		case 'm':
			return text(facts.count);
		case 'x':
			return facts.next;
		case 's':
		case 'B':
			return text(facts.size);
		case 'L':
		case 'D':
			return text(facts.lines);
		case 'lt':
		case 'lj':
			return text(facts.top);
		case 'lb':
		case 'lB':
			return text(facts.bottom);
		case 'lm':
			return text(Math.floor((facts.top + facts.bottom) / 2));
		case 'pt':
		case 'pb':
		case 'pB':
		case 'pm':
			return facts.size === undefined || facts.size === 0
				? undefined
				: text(Math.floor((100 * facts.bytes) / facts.size));
		default:
			return code.startsWith('b') ? text(facts.bytes) : undefined;
	}
}
