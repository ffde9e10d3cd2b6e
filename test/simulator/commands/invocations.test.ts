import { describe } from 'vitest';
import { compareLines } from './line-cases.ts';

const files = {
	'a.txt': 'pear 3 red\napple 10 green\nbanana 2 yellow\napple 1 red\ncherry 30 dark\n',
	't.txt': 'one\ttwo\tthree\n1\t2\t3\n\t\tx\n',
	'c.csv': 'k1,v1,10\nk2,v2,9\nk3,"q,r",8\nk4,,7\n',
	s1: 'apple\nbanana\ncherry\n',
	s2: 'banana\ncherry\ndate\n',
	nn: 'no newline at end',
	empty: '',
	ko: '한국어 텍스트\nwide 글자 mix\nplain\n',
	n25: Array.from({ length: 25 }, (_, at) => `${at + 1}\n`).join(''),
	sp: 'a b  c\n\n\n d\te\n\nf\n',
	para: 'line one\nline two is rather longer than the first\n\nanother paragraph here that keeps going on and on until it is quite long, longer than a line\n',
	nums: '10\n9\n1K\n2M\n1G\n-5\n0x1f\n1e3\n',
	months: 'Jan 5\nMar 1\nfeb 2\nDec 9\n',
	vers: '1.10\n1.2\n1.9.1\nv2.0\nv1.30.2\nv1.4.10\n',
	'all.txt': Array.from({ length: 60 }, (_, at) => `line ${at + 1} ${'x'.repeat(at % 7)}\n`).join(''),
	'p.json':
		'{"items":[{"metadata":{"name":"a","labels":{"app":"web"}},"spec":{"n":1}},{"metadata":{"name":"b","labels":null},"spec":{"n":2.5}}],"kind":"List","s":"x\\ty","big":12345678901234567890,"e":1e1000,"t":true}\n',
	'q.json': '{"b":[3,1,2],"a":{"z":null,"y":"한글 \\u0007 <&>\'\\""}}\n[1,[2,[3]]]\n"str"\nnull\n1.50\n',
	'bad.json': '{"a":1}\n{"b":\n',
	'd/x.log': 'x\n',
	'd/e/y.log': 'yy\n',
	'd/e/f/z z.txt': 'zzz\n',
};
const checkLines = (record: string, list: string, before: string): void => compareLines(record, list, before, files);

describe('options that are seldom used, used wrongly or together', () => {
	checkLines('commands-invocations', 'invocations.txt', "printf '\\001\\002\\377abc\\n\\000z' > bin");
});

describe('what administrators type of archives, copies and comparisons', () => {
	checkLines('commands-administrator', 'administrator.txt', 'find . -exec touch -d @1735790640 {} +');
});

const DATED =
	"printf '\\001\\002\\377abc\\n\\000z' > bin; ln -s a.txt ln; find . -exec touch -h -d @1735790640 {} +; chmod -R u=rwX,go=rX .";

describe('the tools of coreutils in every form', () => {
	checkLines('commands-coreutils-forms', 'coreutils-forms.txt', DATED);
});

describe('dates in every form', () => {
	checkLines('commands-date-forms', 'date-forms.txt', DATED);
});

describe('find, xargs, paste and rev in every form', () => {
	checkLines('commands-find-forms', 'find-forms.txt', DATED);
});

describe('sed and grep in every form', () => {
	checkLines('commands-text-forms', 'text-forms.txt', DATED);
});

describe('column: trees and tables', () => {
	checkLines('commands-column-forms', 'column-forms.txt', DATED);
});

describe('openssl dgst: with a key, with colons', () => {
	checkLines('commands-dgst-forms', 'dgst-forms.txt', DATED);
});

describe('jq: builtins, options, errors', () => {
	checkLines('commands-jq-forms', 'jq-forms.txt', DATED);
});
