import { describe } from 'vitest';
import { compareLines } from './line-cases.ts';

const files = {
	'a.txt': 'pear 3 red\napple 10 green\nbanana 2 yellow\napple 1 red\ncherry 30 dark\n',
	'b.txt': 'pear 3 red\napple 10 Green\nbanana 2 yellow\n\nkiwi 7 brown\ncherry 30 dark\ndate 5 brown\n',
	'c.txt': 'pear 3 red\napple 11 green\nbanana 2 yellow\napple 1 red\ncherry  30 dark\nend\n',
	't.txt': 'one\ttwo\tthree\n1\t2\t3\n\t\tx\n',
	'c.csv': 'name,qty,note\nk1,10,v one\nk2,9,\nk3,,"q r"\n한글,100,x\n',
	s1: 'apple\nbanana\ncherry\n',
	s2: 'banana\ncherry\ndate\n',
	nn: 'no newline at end',
	empty: '',
	ko: '한국어 텍스트\nwide 글자 mix\nplain\n',
	n25: Array.from({ length: 25 }, (_, at) => `${at + 1}\n`).join(''),
	sp: 'a b  c\n\n\n d\te\n\nf\n',
	long: `${'abcdefghij '.repeat(30)}\nshort\n${'x'.repeat(200)}\n`,
	para: 'line one\nline two is rather longer than the first\n\nanother paragraph here that keeps going on and on until it is quite long, longer than a line\n',
	nums: '10\n9\n1K\n2M\n1G\n-5\n0x1f\n1e3\n',
	pairs: 'a b\nb c\nd a\nc e\n',
	'p.json':
		'{"items":[{"metadata":{"name":"a","labels":{"app":"web"}},"spec":{"n":1}},{"metadata":{"name":"b","labels":null},"spec":{"n":2.5}}],"kind":"List","s":"x\\ty","big":12345678901234567890,"e":1e1000,"t":true}\n',
	'q.json': '{"b":[3,1,2],"a":{"z":null,"y":"한글 \\u0007 <&>\'\\""}}\n[1,[2,[3]]]\n"str"\nnull\n1.50\n',
	'bad.json': '{"a":1}\n{"b":\n',
	'd/x.log': 'x\nsame\n',
	'd/e/y.log': 'yy\n',
	'd/e/f/z z.txt': 'zzz\n',
	'd2/x.log': 'x2\nsame\n',
	'd2/only': 'only here\n',
	'f.c':
		'#include <stdio.h>\n\nint main(void)\n{\n\tint a = 1;\n\tint b = 2;\n\tputs("hi");\n\treturn a + b;\n}\n\nint other(int x)\n{\n\tx++;\n\tx--;\n\treturn x;\n}\n',
	'g.c':
		'#include <stdio.h>\n\nint main(void)\n{\n\tint a = 1;\n\tint b = 3;\n\tputs("hi");\n\treturn a + b;\n}\n\nint other(int x)\n{\n\tx++;\n\tx += 2;\n\tx--;\n\treturn x;\n}\n',
	'in.yaml': 'a: 1\n# c\nb:\n  - x\n  - y\nhost: ${HOST}\n',
	vars: 'HOST=$HOST ${HOST} $1 $$ ${X:-d} ${Y} $NOPE. \\$HOST\n',
	'od.txt': 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789\n'.repeat(3) + '\0'.repeat(64) + 'tail',
};

const DATED =
	"printf '\\001\\002\\377abc\\n\\000z' > bin; ln -s a.txt ln; ln -s none dead; find . -exec touch -h -d @1704186000 {} +; chmod -R u=rwX,go=rX .";

describe('diff and its kin in every form', () => {
	compareLines('commands-comparison-forms', 'comparison-forms.txt', DATED, files);
});

describe('ls, cp, mv, ln, rm, mkdir and install in every form', () => {
	compareLines('commands-file-forms', 'file-forms.txt', DATED, files);
});

describe('tail, file, column, gzip, od and other tools for text and files', () => {
	compareLines('commands-text-tool-forms', 'text-tool-forms.txt', DATED, files);
});
