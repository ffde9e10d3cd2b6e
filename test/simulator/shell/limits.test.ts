import { expect, test } from 'vitest';
import { runShell, TerminalSession } from '../../support/shell-bench.ts';

/** Scripts that would hurt a real machine: what the shell says instead, and that it goes on where it can. */
test.each([
	[
		'too many words',
		'echo {1..100000000}\necho on',
		'on\n',
		'bash: line 1: {1..100000000}: brace expansion: too many words\n',
	],
	[
		'a value that doubles',
		'x=aaaaaaaaaa; while :; do x=$x$x; done\necho on',
		'on\n',
		'bash: line 1: xrealloc: cannot allocate 5242880 bytes\n',
	],
	[
		'endless output taken into a value',
		'x=$(yes)\necho on',
		'on\n',
		/^bash: line 1: xrealloc: cannot allocate \d+ bytes\n$/,
	],
	[
		'recursion without an end',
		'f() { f; }; f\necho on',
		'on\n',
		'environment: line 1: maximum nesting level exceeded (1000)\n',
	],
	[
		'a file that sources itself',
		'. ./self\necho on',
		'on\n',
		'./self: line 1: maximum nesting level exceeded (1000)\n',
	],
	[
		'a variable that means itself',
		'x=x; echo $((x))\necho on',
		'on\n',
		'bash: line 1: x: expression recursion level exceeded (error token is "x")\n',
	],
	[
		'nesting beyond the parser',
		'eval "$(printf "(%.0s" {1..3000})"; echo $?',
		'2\n',
		"bash: eval: line 1: unexpected EOF while looking for matching `)'\n",
	],
	['a regular expression that blows up', `x=${'a'.repeat(60)}b; [[ $x =~ ^(a+)+$ ]]; echo $?`, '1\n', ''],
	['a pattern that blows up', `shopt -s extglob\nx=${'a'.repeat(60)}b; [[ $x == *(*(a))*(*(a)) ]]; echo $?`, '1\n', ''],
	[
		'a pattern that takes too long fails its command',
		'shopt -s extglob; x=$(printf "a%.0s" {1..20000})\ncase $x in !(b)!(c)d) ;; esac\necho on',
		'on\n',
		'bash: line 2: pattern takes too long\n',
	],
	[
		'groups that are never closed',
		'shopt -s extglob; case x in $(printf "@(%.0s" {1..60})) echo y;; esac\necho on',
		'on\n',
		'bash: line 1: pattern takes too long\n',
	],
	[
		'brackets, quotes, escapes and blanks without an end',
		`x=$(printf "[%.0s" {1..100000}); set -- $x; echo $# \${#1}
x=$(printf "'%.0s" {1..40000}); y="x\${x}"; eval "z=\${y@Q}"; [[ $z == "$y" ]] && echo same
x=$(printf '\\\\1\\\\101%.0s' {1..30000}); y=\${x@E}; echo \${#y} "\${y: -1}"; z=\${y@Q}; echo \${#z}
IFS=:; x=$(printf "a:%.0s" {1..40000}); set -- $x; echo $#
eval "set -- $(printf '{%.0s' {1..50000})"; echo $# \${#1}; eval "set -- $(printf '{a}%.0s' {1..20000}){b,c}"; echo $# \${#2}
x=1; for i in {1..5000}; do x+=+1; done; echo $((x)) $(($x))
x=$(echo -n {1..30000}); IFS=' '; set -- $x; echo $# \${#x} "\${x: -12}"`,
		'1 100000\nsame\n60000 A\n150003\n40000\n1 50000\n2 60001\n5001 5001\n30000 168893  29999 30000\n',
		'',
	],
	[
		'an expression of a megabyte',
		'x=$(printf "1+%.0s" {1..50000})1; echo $((x))\necho on',
		'on\n',
		'bash: line 1: xrealloc: cannot allocate 100001 bytes\n',
	],
	[
		'descriptors without an end',
		'for i in {1..2000}; do exec {fd}</dev/null || break; done\necho $fd',
		'1023\n',
		'bash: line 1: redirection error: cannot duplicate fd: Bad file descriptor\n',
	],
	[
		'aliases in a circle',
		'shopt -s expand_aliases; alias a=b b=a\na; echo $?',
		'127\n',
		'bash: line 2: a: command not found\n',
	],
])('%s', (_name, script, stdout, stderr) => {
	const outcome = runShell({ argv: ['-c', script], files: { self: '. ./self\n' } });
	expect(outcome.stdout).toBe(stdout);
	if (typeof stderr === 'string') expect(outcome.stderr).toBe(stderr);
	else expect(outcome.stderr).toMatch(stderr);
});

test('a fork bomb fills the process table and no more; Ctrl-C still reaches the prompt', () => {
	const session = new TerminalSession();
	session.type(':(){ :|:& };:\r', 3000);
	expect(session.machine.processes().length).toBeLessThanOrEqual(2048);
	expect(session.output).toContain('bash: fork: retry: Resource temporarily unavailable');
	session.type('\x03', 1000);
	expect(session.type('echo alive\r', 15_000)).toContain('alive');
});

test('a large here-document and a long line arrive whole', () => {
	const text = 'x'.repeat(200_000);
	expect(runShell({ argv: [], stdin: `cat <<E\n${text}\nE\n` }).stdout).toBe(`${text}\n`);
	expect(runShell({ argv: [], stdin: `echo ${text}\n` }).stdout).toBe(`${text}\n`);
});
