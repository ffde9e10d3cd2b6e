// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text of shell scripts
import type { Words } from './words.ts';

/** Random words of POSIX's shell language, and seldom one that only bash knows. */
export class PosixWords {
	readonly #words: Words;

	constructor(words: Words) {
		this.#words = words;
	}

	/** A word as an argument. @param depth how many expansions may nest in it. */
	word(depth: number): string {
		const words = this.#words;
		const kind = words.number(14);
		if (kind === 13 && words.chance(12)) return words.pick(FOREIGN);
		if (depth <= 0 || kind < 4) return words.pick(LITERALS);
		if (kind < 6) return `"${this.inQuotes(depth)}"`;
		if (kind === 6) return words.pick(PIECES) + this.expansion(depth) + words.pick(PIECES);
		if (kind === 7) return words.pick(GLOBS);
		if (kind === 8) return words.pick(TILDES);
		return this.expansion(depth);
	}

	inQuotes(depth: number): string {
		const parts = ['', ' ', 'x', '  y', '\\$', '\\"', "'", '\\\\', '*', '!', '\\a', '\\`', '{'];
		return this.#words.pick(parts) + this.expansion(depth) + this.#words.pick(parts);
	}

	expansion(depth: number): string {
		const words = this.#words;
		switch (words.number(12)) {
			case 0:
			case 1:
			case 2:
				return `$${words.pick(NAMES)}`;
			case 3:
				return `\${${words.pick(NAMES)}}`;
			case 4:
				return words.pick([
					'$@',
					'$*',
					'$#',
					'$?',
					'$1',
					'${2}',
					'${#1}',
					'${1-none}',
					'${10}',
					'$10',
					'$-',
					'${#}',
					'${#*}',
				]);
			case 5:
				return `$(( ${this.arithmetic(depth)} ))`;
			case 6:
				return depth > 1 ? `$(${this.command(depth - 1)})` : '$y';
			case 7:
				return depth > 1 ? `\`echo ${words.pick(LITERALS).replaceAll('\\', '').replaceAll('`', '')}\`` : '${z}';
			case 8:
				return `\${#${words.pick(NAMES)}}`;
			default:
				return this.operation(depth);
		}
	}

	operation(depth: number): string {
		const words = this.#words;
		const name = words.pick([...NAMES, '1', '@', '*', '9']);
		if (words.chance(60)) {
			const operator = words.pick([
				':-',
				'-',
				':+',
				'+',
				':-',
				'-',
				...(/\w/.test(name) && name > '9' ? [':=', '='] : []),
			]);
			return `\${${name}${operator}${this.operand(depth - 1)}}`;
		}
		if (words.chance(4)) return `\${${name}${words.pick([':?', '?'])}${words.pick(['', 'bad', '"$s"'])}}`;
		// POSIX says nothing of patterns and lists.
		const single = name === '@' || name === '*' ? 'x' : name;
		return `\${${single}${words.pick(['#', '##', '%', '%%'])}${this.pattern()}}`;
	}

	operand(depth: number): string {
		if (depth > 0 && this.#words.chance(40)) return this.expansion(depth);
		return this.#words.pick([
			'',
			'w',
			'a b',
			'"q  r"',
			"'s t'",
			'*',
			'\\}',
			'-',
			'~',
			'\\$x',
			'1',
			'"$y"',
			'$z$x',
			'"a\'b"',
			"it\\'s",
		]);
	}

	pattern(): string {
		return this.#words.pick(PATTERNS);
	}

	arithmetic(depth: number): string {
		const words = this.#words;
		const leaf = (): string => words.pick(NUMBERS);
		if (depth <= 0 || words.chance(30)) return leaf();
		const inner = (): string => this.arithmetic(depth - 1);
		switch (words.number(6)) {
			case 0:
				return `(${inner()})`;
			case 1:
				return `${words.pick(['-', '+', '!', '~'])} ${inner()}`;
			case 2:
				return `${inner()} ? ${inner()} : ${inner()}`;
			case 3:
				return `(${words.pick(['n', 'i', 'k'])} ${words.pick(['=', '+=', '-=', '*=', '<<=', '|=', '%='])} ${leaf()})`;
			default:
				return `${inner()} ${words.pick(OPERATORS)} ${inner()}`;
		}
	}

	/** A command that prints, for substitutions. */
	command(depth: number): string {
		const words = this.#words;
		switch (words.number(6)) {
			case 0:
				return `printf '%s\\n' ${words.many(3, () => this.word(depth - 1))}`;
			case 1:
				return `printf '${words.pick(['a\\nb\\n', '%s,', 'x\\n\\n', '%d\\n'])}' ${words.pick(['1', '2 3', '$n'])}`;
			case 2:
				return words.pick(['cat f1.txt', 'cat nums', 'exit 3', 'false', ':', 'cd d; pwd | tail -c 3']);
			default:
				return `echo ${words.many(2, () => this.word(depth - 1))}`;
		}
	}
}

export const NAMES: readonly string[] = ['x', 'y', 'z', 's', 'n', 'i', 'u', 'p', 'e'];

export const LITERALS: readonly string[] = [
	...[
		'a',
		'b',
		'foo',
		'bar.txt',
		"'a b'",
		'"x  y"',
		"''",
		'""',
		'1',
		'42',
		'-3',
		'007',
		'a=b',
		'\\*',
		"'*'",
		'é',
		'한국',
	],
	...[
		'x\\ y',
		'a:b',
		'-n',
		'--',
		'%s',
		'"a\\nb"',
		"'a\\tb'",
		'a/b/c',
		'a#b',
		'{a',
		'b}',
		'=',
		'"it\'s"',
		"'l1\nl2'",
		'\\\\',
	],
	...["'a\\\\b'", '"\\$x"', 'a\\\nb', '-', '!', '^', ']', "'c\\cd'", "'\\0101'"],
];

const PIECES: readonly string[] = ['', '', 'a', 'b-', '_', '.', '1', "'q r'", '\\ ', '"d "'];

const TILDES: readonly string[] = ['~', '~/a', '~nobody1', 'a:~', '~+', '"~"', '\\~', 'x=~', '~root'];

/** What dash has not, and takes for something else. */
const FOREIGN: readonly string[] = [
	...[
		'{a,b}',
		'{1..3}',
		"$'a\\tb'",
		'$"loc"',
		'${x/a/b}',
		'${x:1}',
		'${x^}',
		'${!x}',
		'${a[0]}',
		'$[1+2]',
		'${x@Q}',
		'${}',
	],
];

export const GLOBS: readonly string[] = [
	...[
		'*',
		'*.txt',
		'd/*',
		'f?.txt',
		'[fn]*',
		'*/',
		'nope*',
		'.*',
		'[!f]*',
		'[^f]*',
		'd/[a-h]*.log',
		'"*"',
		'*1*',
		'[[:digit:]]*',
	],
	...['f[1', './*', 'd//*', '[a-f]*', "'f'?.txt", '\\f*', '$y', '"$y"', '*/*', 'f1.tx[t]', '[!.]*', '.[!.]*', '?'],
];

const PATTERNS: readonly string[] = [
	...[
		'a',
		'*',
		'?',
		'a*',
		'*b',
		'[a-c]',
		'[!a]',
		'*[ab]',
		'""',
		'"*"',
		"'?'",
		'$y',
		'"$y"',
		'??',
		'[[:alpha:]]',
		'\\*',
		'o',
	],
	...[
		' ',
		'*/',
		'/*',
		'*[!a-z]*',
		'[]]',
		'[!]]',
		'"a"*',
		"'a'",
		'\\a',
		'*"o"',
		'${x}',
		'[x',
		'*\n*',
		'a\\b',
		'~',
		'"["',
	],
];

export { PATTERNS as POSIX_PATTERNS };

const NUMBERS: readonly string[] = [
	...[
		'1',
		'2',
		'7',
		'0',
		'-3',
		'010',
		'0xF',
		'n',
		'i',
		'$n',
		'${i}',
		'${#x}',
		'100',
		'-n',
		'$x',
		'x',
		'z',
		's',
		'u',
		'1.5',
		'08',
	],
	...[
		'9223372036854775807',
		'9223372036854775808',
		'""',
		'$((1))',
		'$(echo 3)',
		'`echo 4`',
		'\\1',
		"'1'",
		'"2"',
		'1x',
		'@',
	],
];

const OPERATORS: readonly string[] = [
	...['+', '-', '*', '/', '%', '<<', '>>', '<', '>', '<=', '>=', '==', '!=', '&', '|', '^', '&&', '||', '+', '*', '-'],
	...['**', ',', '=', '=>', '++'],
];
