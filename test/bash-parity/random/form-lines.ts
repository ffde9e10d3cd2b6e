// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text of shell scripts
import type { Words } from './words.ts';

/** A line of a form of the language that stands in few scripts. */
export function formLine(words: Words): string {
	return words.pick(KINDS)(words);
}

const KINDS: readonly ((words: Words) => string)[] = [
	locals,
	references,
	cases,
	globs,
	elements,
	traps,
	strictness,
	attributes,
	sideEffects,
	steps,
	tildes,
];

export const VALUES: readonly string[] = [
	'a',
	'$x',
	'"$s"',
	"'q r'",
	'"${a[@]}"',
	'$((n+1))',
	'*.txt',
	'""',
	'"$@"',
	'$n',
];

function locals(words: Words): string {
	const declared = (): string =>
		words.pick([
			'local -i v=n+1',
			'local -u v=abc',
			'local v',
			'local -a v=(1 "2 3")',
			'local -A v=([k]=1)',
			'local -n v=x',
			'local -r v=5',
			'local -x v=e',
			'local -I v',
			'local v=$v',
			'declare -g v=glob',
			'local -',
			'local -p',
			'typeset v=t w',
			'unset v',
			'local v+=more',
		]);
	return `( v=out; inner() { ${declared()}; v+=${words.pick(VALUES)}; echo "in [\${v[*]}] \${v@A}" 2>&1; ${words.pick(['set -f', 'return 3', 'unset v', ':', 'v=(z)'])}; }; outer() { ${declared()}; inner ${words.pick(VALUES)}; echo "mid $? [$v] $-"; ${declared()}; declare -p v; }; outer; echo "out $? [$v] $-" ) 2>&1`;
}

function references(words: Words): string {
	const target = words.pick(['a', 'm', 'a[1]', 'm[k]', 'x', 'nope', 'm2', 'a[n-1]', '1', 'r2']);
	const use = (): string =>
		words.pick([
			'echo "$ref ${ref[1]} ${ref[k]}"',
			'echo "${!ref} ${!ref[@]}"',
			'ref=new; declare -p ref',
			'ref+=(more)',
			'ref[2]=two',
			'ref[k]=two',
			'unset ref; declare -p ref',
			'unset -n ref; declare -p ref',
			'echo "${#ref} ${#ref[@]} ${ref@Q}"',
			'for v in "${ref[@]}"; do echo "<$v>"; done',
			'read -r ref <<< "r1 r2"; echo "$ref"',
			'printf -v ref %s pv; echo "$ref"',
			'(( ref++ )); echo "$ref"',
			'declare -n again=ref; echo "$again"; again=deep; echo "$ref"',
			'[[ -v ref && -R ref ]]; echo $?',
			"mapfile -t ref <<< $'l1\\nl2'; declare -p ref",
			'echo "${ref:1:2}" "${ref//o/0}" "${ref^^}"',
			'f() { local -n inner=$1; inner=set; inner[3]=three; }; f ref; echo "$ref ${a[3]}"',
		]);
	return `( r2=x; declare -n ref=${target}; ${use()}; ${use()}; ${use()}; declare -p a x 2>&1 ) 2>&1`;
}

function cases(words: Words): string {
	const pattern = (): string =>
		words.pick([
			'a*',
			'*b',
			'?(a)bc',
			'+([a-z])',
			'!(x|y)',
			'@(abc|two*)',
			'"$x"',
			'$y',
			'[!a-m]*',
			'[[:digit:]]',
			"'b*'",
			'""',
			'\\*',
			'(b)',
			'a|b',
			'*\\ *',
			'[a-',
			'${x:0:1}*',
			'$(echo abc)',
			'~',
		]);
	const item = (): string => `${pattern()}) echo ${words.number(9)}${words.pick([';;', ';&', ';;&', '\n;;', ';;&'])}`;
	return `shopt -s extglob\n${words.chance(15) ? 'shopt -s nocasematch\n' : ''}for w in "$x" "$y" 'two words' 3 '' ${words.pick(VALUES)}; do case $w in ${item()} ${item()} ${item()} *) echo "other $?";; esac; done; echo $?; shopt -u nocasematch`;
}

function globs(words: Words): string {
	const group = (depth: number): string => {
		const inside = (): string =>
			depth > 0 && words.chance(40)
				? group(depth - 1)
				: words.pick(['a', 'f?', '*.txt', 'b', '[ab]', '', 'x y', 'nums', 'd']);
		return `${words.pick(['?', '*', '+', '@', '!'])}(${inside()}${words.chance(60) ? `|${inside()}` : ''})${words.pick(['', '*', 'b', '.txt', '/*'])}`;
	};
	const pattern = group(2).replaceAll('x y', 'x\\ y');
	const options = words.pick(['', '', 'nullglob', 'dotglob', 'nocaseglob', 'globstar', 'failglob', 'globskipdots']);
	return `shopt -s extglob\n( ${options === '' ? '' : `shopt -s ${options}; `}${words.pick([
		`printf '<%s>' ${pattern} ${words.pick(['', '**/*.log', '.*', 'd/*'])}; echo`,
		`v=abab; echo "\${v#${pattern}}" "\${v##${pattern}}" "\${v%${pattern}}" "\${v%%${pattern}}"`,
		`v='abab xb'; echo "\${v/${pattern}/-}" "\${v//${pattern}/-}"`,
		`[[ $x == ${pattern} ]]; echo $?; [[ abb != ${pattern} ]]; echo $?`,
		`GLOBIGNORE='*.txt:nums'; echo ${pattern} *`,
		`a=(aa ab ba bb); echo "\${a[@]#${pattern}}" "\${a[@]/${pattern}/_}" "\${a[*]^${pattern.slice(0, 1) === '!' ? '?' : pattern}}"`,
	])}; echo $? )`;
}

function elements(words: Words): string {
	const index = words.pick(['0', 'n', '-1', 'i+2', '$n', '"1"', 'a[0]', ' 2 ', '5', "'1'", '1e', '']);
	return words.pick([
		`( printf -v "a[${index}]" '%s-%d' ${words.pick(VALUES)} 7; echo $?; declare -p a ) 2>&1`,
		`( printf -v 'm[${words.pick(['k', 'a b', '$x', '"q"', '@'])}]' %q ${words.pick(VALUES)}; echo $?; declare -p m ) 2>&1`,
		`( read -r "a[${index}]" x <<< 'one two three'; echo $?; declare -p a x ) 2>&1`,
		`( unset "a[${index}]"; echo $?; declare -p a; [[ -v a[${words.number(5)}] ]]; echo $? ) 2>&1`,
		`( for a[${words.pick(['0', 'n', '1'])}] in 1 2; do :; done; declare -p a ) 2>&1`,
		`( a[${index}]+=${words.pick(VALUES)}; a+=([${words.number(9)}]=${words.pick(['p', '"q r"', '$x'])} last); declare -p a ) 2>&1`,
		`( export "a[1]=x"; readonly b[1]=y; declare "c[2]=z"; declare -p a b c; let "a[${words.number(4)}]=n*2"; echo "$? \${a[@]}" ) 2>&1`,
		`( wait -p "a[1]" 2>&1; getopts ab "a[0]" -a; echo "$? \${a[0]}"; select a[1] in p q; do echo "\${a[1]}"; break; done <<< 2 ) 2>&1`,
	]);
}

function traps(words: Words): string {
	const options = words.pick([
		'',
		'set -T; ',
		'set -E; ',
		'set -ET; ',
		'shopt -s extdebug; ',
		'set -o functrace; set -e; ',
	]);
	const names = words.pick(['RETURN', 'DEBUG', 'ERR', 'RETURN DEBUG', 'ERR EXIT', 'DEBUG ERR', 'RETURN EXIT']);
	const action = words.pick([
		'echo "T $? $LINENO ${FUNCNAME[0]-main} $BASH_COMMAND"',
		'echo "T ${#FUNCNAME[@]} ${BASH_LINENO[*]}"',
		'echo T; trap - DEBUG',
		'echo "T $*"; false',
	]);
	const body = words.many(3, () =>
		words.pick([
			'true;',
			'false;',
			'g 1;',
			'(false);',
			'x=$(false);',
			'! true;',
			'return 2;',
			'eval false;',
			'if false; then :; fi;',
			'[[ 1 ]] && false;',
			'false || true;',
			'for v in 1; do false; done;',
		]),
	);
	return `( ${options}g() { echo g; ${words.pick(['false', 'true', 'return 4', '(exit 5)'])}; }; f() { ${body} echo "f $?"; }; trap '${action}' ${names}; f a b; echo "after $?"; ${words.pick(['trap -p', 'f | cat', 'x=$(f); echo "$x"', '( f )'])} ) 2>&1`;
}

function strictness(words: Words): string {
	const option = words.pick([
		'set -e',
		'set -u',
		'set -eu',
		'set -o pipefail',
		'set -euo pipefail',
		'set -e; shopt -s inherit_errexit',
		'set -e -o posix',
		'set -ue; set +u',
	]);
	const command = (): string =>
		words.pick([
			'x=$(false; echo in)',
			'echo "$(false; echo in)"',
			'local v=$(false)',
			'false | true',
			'true | false',
			'echo $nope',
			'echo "${nope[@]}" "${#nope[@]}"',
			'echo "${a[9]}"',
			'y=${nope:-$(false)}',
			'cat < <(false; echo ps)',
			'if x=$(false); then :; else echo else; fi',
			'(( 0 ))',
			'let n=0',
			'[[ $nope ]]',
			'f || echo or',
			'! f',
			'f; echo no',
			'eval "false; echo ev"',
			'( false; echo sub )',
			'{ false; echo brace; } || :',
			'while false; do :; done',
			'x=1 false',
			'echo $(( nope + 1 ))',
			'unset x; echo "${x+set}" "$x"',
			'trap "echo bye \\$?" EXIT; false',
			'readonly c=$(false); echo c',
			'case $(false; echo a) in a) false;; esac',
			'echo "$1" "$9"',
			'm[$nope]=1',
			'f | cat',
			'nosuch',
		]);
	return `( f() { false; echo "in f"; }; ${option}; ${command()}; echo 1; ${command()}; echo 2; ${command()}; echo 3 ) 2>&1; echo "st $?"`;
}

function attributes(words: Words): string {
	const declared = words.pick([
		'-i v=5+2',
		'-a v=(x "y z")',
		'-A v=([k]="1 2" [j]="")',
		'-r v=q',
		'-x v="a\'b"',
		'-u v=abc',
		'-l v=ABC',
		'-n v=x',
		'-ia v=(1 2+3)',
		"-rx v=$'t\\tb'",
		'-c v=word',
		'-t v=1',
	]);
	const use = (): string =>
		words.pick([
			'${v@A}',
			'${v@K}',
			'${v@k}',
			'${v@a}',
			'${v@Q}',
			'${v[@]@A}',
			'${v[@]@K}',
			'${v[@]@k}',
			'${v[*]@a}',
			'${v[*]@Q}',
			'${v[@]@Q}',
			'${v[@]:1:1}',
			'${v[*]: -1}',
			'${!v@}',
			'${!v*}',
			'${!v[@]}',
			'${v[@]@U}',
			'${v@E}',
			'${v[@]^}',
			'${@@Q}',
			'${*@A}',
			'${@:1:2}',
			'${v[0]@A}',
			'${v[k]@Q}',
			'${v@P}',
			'${v@u}',
			'${v[@]@L}',
			'${#v[*]}',
		]);
	return `( va=1 vb=2; declare ${declared}; printf '<%s>' ${words.chance(70) ? `"${use()}" "${use()}"` : `${use()} ${use()}`}; echo; declare -p v; v+=${words.pick(['3', '(z)', '"$x"'])}; echo "\${v[@]}" ) 2>&1`;
}

function sideEffects(words: Words): string {
	const expression = words.pick([
		'i++',
		'++i',
		'i+=2',
		'n--',
		'i=n',
		'n>>=1',
		'i^=5',
		'(i++,n)',
		'i?n++:0',
		'n**2',
		'i|=4',
		'n%=2',
		'!i',
		'~n',
		'i&&n++',
		'i||n++',
		'-(-i)',
		'n<<=2',
		'i<n',
		'a[i++]',
		'i=i++ + ++i',
		'x',
		'n=08',
		'1/(n-3)',
		'i&=3',
		'n*=-1',
		'a[0]=5',
		'0x1F',
		'2#1012',
		'64#_@',
	]);
	return words.pick([
		`( i=1 n=3; b=(5 6 7 8 9); echo "\${b[${expression}]}" "$i $n"; b[${expression}]=v; declare -p b i n ) 2>&1`,
		`( i=1 n=3; (( ${expression} )); echo "$? $i $n"; (( ${expression}, i )); echo "$? $i $n" ) 2>&1`,
		`( i=1 n=3; let '${expression}' 'i*2' n--; echo "$? $i $n"; echo $(( ${expression} )) $((i)) $[ n ] ) 2>&1`,
		`( i=1 n=3 s=abcdefgh; echo "\${s:${expression.replace(/[?:]/g, '+')}:${words.pick(['2', 'i++', 'n'])}}" "$i $n"; set -- p q r s; echo "\${@:i++:n--}" $i $n ) 2>&1`,
		`( i=1 n=3; declare -i k='${expression}'; k+='${words.pick(['i++', '2', 'n*n', '1+'])}'; declare -p k i n; for (( ${words.pick(['i=0', ';'.replace(';', '')])}; i < 4; i++, n-- )); do printf '%d ' $i $n; done; echo ) 2>&1`,
		`( i=1 n=3; while (( ${words.pick(['i++ < 3', 'n-- > 0', '--n', 'i <<= 1, i < 9'])} )); do echo "$i $n"; done; [[ i++ -lt n-- ]]; echo "$? $i $n"; test $((i++)) -lt $((n)) -a $i; echo "$? $i" ) 2>&1`,
	]);
}

function steps(words: Words): string {
	const end = (): string => words.pick(['1', '9', '-3', '05', 'a', 'z', '10', '-07', '0', '2', 'e', '100']);
	const step = words.pick(['', '..2', '..-2', '..0', '..7', '..-1', '..03', '..100', '..+3', '..a', '..1.5', '..']);
	const range = (): string => `{${end()}..${end()}${step}}`;
	return `printf '<%s>' ${words.pick(['', 'x', '$x', '"q"'])}${range()}${words.pick(['', range(), '{,y}', '{p,{q,r}}', '$n', '\\{'])} ${words.pick(['{a,b}{1..2}', '{{a..c},d}', '{a,b', '{1..3}}', '\\{a,b}', '{a\\,b,c}', '${x}{1,2}', '{$x,$y}', '{"a b",c}', '{}', '{,}', '{a}', 'a{,}b', '{x,y}=1', '{1..$n}', '"{a,b}"', '{*.txt,z}'])}; echo; set +B; echo {a,b} {1..3}; set -B`;
}

function tildes(words: Words): string {
	const value = (): string =>
		words.pick([
			'~',
			'~/x',
			'~:~',
			'a:~/b',
			'~+',
			'~-',
			'~root',
			'~nobody/x',
			'"~"',
			'\\~',
			"'~'/x",
			'~$x',
			'x~',
			'~/x:~',
			'${z:-~}',
			'${z:-~/q}',
			'"${z:-~}"',
			'$(echo ~)',
			'~"/x"',
			'~/*',
			'=~',
			'a=~',
			'~0',
			'~nosuchuser',
		]);
	return `( HOME=/h${words.pick(['', '/u v', ''])}; OLDPWD=/old; v=${value()}; echo "$v"; export w=${value()}; echo "$w"; printf '<%s>' ${value()} v=${value()} --o=${value()}; echo; for q in ${value()}; do echo "$q"; done; case ${value()} in ~) echo home;; ~/x) echo x;; esac; [[ $v == ~ ]]; echo $?; a=(${value()} [3]=${value()}); declare -p a; PATH=~/bin:~root; echo "$PATH"; cat <<< ${value()} ) 2>&1`;
}
