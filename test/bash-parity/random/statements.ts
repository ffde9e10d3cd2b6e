// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text of shell scripts
import type { Random } from '../../../simulator/machinery/random.ts';
import { builtinLine } from './builtin-lines.ts';
import { channelLine } from './channel-lines.ts';
import { formLine } from './form-lines.ts';
import { around, list, type Node, text, whole } from './node.ts';
import { optionLine } from './option-lines.ts';
import { rareCommand } from './rare-commands.ts';
import { stateLine } from './state-lines.ts';
import { toolLine } from './tool-lines.ts';
import { wordLine } from './word-lines.ts';
import { FILES, SCALARS, Words } from './words.ts';

/** The files that every script finds. */
export const TREE: Readonly<Record<string, string>> = {
	'f1.txt': 'alpha one\nbeta two\ngamma three\nalpha four\n',
	'f2.txt': 'b 2\na 10\n\nc  3\na 1\n',
	'd/g.log': 'x:1:y\nz:22:w\nno colon\n',
	'd/h.log': '',
	nums: '3\n1\n20\n2\n3\n',
	'.hidden': 'h\n',
};

const START = `HERE=$PWD x=abc y='b*' z= s='two words' n=3 i=1 p=a/b.txt r=s e=$'l1\\nl2'
a=(one 'two three' '' four)
declare -A m=([k]=v [abc]=w)
set -- p1 'p 2' ''`;

/** A random script: what every script begins with, then statements. */
export function randomScript(random: Random): Node {
	return new Statements(random).script();
}

class Statements {
	readonly #words: Words;
	#functions = 0;
	#counters = 0;

	constructor(random: Random) {
		this.#words = new Words(random);
	}

	script(): Node {
		const words = this.#words;
		const head: Node[] = [text(START)];
		if (words.chance(12)) head.push(text(words.pick(OPTIONS)));
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
		const kind = words.number(57);
		if (depth <= 0 || kind < 8) return this.#print();
		if (kind < 11) return this.#assign();
		if (kind < 13) return this.#condition(depth);
		if (kind < 15) return this.#loop(depth);
		if (kind === 15) return this.#case(depth);
		if (kind === 16) return this.#function(depth);
		if (kind < 19) return this.#pipeline();
		if (kind < 21) return this.#redirected(depth);
		if (kind === 21) return this.#document();
		if (kind === 22) return around('( ', this.#statements(depth - 1), '\n)');
		if (kind === 23) return around('{ ', this.#statements(depth - 1), '\n}');
		if (kind === 24) return this.#reading(depth);
		if (kind === 25) return text(`(( ${words.arithmetic(2)} )); echo "st $?"`);
		if (kind === 26) return this.#joined(depth);
		if (kind === 27) return text(`${this.#test()}; echo "t $?"`);
		if (kind > 54) return text(toolLine(words));
		if (kind > 52) return text(channelLine(words));
		if (kind > 49) return text(formLine(words));
		if (kind > 45) return text(optionLine(words));
		if (kind > 41) return text(wordLine(words));
		if (kind > 37) return text(stateLine(words));
		if (kind > 33) return text(builtinLine(words));
		if (kind > 29) return text(rareCommand(words));
		return text(this.#builtin());
	}

	#print(): Node {
		const words = this.#words;
		const args = list(
			Array.from({ length: 1 + words.number(3) }, () => text(words.word(3))),
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
		const name = words.pick(SCALARS);
		switch (words.number(9)) {
			case 0:
				return text(`a=(${words.many(3, () => words.word(2))}); echo "\${#a[@]}"`);
			case 1:
				return text(`a[${words.pick(['0', '2', 'n', '-1', '5', 'i+1'])}]=${words.word(2)}; declare -p a`);
			case 2:
				return text(`m[${words.pick(['k', 'j', '$x', '"a b"'])}]=${words.word(2)}; echo "\${m[@]}"`);
			case 3:
				return text(`a+=(${words.word(2)}); echo "\${a[@]}"`);
			case 4:
				return text(`${name}+=${words.word(2)}; echo "[$${name}]"`);
			case 5:
				return text(`${words.pick(['n', 'i', 'k'])}=$(( ${words.arithmetic(2)} )); echo $n $i`);
			case 6:
				return text(`${name}=$(${words.command(2)}); echo "$? $${name}"`);
			default:
				return text(`${name}=${words.word(2)}; echo $${name} "$${name}"`);
		}
	}

	#test(): string {
		const words = this.#words;
		switch (words.number(8)) {
			case 0:
				return `[[ ${words.expansion(1)} == ${words.pattern()} ]]`;
			case 1:
				return `[[ $x ${words.pick(['<', '>', '!=', '='])} ${words.literal()} ]]`;
			case 2:
				return `[ "$${words.pick(SCALARS)}" ${words.pick(['=', '!='])} ${words.word(1)} ]`;
			case 3:
				return `[ ${words.pick(['-z', '-n', '-f', '-d', '-e', '-s'])} "${words.pick(['$x', '$z', 'f1.txt', 'd', 'nope'])}" ]`;
			case 4:
				return `[[ $${words.pick(SCALARS)} =~ ${words.pick(['^a', 'b+', '^(.)(.*)$', '[0-9]', '^$', '(a|b)c?'])} ]]`;
			case 5:
				return `[[ ${words.pick(['-v x', '-v u', '-v a[1]', '-z $z', '-n $s', 'n -gt 2', '$n -eq 3 && -f nums', '! -d d || $x == a*'])} ]]`;
			case 6:
				return `test $n ${words.pick(['-eq', '-ne', '-lt', '-ge'])} ${words.pick(['3', '0', '$i', 'x', '""'])}`;
			default:
				return `(( ${words.arithmetic(2)} ))`;
		}
	}

	#condition(depth: number): Node {
		const words = this.#words;
		const then = whole(`if ${words.chance(20) ? '! ' : ''}${this.#test()}; then\n`, this.#statements(depth - 1), '\n');
		if (words.chance(40)) return whole(then, 'else\n', this.#statements(depth - 1), '\nfi');
		return whole(then, 'fi');
	}

	#loop(depth: number): Node {
		const words = this.#words;
		const counter = `c${++this.#counters}`;
		const jump = words.chance(25)
			? `\n${this.#test()} && ${words.pick(['break', 'continue', 'break 2', 'continue 2'])}`
			: '';
		const body = this.#statements(depth - 1);
		switch (words.number(4)) {
			case 0:
				return whole(`${counter}=0\nwhile (( ${counter}++ < ${words.number(4)} )); do\n`, body, `${jump}\ndone`);
			case 1:
				return whole(
					`for (( ${counter}=0; ${counter}<${words.number(4)}; ${counter}++ )); do\n`,
					body,
					`${jump}\ndone`,
				);
			case 2:
				return whole(`${counter}=3\nuntil [ $((${counter}--)) -le 0 ]; do\n`, body, `${jump}\ndone`);
			default:
				return whole(`for v in ${words.many(3, () => words.word(2))}; do\necho "v=$v"\n`, body, `${jump}\ndone`);
		}
	}

	#case(depth: number): Node {
		const words = this.#words;
		const items: Node[] = [];
		for (let count = 1 + words.number(3); count > 0; count--) {
			const end = words.pick([';;', ';;', ';;', ';&', ';;&']);
			const patterns = words.chance(30) ? `${words.pattern()}|${words.pattern()}` : words.pattern();
			items.push(whole(`${patterns.replaceAll('""', "''")}) `, this.#statements(depth - 1), `\n${end}\n`));
		}
		return whole(`case ${words.expansion(2)} in\n`, list(items, ''), '*) echo other;;\nesac');
	}

	#function(depth: number): Node {
		const words = this.#words;
		const name = `f${++this.#functions}`;
		const local = words.chance(60) ? `local ${words.pick(SCALARS)}=${words.word(1)} q\n` : '';
		const end = words.chance(40) ? `\nreturn ${words.pick(['0', '1', '3', '$n', '$?'])}` : '';
		return whole(
			`${name}() {\n${local}`,
			this.#statements(depth - 1),
			`${end}\n}\n${name} ${words.many(2, () => words.word(2))}; echo "r $?"`,
		);
	}

	#pipeline(): Node {
		const words = this.#words;
		const source = words.pick([
			`cat ${words.pick(FILES.slice(0, 4))}`,
			`printf '%s\\n' ${words.many(4, () => words.word(2))}`,
			'echo "$e"',
			'printf "%s\\n" "${a[@]}"',
			`echo ${words.word(3)}`,
			'seq 5',
			`ls ${words.pick(['', '-a', 'd', '-1 d', '-p'])}`,
		]);
		// Whether `ls` sees a file that `tee` makes is a matter of luck.
		const filter = (): string => words.pick(FILTERS).replace(/^tee out$/, source.startsWith('ls') ? 'tee' : '$&');
		const filters = Array.from({ length: 1 + words.number(3) }, () => text(filter()));
		return whole(source, ' | ', list(filters, ' | '));
	}

	#redirected(depth: number): Node {
		const words = this.#words;
		const file = words.pick(['out', 'out2', 'd/new', '"$p"', 'nums']);
		const operator = words.pick(['>', '>>', '2>', '&>', '>|', '> out 2>', '>&2 2>']);
		const body = words.chance(50) ? this.#print() : around('{ ', this.#statements(depth - 1), '\n}');
		return whole(body, ` ${operator} ${file}; `, `cat ${file}; echo "c $?"`);
	}

	#document(): Node {
		const words = this.#words;
		const quoted = words.chance(30);
		const lines = Array.from({ length: 1 + words.number(3) }, () =>
			text(`${words.pick(['', '  ', '\t'])}${this.#documentText()} end`),
		);
		const delimiter = quoted ? "'E'" : 'E';
		return whole(
			`${words.pick(['cat', 'wc -w', 'sort', 'while read -r l; do echo "[$l]"; done'])} <<${words.pick(['', '-'])}${delimiter}\n`,
			list(lines, '\n'),
			'\nE',
		);
	}

	/** bash itself fails on arithmetic inside braces in a here-document. */
	#documentText(): string {
		const found = this.#words.inQuotes(2);
		return /\{.*\$\(\(/s.test(found) ? 'x' : found;
	}

	#reading(depth: number): Node {
		const words = this.#words;
		const from = words.pick([
			'< nums',
			'< f2.txt',
			'<<< "$e"',
			'<<< "$s"',
			'< <(echo "$x $y"; echo "$s")',
			'< d/g.log',
		]);
		const names = words.pick(['l', 'l rest', '-r l', '-r l w rest', '-a q']);
		const ifs = words.pick(['', 'IFS= ', 'IFS=: ', 'IFS=, ']);
		return whole(
			`while ${ifs}read ${names}; do\necho "<$l>" "\${q[*]}"\n`,
			this.#statements(Math.min(1, depth - 1)),
			`\ndone ${from}`,
		);
	}

	#joined(depth: number): Node {
		const words = this.#words;
		const simple = (): Node => (words.chance(50) ? text(this.#test()) : this.#statement(Math.min(0, depth)));
		return whole(simple(), words.pick([' && ', ' || ']), simple(), words.pick([' && ', ' || ']), simple());
	}

	#builtin(): string {
		const words = this.#words;
		return words.pick([
			`set -- ${words.many(3, () => words.word(2))}; echo "$#" "$@"`,
			'shift; echo "$# $1"',
			'shift 2; echo "$? $*"',
			`eval "echo ${words.literal().replaceAll(/["']/g, '')}"`,
			`eval 'echo ${words.expansion(1).replaceAll("'", '')}'`,
			`IFS=${words.pick([':', ',', "$' \\t\\n'", "''", 'a'])}; echo $s $p "$*" \${a[*]}`,
			'unset IFS; echo $s',
			`unset ${words.pick(['x', 'a[1]', 'm', 'n', 'a', 'nope'])}; echo "\${x-unset} \${a[*]}"`,
			`printf -v ${words.pick(SCALARS)} '%s-%03d' ${words.word(1)} ${words.number(20)}; echo "$x $y"`,
			`read -r ${words.pick(['x', 'x y', 'x y z', '-a a'])} <<< ${words.word(2)}; echo "$? $x|$y|$z"`,
			`mapfile -t a < ${words.pick(FILES)}; echo "\${#a[@]} \${a[1]}"`,
			`declare ${words.pick(['-i', '-u', '-l', '-r', '-x', '-a'])} v${words.number(9)}=${words.word(1)}; declare -p v1 v2 v3`,
			`let ${words.pick(['n=n+1', '"i = n * 2"', 'n++', '"n > 2"', '0', 'x'])}; echo "$? $n $i"`,
			'(exit 3); echo $?',
			'! true; echo $?; ! false; echo $?',
			'true | false; echo "${PIPESTATUS[*]}"',
			'echo $(( RANDOM * 0 )) $BASH_SUBSHELL ${#FUNCNAME[@]} $LINENO',
			`(cd ${words.pick(['d', '/', 'nope', 'd/..', '-', '""'])} && pwd | tail -c 4)`,
			`for v; do printf '[%s]' "$v"; done; echo`,
			'getopts ab:c o -a -b val rest; echo "$o $OPTIND $OPTARG"',
			`type ${words.pick(['echo', 'if', 'nope', 'cd'])}; echo $?`,
			'trap "echo trapped" EXIT',
			'diff f1.txt <(sort f1.txt); echo $?',
			`cp f1.txt out3; mv out3 out4; rm out4; ls nope; echo $?`,
			`find . -name '*.txt' | sort; find d -type f ! -name new | sort | xargs wc -l`,
			`expr ${words.pick(['1 + 2', '3 \\* 4', 'abc : "a.*"', 'length abc', '7 / 0', '5 \\> 3'])}; echo $?`,
			`basename a/b.txt .txt; dirname a/b.txt`,
			`shopt -s ${words.pick(['nullglob', 'dotglob', 'extglob', 'nocasematch', 'globstar', 'nocaseglob', 'lastpipe'])}; echo *.txt ** nope*`,
			`select v in one two; do echo "s $v $REPLY"; break; done <<< ${words.number(4)}`,
			'echo a b c > out; read -r x < out; echo "$x"; : > out; wc -c < out',
			'exec 3> out; echo three >&3; exec 3>&-; cat out',
			`[[ $x =~ (.)(.) ]] && echo "\${BASH_REMATCH[@]}"`,
			`x=1 y=2 eval 'echo $x $y'; echo $x`,
			'echo "${BASH_SOURCE[0]:-none}" "${FUNCNAME[0]:-main}"',
			`nosuchcommand ${words.literal()}; echo $?`,
			`test ${words.many(3, () => words.literal())}; echo $?`,
		]);
	}
}

const OPTIONS: readonly string[] = [
	'set -e',
	'set -u',
	'set -f',
	'set -o pipefail',
	'set -eu',
	'set -x',
	'shopt -s extglob',
	'set -euo pipefail',
	'shopt -s nullglob',
	'set -T',
	'set -E; trap "echo ERR \\$?" ERR',
	'trap "echo D" DEBUG',
	'set -o posix',
	'set -a',
	'set -v',
];
const FORMATS: readonly string[] = [
	'%s',
	'%5s|',
	'%-6s|',
	'%q',
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
];
const FILTERS: readonly string[] = [
	'sort',
	'sort -n',
	'sort -r',
	'sort -u',
	'sort -k2',
	'uniq',
	'uniq -c',
	'wc -l',
	'wc',
	'tr a-z A-Z',
	"tr -d ' '",
	"tr -s ' '",
	'cut -c1-3',
	"cut -d' ' -f2",
	'cut -d: -f1,3',
	"sed 's/a/X/g'",
	"sed -n '2,3p'",
	"sed '/two/d'",
	"sed -E 's/([a-z]+) (.*)/\\2-\\1/'",
	'grep a',
	'grep -v a',
	'grep -c o',
	'grep -n .',
	'grep -E "^[a-c]"',
	'grep -o "[a-z]*"',
	"awk '{print $1}'",
	"awk '{print NR, NF}'",
	"awk '{s+=$1} END {print s}'",
	'awk -F: \'{print $2 "-" $1}\'',
	'cat',
	'cat -n',
	'cat -A',
	'nl',
	'tac',
	'rev',
	'tail -1',
	'tail -n +2',
	'paste -s -d,',
	'tee out',
	'fold -w3',
	'while read -r l; do echo "-$l"; done',
	'{ read x; cat; echo "x=$x"; }',
	'xargs echo',
	'xargs -n1 echo',
	'expand',
	'od -c',
	'md5sum',
];
