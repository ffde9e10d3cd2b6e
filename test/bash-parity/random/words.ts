// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text of shell scripts
import type { Random } from '../../../simulator/machinery/random.ts';

/** Random words of the shell's language: literals, quotes and every kind of expansion. */
export class Words {
	readonly #random: Random;

	constructor(random: Random) {
		this.#random = random;
	}

	number(max: number): number {
		return this.#random.below(max);
	}

	chance(percent: number): boolean {
		return this.number(100) < percent;
	}

	pick<T>(from: readonly T[]): T {
		return from[this.number(from.length)] as T;
	}

	many(most: number, make: () => string): string {
		return Array.from({ length: 1 + this.number(most) }, make).join(' ');
	}

	/** A word as an argument. @param depth how many expansions may nest in it. */
	word(depth: number): string {
		const kind = this.number(12);
		if (depth <= 0 || kind < 3) return this.literal();
		if (kind < 5) return `"${this.inQuotes(depth)}"`;
		if (kind === 5) return `${this.plain()}${this.expansion(depth)}${this.plain()}`;
		if (kind === 6) return this.pick(GLOBS);
		if (kind === 7) return this.braces();
		return this.expansion(depth);
	}

	literal(): string {
		return this.pick(LITERALS);
	}

	plain(): string {
		return this.pick(['', '', 'a', 'b-', '_', '.', '1', "'q r'", '\\ ', '"d "']);
	}

	inQuotes(depth: number): string {
		const parts = ['', ' ', 'x', '  y', '\\$', '\\"', "'", '\\\\', '*', '!'];
		return this.pick(parts) + this.expansion(depth) + this.pick(parts);
	}

	braces(): string {
		const item = (): string => this.pick(['a', 'b', 'x y'.replace(' ', ''), '1', '"p q"', '$x', '{c,d}', '']);
		switch (this.number(5)) {
			case 0:
				return `{${this.number(5)}..${this.number(8)}}`;
			case 1:
				return `{a..${this.pick(['c', 'e', 'A'])}..2}`;
			case 2:
				return `{0${this.number(9)}..${this.number(12)}..${1 + this.number(4)}}`;
			default:
				return `${this.plain()}{${item()},${item()}${this.chance(30) ? `,${item()}` : ''}}`;
		}
	}

	expansion(depth: number): string {
		switch (this.number(14)) {
			case 0:
			case 1:
				return `$${this.pick(SCALARS)}`;
			case 2:
				return `\${${this.pick(SCALARS)}}`;
			case 3:
				return this.pick(
					['$@', '$*', '$#', '$?', '$1', '${2}', '${@:2}', '${*: -1}', '${#1}', '${1-none}', '$0'].slice(0, 10),
				);
			case 4:
			case 5:
				return this.ofArray();
			case 6:
				return `$(( ${this.arithmetic(depth)} ))`;
			case 7:
				return depth > 1 ? `$(${this.command(depth - 1)})` : '$y';
			case 8:
				return depth > 1 ? `\`echo ${this.literal().replaceAll('\\', '').replaceAll('`', '')}\`` : '${z}';
			case 9:
				return `\${#${this.pick([...SCALARS, 'a[@]', 'a[1]', 'm[k]'])}}`;
			default:
				return this.operation(depth);
		}
	}

	ofArray(): string {
		return this.pick([
			'${a[@]}',
			'"${a[@]}"',
			'${a[*]}',
			'"${a[*]}"',
			'${a[0]}',
			'${a[1]}',
			'${a[-1]}',
			'${a[n]}',
			'${!a[@]}',
			'${#a[@]}',
			'${a[@]:1}',
			'${a[@]:0:2}',
			'${a[@]/a/Z}',
			'"${a[@]#?}"',
			'${a[@]%%b*}',
			'${m[k]}',
			'${m[$x]}',
			'${!m[@]}',
			'${#m[@]}',
			'"${m[@]}"',
			'${a[@]^}',
			'${a[$((n%3))]}',
			'${a[*]@Q}',
		]);
	}

	operation(depth: number): string {
		const name = this.pick(SCALARS);
		const word = this.operand(depth - 1);
		switch (this.number(9)) {
			case 0:
				return `\${${name}${this.pick([':-', '-', ':+', '+', ':=', '='])}${word}}`;
			case 1:
				return `\${${name}${this.pick(['#', '##', '%', '%%'])}${this.pattern()}}`;
			case 2:
				return `\${${name}${this.pick(['/', '//', '/#', '/%'])}${this.pattern()}/${word}}`;
			case 3:
				return `\${${name}:${this.pick(['0', '1', '2', ' -1', ' -2', 'n', '9'])}}`;
			case 4:
				return `\${${name}:${this.pick(['0', '1', ' -3'])}:${this.pick(['1', '2', '0', '-1', 'n'])}}`;
			case 5:
				return `\${${name}${this.pick(['^', '^^', ',', ',,', '~', '~~'])}${this.chance(30) ? this.pattern() : ''}}`;
			case 6:
				return `\${${name}@${this.pick(['Q', 'U', 'L', 'u', 'E', 'a', 'A'])}}`;
			case 7:
				return `\${!${this.pick(['r', 'r', 'x'])}}`.replace('{!x}', '{!r}');
			default:
				return `\${${name}}`;
		}
	}

	operand(depth: number): string {
		if (depth > 0 && this.chance(40)) return this.expansion(depth);
		return this.pick(['', 'w', 'a b', '"q  r"', "'s t'", '*', '\\}', '-', '~', '&', '[&]', '1', '"$y"', '$z$x']);
	}

	pattern(): string {
		return this.pick([
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
			' ',
			'*/',
			'@(a|b)',
		]);
	}

	arithmetic(depth: number): string {
		const leaf = (): string =>
			this.pick([
				'1',
				'2',
				'7',
				'0',
				'-3',
				'010',
				'0xF',
				'2#101',
				'n',
				'i',
				'$n',
				'${i}',
				'a[0]',
				'${#x}',
				'n++',
				'--i',
				'a[1]',
				'100',
			]);
		if (depth <= 0 || this.chance(30)) return leaf();
		const inner = (): string => this.arithmetic(depth - 1);
		switch (this.number(6)) {
			case 0:
				return `(${inner()})`;
			case 1:
				return `${this.pick(['-', '+', '!', '~'])} ${inner()}`;
			case 2:
				return `${inner()} ? ${inner()} : ${inner()}`;
			case 3:
				return `${this.pick(['n', 'i', 'k'])} ${this.pick(['=', '+=', '-=', '*='])} ${leaf()}`.replace(/^.*$/s, '($&)');
			default:
				return `${inner()} ${this.pick(ARITHMETIC)} ${inner()}`;
		}
	}

	/** A command that prints, for substitutions. */
	command(depth: number): string {
		switch (this.number(6)) {
			case 0:
				return `printf '%s\\n' ${this.many(3, () => this.word(depth - 1))}`;
			case 1:
				return `printf '${this.pick(['a\\nb\\n', '%s,', 'x\\n\\n', '%d\\n'])}' ${this.pick(['1', '2 3', '$n'])}`;
			case 2:
				return `cat ${this.pick(FILES)}`;
			default:
				return `echo ${this.many(2, () => this.word(depth - 1))}`;
		}
	}
}

export const SCALARS: readonly string[] = ['x', 'y', 'z', 's', 'n', 'i', 'u', 'p', 'e'];
export const FILES: readonly string[] = ['f1.txt', 'f2.txt', 'd/g.log', 'nums', 'out'];

const LITERALS: readonly string[] = [
	'a',
	'b',
	'foo',
	'bar.txt',
	"'a b'",
	'"x  y"',
	"''",
	'""',
	"$'t\\tx'",
	'1',
	'42',
	'-3',
	'007',
	'a=b',
	'\\*',
	"'*'",
	'é',
	'한국',
	'x\\ y',
	'a:b',
	'-n',
	'--',
	'%s',
	'"a\\nb"',
	"$'l1\\nl2'",
	'a/b/c',
	'a#b',
	'{a',
	'b}',
	'=',
	'"it\'s"',
];

const GLOBS: readonly string[] = [
	'*',
	'*.txt',
	'd/*',
	'f?.txt',
	'[fn]*',
	'*/',
	'nope*',
	'.*',
	'[!f]*',
	'd/[a-h]*.log',
	'*.{txt,log}',
	'"*"',
	'*1*',
];

const ARITHMETIC: readonly string[] = [
	'+',
	'-',
	'*',
	'/',
	'%',
	'**',
	'<<',
	'>>',
	'<',
	'>',
	'<=',
	'>=',
	'==',
	'!=',
	'&',
	'|',
	'^',
	'&&',
	'||',
	',',
];
