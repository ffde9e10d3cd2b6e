import { checkScripts } from './golden-cases.ts';

const F = "printf 'x\\n' > f; ";

checkScripts('sed', 'bash', {
	'texts of a, i and c': [
		String.raw`a hello\nworld\ttab`,
		String.raw`a\hello\nworld`,
		'a\\\none\\\ntwo\\nthree\\\\four',
		String.raw`a\ttab`,
		String.raw`a \ttab`,
		String.raw`a\  \ttab`,
		String.raw`a foo\x41\o101\d065bar`,
		String.raw`a foo\qbar\.baz\*`,
		String.raw`1i\    - name: a\n      value: "b"`,
		'$a\\',
		String.raw`a\\nfoo`,
		String.raw`a foo\\`,
		'a foo\\\n  bar\\\n  baz\ns/x/y/',
		'a\\\n  lead',
		String.raw`a   \  lead`,
		'{a foo\n}',
		String.raw`a a\\nb`,
		String.raw`c\a\a`,
		String.raw`a \cA\f\v`,
		'a',
	].map((script) => `${F}sed '${script}' f`),
	'escapes in patterns, replacements and y': [
		String.raw`s/\x41/b/; s/\d046/dot/; s/\t/TAB/`,
		String.raw`s/\o101/b/; s/b/\x26/`,
		String.raw`s/\cI/x/`,
		String.raw`y/A\t/\nB/`,
		String.raw`s/[\n]/x/; s/[\t]/T/`,
		String.raw`s/A/\a\f\v/`,
		String.raw`s,A\,,x,; s/\./\\n/`,
		'b foo',
	].map((script) => `printf 'A.b\\tc\\n' > f; sed '${script}' f`),
});
