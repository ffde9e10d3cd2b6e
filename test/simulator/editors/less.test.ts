import { LESS } from './less-program.ts';
import type { ScreenCase } from './screen-cases.ts';
import { checkScreens } from './screen-cases.ts';

const long = Array.from({ length: 60 }, (_, at) => `line ${at + 1}\n`).join('');
const wide = `${'0123456789'.repeat(20)}\nshort\n한글${'가나다라마바사아자차'.repeat(6)}\n`;
const odd = 'a\ttab\n\x01\x1b[31mred\x1b[m b\bbo\bol\bld\bd _\bu_\bn\n\n\n\nend\n';

const of = (text: string, ...keys: readonly string[]): ScreenCase[] => keys.map((each) => ({ text, keys: each }));
const withOptions = (text: string, argv: readonly string[], ...keys: readonly string[]): ScreenCase[] =>
	keys.map((each) => ({ text, keys: each, argv }));

checkScreens(LESS, {
	'moves about': of(
		long,
		'',
		' ',
		'  ',
		'   ',
		' b',
		'G',
		'Gk',
		'Gb',
		'GG',
		'10g',
		'50g',
		'59G',
		'j',
		'jjjk',
		'5j',
		'd',
		'du',
		'20d',
		'dd',
		'10z',
		'10z ',
		'50p',
		'%',
		'J',
		'GJJ',
		'f',
		'\x06\x02',
		'5',
	),
	searches: of(
		long,
		'/line 3\r',
		'/line 3\rn',
		'/line 3\rnN',
		'/5$\r',
		'/nothing\r',
		'/nothing\r\r',
		'/58\r',
		'G?line 1\r',
		'G?line 1\rn',
		'/1[0-9]\r',
		'/!line\r',
		'&5\r',
		'&5\r&\r',
		'/line 3\r\x1bu',
		'/(\r',
		'n',
		'2/line 4\r',
		'/LINE 3\r',
	),
	'marks, facts': of(long, '=', ' =', 'G=', "maG'a", "10gG''", "'z", '-N', '-S', '-i', '-N\r'),
	'short and odd texts': [
		...of('one\ntwo\n', '', 'G', ' ', 'q', '=', '/two\r', 'j'),
		...of(wide, '', '-S\r', '\x1b)', '\x1b)\x1b(', 'j', 'G'),
		...of(odd, '', '/bold\r'),
		...of('', '', 'G'),
	],
	options: [
		...withOptions(long, ['-N'], '', 'G', '/30\r'),
		...withOptions(wide, ['-S'], '', '\x1b)'),
		...withOptions(wide, ['-N'], ''),
		...withOptions(wide, ['-NS'], ''),
		...withOptions(long, ['-M'], '', ' ', 'G'),
		...withOptions(long, ['-m'], '', ' ', 'G'),
		...withOptions(long, ['+G'], '', 'k'),
		...withOptions(long, ['+30'], '', 'k'),
		...withOptions(long, ['+/line 4'], '', 'n'),
		...withOptions(long, ['-p', 'line 5'], ''),
		...withOptions(long, ['-i'], '/LINE 3\r', '/Line 3\r'),
		...withOptions(long, ['-I'], '/LINE 3\r'),
		...withOptions(odd, ['-R'], ''),
		...withOptions(odd, ['-s'], ''),
		...withOptions(odd, ['-x4'], ''),
		...withOptions(long, ['-z5'], ' '),
		...withOptions(long, ['-Pgo?f %f. ?pB%pB\\%:x.'], '', ' '),
	],
	'several files': withOptions('one\n', ['b'], '', ':n', ':n:p', ':n:n', ':p', ':n=', ':f', ':d'),
});
