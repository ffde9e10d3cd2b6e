/** Keys typed at a prompt of bash; every screen on the way is compared with the real one's. */
export interface PromptCase {
	readonly name: string;
	readonly steps: readonly string[];
	readonly files?: { readonly [name: string]: string };
	readonly columns?: number;
	readonly rows?: number;
	readonly coloured?: boolean;
	readonly env?: { readonly [name: string]: string };
}

const FILES = {
	'alpha.txt': '',
	'alphabet.txt': '',
	'Alps.md': '',
	'beta file': '',
	"it's": '',
	$money: '',
	'a:b': '',
	'#x': '',
};
const DIRECTORIES = 'mkdir dir dir2; touch dir/inner dir/.hid run.sh; chmod +x run.sh; ln -s dir ldir\r';

const inputrc = (...lines: string[]): { readonly [name: string]: string } => ({
	...FILES,
	'.inputrc': lines.map((line) => `${line}\n`).join(''),
});

/** Writes what a completion function is told. */
const TELLING =
	'd() { echo; declare -p COMP_WORDS COMP_CWORD COMP_LINE COMP_POINT COMP_TYPE; echo "<$1|$2|$3>"; }; complete -F d foo\r';

const files = (count: number): { readonly [name: string]: string } =>
	Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${String(index).padStart(3, '0')}`, '']));

export const COMPLETION_CASES: readonly PromptCase[] = [
	{ name: 'ignore-case', steps: ['cat alp\t', '\t', 'H\t'], files: inputrc('set completion-ignore-case on') },
	{
		name: 'map-case',
		steps: ['cat a_B\t'],
		files: { 'a-b-c': '', '.inputrc': 'set completion-map-case on\nset completion-ignore-case on\n' },
	},
	{ name: 'show all if ambiguous', steps: ['cat alp\t'], files: inputrc('set show-all-if-ambiguous on') },
	{ name: 'show all if unmodified', steps: ['cat alp\t', '\t'], files: inputrc('set show-all-if-unmodified on') },
	{
		name: 'menu',
		steps: ['cat alp\t', '\t', '\t', '\t', '\x1b[Z', '\x1b[Z'],
		files: inputrc('TAB: menu-complete', '"\\e[Z": menu-complete-backward', 'set show-all-if-ambiguous on'),
	},
	{
		name: 'menu, the common part first',
		steps: ['cat alp\t', '\t', '\t', '\t', '\x1b[Z'],
		files: inputrc('TAB: menu-complete', '"\\e[Z": menu-complete-backward', 'set menu-complete-display-prefix on'),
	},
	{
		name: 'coloured and marked',
		steps: [DIRECTORIES, 'ls \t\t', '\x15ls alp\t\t'],
		files: inputrc('set colored-stats on', 'set visible-stats on', 'set colored-completion-prefix on'),
		env: { LS_COLORS: 'di=01;34:ex=01;32:ln=01;36:*.txt=33:so=01;35' },
		coloured: true,
	},
	{ name: 'asking from few on', steps: ['ls \t\t', 'n', '\t', 'y'], files: inputrc('set completion-query-items 4') },
	{ name: 'across', steps: ['ls \t\t'], files: inputrc('set print-completions-horizontally on') },
	{ name: 'one a line', steps: ['ls \t\t'], files: inputrc('set completion-display-width 1') },
	{ name: 'no hidden files', steps: ['ls \t\t', '.\t'], files: inputrc('set match-hidden-files off') },
	{ name: 'no slashes', steps: [DIRECTORIES, 'ls di\t\t'], files: inputrc('set mark-directories off') },
	{
		name: 'prefix shortened',
		steps: ['ls alp\t', '\t', '\t'],
		files: inputrc('set completion-prefix-display-length 2'),
	},
	{ name: 'disabled', steps: ['ls al\tx'], files: inputrc('set disable-completion on') },
	{
		name: 'text that is there',
		steps: ['ls alphabet.txt\x02\x02\x02\x02\x02\t'],
		files: inputrc('set skip-completed-text on'),
	},
	{
		name: 'quotes',
		steps: [
			'cat be\t',
			'\x15cat "be\t',
			"\x15cat 'be\t",
			'\x15cat it\t',
			"\x15cat 'it\t",
			'\x15cat \\$m\t',
			'\x15cat "$m\t',
			'\x15cat \\#\t',
			'\x15cat beta\\ f\t',
		],
		files: FILES,
	},
	{
		name: 'patterns',
		steps: [
			'ls al*\t',
			'\t',
			'\x15ls *.md\t',
			'\x15ls alph*.txt\x1b*',
			'\x15ls al*\x18*',
			'\x15ls al*\x18g',
			'\x15ls al*\x1bg',
		],
		files: FILES,
	},
	{
		name: 'directories and links',
		steps: [
			DIRECTORIES,
			'cd d\t',
			'\t',
			'\x15ls dir/.\t',
			'\x15ls ~/dir/i\t',
			'\x15ls $HOME/al\t',
			`\x15ls $\{HOME}/dir/i\t`,
			'\x15cd ld\t',
			'\t',
		],
		files: FILES,
	},
	{
		name: 'variables',
		steps: [
			'echo $HOM\t',
			'\x15echo "$HOM\t',
			'\x15echo ${HOM\t',
			'\x15echo $BASH_VER\t\t',
			'\x15echo x$HOM\t',
			'\x15echo $HISTF\t\t',
		],
	},
	{
		name: 'commands',
		steps: [
			DIRECTORIES,
			'./r\t',
			'\x15./\t\t',
			'\x15printe\t',
			'\x15X=1 printe\t',
			'\x15true | printe\t',
			'\x15$(printe\t',
			'\x15true && { printe\t',
			'\x15if printe\t',
			'\x15"printe\t',
		],
	},
	{
		name: 'redirections and values',
		steps: [
			'ls > alph\t',
			'\x15ls 2>&1 alph\t',
			'\x15a=alph\t',
			'\x15ls --opt=alph\t',
			'\x15ls x:alph\t',
			'\x15ls -falph\t',
		],
		files: FILES,
	},
	{
		name: 'one kind alone',
		steps: [
			'ls alph\x1b/',
			'\x15printe\x1b!',
			'\x15ls ro\x1b~',
			'\x15ls HOM\x1b$',
			'\x15ls alph\x18/',
			'\x15printe\x18!',
			'\x15ls HOM\x18$',
			'\x15ls alph\x1b{',
			'\x15echo longword\r',
			'ls lon\x1b\t',
		],
		files: FILES,
	},
	{
		name: 'in the midst',
		steps: ['cat alxx\x02\x02\t', '\x15\x0bcat alph foo\x1bb\x02\t', '\x05\x15cat alpha. foo\x1bb\x02\t'],
		files: FILES,
	},
	{ name: 'pages', steps: ['echo f\t\t', 'y', ' ', '\r', 'q'], rows: 10, files: files(123) },
	{
		name: 'Korean names',
		steps: ['ls 한\t', '글\t', '\t\t'],
		files: { '한글문서.txt': '', '한국어.txt': '', '한글 이름': '' },
	},
	{
		name: 'wide lists',
		steps: ['ls f\t\t'],
		columns: 40,
		files: { [`f${'x'.repeat(30)}1`]: '', [`f${'x'.repeat(30)}2`]: '' },
	},
	{ name: 'FIGNORE', steps: ['FIGNORE=.txt\r', 'cat alp\t', '\x15cat al\t\t'], files: FILES },
	{ name: 'direxpand', steps: ['shopt -s direxpand; X=/usr\r', 'ls $X/bi\t'], files: FILES },
	{
		name: 'what a function is told',
		steps: [
			TELLING,
			'foo a "b c" d:e --x=y z\t',
			'\x03',
			'foo --x=\t',
			'\x03',
			'foo a::b  c\x02\x02\t',
			'\x03',
			'foo @\t',
			'\x03',
			'foo 한글 x\t',
			'\x03',
		],
		rows: 80,
	},
	{
		name: 'which command',
		steps: [
			TELLING,
			'/usr/bin/foo a\t',
			'\x03',
			'X=1 foo a\t',
			'\x03',
			'true; foo a|cat \x02\x02\x02\x02\x02\t',
			'\x03',
			'{ foo a\t',
			'\x03',
			'foo $(ls a\t',
			'\x03',
			'foo <(foo b\t',
			'\x03',
			'if foo a\t',
			'\x03',
		],
		rows: 80,
	},
	{
		name: 'specifications',
		steps: [
			'complete -W "get describe delete" kube\r',
			'kube \t\t',
			'd\t',
			'e\t',
			'\x15complete -F nofun nf\r',
			'nf a\t',
			'\x15complete -o plusdirs -W alice eo\r',
			'eo \t\t',
			'\x15complete -o default -W "" em\r',
			'em alph\t',
			'\x15complete -f -X "!*.md" ep\r',
			'ep \t',
		],
		files: FILES,
	},
	{
		name: 'options of a function',
		steps: [
			't() { COMPREPLY=(zz "b b" aa); compopt -o nosort; }; complete -F t foo\r',
			'foo \t\t',
			'\x15u() { COMPREPLY=(ab); compopt -o nospace; }; complete -F u foo\r',
			'foo \tX',
			'\x15v() { COMPREPLY=("a b" "a c"); }; complete -o filenames -F v foo\r',
			'foo \t',
			'\t',
			'\x15w() { COMPREPLY=(zed); }; complete -F w foo\r',
			'foo x\t',
		],
	},
	{
		name: 'specifications made when they are wanted',
		steps: [
			"_l() { complete -W 'loaded words' $1; return 124; }; complete -D -F _l\r",
			'zork \t\t',
			'l\t',
			"\x15complete -E -W 'none at all'; complete -I -W 'initial ink'\r",
			'\t\t',
			'in\t\t',
		],
	},
	{
		name: 'aliases',
		steps: ["alias k=kubectl; complete -W 'get set' kubectl\r", 'k g\t', '\x15shopt -s progcomp_alias\r', 'k g\t'],
	},
	{
		name: 'further lines',
		steps: [
			'complete -W "get set" foo\r',
			'if true\r',
			'foo \t\t',
			'\x15printe\t',
			'\x03',
			'foo "a\r',
			'alph\t',
			'\x03',
		],
		files: FILES,
	},
	{ name: 'vi', steps: ['set -o vi\r', 'cat alph\t'], files: FILES },
	{ name: 'tabs in the line', steps: ['echo a\x16\tb\x16\tc', '\x01', '\x05d'] },
];
