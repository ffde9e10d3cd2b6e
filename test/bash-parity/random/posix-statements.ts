// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text of shell scripts
import type { Random } from '../../../simulator/machinery/random.ts';
import { around, list, type Node, text, whole } from './node.ts';
import { posixBuiltinLine } from './posix-builtins.ts';
import { GLOBS, NAMES, POSIX_PATTERNS, PosixWords } from './posix-words.ts';
import { FILES, Words } from './words.ts';

const START = `HERE=$PWD x=abc y='b*' z= s='two words' n=3 i=1 p=a/b.txt e='l1
l2'
set -- p1 'p 2' ''`;

/** A random script for shells that know POSIX's language only. */
export function randomPosixScript(random: Random): Node {
	return new PosixStatements(random).script();
}

class PosixStatements {
	readonly #words: Words;
	readonly #posix: PosixWords;
	#functions = 0;
	#counters = 0;

	constructor(random: Random) {
		this.#words = new Words(random);
		this.#posix = new PosixWords(this.#words);
	}

	script(): Node {
		const words = this.#words;
		const head: Node[] = [text(START)];
		if (words.chance(15)) head.push(text(words.pick(OPTIONS)));
		const body = Array.from({ length: 3 + words.number(5) }, () => this.#statement(3));
		return whole(list(head, '\n'), '\n', list(body, '\n'));
	}

	#statements(depth: number): Node {
		const count = 1 + this.#words.number(3);
		return list(
			Array.from({ length: count }, () => this.#statement(depth)),
			'\n',
		);
	}

	#statement(depth: number): Node {
		const words = this.#words;
		const kind = words.number(36);
		if (depth <= 0 || kind < 7) return this.#print();
		if (kind < 10) return this.#assign();
		if (kind < 12) return this.#condition(depth);
		if (kind < 14) return this.#loop(depth);
		if (kind < 16) return this.#case(depth);
		if (kind === 16) return this.#function(depth);
		if (kind === 17) return this.#pipeline();
		if (kind < 20) return this.#redirected(depth);
		if (kind === 20) return this.#document();
		if (kind === 21) return around('( ', this.#statements(depth - 1), '\n)');
		if (kind === 22) return around('{ ', this.#statements(depth - 1), '\n}');
		if (kind === 23) return this.#reading(depth);
		if (kind === 24) return text(`echo $(( ${this.#posix.arithmetic(2)} )) "$n $i $k"`);
		if (kind === 25) return this.#joined(depth);
		if (kind === 26) return text(`${this.#test()}; echo "t $?"`);
		return text(posixBuiltinLine(words, this.#posix));
	}

	#word(depth = 2): string {
		return this.#posix.word(depth);
	}

	#print(): Node {
		const words = this.#words;
		const args = list(
			Array.from({ length: 1 + words.number(3) }, () => text(this.#word(3))),
			' ',
		);
		switch (words.number(4)) {
			case 0:
				return whole("printf '<%s>' ", args, '; echo');
			case 1:
				return whole(`printf '${words.pick(FORMATS)}\\n' `, args);
			default:
				return whole('echo ', args);
		}
	}

	#assign(): Node {
		const words = this.#words;
		const name = words.pick(NAMES);
		switch (words.number(6)) {
			case 0:
				return text(`${name}=$(${this.#posix.command(2)}); echo "$? $${name}"`);
			case 1:
				return text(`${words.pick(['n', 'i', 'k'])}=$(( ${this.#posix.arithmetic(2)} )); echo $n $i`);
			case 2:
				return text(
					`${name}=${this.#word()} ${words.pick(['echo', 'eval', ':', 'export', 'cat /dev/null', 'nosuch'])} ${words.pick(['', "'echo $x'", 'q=1']).replace(/^.*$/, (each) => each)} | grep -c .; echo "$${name}"`,
				);
			case 3:
				return text(`${name}=${this.#word()} ${words.pick(NAMES)}=${this.#word()}; echo "[$x|$y|$z]"`);
			default:
				return text(`${name}=${this.#word()}; echo $${name} "$${name}"`);
		}
	}

	#test(): string {
		const words = this.#words;
		const operand = (): string =>
			words.pick([`"$${words.pick(NAMES)}"`, this.#word(1), '1', '3', '""', 'f1.txt', 'd', 'nope', '-3']);
		const file = (): string => words.pick(['f1.txt', 'd', 'nope', 'nums', '"$z"', 'd/h.log', '/dev/null', '.']);
		const single = words.pick([
			() => `-${words.pick([...'zn'])} ${operand()}`,
			() => `-${words.pick([...'fdesrwxhLpSbcgukGO'])} ${file()}`,
			() =>
				`${operand()} ${words.pick(['=', '!=', '-eq', '-ne', '-lt', '-ge', '-gt', '-le', '\\<', '\\>', '=='])} ${operand()}`,
			() => operand(),
			() => `! ${operand()}`,
			() => `${file()} -${words.pick(['nt', 'ot', 'ef'])} ${file()}`,
			() => `-t ${words.pick(['0', '1', '9', 'x'])}`,
			() => '',
			() => words.many(4, operand),
		])();
		const all = words.chance(25)
			? `${single} ${words.pick(['-a', '-o'])} ${words.pick(['"$x"', '-n ""', '1 -eq 1', '! -d d', '\\( a = a \\)'])}`
			: single;
		return words.chance(30) ? `test ${all}` : `[ ${all} ]`;
	}

	#condition(depth: number): Node {
		const words = this.#words;
		const head = words.chance(50) ? this.#test() : words.pick(['true', 'false', ': | false', '(exit 2)', 'x=$(false)']);
		const then = whole(`if ${words.chance(20) ? '! ' : ''}${head}; then\n`, this.#statements(depth - 1), '\n');
		if (words.chance(20)) {
			return whole(
				then,
				`elif ${this.#test()}; then\n`,
				this.#statements(depth - 1),
				'\nelse echo "else $?"\nfi; echo "if $?"',
			);
		}
		if (words.chance(40)) return whole(then, 'else\n', this.#statements(depth - 1), '\nfi');
		return whole(then, 'fi');
	}

	#loop(depth: number): Node {
		const words = this.#words;
		const counter = `c${++this.#counters}`;
		const jump = words.chance(25)
			? `\n${this.#test()} && ${words.pick(['break', 'continue', 'break 2', 'continue 2', 'break 9'])}`
			: '';
		const body = this.#statements(depth - 1);
		switch (words.number(3)) {
			case 0:
				return whole(
					`${counter}=0\nwhile [ $((${counter} += 1)) -le ${words.number(4)} ]; do\n`,
					body,
					`${jump}\ndone`,
				);
			case 1:
				return whole(`${counter}=3\nuntil [ $((${counter} -= 1)) -le 0 ]; do\n`, body, `${jump}\ndone`);
			default:
				return whole(
					`for v ${words.chance(15) ? '' : `in ${words.many(3, () => this.#word())}`}\ndo echo "v=$v"\n`,
					body,
					`${jump}\ndone`,
				);
		}
	}

	#case(depth: number): Node {
		const words = this.#words;
		const items: Node[] = [];
		for (let count = 1 + words.number(3); count > 0; count--) {
			const pattern = (): string =>
				words
					.pick([...POSIX_PATTERNS, ...GLOBS])
					.replaceAll('\n', ' ')
					.replace(/^ $/, "' '");
			const patterns = words.chance(30) ? `${pattern()} | ${pattern()}` : pattern();
			items.push(whole(`${words.chance(20) ? '(' : ''}${patterns}) `, this.#statements(depth - 1), '\n;;\n'));
		}
		return whole(`case ${this.#word()} in\n`, list(items, ''), '*) echo other;;\nesac; echo "c $?"');
	}

	#function(depth: number): Node {
		const words = this.#words;
		const name = `f${++this.#functions}`;
		const local = words.chance(60)
			? `local ${words.pick(NAMES)}=${words.pick(['1', '"$s"', '$x', "'a b'", ''])} ${words.pick(['q', 'x', '', 'z=$y'])}\n`
			: '';
		const end = words.chance(40) ? `\nreturn ${words.pick(['0', '1', '3', '$n', '$?', '', '300'])}` : '';
		return whole(
			`${name}() {\n${local}`,
			this.#statements(depth - 1),
			`${end}\n}\n${name} ${words.many(2, () => this.#word())}; echo "r $? $x $#"`,
		);
	}

	#pipeline(): Node {
		const words = this.#words;
		const source = words.pick([
			`cat ${words.pick(FILES.slice(0, 4))}`,
			`printf '%s\\n' ${words.many(4, () => this.#word())}`,
			'echo "$e"',
			`echo ${this.#word(3)}`,
			'seq 3',
			'ls d',
			'{ echo a; echo b; }',
			'( echo a; exit 3 )',
		]);
		const filters = Array.from({ length: 1 + words.number(3) }, () => text(words.pick(FILTERS)));
		return whole(words.chance(10) ? '! ' : '', source, ' | ', list(filters, ' | '), '; echo "p $?"');
	}

	#redirected(depth: number): Node {
		const words = this.#words;
		const file = words.pick([
			'out',
			'out2',
			'd/new',
			'"$p"',
			'nums',
			'$z',
			'"$z"',
			'$s',
			'o*',
			'/nope/x',
			'd',
			'&1',
			'&2',
			'&9',
			'&-',
			"'a b'",
		]);
		const operator = words.pick(['>', '>>', '2>', '>|', '> out 2>', '<', '<>', '3>', '0<']);
		const body = words.chance(50) ? this.#print() : around('{ ', this.#statements(depth - 1), '\n}');
		return whole(body, ` ${operator}${file}`, `; echo "c $?"; cat out`);
	}

	#document(): Node {
		const words = this.#words;
		const lines = Array.from({ length: 1 + words.number(3) }, () =>
			text(
				`${words.pick(['', '  ', '\t'])}${this.#posix.inQuotes(2)}${words.pick(['', ' end', "'", '"', '\\', ' \\\\'])}`,
			),
		);
		return whole(
			`${words.pick(['cat', 'wc -w', 'sort', 'while read -r l; do echo "[$l]"; done', 'read l'])} <<${words.pick(['', '-'])}${words.pick(['E', "'E'", 'E', '"E"', '\\E'])}\n`,
			list(lines, '\n'),
			'\nE',
		);
	}

	#reading(depth: number): Node {
		const words = this.#words;
		const from = words.pick([
			'< nums',
			'< f2.txt',
			'< d/g.log',
			'<<E\n$s\n a  b \\\\ c\\\n d\nE',
			'<<E\n$p\na\\\\b\nE',
		]);
		const names = words.pick(['l', 'l rest', '-r l', '-r l w rest', 'a b']);
		const ifs = words.pick(['', 'IFS= ', 'IFS=: ', "IFS=' :' ", 'IFS=a ']);
		return whole(
			`while ${ifs}read ${names}; do\necho "<$l> <$w> <$rest> <$a> <$b>"\n`,
			this.#statements(Math.min(1, depth - 1)),
			`\ndone ${from}`,
		);
	}

	#joined(depth: number): Node {
		const words = this.#words;
		const simple = (): Node => (words.chance(50) ? text(this.#test()) : this.#statement(Math.min(0, depth)));
		return whole(simple(), words.pick([' && ', ' || ']), simple(), words.pick([' && ', ' || ']), simple());
	}
}

const OPTIONS: readonly string[] = [
	'set -e',
	'set -u',
	'set -f',
	'set -eu',
	'set -x',
	'set -a',
	'set -v',
	'set -C',
	'trap "echo bye" EXIT',
	"PS4='> '; set -x",
	'IFS=:',
	"IFS=''",
	'unset IFS',
];
const FORMATS: readonly string[] = [
	'%s',
	'%5s|',
	'%-6s|',
	'%b',
	'%.2s',
	'%s %s',
	'%d',
	'%03d',
	'%x',
	'%c',
	'%%%s',
	'%10.3s|',
	'%i',
	'%5.1f',
	'%u',
	'%q',
	'%+d',
	'\\t%s\\c%s',
	'%#o',
];
const FILTERS: readonly string[] = [
	...[
		'sort',
		'sort -n',
		'uniq -c',
		'wc -l',
		'tr a-z A-Z',
		'cut -c1-3',
		"sed 's/a/X/g'",
		'grep a',
		'grep -c o',
		"awk '{print $1}'",
	],
	...[
		'cat',
		'cat -A',
		'tail -1',
		'tee out',
		'while read -r l; do echo "-$l"; done',
		'{ read x; cat; echo "x=$x"; }',
		'xargs echo',
	],
	...['od -c', '( cat; exit 4 )', 'read x', 'true', 'false'],
];
