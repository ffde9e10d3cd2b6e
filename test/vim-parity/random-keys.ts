import type { Random } from '../../simulator/machinery/random.ts';

const ESC = '\x1b';

/** Texts that candidates edit, and texts made to hit corners. */
const TEXTS: readonly string[] = [
	'one two three four\nfive six seven\n\neight (nine [ten] {eleven}) twelve\n\tthirteen "fourteen fifteen" end\n',
	'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    app: web\nspec:\n  containers:\n  - name: web\n    image: nginx:1.25\n    ports:\n    - containerPort: 80\n',
	'int main(void)\n{\n    if (a) {\n        b(c, d);\n    }\n    return "x y";\n}\n',
	'a.b, c-d; e_f  g.\n\n\nSentence one. Sentence two!  Three?\n  <p>tag <b>bold</b></p>\n',
	'x\n',
	'',
	'  lead\n\tTab\ttabs\nend  \n\n\n\nlast',
	'10 -5 0x0f 007 99\nfoo123bar a9\n한국어 단어 섞인 text 입니다\nfoo foo FOO Foo\n',
	`${Array.from({ length: 40 }, (_, at) => `line ${at + 1} ${'ab'.repeat(at % 5)}`).join('\n')}\n`,
];

const VIMRCS: readonly string[] = [
	'',
	'',
	'',
	'',
	'set et sw=2 ts=2',
	'set ai et sts=4 sw=4',
	'set nostartofline sw=3',
	'set ic scs nu',
	'set noet ts=4 sw=4 sr',
	'set ww=<,>,h,l,[,]',
	'set tw=20',
	'set bs= nowrapscan',
	'set gdefault tildeop',
];

/** A text, a vimrc and keys, each piece of which is one thing that a hand does. */
export interface KeyCase {
	readonly text: string;
	readonly rc: string;
	readonly pieces: readonly string[];
}

export class RandomKeys {
	readonly #random: Random;

	constructor(random: Random) {
		this.#random = random;
	}

	case(): KeyCase {
		const text = this.#of(TEXTS);
		const rc = this.#of(VIMRCS);
		const pieces = Array.from({ length: 2 + this.#random.below(9) }, () => this.#piece());
		return { text, rc, pieces };
	}

	#of<Item>(items: readonly Item[]): Item {
		return items[this.#random.below(items.length)] as Item;
	}

	#chance(percent: number): boolean {
		return this.#random.below(100) < percent;
	}

	#piece(): string {
		const roll = this.#random.below(100);
		if (roll < 22) return this.#count() + this.#motion();
		if (roll < 42) return this.#operation();
		if (roll < 54) return this.#change();
		if (roll < 66) return this.#visual();
		if (roll < 74) return this.#count() + this.#put();
		if (roll < 80) return this.#of(['u', '\x12', '.', '3.', 'U', '2u', 'u\x12', '..', 'g-', 'g+']);
		if (roll < 94) return this.#ex();
		if (roll < 97) return this.#macro();
		return this.#mark();
	}

	#count(): string {
		return this.#chance(25) ? this.#of(['2', '3', '5', '12']) : '';
	}

	#register(): string {
		return this.#chance(18) ? `"${this.#of(['a', 'b', 'A', 'B', '_', '1', '2', '0', '-'])}` : '';
	}

	#motion(): string {
		return this.#of([
			..."h j k l w b e W B E ge gE 0 ^ $ g_ gg G H M L { } ( ) % + - _ | gj gk g0 g^ g$ gm go n N * # g* g# ; , `` '' `. '^ `] `[ '< `>".split(
				' ',
			),
			'\r',
			' ',
			'\x7f',
			'\x04',
			'\x15',
			'\x06',
			'\x02',
			'\x05',
			'\x19',
			'zt',
			'zz',
			'zb',
			'z\r',
			`f${this.#letter()}`,
			`t${this.#letter()}`,
			`F${this.#letter()}`,
			`T${this.#letter()}`,
			`/${this.#pattern()}\r`,
			`?${this.#pattern()}\r`,
			`/${this.#pattern()}/e\r`,
			`/${this.#pattern()}/+1\r`,
			`/${this.#pattern()}/s-1\r`,
			`?${this.#pattern()}?b+1\r`,
		]);
	}

	#letter(): string {
		return this.#of(['e', 'o', 't', ' ', 'n', 'a', '.', '"', ')', ':', 'i', '단']);
	}

	#pattern(): string {
		return this.#of([
			'e',
			'one',
			'\\<t',
			't\\>',
			'[aeiou]\\+',
			'^',
			'$',
			'^\\s*$',
			'\\d\\+',
			'fo\\{1,2}',
			'\\vt(w|h)',
			'.*',
			'foo',
			'x*',
			'\\u',
			'a\\|i',
			'n.\\{-}e',
			'\\(.\\)\\1',
			'e\\zs.',
			'\\cFOO',
			'line \\d\\zs\\d',
			'nothing',
		]);
	}

	#object(): string {
		return this.#of('iw aw iW aW is as ip ap ib ab iB aB i( a) i[ a] i{ a} i" a" it at i\' i< a>'.split(' '));
	}

	#target(): string {
		return this.#chance(45) ? this.#object() : this.#count() + this.#motion();
	}

	#operation(): string {
		const operator = this.#of(['d', 'd', 'd', 'y', 'y', '>', '<', '=', 'gu', 'gU', 'g~', 'gq', 'g?', 'zf']);
		const doubled: { readonly [operator: string]: string } = {
			gu: 'guu',
			gU: 'gUU',
			'g~': 'g~~',
			gq: 'gqq',
			gw: 'gww',
			'g?': 'g??',
			zf: 'zF',
		};
		const start = this.#register() + this.#count();
		if (this.#chance(25)) return start + (doubled[operator] ?? operator + operator);
		const force = this.#chance(6) ? this.#of(['v', 'V', '\x16']) : '';
		return start + operator + force + this.#target();
	}

	#typed(): string {
		return this.#of([
			'new',
			'a b',
			'  x',
			'key: v\r  sub: w',
			'\ttab',
			'one\rtwo',
			'foo\x17bar',
			'some words\x15',
			'ab\x08c',
			'(x)',
			'가나',
			'x\x14y',
			'x\x04y',
			'\x01',
			'\x19\x19\x19',
			'\x05\x05',
			't\x0e',
			'a\x0fw',
			'a\x0f0b',
			'a\x0fDb',
			'\x16u00e9',
			'\x16065',
			'\x12"',
			'\x12a',
			'\x12=1+2\r',
			'long words that will be wrapped at some width',
			'# note\rmore',
			'\x1b[D\x1b[Dz',
			'\x1b[A\x1b[Cq',
			'\x1b[Hstart\x1b[Fend',
			'\x1b[3~',
		]);
	}

	#change(): string {
		const kind = this.#random.below(10);
		const typed = `${this.#typed()}${ESC}`;
		if (kind < 3)
			return this.#count() + this.#of(['i', 'a', 'I', 'A', 'o', 'O', 'gi', 'gI', 's', 'S', 'C', 'cc', 'R']) + typed;
		if (kind < 6) return `${this.#register()}c${this.#target()}${typed}`;
		if (kind < 8)
			return (
				this.#register() +
				this.#count() +
				this.#of([
					'x',
					'X',
					'D',
					'dd',
					'J',
					'gJ',
					'~',
					'rX',
					'r\r',
					'Y',
					'yy',
					'xp',
					'\x01',
					'\x18',
					'>>',
					'<<',
					'&',
					'g&',
				])
			);
		return this.#of(['x', 'J', '~', 'D', 'ra', '3rz', 'r\t', 'g~~', 'gUU', 'guu', 'ZZ'.slice(2)]) || 'x';
	}

	#visual(): string {
		const start = this.#of(['v', 'v', 'V', 'V', '\x16', '\x16', 'gv', 'viw', 'vip', 'gn', 'v$', '\x16jj$', '\x16j']);
		const moves = Array.from({ length: this.#random.below(3) }, () =>
			this.#chance(20) ? this.#of(['o', 'O', this.#object()]) : this.#count() + this.#motion(),
		).join('');
		const end = this.#of([
			'd',
			'y',
			`c${this.#typed()}${ESC}`,
			'>',
			'<',
			'2>',
			'~',
			'u',
			'U',
			'J',
			'gJ',
			'p',
			'P',
			'"ap',
			'rx',
			`I${this.#typed()}${ESC}`,
			`A${this.#typed()}${ESC}`,
			'x',
			'D',
			'Y',
			'X',
			`S${this.#typed()}${ESC}`,
			`R${this.#typed()}${ESC}`,
			'=',
			'gq',
			'g?',
			'\x01',
			'g\x01',
			'2\x18',
			ESC,
			'"ay',
			':s/e/E/\r',
			':d\r',
			':m0\r',
			':t.\r',
			':norm A;\r',
			':sort\r',
			':j\r',
			':>\r',
			'zf',
		]);
		return start + moves + end;
	}

	#put(): string {
		return this.#register() + this.#of(['p', 'P', 'gp', 'gP', ']p', '[p', 'p', 'P']);
	}

	#range(): string {
		return this.#of([
			'',
			'',
			'%',
			'.',
			'$',
			'1',
			'2,3',
			'.,+1',
			'.,$',
			"'<,'>",
			"'a,.",
			'/e/',
			'?o?',
			'-,+',
			'1,/e/',
			'2;+1',
			'0',
			'*',
			'.+2',
			'1,3',
		]);
	}

	#ex(): string {
		const flags = this.#of(['', '', 'g', 'gi', 'c', '&', 'n', 'ge', 'I', 'g 2']);
		const substitute = `s/${this.#pattern()}/${this.#of(['X', '', '&&', '[\\0]', '\\U&', '\\u&', '\\r', 'a\\tb', '~', '\\1', '\\=1+1', '\\l&\\E', '\\n'])}/${flags}`;
		const command = this.#of([
			substitute,
			substitute,
			substitute,
			's',
			'&&',
			'~',
			'd',
			'd a',
			'd 2',
			'y b',
			'm$',
			'm0',
			'm.+1',
			't.',
			't0',
			'co$',
			'j',
			'j!',
			'j 3',
			'>',
			'<',
			'>>',
			'pu',
			'pu!',
			'pu a',
			'norm x',
			'norm Ax',
			'norm! 2wi-',
			'norm dwP',
			`g/${this.#pattern()}/d`,
			`v/${this.#pattern()}/d`,
			`g/${this.#pattern()}/m0`,
			`g/${this.#pattern()}/t.`,
			`g/${this.#pattern()}/norm Ax`,
			`g/${this.#pattern()}/s//Y/`,
			`g/${this.#pattern()}/j`,
			`g/${this.#pattern()}/pu`,
			'sort',
			'sort!',
			'sort n',
			'sort u',
			'sort i',
			'sort /./',
			'retab',
			'retab!',
			'retab 2',
			'ri 20',
			'le 3',
			'ce 30',
			'k a',
			'ma b',
			'@:',
			'u',
			'red',
			'noh',
			'=',
			'set et',
			'set ic',
			'set sw=2',
			'set nowrapscan',
			'norm! gg=G',
			'exe "norm ix\\<Esc>"',
			'let @a="text"',
			'let @b=@a',
			'call setline(1,"set")',
			"call append(1,['p','q'])",
			'1',
			'$',
			'foldo',
			"'a",
			'undo 1',
			'earlier 1',
			'later 1',
			'a\rtyped\r.',
			'i\rtyped\r.',
			'c\rtyped\r.',
			'keepj norm G',
			'r!echo hi',
			'.!sort',
			'%!sort -r',
			'2,3!cat',
		]);
		const takesNone = /^(?:set|let|noh|u$|red|exe|call|undo|earlier|later|@:|foldo|keepj|'|\d|\$|\.!|%!|2,3!)/.test(
			command,
		);
		return `:${takesNone ? '' : this.#range()}${command}\r`;
	}

	#macro(): string {
		const body = this.#of(['xj', 'A;\x1bj', 'dwj', 'Ia\x1b', '0f xj', 'yyp', '\x01j', 'f.xn']);
		return `q${this.#of(['a', 'b', 'c'])}${body}q${this.#of(['@a', '2@a', '@@', '@b', '3@c', ':norm @a\r', ''])}`;
	}

	#mark(): string {
		return this.#of(['ma', 'mb', '`a', "'a", "d'a", 'y`b', "mcjd'c", "'b", "]'", '[`', "''", '`"', 'mA`A']);
	}
}
