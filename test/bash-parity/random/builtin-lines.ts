// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text of shell scripts
import { FILES, SCALARS, type Words } from './words.ts';

/** A line about one builtin, called in all its ways. */
export function builtinLine(words: Words): string {
	return words.pick(KINDS)(words);
}

const KINDS: readonly ((words: Words) => string)[] = [
	reading,
	mapping,
	printing,
	printing,
	choosing,
	options,
	describing,
	completing,
	modes,
	waiting,
	jobs,
	descriptors,
	settings,
	history,
	directories,
];

function some(words: Words, from: readonly string[], most = 3): string {
	return words.many(most, () => words.pick(from));
}

const INPUTS: readonly string[] = [
	'< nums',
	'< f2.txt',
	'< d/g.log',
	'< /dev/null',
	'<<< "$s"',
	'<<< "$e"',
	"<<< ' a  b:c '",
	"<<< 'a\\ b c\\'",
	"<<< ''",
	"<<< 'x:y::z:'",
	"<<< $'a,b\\nc,d'",
	"< <(printf 'a\\0b c\\0d')",
	"< <(printf 'no newline')",
	"<<< 'é한국x'",
];

function reading(words: Words): string {
	const flags = some(
		words,
		[
			'-r',
			'-r',
			'-d:',
			"-d ''",
			'-d b',
			'-n2',
			'-n 4',
			'-N3',
			'-N 0',
			'-s',
			'-t 1',
			'-p "? "',
			'-a q',
			'-u 0',
			'-e',
			'-i t',
		],
		2,
	);
	const names = words.pick(['l', 'l r', 'l r rest', "'a[1]' l", '', 'm[k] l', 'x y z']);
	const ifs = words.pick(['', '', 'IFS= ', 'IFS=: ', "IFS=' :' ", 'IFS=, ', 'IFS=a ', "IFS=$'\\n' "]);
	return `${ifs}read ${flags} ${names} ${words.pick(INPUTS)}; echo "$? [$l][$r][$rest][$REPLY]" "\${q[@]}" "\${a[1]} \${m[k]}"`;
}

function mapping(words: Words): string {
	const flags = some(words, [
		'-t',
		'-n 2',
		'-n 0',
		'-s 1',
		'-s 9',
		'-O 3',
		'-O 0',
		"-d ''",
		'-d:',
		'-d a',
		'-c 1 -C "echo cb"',
		'-c2 -C cb',
		'-C :',
		'-u 0',
	]);
	const callback = words.chance(40) ? 'cb() { printf "<%s>" "$@"; echo "${#q[@]}"; }; ' : '';
	return `${callback}${words.pick(['mapfile', 'readarray'])} ${flags} q ${words.pick(INPUTS)}; echo $?; declare -p q`;
}

function printing(words: Words): string {
	const flag = (): string => words.pick(['', '', '-', '0', '+', ' ', '#', '-+', '#0', '+0']);
	const width = (): string => words.pick(['', '', '3', '8', '12', '1', '*']);
	const precision = (): string => words.pick(['', '', '', '.0', '.2', '.5', '.', '.1', '.*']);
	const letter = (): string => words.pick([...'sdioxXucbqQeEfFgGaA', '%']);
	const spec = (): string => {
		const kind = letter();
		return kind === '%' ? '%%' : `%${flag()}${width()}${precision()}${kind}`;
	};
	const format = Array.from({ length: 1 + words.number(3) }, spec).join(words.pick(['|', ' ', ',', '\\t', '']));
	const argument = (): string =>
		words.pick([
			...[
				'0',
				'1',
				'-1',
				'7',
				'42',
				'007',
				'0x1f',
				'-0x2',
				'1e3',
				'3.14159',
				'-2.5',
				'0.5',
				'1.5',
				'.5',
				'100000',
				'1e-5',
			],
			...['123456789', '9223372036854775807', '18446744073709551615', '-9223372036854775808', '9223372036854775808'],
			...[
				'"\'a"',
				"'\"é'",
				"''",
				'abc',
				"'a b'",
				'"a\\tb"',
				"'a\\x41\\0101'",
				"'it'\\''s'",
				"$'a\\nb'",
				'é한',
				'1x',
				'"$s"',
			],
			...['inf', 'nan', '1e400', '0.1', '1e16', '12345.678', '-0', '+5', "' 5'", '08', '0b1'],
		]);
	return `printf '${format}\\n' ${words.many(5, argument)}; echo $?`;
}

function choosing(words: Words): string {
	const list = words.pick(['one two', '"${a[@]}"', '{1..12}', '', 'é 한국 xyz', "'a b' c", '{a..z}', '$nope']);
	const head = words.pick(['', 'COLUMNS=30; ', "PS3='pick> '; ", 'COLUMNS=60; ']);
	return `${head}select v in ${list}; do echo "[$v] $REPLY"; [[ $REPLY == 2 ]] && break; done <<< ${words.pick(["$'1\\n2'", "$'\\n3\\n2'", "'x'", "$' 1 \\n99\\n-1'", "''", "$'0\\n01'"])}; echo "$? $v"; unset COLUMNS`;
}

function options(words: Words): string {
	const string = words.pick(['ab:c', ':ab:c', 'a', ':', 'a:b:', 'abc', ':a:']);
	const given = some(
		words,
		['-a', '-b', '-b x', '-ab', '-bval', '-c', '-z', '--', '-', 'rest', "-a''", '-a:', '-:'],
		4,
	);
	return `${words.pick(['', 'OPTERR=0; '])}OPTIND=1; while getopts ${string} o ${given}; do echo "$o \${OPTARG-none} $OPTIND"; done; echo "$? $o $OPTIND"; OPTIND=1 OPTERR=1`;
}

const COMMANDS: readonly string[] = [
	'echo',
	'cd',
	'if',
	'cat',
	'nope',
	'f1',
	'fu',
	'll',
	'/bin/cat',
	'./nope',
	'test',
	'[',
	'[[',
	'sort',
];

function describing(words: Words): string {
	const head = words.pick([
		'',
		'fu() { echo fu; }; ',
		'shopt -s expand_aliases; alias ll="ls -l"; ',
		'hash cat; ',
		'hash -r; ',
	]);
	const call = words.pick([
		`type ${words.pick(['', '-t', '-a', '-p', '-P', '-f', '-at', '-ap'])}`,
		`command ${words.pick(['-v', '-V'])}`,
		'hash',
		`hash ${words.pick(['-t', '-d', '-l'])}`,
	]);
	return `${head}${call} ${some(words, COMMANDS)}; echo $?; hash; unalias -a`;
}

function completing(words: Words): string {
	const word = words.pick(['', 'a', 'e', 'f', 'no', 'BASH_V', 'ech', 'x', 'd/', 'wh']);
	const by = words.pick([
		'-W \'foo bar "a b" $x\'',
		'-A shopt',
		'-A setopt',
		'-A signal SIGU',
		'-k',
		'-d',
		'-P "<" -S ">" -W "a ab b"',
		"-X '!a*' -W 'ab b'",
		"-X '&*' -W 'ab b'",
		'-A function',
		'-A arrayvar',
	]);
	if (words.chance(60)) return `compgen ${by} ${/ SIG/.test(by) ? '' : `-- ${word}`} | head -30; echo $?`;
	const spec = some(words, [
		'-W "a b"',
		'-F fu',
		'-o nospace',
		'-f',
		'-d',
		'-A user',
		"-X '*.o'",
		'-P x',
		'-S y',
		'-C c',
		'-u',
		'-G "*.c"',
	]);
	return `complete ${spec} ${words.pick(['foo', 'foo bar', '-D', '-E', "'a b'"])}; complete -p; ${words.pick(['complete -r foo', 'compopt -o default foo', 'compopt foo', 'complete -r', 'compopt +o nospace -o filenames bar'])}; echo $?; complete`;
}

function modes(words: Words): string {
	return words.pick([
		() =>
			`umask ${words.pick(['u=rwx,g=rx', 'g-w', 'a=', '+x', '-r', 'o=u', '077', '0777', '8', 'u+s', ',', '-S', '-p', '-S 027', 'u=,g=,o='])}; echo $?; umask; umask -S; umask 022`,
		() =>
			`ulimit ${words.pick(['-c', '-Sc 0', '-Hc', '-c unlimited', '-x', '-q 1', '-n foo', '-z', '-cc', '-c 0 1'])} | head -1; echo $?`,
		() =>
			`enable ${words.pick(['-n echo', '-n test cd', 'echo', 'nope', '-d cd', '-s', '-ns'])} | head -3; type -t echo test; enable -n; echo $?`,
		() =>
			`times | wc -l; TIMEFORMAT=${words.pick(["''", "'x%%y'", "'%Z'", "'a%'", "$'l\\nm'"])}; time ${words.pick([':', 'false', '{ false; }', '! true', '(exit 3)'])}; echo $?; unset TIMEFORMAT`,
		() =>
			`${words.pick(['builtin', 'command', 'exec', 'eval', 'source', '.', 'shift', 'unset', 'export', 'readonly', 'local', 'let', 'test', 'trap', 'exit', 'return', 'break', 'pushd', 'popd', 'dirs', 'jobs', 'wait', 'kill', 'read', 'printf', 'type', 'hash', 'umask', 'alias', 'unalias', 'shopt', 'set', 'getopts', 'mapfile', 'caller', 'history', 'fc', 'bind', 'complete', 'compgen', 'enable', 'times', 'disown', 'suspend', 'declare', 'cd'])} ${words.pick(['-Z', '-?', '--', '--nope', '-o', '-x -Z'])} 2>&1 | head -2; echo "\${PIPESTATUS[0]}"`,
	])();
}

function waiting(words: Words): string {
	const job = (): string =>
		words.pick([`(exit ${words.number(5)}) &`, '{ sleep 0; false; } &', 'true &', ': | false &']);
	const call = words.pick([
		'wait',
		'wait $!',
		'wait -n',
		'wait -n -p w',
		'wait -p w $!',
		'wait %1',
		'wait -f $!',
		'wait $jp $!',
		'wait nope',
		'wait %9',
	]);
	if (words.chance(40)) return `${job()} jp=$!; ${call}; echo "$? $((w == $!)) $((w == jp))"; wait; unset w`;
	// It does not end before it is waited for.
	const slow = words.pick(['{ sleep 0.05; exit 3; } &', 'sleep 0.05 &', 'sleep 0.05 | false &', '! sleep 0.05 &']);
	const after = (): string =>
		words.pick(['wait', 'wait $!', 'jobs', 'wait -n', 'jobs -n', 'wait %1', 'sleep 0.1', 'jobs %+']);
	return `${slow} jp=$!; ${call}; echo "$? $((w == $!)) $((w == jp))"; ${after()}; echo $?; ${after()}; echo $?; wait; unset w`;
}

function jobs(words: Words): string {
	const spec = words.pick(['%1', '%%', '%+', '%-', '%sl', '%?ee', '%9', '']);
	return `sleep 0.2 & ${words.pick(['', 'sleep 0.3 & '])}${words.pick(['jobs', 'jobs -r', 'jobs -s', `jobs ${spec}`, `disown ${spec}; jobs`, `kill ${spec || '%1'}; wait ${spec || '%1'}`, 'jobs -p | wc -l', 'jobs | sed s/2/X/', 'jobs -n'])} 2>&1; echo $?; kill $! 2> /dev/null; wait`;
}

function descriptors(words: Words): string {
	return words.pick([
		() =>
			`exec {v}${words.pick(['<', '>', '>>', '<>'])} ${words.pick(['out', 'nums', 'f1.txt'])}; echo $(( v > 9 )); ${words.pick(['read -u $v l; echo "$l"', 'echo new >&$v', 'cat <&$v'])}; exec {v}${words.pick(['>&-', '<&-'])}; echo x >&$v; echo $?; cat out`,
		() =>
			`exec 3>&1 4>&2 ${words.pick(['> out', '2>&1', '2> out', '> out 2>&1'])}; ${words.pick(['echo q', 'nosuch', 'ls nope f1.txt'])}; exec 1>&3 2>&4 3>&- 4>&-; cat out`,
		() =>
			`{ echo a; echo b >&2; } ${words.pick(['2>&1 > out', '> out 2>&1', '&> out', '&>> out', '>& out', '2> out', '3>&1 1>&2 2>&3', '>&- 2> out', '2>&-'])}; cat out`,
		() =>
			`${words.pick(['cat <&0', 'read l', 'cat -', 'head -1'])} ${words.pick(['< nums', '0< f2.txt', '<<< "$x"', '< nope', '< d', '< "$nope"', '< $s', '< "nums"', '<&9', '<&-', '< *.txt', '0<&$nope'])}; echo "$? $l"`,
		() =>
			`echo ${words.word(2)} ${words.pick(['>', '>>', '>|', '&>', '>&'])} ${words.pick(['d', 'd/new', '/nope/x', '"$z"', '$u', 'o{1,2}', '~/x', 'out*', '"a b"', '$y'])}; echo $?; cat "a b" 2> /dev/null`,
		() =>
			`set -C; echo one ${words.pick(['> nums', '>| nums', '>> nums', '> new', '&> nums', '> /dev/null'])}; echo $?; set +C; head -2 nums`,
		() =>
			`while read -r l; do echo "$l"; read -r n2; done < <(cat ${words.pick(FILES.slice(0, 4))}) ${words.pick(['> out', '| cat', '2>&1', ''])}; cat out`,
	])();
}

function settings(words: Words): string {
	return words.pick([
		() =>
			`set ${words.pick(['-o', '+o'])} | grep ${words.pick(['no', 'e', 'pipe', 'hist'])}; shopt ${words.pick(['', '-s', '-u', '-p', '-o'])} | grep ${words.pick(['glob', 'case', 'comp', 'x'])}`,
		() =>
			`f1() { local -; set ${words.pick(['-f', '-u', '-x', '-C', '+h', '-o pipefail'])}; echo "$-"; }; f1; echo "$-"`,
		() =>
			`shopt ${words.pick(['-s', '-u', '-q', '-p', '-so', '-uo', '-po', '-qo'])} ${some(words, ['nullglob', 'extglob', 'noglob', 'errexit', 'nope', 'dotglob', 'pipefail', 'lastpipe'])}; echo "$? $-"; set +ef; shopt -u nullglob dotglob lastpipe`,
		() =>
			`set ${some(words, ['-a', '+a', '-b', '-h', '+h', '-k', '-p', '-B', '+B', '-P', '-o', '-o nope', '+o nounset', '-e -u +e +u', '--', '-'], 2)} > /dev/null; echo "$? $- {a,b} $#"; set +a +k -hB`,
		() =>
			`exec 5> tr; BASH_XTRACEFD=5; set -x; ${words.pick([`echo ${words.word(1)}`, `x=${words.word(1)}`, 'for q in 1 2; do :; done', '[[ $x == a* ]]', '(( n + 1 ))', 'f1() { :; }; f1 "a b"', 'case $x in a*) : ;; esac', 'a=(1 "b c")', `printf "%s" ${words.word(1)} > out`])}; { set +x; } 2> /dev/null; exec 5>&-; unset BASH_XTRACEFD; cat tr`,
		() =>
			`PS4='${words.pick(['+$LINENO ', '>${FUNCNAME[0]-m} ', '$x ', '* ', '', '\\u '])}'; set -x; ${words.pick([`: ${words.word(2)}`, 'y=$(echo sub)', '(: in)', `${words.pick(SCALARS)}=${words.word(1)} true`, 'echo a | cat', 'eval "echo ev"', 'declare -i dn=1+1', 'local q=1', '! true', 'if [ a ]; then :; fi'])}; set +x; PS4='+ '`,
	])();
}

function history(words: Words): string {
	return words.pick([
		() => `history -s ${words.many(2, () => words.literal())}; history; echo $?; history -c`,
		() =>
			`history -s one; history -s 'two words'; history ${words.pick(['1', '-d 1', '-d -1', '-d 9', 'x', '-p a', '-d 1-2', '-Z', '0'])}; echo $?; history; history -c`,
	])();
}

function directories(words: Words): string {
	const move = words.pick([
		'pushd d',
		'pushd',
		'pushd +1',
		'pushd -0',
		'popd',
		'popd +1',
		'popd -n',
		'pushd -n d',
		'cd -',
		'cd',
		'cd d/..',
		'cd -P d',
		'cd d nope',
		'pushd +9',
		'cd ""',
		'CDPATH=d:. cd .',
		'cd ./d',
		'dirs -c',
	]);
	return `pushd d > /dev/null; ${move} > out 2>&1; echo "$? \${#DIRSTACK[@]}"; dirs ${words.pick(['', '-v', '-p', '-l', '+0', '-0', '+9', '-c'])} | sed "s,$PWD,PWD," | tail -3; echo "\${PWD##*/} \${OLDPWD##*/}"; dirs -c; cd "$HERE"`;
}
