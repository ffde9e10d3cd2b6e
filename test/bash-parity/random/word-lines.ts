// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text of shell scripts
import { SCALARS, type Words } from './words.ts';

/** A line about one kind of expansion. */
export function wordLine(words: Words): string {
	return words.pick(KINDS)(words);
}

const KINDS: readonly ((words: Words) => string)[] = [
	braces,
	sliced,
	transformed,
	replaced,
	joined,
	reckoned,
	documented,
	indirect,
	quoted,
];

function braces(words: Words): string {
	const end = (): string =>
		words.pick([
			'1',
			'3',
			'10',
			'01',
			'-2',
			'007',
			'a',
			'e',
			'c',
			'-05',
			'0',
			'+2',
			'x1',
			'',
			'$n',
			'12345678901234567890',
		]);
	const step = words.pick(['', '', '..2', '..-1', '..0', '..3', '..x', '..+2', '..-03']);
	const range = `{${end()}..${end()}${step}}`;
	const item = (): string =>
		words.pick([
			'a',
			'b c'.replace(' ', '\\ '),
			'',
			'"q,r"',
			"'{s}'",
			'$x',
			'{1,2}',
			'{x..z}',
			'\\,',
			'é',
			'*',
			'~',
			'`echo t`',
			'$(echo u,v)',
			'${y}',
			'=',
		]);
	const list = `{${item()},${item()}${words.chance(40) ? `,${item()}` : ''}}`;
	return `printf '<%s>' ${words.pick(['', 'pre', 'a='])}${words.chance(50) ? range : list}${words.pick(['', 'post', list, range, '{', '}', '{}'])}; echo`;
}

const OFFSETS: readonly string[] = [
	'0',
	'1',
	'2',
	' -1',
	' -2',
	' -9',
	'9',
	'n',
	'(-1)',
	'1+1',
	' i ',
	'$n',
	'-1',
	'',
	'a[0]',
	'1/0',
	'x',
	'${#z}',
	'08',
];

function sliced(words: Words): string {
	const name = words.pick([
		'x',
		's',
		'z',
		'nope',
		'a[@]',
		'a[*]',
		'a[1]',
		'm[@]',
		'@',
		'*',
		'e',
		'1',
		'a',
		'm[k]',
		'#',
		'?',
	]);
	const length = words.chance(60) ? `:${words.pick(OFFSETS)}` : '';
	return `printf '<%s>' "\${${name}:${words.pick(OFFSETS)}${length}}"; echo $?`;
}

function transformed(words: Words): string {
	const name = words.pick([
		'x',
		's',
		'e',
		'z',
		'nope',
		'a[@]',
		'a[*]',
		'a[0]',
		'm[@]',
		'm[k]',
		'@',
		'*',
		'1',
		'a',
		'm',
		'n',
		'w',
		'?',
		'!r',
	]);
	const operator = words.pick([...'QEAKkUuLaPxq', '', 'QQ']);
	const head = words.pick([
		'',
		"w='\\t\\x41 $x \\u'; ",
		"w='a\"b'; declare -ru w; ",
		'declare -ix w=5; ',
		"w=$'q\\n\\e'; ",
		'declare -l w; ',
		"w=('a b' c); ",
	]);
	return `( ${head}printf '<%s>' ${words.chance(70) ? `"\${${name}@${operator}}"` : `\${${name}@${operator}}`}; echo $? )`;
}

function replaced(words: Words): string {
	const name = words.pick(['x', 's', 'e', 'p', 'nope', 'a[@]', 'a[*]', '@', 'm[@]', 'y', '1', 'n']);
	const operator = words.pick(['/', '//', '/#', '/%', '#', '##', '%', '%%', '^', '^^', ',', ',,', '~', '~~']);
	const by = operator.startsWith('/')
		? words.pick([
				'',
				`/${words.operand(1)}`,
				'/&',
				'/[&]',
				'/\\&',
				'/"&"',
				"/'&'",
				'/$y',
				'/"$y"',
				'/${x}',
				'/\\\\',
				'/a/b',
				'/~',
				"/$'\\n'",
				'/"a b"',
				'/\\/',
				'/*',
			])
		: '';
	const pattern = words.pick([
		words.pattern(),
		'+([a-z])',
		'!(a)',
		'?(a)b',
		'@(a|t)*',
		'[!a]',
		'\\?',
		'"$y"',
		'/',
		'',
		'\\/',
		"'*'",
		'[[:space:]]',
		'${x:0:1}',
		'*(o)',
		'é',
		'~',
		'&',
		'#',
		'%',
	]);
	const text = `\${${name}${operator}${pattern}${by}}`;
	return `${words.pick(['', 'shopt -s extglob\n', 'shopt -u patsub_replacement; '])}printf '<%s>' ${words.chance(60) ? `"${text}"` : text}; echo; shopt -s patsub_replacement`;
}

function joined(words: Words): string {
	const ifs = words.pick([
		':',
		"''",
		"' '",
		"$' \\t\\n'",
		"' :'",
		'a',
		"'ab'",
		"$'\\n'",
		"'\\'",
		'"$z"',
		"'*'",
		'é',
		"'-:'",
	]);
	const value = words.pick([
		"' a : b '",
		'::a::',
		'a:b:',
		"'a  b'",
		"''",
		"$'x\\ny'",
		"'a\\b'",
		'"$e"',
		"'éaé'",
		"'1a2b3ab4'",
		"':'",
		"' '",
		'"$*"',
		'$p',
		"'a - b:c'",
	]);
	const use = words.pick([
		'$v',
		'"$v"',
		'$v$v',
		'x$v',
		'$v"q"',
		'"$v"$v',
		'$@',
		'"$@"',
		'$*',
		'"$*"',
		'x"$*"',
		'${a[@]}',
		'"${a[*]}"',
		'${a[*]}',
		'${v:-a b}',
		'"${v:+$*}"',
		'${nope-$v}',
		'${nope:-"$v"}',
		'$(echo "$v")',
		'${@:1:2}',
		'"${*:2}"',
		'${!a[*]}',
		'${#v}',
		'"${a[@]/o/:}"',
		'${v//:/ }',
		'${*%p}',
		'"${@^}"',
		'${v#*:}',
	]);
	return `( IFS=${ifs}; v=${value}; printf '<%s>' ${use} ${words.chance(30) ? use : ''}; echo; w=${use.replace(/ /g, '')}; echo "[$w]" )`;
}

const NUMBERS: readonly string[] = [
	'0',
	'1',
	'-1',
	'7',
	'010',
	'0x1F',
	'2#101',
	'16#fF',
	'36#Zz',
	'64#@_',
	'0b1',
	'08',
	'2#3',
	'65#1',
	'1#0',
	'9223372036854775807',
	'9223372036854775808',
	'0x',
	'1.5',
	"'1'",
	'"2"',
	'n',
	'i',
	'$n',
	'nope',
	'x',
	'a[1]',
	'a[n]',
	'm[k]',
	'${#a[@]}',
	'`echo 3`',
	'$(( 1 ))',
	'3x',
	'${n}0',
	'z',
	's',
	'@',
];
const OPERATORS: readonly string[] = [
	'+',
	'-',
	'*',
	'/',
	'%',
	'**',
	'<<',
	'>>',
	'<',
	'<=',
	'==',
	'!=',
	'&',
	'^',
	'|',
	'&&',
	'||',
	',',
	'=',
	'+=',
	'/=',
	'<<=',
	'|=',
	'? 1 :',
	'',
	'=>',
	'==',
];

function reckoned(words: Words): string {
	const operand = (): string =>
		`${words.pick(['', '', '', '-', '!', '~', '++', '--', '+ ', '- -'])}${words.pick(NUMBERS)}${words.pick(['', '', '', '++', '--'])}`;
	const text = `${operand()} ${words.pick(OPERATORS)} ${operand()}${words.chance(30) ? ` ${words.pick(OPERATORS)} ${operand()}` : ''}`;
	return words.pick([
		`echo $(( ${text} )); echo "$? $n $i"`,
		`(( ${text} )); echo "$? $n $i"`,
		`let "${text.replaceAll('"', '')}"; echo "$? $n $i"`,
		`[[ ${words.pick(NUMBERS)} -${words.pick(['eq', 'lt', 'ge'])} "${text.replaceAll('"', '')}" ]]; echo $?`,
		`declare -i dd="${text.replaceAll('"', '')}"; echo "$? $dd"`,
		`echo \${x:${text.replaceAll(/[:}]|\$\{/g, '')}}; echo $?`,
		`a[${text.replaceAll('${#a[@]}', '4').replaceAll(/[\]"' ]|(?<=a|m)\[/g, '')}]=v; echo $?; echo \${#a[@]}`,
		`if (( n = ${text} )); then echo "t $n"; else echo "f $n"; fi`,
		// What is reckoned may set i and n back.
		`left=4; while (( i++ < ${words.pick(['3', 'n', '0x3'])} && left-- )); do (( ${text} )) && break; done; echo "$i $n"; i=1 n=3`,
	]);
}

function documented(words: Words): string {
	const lines = Array.from({ length: 1 + words.number(3) }, () =>
		words.pick([
			'\ttab $x',
			'$(( n + 1 ))',
			'`echo q`',
			'$(echo "x y")',
			'\\$z \\` \\\\ \\"',
			"it's",
			'"$s"',
			'${nope:-"d q"}',
			"${nope:-'d q'}",
			'${x@Q} ${a[*]}',
			'\\a \\n',
			'$',
			"${x/a/'b'}",
			'  \t two',
			'$@ $*',
			'',
			'!! ~ *',
			'${s%% *}',
			'\\\\$x',
			'$\'q\' $"r"',
			'`echo \\$x`',
			'$(cat <<< in)',
		]),
	).join('\n');
	const delimiter = words.pick(['E', "'E'", '"E"', '\\E', 'E', 'E']);
	const operator = words.pick(['<<', '<<-', '<<']);
	const command = words
		.pick([
			'cat',
			'cat -A',
			'while IFS= read -r l; do echo "[$l]"; done',
			'cat - nope',
			'cat | cat',
			'{ read l; cat; }',
			'x=$(cat)',
			'cat 2>&1 >&2',
			'tr a-z A-Z |',
		])
		.replace('tr a-z A-Z |', 'tr a-z A-Z');
	const more = words.pick(['', '', '; echo "$? after"', ' | cat -n', ' > out; cat out', ' && echo yes', ' 2>&1']);
	return `${command} ${operator}${delimiter}${more}${''}\n${lines}\n${words.chance(30) && operator === '<<-' ? '\t' : ''}E`;
}

function indirect(words: Words): string {
	const target = words.pick([
		'x',
		'a',
		'a[1]',
		'a[@]',
		'm[k]',
		'm[@]',
		'nope',
		'1',
		'#',
		'',
		'a b',
		'1x',
		'r',
		'x@',
		'-',
		'?',
		'!',
		'a[',
		'z',
	]);
	const operation = words.pick([
		'',
		'',
		'-d',
		':-d',
		':=d',
		':?e',
		'+s',
		'#a',
		'%c',
		'/a/b',
		':1',
		':0:1',
		'^^',
		'@Q',
		'@a',
		'@A',
		'[0]',
		'[1]',
		'[@]',
	]);
	return `( t='${target}'; printf '<%s>' "\${!t${operation}}"; echo $?; printf '<%s>' "\${!${words.pick(['x*', 'a@', 'nope*', 'BASH_V*', 'a[@]', 'm[*]', 't@', SCALARS[0] as string, '1', '#', '?', '-', '0'])}}"; echo $? )`;
}

function quoted(words: Words): string {
	const piece = (): string =>
		words.pick([
			"'a b'",
			'"$x y"',
			"$'q\\t\\x41\\u00e9\\101\\cA\\e\\'\\\"\\z'",
			'$"loc $x"',
			'\\$x',
			'\\\\',
			'"\\a\\$\\`\\"\\\\\\\n"',
			"'\\'",
			'"`echo \\"in\\"`"',
			'"$(echo "n m")"',
			'"${x:-"a b"}"',
			'"${z:-\'a b\'}"',
			"${z:-'a b'}",
			'${z:-"a  b"}',
			'"${z:-a  b}"',
			'${z:-a\\ b}',
			'"${x#"a"}"',
			'"${x#\'a\'}"',
			"${x#'a'}",
			'"${x/"b"/\'c\'}"',
			'"${z:=\\}}"',
			'""',
			"''",
			'"a"\'b\'c',
			'\\\n',
			'"$@"',
			'"pre$@post"',
			'"$*"',
			'~',
			'~+',
			'~nobody',
			'"~"',
			'a:~',
			'\\~',
			'x=~',
			'"$\'a\'"',
			'`echo \\\\\\\\`',
			'$(echo \\\\)',
			'"$((1))"',
			'"\\$((1))"',
			'$[1+2]',
			'#no',
			'a#b',
			'{',
			'}',
			'!',
			'"!"',
			'a!b',
			'[x]',
			'^',
			'%',
			'@',
		]);
	return `printf '<%s>' ${piece()}${words.chance(40) ? piece() : ''} ${piece()}; echo; v=${piece()}; echo "[$v]"; case ${piece()} in ${piece().replace(/^#.*|^!$|^\{$|^\}$/, 'a')}) echo m;; esac; unset v`;
}
