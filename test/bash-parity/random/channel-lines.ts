// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text of shell scripts
import { VALUES } from './form-lines.ts';
import type { Words } from './words.ts';

/** A line about descriptors, jobs and what is read. */
export function channelLine(words: Words): string {
	return words.pick(KINDS)(words);
}

const KINDS: readonly ((words: Words) => string)[] = [
	reads,
	maps,
	waits,
	descriptors,
	selects,
	getopts,
	nestedDocuments,
	coprocesses,
];

function reads(words: Words): string {
	const options = words.many(2, () =>
		words.pick([
			'-r',
			'-a q',
			'-d ,',
			'-d ""',
			'-n 3',
			'-N 4',
			'-t 1',
			'-t 0',
			'-u 3',
			'-s',
			'-p prompt',
			'-e',
			'-n 0',
			'-d e',
			'-N 0',
			'-i x',
		]),
	);
	const input = words.pick([
		'nums',
		'f1.txt',
		'f2.txt',
		'd/g.log',
		'd/h.log',
		'<(printf "a\\\\\\nb c\\\\ d,e")',
		'<(printf "x\\0y z\\n")',
	]);
	const ifs = words.pick(['', 'IFS= ', 'IFS=, ', 'IFS=" e" ', "IFS=$'\\n' ", 'IFS=: ']);
	return `{ ${ifs}read ${options} ${words.pick(['l', 'l r', '', 'l r rest', 'a[1]'])}; echo "$? [$l][$r][$rest][$REPLY] \${q[*]@Q} \${#q[@]}"; cat <&3 | head -2; } 3< ${input} < ${input.startsWith('<') ? 'nums' : input}`;
}

function maps(words: Words): string {
	const options = words.many(3, () =>
		words.pick([
			'-t',
			'-n 2',
			'-s 1',
			'-O 3',
			'-d :',
			"-d ''",
			'-c 2',
			'-C "echo cb"',
			'-C cb',
			'-c 1',
			'-u 3',
			'-n 0',
			'-O -1',
			'-c 0',
			'-d e',
		]),
	);
	return `( cb() { echo "cb $# <$1> <\${2%$'\\n'}>"; }; q=(x y); mapfile ${options} q < ${words.pick(['nums', 'f2.txt', 'd/g.log', 'd/h.log'])} 3< f1.txt; echo $?; declare -p q ) 2>&1`;
}

/** No two of them end at the same time, nor before they are waited for. */
function waits(words: Words): string {
	const first = words.pick(['(sleep 0.1; exit 3) &', 'sleep 0.1 &', '{ sleep 0.1; false; } &']);
	const second = words.pick(['', 'sleep 0.3 &', '(sleep 0.3; exit 7) &']);
	const wait = words.pick([
		'wait -n',
		'wait -n -p who',
		'wait -f',
		'wait %1',
		'wait',
		'wait -p who $!',
		'wait -n $!',
		'wait %2',
		'wait -n %1 %2',
		'wait -f %1',
		'wait -n; wait -n',
	]);
	return `( ${first} ${second} ${wait}; echo "$? \${who:+set}"; wait; echo $?; jobs ) 2>&1`;
}

function descriptors(words: Words): string {
	return words.pick([
		`( exec {fd}> out; echo one >&$fd; echo "$fd"; exec {fd}>&-; cat out; echo two >&$fd; echo $? ) 2>&1`,
		`( exec {fd}< nums; read -u $fd l; echo "$l"; read -r l2 <&$fd; echo "$l2 $fd"; exec {fd}<&-; read -u $fd l; echo $? ) 2>&1`,
		`{ echo a; echo b >&2; } ${words.pick(['2>&1 > out', '> out 2>&1', '&> out', '>& out', '2> out >&2', '3>&1 1>&2 2>&3 3>&- 2> out', '&>> out', '>> out 2>> out'])} | cat -n; cat out`,
		`( exec 3<> out; echo hello >&3; exec 3>&-; cat out; echo x 1<> out; cat out; exec 4< out 5<&4-; cat <&5; cat <&4; echo $? ) 2>&1`,
		`cat <(echo one) <(cat nums | ${words.pick(['sort', 'tac', 'head -1'])}) ${words.pick(['< f2.txt', '2>&1', '> out', '- <<< in'])}; cat out 2>&1 | head -3`,
		`( f() { echo "f $*"; echo err >&2; } ${words.pick(['> out', '2>&1', '2> out', '> out 2>&1', '<<< body'])}; f a; f b | cat; cat out; declare -f f ) 2>&1`,
		`( while read -r l; do echo "$l"; read -r k <&4; echo "k=$k"; done 3< nums 4< f1.txt < d/g.log; for i in 1 2; do echo $i; done > out; cat out ) 2>&1`,
		`( set -C; echo a > out; echo b > out; echo $?; echo c >| out; cat out; echo d > /dev/null; echo $?; echo e >> out; cat out ) 2>&1`,
		`tee >(${words.pick(['cat > out', 'wc -l > out', 'sort -r > out'])}) < nums > /dev/null; sleep 0.1; cat out`,
		`( exec > out; echo in; exec >&2; echo err; exec 2>&1; ls nope ) 2>&1; cat out`,
		`( {fd}> out echo x; echo "$fd" >&2; { echo y >&$v; } {v}> out; cat out; : {w}<&0 {w}<&-; exec {bad-}>&-; echo $? ) 2>&1 | head -6`,
	]);
}

function selects(words: Words): string {
	return `( PS3='${words.pick(['', '? ', '#$n> ', '\\w '])}'; COLUMNS=${words.pick(['80', '20', '5'])}; select v in ${words.many(5, () => words.pick(VALUES))}; do echo "$REPLY [$v]"; ${words.pick(['break', '[[ -n $v ]] && break', 'continue', 'set -- more', 'unset v', 'return 2'])}; done <<< $'${words.pick(['1', '2\\n1', '\\n2', 'x\\n1', '9', ' 1 ', '01', '-1\\n', ''])}'; echo "$? $v $REPLY" ) 2>&1`;
}

function getopts(words: Words): string {
	const spec = words.pick(['ab:c', ':ab:c', 'a:', ':', '', 'a:b:', ':a:bc', '+ab', 'ab::', '-:a']);
	const args = words.many(4, () =>
		words.pick([
			'-a',
			'-b',
			'-c',
			'-abc',
			'-bval',
			'-b val',
			'--',
			'-',
			'x',
			'-z',
			'-ab',
			'-b ""',
			'--long',
			'+a',
			'-a x',
		]),
	);
	return `( ${words.chance(20) ? 'OPTERR=0; ' : ''}${words.chance(20) ? 'OPTIND=2; ' : ''}while getopts '${spec}' opt ${words.chance(80) ? args : ''}; do echo "$opt \${OPTARG-unset} $OPTIND"; done; echo "$? $opt \${OPTARG-unset} $OPTIND" ) 2>&1`;
}

function nestedDocuments(words: Words): string {
	const line = (): string =>
		words.pick([
			'$x',
			'\\$x',
			'`echo q`',
			'$(cat <<I\ninner $n\nI\n)',
			'"$s"',
			"it's",
			'${z:-"a b"}',
			'\\\\',
			'a\\\nb',
			'$((n*2))',
			'${a[@]}',
			'\t$e',
			'E2',
			"$'x'",
			'${x/b/"c"}',
			'',
			"${nope-'q'}",
		]);
	const [first, second] = [words.pick(['E', "'E'", '"E"', '\\E']), words.pick(['F', "'F'"])];
	return words.pick([
		`cat <<${first} - <<${second}\n${line()}\nE\n${line()}\nF\n`.trimEnd(),
		`f() { cat <<${first} | cat -n\n${line()}\n${line()}\nE\n}; f; declare -f f | head -6`,
		`if read -r l; then echo "[$l]"; cat; fi <<-${first}\n\t${line()}\n\tlast\n\tE`,
		`v=$(cat <<${first}\n${line()}\n${line()}\nE\n); echo "[$v]"`,
		`cat <<${first} && echo and; echo after\n${line()}\nE`,
		`while read -r l; do cat <<${second}\n<$l>\nF\ndone <<${first}\n${line()}\nE`,
	]);
}

function coprocesses(words: Words): string {
	return words.pick([
		'( coproc { read -r l; echo "got $l"; }; echo hi >&${COPROC[1]}; read -r r <&${COPROC[0]}; echo "$r"; wait; echo $? ) 2>&1',
		'( coproc C { tr a-z A-Z; }; echo abc >&${C[1]}; exec {C[1]}>&-; cat <&${C[0]}; wait $C_PID; echo $? ) 2>&1',
		'( coproc cat; exec 5>&${COPROC[1]}; echo x >&5; read -r r <&${COPROC[0]}; echo "$r ${#COPROC[@]}" ) 2>&1',
		'( coproc P (exit 3); wait $P_PID; echo "$? ${P[0]-unset}" ) 2>&1',
	]);
}
