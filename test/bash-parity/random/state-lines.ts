// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text of shell scripts
import { SCALARS, type Words } from './words.ts';

/** A line about what a shell remembers: arrays, attributes, references, functions and their frames, traps. */
export function stateLine(words: Words): string {
	return words.pick(KINDS)(words);
}

const KINDS: readonly ((words: Words) => string)[] = [
	indexed,
	associative,
	declared,
	referred,
	scoped,
	framed,
	trapped,
	trapped,
	matched,
	globbed,
	cased,
	nested,
	listed,
];

const SUBSCRIPTS: readonly string[] = [
	'0',
	'1',
	'-1',
	'-2',
	'-9',
	'7',
	'n',
	'i+1',
	'$n',
	'"1"',
	"' 1 '",
	'1/0',
	'08',
	'$(echo 1)',
	'a[0]',
	'n++',
	'1,2',
	'~0',
];
const KEYS: readonly string[] = [
	'k',
	'"a b"',
	"'c]d'",
	'$x',
	'"$s"',
	'*',
	'@',
	'"@"',
	"'*'",
	"''",
	'é',
	'1',
	'-1',
	'~',
	'a\\ b',
	"$'t\\tx'",
	'$z',
	'"q\\"r"',
	'!',
	'%',
	'#',
	'a.b',
	'$(echo k)',
	'`echo q`',
	'x=y',
	'"$n"',
];

function indexed(words: Words): string {
	const at = (): string => words.pick(SUBSCRIPTS);
	const value = (): string => (words.chance(50) ? words.literal() : words.expansion(1));
	const element = (): string => (words.chance(35) ? `[${at()}]${words.pick(['=', '=', '+='])}${value()}` : value());
	const change = words.pick([
		() => `b[${at()}]${words.pick(['=', '+='])}${value()}`,
		() => `b=(${words.many(4, element)})`,
		() => `b+=(${words.many(2, element)})`,
		() => `unset 'b[${at()}]'`,
		() => `b=("\${b[@]:${words.pick(['1', ' -1', '0:1', '2'])}}")`,
		() =>
			`(( b[${words.pick(['0', '1', '-1', 'n', 'i+1', '$n', '7', 'a[0]', '-9', '1/0', 'n++'])}]${words.pick(['++', ' += 2', ' = 5'])} ))`,
		() => `read -r 'b[${at()}]' <<< ${value()}`,
		() => `declare ${words.pick(['-a', '-ai', '-au', '-ar', ''])} b=(${words.many(3, element)})`,
		() => `printf -v 'b[${at()}]' %s ${value()}`,
		() => `: "\${b[${at()}]${words.pick([':=', '='])}${words.literal()}}"`,
	]);
	return `b=(${words.pick(['p q r', '', '[3]=x [1]=y', "'' z"])}); ${change()}; echo "$?"; declare -p b; echo "\${b[${at()}]}" "\${#b[${at()}]}" "\${!b[@]}" "\${b[@]: -1}"; unset b`;
}

function associative(words: Words): string {
	const key = (): string => words.pick(KEYS);
	const value = (): string => (words.chance(50) ? words.literal() : words.expansion(1));
	const element = (): string => (words.chance(85) ? `[${key()}]${words.pick(['=', '=', '+='])}${value()}` : value());
	const change = words.pick([
		() => `h[${key()}]${words.pick(['=', '+='])}${value()}`,
		() => `h=(${words.many(4, element)})`,
		() => `h+=(${words.many(2, element)})`,
		() => `h=(${words.many(4, value)})`,
		() => `unset "h[${words.pick(['k', '1', 'a b', '*', '@', 'nope'])}]"`,
		() => `unset 'h[${key()}]'`,
		() => `declare -A${words.pick(['', 'i', 'u', 'l', 'x', 'r'])} h=(${words.many(3, element)})`,
		() => `(( h[${words.pick(['k', 'z', '$x', '1'])}] ${words.pick(['+= 2', '= 7', '++'])} ))`,
		() => `k=${key()}; h[$k]=${value()}; h["$k"]+=${value()}`,
		() => `[[ -v h[${words.pick(['k', '$x', 'nope'])}] ]]; echo $?; test -v 'h[k]'`,
	]);
	return `declare -A h=([k]=1 ["a b"]=2); ${change()}; echo "$?"; declare -p h; echo "\${h[${key()}]}" "\${#h[@]}" "\${!h[@]}" "\${h[*]}"; unset h`;
}

const ATTRIBUTES: readonly string[] = [
	'-i',
	'-u',
	'-l',
	'-c',
	'-x',
	'-a',
	'-A',
	'-t',
	'+i',
	'+x',
	'+r',
	'-g',
	'-ix',
	'-ur',
	'-ai',
	'-Au',
	'-I',
];

function declared(words: Words): string {
	const name = (): string => words.pick(['v1', 'v2', 'v3', 'nope', '1x', 'v1', 'x', 'a', 'm']);
	const item = (): string =>
		words.pick([
			`${name()}=${words.word(1)}`,
			name(),
			`${name()}+=${words.word(1)}`,
			`v3=(${words.many(2, () => words.literal())})`,
		]);
	const builtin = words.pick(['declare', 'declare', 'typeset', 'local', 'export', 'readonly']);
	const flags = words.pick(builtin === 'export' || builtin === 'readonly' ? ['', '-p', '--'] : ATTRIBUTES);
	const tail = `echo "$?"; declare -p v1 v2 v3 2>&1`;
	const line = `${builtin} ${flags} ${words.many(3, item)}`;
	if (builtin === 'local' || words.chance(40)) return `( ff() { ${line}; ${tail}; }; v1=glob; ff; ${tail} )`;
	return `( ${line}; ${tail}; v1=${words.word(1)}; v2+=${words.literal()}; ${tail} )`;
}

function referred(words: Words): string {
	const target = words.pick(['x', 'a', 'a[1]', 'm', 'm[k]', 'nope', 'a[-1]', 'nope[2]', 'ref2']);
	const use = (): string =>
		words.pick([
			`ref=${words.word(1)}`,
			`ref+=${words.literal()}`,
			'unset ref',
			'unset -n ref',
			'ref[1]=q',
			'ref=(1 2)',
			'echo "${ref[@]}" "${#ref[@]}"',
			'echo "${!ref}" "${ref-unset}"',
			'(( ref++ ))',
			'read ref <<< r',
			'for ref in y z; do echo "$ref ${!ref}"; done',
			'export ref',
			'[[ -v ref ]]; echo $?; [[ -R ref ]]; echo $?',
			'declare -p ref',
			'fr() { local -n l=$1; l+=1; echo "$l"; }; fr x',
			'fr() { local x=in; ref=out; echo "$x"; }; fr',
		]);
	return `( ref2=y; declare -n ref=${target}; echo "$ref"; ${use()}; echo $?; ${use()}; declare -p ref x a 2>&1 )`;
}

function scoped(words: Words): string {
	const name = (): string => words.pick(SCALARS);
	const change = (): string =>
		words.pick([
			`local ${name()}=${words.word(1)}`,
			`local -${words.pick(['i', 'u', 'x', 'r', 'a', 'A'])} ${name()}`,
			`${name()}=${words.word(1)}`,
			`unset ${name()}`,
			'local -p',
			'local',
			`local ${name()}; echo "\${${name()}-unset}"`,
			'local IFS=:; echo "$*"',
			'set -- r1 "r 2"; echo $#',
			'inner',
		]);
	return `( inner() { echo "$x|$y|$z"; x=deep; unset y; }; outer() { ${change()}; ${change()}; ${change()}; echo "$x|$y|$z|\${s-U}|$*"; }; ${words.pick(['', `${name()}=tmp `])}outer ${words.many(2, () => words.literal())}; echo "$? $x|$y|$z|\${s-U}" )`;
}

function framed(words: Words): string {
	const show = words.pick([
		'echo "${FUNCNAME[@]} ${BASH_LINENO[@]} $LINENO"',
		'caller',
		'caller 0',
		'caller 1',
		'caller 9; echo $?',
		'echo "${BASH_SOURCE[@]}"',
		'echo "$BASH_SUBSHELL $#"',
		'echo "${BASH_ARGC[@]} ${BASH_ARGV[@]}"',
		'echo "$_"',
		'declare -F ff; declare -f gg',
	]);
	const call = words.pick([
		'ff',
		'ff 1 2',
		'( ff )',
		'ff | cat',
		'x=$(ff); echo "$x"',
		'eval ff',
		'eval "\nff"',
		'echo ff > scr; . ./scr a b',
		'ff & wait',
		'command ff',
		'{ ff; }',
		'if ff; then :; fi',
		'for q in 1; do\nff; done',
		'trap ff EXIT',
		'ff <<< q > out; cat out',
	]);
	return `( ff() {\ngg "$@"\n}; gg() { ${show}; ${words.pick(['', 'return 3', 'false', 'unset -f gg'])}; }\n${words.pick(['', 'shopt -s extdebug; '])}${call}; echo $? )`;
}

function trapped(words: Words): string {
	const signal = words.pick(['ERR', 'ERR', 'DEBUG', 'RETURN', 'EXIT', 'EXIT', 'USR1', 'EXIT ERR', 'DEBUG RETURN']);
	const action = words.pick([
		'echo "T $?"',
		'echo "T $BASH_COMMAND"',
		'echo "T ${FUNCNAME[0]-main} $LINENO"',
		'x=trapped',
		'echo T; (exit 5)',
		':',
		'exit 6',
		'return 4',
		'echo "T $BASH_SUBSHELL"',
	]);
	const body = (): string =>
		words.pick([
			'false',
			'true',
			'fu',
			'( false )',
			'( fu )',
			'x=$(false)',
			'x=$(fu; echo v)',
			'false || true',
			'if false; then :; fi',
			'! true',
			'true | false',
			'false | true',
			'(( 0 ))',
			'[[ a == b ]]',
			'while false; do :; done',
			'for q in 1 2; do false; done',
			'{ false; }',
			'eval false',
			'. ./scr',
			signal === 'USR1' ? 'kill -USR1 $BASHPID' : 'kill -0 $$',
			'return 2',
			'nosuch',
			'fu > out',
			'( exit 3 )',
			'( trap - ERR; false )',
			'false & wait $!',
			'case a in a) false;; esac',
			'(( n = 0 ))',
			'trap',
			'trap -p EXIT ERR',
			'echo "$x"',
			'exec 9>&1',
			'set +E +T',
			'cd /nope',
			'fu | cat',
		]);
	const option = words.pick([
		'',
		'',
		'set -E; ',
		'set -T; ',
		'set -ET; ',
		'set -e; ',
		'set -eE; ',
		'shopt -s extdebug; ',
		'set -o pipefail; ',
		'shopt -s inherit_errexit; ',
	]);
	return `( echo 'false; return 7' > scr; fu() { false; echo in; return 3; }; ${option}trap '${action}' ${signal}\n${body()}\n${body()}\n${body()}; echo "end $?" ); echo "st $?"`;
}

function matched(words: Words): string {
	const subject = words.pick([
		'$x',
		'"$s"',
		"'ab12-cd'",
		'"a.b|c"',
		"''",
		"$'a\\nb'",
		'é한국',
		"'aaa'",
		"'[x]'",
		"'a b'",
	]);
	const pattern = words.pick([
		'^([a-z]+)([0-9]+)',
		'(a|(b))+',
		'a{1,2}',
		'[[:alpha:]]+$',
		'"."',
		"'['",
		'\\[x\\]',
		'$re',
		'"$re"',
		'^$',
		'(^a)|(b$)',
		'[^a]',
		'()',
		'.*',
		'a\\ b',
		'(a)(x)?(b)?',
		'[0-9]{2}',
		'[]x]',
		'한.',
		'\\.',
		'a*?',
	]);
	return `re='${words.pick(['a|b', '^(.)(.)', '[', '(', 'a{2}', '.*', '\\.', 'b+$'])}'; ${words.pick(['', 'shopt -s nocasematch; '])}[[ ${subject} =~ ${pattern} ]]; echo $?; declare -p BASH_REMATCH; shopt -u nocasematch`;
}

function globbed(words: Words): string {
	const option = some(words, ['extglob', 'nullglob', 'dotglob', 'globstar', 'nocaseglob', 'failglob']);
	const pattern = (): string =>
		words.pick([
			'*',
			'**',
			'**/',
			'**/*.log',
			'd/**',
			'!(*.txt)',
			'@(f1|nums)*',
			'+(f|d)*',
			'?(f)1.txt',
			'*(x)*',
			'[[:digit:]]*',
			'[!.]*',
			'.*',
			'.!(|.)',
			'F*',
			'nope*',
			'*/',
			'd/*',
			'd/.*',
			'"*".txt',
			'f[12].txt',
			'f[!1].txt',
			'[a-f]*',
			'{f,n}*',
			'$y',
			'*.@(txt|log)',
			'd/@(g|h).log',
			'***',
			'f[1',
			'\\f*',
			"'f'?.txt",
			'?',
			'./*',
			'd//*',
			'*d*/../n*',
		]);
	return `( shopt -s ${option}\necho ${words.many(3, pattern)}; echo $?; ${words.pick(['', 'GLOBIGNORE="*.txt:d"; '])}for q in ${pattern()}; do echo "<$q>"; done; case f1.txt in ${words.pick(['f*', '!(f*)', '@(f1|x).txt', 'F1*', '"f*"', '?(f)1*', '+([a-z])1.txt'])}) echo yes;; *) echo no; esac )`;
}

function cased(words: Words): string {
	const branch = (): string =>
		`${words.pick(['', '('])}${words.pick(['a', 'ab*', '?', '??', '[a-c]*', '*', "''", '"$x"', '$y', '$x|b', 'a | b', '\\*', '@(abc|d)', '[[:digit:]]', '~', '"a b"'])}) echo ${words.number(9)}; ${words.pick(['', '', 'false', 'x=q'])} ${words.pick([';;', ';&', ';;&'])} `
			.replace(';  ;', '; :;')
			.replace('; ;;', ' ;;')
			.replace('; ;&', ' ;&');
	return `shopt -s extglob\nfor w in a abc '' b '*' 'a b' 7 "$y"; do case $w in ${branch()}${branch()}${branch()}esac; echo "e $?"; done`;
}

function nested(words: Words): string {
	const inner = (): string =>
		words.pick([
			'echo $BASH_SUBSHELL',
			'echo "$x"',
			'x=in',
			'exit 4',
			'false',
			'return 2',
			'break',
			'cd d',
			'echo $$ | wc -l',
			'trap',
			'set -u',
			'echo ${FUNCNAME[0]-m}',
			'read -r l; echo "$l"',
		]);
	const around = words.pick([
		(text: string) => `( ${text} )`,
		(text: string) => `{ ${text}; } | cat`,
		(text: string) => `x=$(${text})`,
		(text: string) => `echo "$(${text})"`,
		(text: string) => `( ( ${text} ) )`,
		(text: string) => `cat <(${text})`,
		(text: string) => `{ ${text}; } &\nwait $!`,
		(text: string) => `echo a | ( ${text} )`,
		(text: string) => `eval '${text.replaceAll("'", '')}'`,
		(text: string) => `coproc { ${text}; }; wait $!`,
		(text: string) => `for q in 1 2; do ${text}; done < nums`,
	]);
	return `( ${around(`${inner()}; ${inner()}`)}; echo "$? $x \${PWD##*/} \${PIPESTATUS[*]}" ) 2>&1`;
}

function listed(words: Words): string {
	return words.pick([
		() =>
			`( y=$'${words.pick(['a\\nb', '\\x01', "it\\'s", '\\t', '\\e[0m', 'é', '\\xff'])}'; z='${words.pick(['a"b', '$c', '`d`', 'e\\f', '#g', '~h', 'i j', '=', 'k;l', '{m}', '!n'])}'; declare -p y z; set | grep -a '^[yz]='; export z; export -p | grep ' z='; echo "\${y@Q} \${z@Q} \${z@A}"; printf '%q ' "$y" "$z"; echo )`,
		() => `( alias q1=${words.word(1)} 'q2=a b'; alias; echo "\${BASH_ALIASES[q2]}"; unalias q1; alias q1; echo $? )`,
		() =>
			`( fp() { ${words.pick(['echo "a b" $x;', 'if true; then echo q; fi;', 'for i in 1 2; do :; done;', 'case $x in a) echo;; esac;', 'cat <<< q > out 2>&1;', '[[ -n $x && a == b ]];', '(( x + 1 )) || { :; };', 'while read l; do echo; done < nums;', 'a=(1 2); local b=$x;', '( sub ) & wait;', 'x=1 y=2 cmd | tee out;', 'until false; do break; done;', 'select i in a; do :; done;', 'function g { :; }; g;', '! true && time false;', 'echo `ls` $(ls);', 'cat <<E\nbody $x\nE\n', 'coproc cat;', 'for ((i=0;i<2;i++)); do :; done;', 'echo <(ls) >&2;', 'trap "echo x" EXIT;'])} }; declare -f fp; type fp | tail -1 )`,
	])();
}

function some(words: Words, from: readonly string[]): string {
	return words.many(2, () => words.pick(from));
}
