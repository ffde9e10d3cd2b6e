import type { Regexp } from '../../machinery/regexp.ts';
import { compilePosix, RegexpSyntaxError } from '../../machinery/regexp.ts';
import { usage } from './tar-run.ts';

/** What replaces a match: texts, groups of it and changes of case (\L \U \l \u \E). */
type Part = { readonly text: string } | { readonly group: number } | { readonly fold: string };

const SCOPES = { name: 'r', symlink: 's', hardlink: 'h' } as const;

/** One `s/REGEXP/REPLACEMENT/FLAGS` of --transform. Models GNU tar transform.c. */
export class NameTransform {
	readonly #pattern: Regexp;
	readonly #parts: readonly Part[];
	readonly #isGlobal: boolean;
	readonly #from: number;
	readonly #scope: string;

	private constructor(
		pattern: Regexp,
		parts: readonly Part[],
		flags: { global: boolean; from: number; scope: string },
	) {
		this.#pattern = pattern;
		this.#parts = parts;
		this.#isGlobal = flags.global;
		this.#from = flags.from;
		this.#scope = flags.scope;
	}

	/** Several expressions stand between semicolons. Throws Fatal. */
	static parse(expression: string): NameTransform[] {
		const found: NameTransform[] = [];
		let scope = 'rsh';
		for (let rest = expression; rest !== ''; ) {
			const flags = /^flags=([rRsShH]*)(;|$)/.exec(rest);
			if (flags !== null) {
				scope = scoped(scope, flags[1] as string);
				rest = rest.slice(flags[0].length);
				continue;
			}
			const [pattern, replacement, tail] = fields(rest);
			const ending = /^([gixrRsShH\d]*)(;|$)/.exec(tail);
			if (ending === null) throw usage(`Unknown flag in transform expression: ${[...tail][0] ?? ''}`);
			const letters = ending[1] as string;
			try {
				const regexp = compilePosix(pattern, letters.includes('x') ? 'extended' : 'basic', {
					ignoreCase: letters.includes('i'),
				});
				found.push(
					new NameTransform(regexp, replacementParts(replacement), {
						global: letters.includes('g'),
						from: Number(/\d+/.exec(letters)?.[0] ?? '1'),
						scope: scoped(scope, letters),
					}),
				);
			} catch (error) {
				if (!(error instanceof RegexpSyntaxError)) throw error;
				throw usage(`Invalid transform expression: ${error.message}`);
			}
			rest = tail.slice(ending[0].length);
		}
		return found;
	}

	apply(name: string, of: keyof typeof SCOPES): string {
		if (!this.#scope.includes(SCOPES[of])) return name;
		let out = '';
		let at = 0;
		let count = 0;
		for (const match of this.#pattern.each(name)) {
			if (++count < this.#from) continue;
			out += name.slice(at, match.start) + this.#replacement(match.groups);
			at = match.end;
			if (!this.#isGlobal) break;
		}
		return out + name.slice(at);
	}

	#replacement(groups: readonly (string | undefined)[]): string {
		let out = '';
		let fold = '';
		let once = '';
		for (const part of this.#parts) {
			if ('fold' in part) {
				if (part.fold === 'l' || part.fold === 'u') once = part.fold;
				else fold = part.fold === 'E' ? '' : part.fold;
				continue;
			}
			let text = 'text' in part ? part.text : (groups[part.group] ?? '');
			if (fold !== '') text = fold === 'U' ? text.toUpperCase() : text.toLowerCase();
			if (once !== '' && text !== '') {
				text = (once === 'u' ? text.slice(0, 1).toUpperCase() : text.slice(0, 1).toLowerCase()) + text.slice(1);
				once = '';
			}
			out += text;
		}
		return out;
	}
}

function scoped(before: string, letters: string): string {
	let scope = before;
	for (const letter of letters) {
		if (/[rsh]/.test(letter) && !scope.includes(letter)) scope += letter;
		if (/[RSH]/.test(letter)) scope = scope.replace(letter.toLowerCase(), '');
	}
	return scope;
}

/** Pattern, replacement and what follows them; a backslash takes the separator's meaning away. */
function fields(expression: string): [string, string, string] {
	const separator = expression[1];
	if (expression[0] !== 's' || separator === undefined) throw usage('Invalid transform expression');
	const parts: string[] = [''];
	let at = 2;
	for (; at < expression.length && parts.length < 3; at++) {
		const character = expression[at] as string;
		if (character === separator) parts.push('');
		else if (character === '\\' && at + 1 < expression.length) {
			const next = expression[++at] as string;
			parts[parts.length - 1] += next === separator ? next : `\\${next}`;
		} else parts[parts.length - 1] += character;
	}
	if (parts.length < 3) throw usage('Invalid transform expression');
	return [parts[0] as string, parts[1] as string, expression.slice(at)];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\x07' };

function replacementParts(text: string): Part[] {
	const parts: Part[] = [];
	for (const [, escaped, plain] of text.matchAll(/\\([\s\S])|([^\\])/g)) {
		if (plain !== undefined) parts.push(plain === '&' ? { group: 0 } : { text: plain });
		else if (/\d/.test(escaped as string)) parts.push({ group: Number(escaped) });
		else if (/[LUElu]/.test(escaped as string)) parts.push({ fold: escaped as string });
		else parts.push({ text: ESCAPES[escaped as string] ?? (escaped as string) });
	}
	return parts;
}
