// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text of shell scripts
import type { Words } from './words.ts';

/** A line that calls a builtin with options and operands in any order and number. */
export function optionLine(words: Words): string {
	return words.pick(KINDS)(words);
}

const KINDS: readonly ((words: Words) => string)[] = [
	stacked,
	killed,
	hashed,
	corrected,
	found,
	declaredQuoted,
	timed,
	conditional,
	exported,
	listed,
	expanded,
];

/** Up to `most` of them, or none. */
function some(words: Words, from: readonly string[], most = 3): string {
	return Array.from({ length: words.number(most + 1) }, () => words.pick(from)).join(' ');
}

function stacked(words: Words): string {
	const places = ['-n', '--', '+0', '-0', '+1', '-1', '+2', '-9', '+x', 'd', '-', 'nope'];
	const call = (): string =>
		`${words.pick(['pushd', 'popd', 'dirs'])} ${some(words, [...places, '-v', '-l', '-p'], 2)}`;
	return `q=$( { pushd d; pushd ..; ${call()}; echo $?; ${call()}; echo $?; } 2>&1 ); echo "\${q//$PWD/P}"`;
}

function killed(words: Words): string {
	const operands = [
		'-l',
		'-s',
		'-n',
		'TERM',
		'SIGINT',
		'9',
		'0',
		'-0',
		'137',
		'x',
		'%1',
		'-L',
		'--',
		'ERR',
		'RTMIN+3',
		'""',
	];
	return words.pick([
		() => `kill -l ${some(words, operands)} 2>&1 | head -3; echo "\${PIPESTATUS[0]}"`,
		() =>
			`( trap 'echo got' TERM USR1 USR2 HUP; kill ${words.pick(['-TERM', '-s USR1', '-n 12', '-15', '', '-sHUP', '-x', '-0'])} $BASHPID ${words.pick(['', 'x', '%9', '""'])}; echo "$?" )`,
		() =>
			`trap ${some(words, ['-l', '-p', '--', '-', 'INT', 'EXIT', '"echo x"', "''", '2', 'FOO', 'RTMAX-2', 'CHLD'])} | head -3; trap; trap - EXIT INT CHLD RTMAX-2`,
	])();
}

function hashed(words: Words): string {
	const operands = ['-r', '-d', '-t', '-l', '-p /x', '-p d', 'cat', 'ls', 'nope', 'echo', '--', './x', '-lt', 'a/b'];
	const call = (): string => words.pick([`hash ${some(words, operands)}`, 'cat /dev/null', 'PATH=$PATH', 'hash']);
	return `( hash -r; ${call()}; echo $?; ${call()}; echo $?; hash )`;
}

function corrected(words: Words): string {
	const operands = ['-l', '-n', '-r', '1', '2', '-1', '-2', '0', '9', 'echo', 'nope', '-ln', '-lr', '--'];
	const call = words.pick([
		() => `fc -l ${some(words, operands)}`,
		() => `fc -s ${some(words, ['a=x', 'b=c', '1', '-1', 'echo', 'nope', '2'], 2)}`,
		() => `history ${some(words, ['-s x', '-d 1', '-d -1', '-c', '1', '2', '-p a', '-s a b', '-d 9'], 2)}`,
	]);
	// A shell of its own: bash counts lines of commands that go on over several.
	return `bash -c 'history -s "echo a b"; history -s "echo b"; ${call()}; echo $?; ${call()}; history'`;
}

function found(words: Words): string {
	const call = words.pick([
		`type ${some(words, ['-a', '-t', '-p', '-P', '-f', '--', '-at', '-x'], 2)}`,
		`command ${some(words, ['-v', '-V', '-p', '-pv'], 2)}`,
	]);
	return `( fu() { :; }; ${call} ${some(words, ['cat', 'fu', 'echo', 'if', 'nope', './x', '[['], 2)} < /dev/null; echo $? )`;
}

function declaredQuoted(words: Words): string {
	const item = (): string =>
		words.pick(['a', '"b c"', '[2]=x', '[k]=v', '$x', '*', '{1,2}', '`echo q r`', "'s t'", '[k]+=w']);
	const flags = words.pick(['', '-a', '-A', '-i', '-au', '-g', '-x']);
	return `( v=${words.pick(['', '5', '(1 2)'])}; declare ${flags} 'v${words.pick(['', '', '[1]'])}${words.pick(['=', '=', '+='])}(${words.many(3, item)})'; echo $?; declare -p v )`;
}

function timed(words: Words): string {
	const letter = (): string => words.pick([...'aAbBcCdDeFgGHIjklmMpPrRsSTuUVwWxXyYZn%']);
	const spec = (): string =>
		`%${words.pick(['', '', '-', '_', '0', '^', '#'])}${words.pick(['', '', '', '5', '10'])}${letter()}`;
	return `printf '%${words.pick(['', '', '20', '-20', '.3'])}(${words.many(3, spec)})T|\\n' ${words.pick(['0', '86399', '1000000000', '1709210096', '1735689599', '951782400', '-1000000'])}; echo $?`;
}

function conditional(words: Words): string {
	const token = (): string =>
		words.pick([
			'-n',
			'-z',
			'!',
			'(',
			')',
			'&&',
			'||',
			'==',
			'=~',
			'-eq',
			'<',
			'a',
			'"$x"',
			'$n',
			'-f',
			'-q',
			'*',
			"''",
		]);
	return `( eval '[[ ${words.many(5, token).replaceAll("''", '""')} ]]'; echo "$?" )`;
}

function exported(words: Words): string {
	const change = (): string =>
		words.pick([
			'local y',
			'local -x y',
			'export y',
			'readonly y',
			'local -r y=l',
			'y=c',
			'unset y',
			'declare -x y=d',
			'export y=e',
			'declare -g y=g',
		]);
	return `( y=glob; f1() { ${change()}; ${change()}; }; y=tmp f1; declare -p y; f2() { y=t2 f1; echo "\${y-U}"; }; f2; echo "\${y-U}" )`;
}

function listed(words: Words): string {
	const job = (): string =>
		words.pick(['(exit 3) &', 'sleep 0.2 &', 'sleep 0.1 | cat &', '! sleep 0.3 &', '{ sleep 0.4; } &']);
	const call = words.pick([
		'jobs',
		'jobs %1',
		'jobs -r',
		'wait %1',
		'wait -n',
		'disown %2',
		'wait %-',
		'kill -0 %1',
		'jobs %+ %-',
		'wait %?ee',
	]);
	return `( ${job()} ${job()} sleep 0.05; ${call}; echo $?; jobs; wait; jobs )`;
}

function expanded(words: Words): string {
	const pattern = (): string =>
		words.pick([
			'["."]',
			'[a\\]b]',
			'"["',
			'[[:alpha:]"."]',
			'a{1,2}',
			'^"$x"$',
			'[^"a"]',
			'(a|"b")',
			'\\$',
			"'^'",
			'$y',
			'"."',
			'[]"."]',
			'"a"*',
			'.$',
			'[a-"c"]',
		]);
	return `set -x; [[ ${words.pick(['abc', '.', 'a.b', '"]"', '"[x]"', '$x', '"$s"'])} =~ ${pattern()}${words.pick(['', '', pattern()])} ]]; { echo "$? \${BASH_REMATCH[@]}"; set +x; } 2> /dev/null`;
}
