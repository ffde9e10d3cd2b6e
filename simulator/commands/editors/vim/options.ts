import type { TextBuffer } from './text/text-buffer.ts';

export type OptionValue = string | number | boolean;

export interface OptionKind {
	readonly name: string;
	readonly short: string;
	readonly scope: 'global' | 'buffer' | 'window';
	readonly initial: OptionValue;
	/** A list: += puts a comma between. 'flags': letters. */
	readonly list?: 'commas' | 'flags';
}

type Row = readonly [name: string, short: string, initial: OptionValue, list?: 'commas' | 'flags'];

const BUFFER: readonly Row[] = [
	['autoindent', 'ai', false],
	['autoread', 'ar', false],
	['binary', 'bin', false],
	['bomb', '', false],
	['bufhidden', 'bh', ''],
	['buftype', 'bt', ''],
	['cindent', 'cin', false],
	['comments', 'com', 's1:/*,mb:*,ex:*/,://,b:#,:%,:XCOMM,n:>,fb:-', 'commas'],
	['commentstring', 'cms', '/*%s*/'],
	['complete', 'cpt', '.,w,b,u,t,i', 'commas'],
	['copyindent', 'ci', false],
	['endofline', 'eol', true],
	['expandtab', 'et', false],
	['fileencoding', 'fenc', ''],
	['fileformat', 'ff', 'unix'],
	['filetype', 'ft', ''],
	['fixendofline', 'fixeol', true],
	['formatoptions', 'fo', 'tcq', 'flags'],
	['indentexpr', 'inde', ''],
	['indentkeys', 'indk', '0{,0},0),0],:,0#,!^F,o,O,e', 'commas'],
	['infercase', 'inf', false],
	['iskeyword', 'isk', '@,48-57,_,192-255', 'commas'],
	['matchpairs', 'mps', '(:),{:},[:]', 'commas'],
	['modeline', 'ml', false],
	['modifiable', 'ma', true],
	['nrformats', 'nf', 'bin,octal,hex', 'commas'],
	['preserveindent', 'pi', false],
	['readonly', 'ro', false],
	['shiftwidth', 'sw', 8],
	['smartindent', 'si', false],
	['softtabstop', 'sts', 0],
	['spelllang', 'spl', 'en', 'commas'],
	['swapfile', 'swf', true],
	['syntax', 'syn', ''],
	['tabstop', 'ts', 8],
	['textwidth', 'tw', 0],
	['undofile', 'udf', false],
	['undolevels', 'ul', 1000],
	['wrapmargin', 'wm', 0],
];

const WINDOW: readonly Row[] = [
	['breakindent', 'bri', false],
	['colorcolumn', 'cc', '', 'commas'],
	['conceallevel', 'cole', 0],
	['concealcursor', 'cocu', ''],
	['cursorbind', 'crb', false],
	['cursorcolumn', 'cuc', false],
	['cursorline', 'cul', false],
	['cursorlineopt', 'culopt', 'both', 'commas'],
	['diff', '', false],
	['foldcolumn', 'fdc', 0],
	['foldenable', 'fen', true],
	['foldlevel', 'fdl', 0],
	['foldmethod', 'fdm', 'manual'],
	['foldnestmax', 'fdn', 20],
	['foldminlines', 'fml', 1],
	['linebreak', 'lbr', false],
	['list', '', false],
	['number', 'nu', false],
	['numberwidth', 'nuw', 4],
	['relativenumber', 'rnu', false],
	['scroll', 'scr', 0],
	['scrollbind', 'scb', false],
	['signcolumn', 'scl', 'auto'],
	['spell', '', false],
	['statusline', 'stl', ''],
	['virtualedit', 've', '', 'commas'],
	['winfixheight', 'wfh', false],
	['wrap', '', true],
];

const GLOBAL: readonly Row[] = [
	['ambiwidth', 'ambw', 'single'],
	['autochdir', 'acd', false],
	['autowrite', 'aw', false],
	['autowriteall', 'awa', false],
	['background', 'bg', 'dark'],
	['backspace', 'bs', 'indent,eol,start', 'commas'],
	['backup', 'bk', false],
	['backupcopy', 'bkc', 'auto', 'commas'],
	['backupdir', 'bdir', '.,~/tmp,~/', 'commas'],
	['backupskip', 'bsk', '/tmp/*', 'commas'],
	['belloff', 'bo', '', 'commas'],
	['clipboard', 'cb', '', 'commas'],
	['cmdheight', 'ch', 1],
	['cmdwinheight', 'cwh', 7],
	['columns', 'co', 80],
	['compatible', 'cp', false],
	['completeopt', 'cot', 'menu,preview', 'commas'],
	['confirm', 'cf', false],
	['cpoptions', 'cpo', 'aABceFs', 'flags'],
	['diffopt', 'dip', 'internal,filler,closeoff', 'commas'],
	['directory', 'dir', '.,~/tmp,/var/tmp,/tmp', 'commas'],
	['display', 'dy', '', 'commas'],
	['eadirection', 'ead', 'both'],
	['encoding', 'enc', 'utf-8'],
	['equalalways', 'ea', true],
	['errorbells', 'eb', false],
	['esckeys', 'ek', true],
	['fileencodings', 'fencs', 'ucs-bom,utf-8,default,latin1', 'commas'],
	['fileformats', 'ffs', 'unix,dos', 'commas'],
	['fileignorecase', 'fic', false],
	['fillchars', 'fcs', 'vert:|,fold:-,eob:~', 'commas'],
	['foldlevelstart', 'fdls', -1],
	['foldopen', 'fdo', 'block,hor,mark,percent,quickfix,search,tag,undo', 'commas'],
	['gdefault', 'gd', false],
	['grepprg', 'gp', 'grep -n $* /dev/null'],
	['guifont', 'gfn', ''],
	['guicursor', 'gcr', ''],
	['guioptions', 'go', 'aegimrLtT', 'flags'],
	['hidden', 'hid', false],
	['history', 'hi', 50],
	['hlsearch', 'hls', false],
	['ignorecase', 'ic', false],
	['imdisable', 'imd', false],
	['incsearch', 'is', false],
	['insertmode', 'im', false],
	['joinspaces', 'js', true],
	['keywordprg', 'kp', 'man'],
	['langmap', 'lmap', '', 'commas'],
	['langremap', 'lrm', true],
	['laststatus', 'ls', 1],
	['lazyredraw', 'lz', false],
	['lines', '', 24],
	['listchars', 'lcs', 'eol:$', 'commas'],
	['magic', '', true],
	['matchtime', 'mat', 5],
	['maxmapdepth', 'mmd', 1000],
	['modelines', 'mls', 5],
	['more', '', true],
	['mouse', '', '', 'flags'],
	['mousehide', 'mh', true],
	['paragraphs', 'para', 'IPLPPPQPP TPHPLIPpLpItpplpipbp'],
	['paste', '', false],
	['pastetoggle', 'pt', ''],
	['path', 'pa', '.,/usr/include,,', 'commas'],
	['previewheight', 'pvh', 12],
	['pumheight', 'ph', 0],
	['redrawtime', 'rdt', 2000],
	['regexpengine', 're', 0],
	['remap', '', true],
	['report', '', 2],
	['ruler', 'ru', true],
	['rulerformat', 'ruf', ''],
	['runtimepath', 'rtp', '~/.vim,/var/lib/vim/addons,/etc/vim,/usr/share/vim/vimfiles,/usr/share/vim/vim91', 'commas'],
	['scrolljump', 'sj', 1],
	['scrolloff', 'so', 0],
	['selection', 'sel', 'inclusive'],
	['shell', 'sh', '/bin/bash'],
	['shiftround', 'sr', false],
	['shortmess', 'shm', 'filnxtToOS', 'flags'],
	['showbreak', 'sbr', ''],
	['showcmd', 'sc', false],
	['showfulltag', 'sft', false],
	['showmatch', 'sm', false],
	['showmode', 'smd', true],
	['showtabline', 'stal', 1],
	['sidescroll', 'ss', 0],
	['sidescrolloff', 'siso', 0],
	['smartcase', 'scs', false],
	['smarttab', 'sta', false],
	['splitbelow', 'sb', false],
	['splitright', 'spr', false],
	['startofline', 'sol', true],
	['suffixes', 'su', '.bak,~,.swp,.o,.info,.aux,.log,.dvi,.bbl,.blg,.brf,.cb,.ind,.idx,.ilg,.inx,.out,.toc', 'commas'],
	['switchbuf', 'swb', '', 'commas'],
	['tabpagemax', 'tpm', 10],
	['tags', 'tag', './tags,./TAGS,tags,TAGS', 'commas'],
	['term', '', 'xterm-256color'],
	['termguicolors', 'tgc', false],
	['textmode', 'tx', false],
	['tildeop', 'top', false],
	['timeout', 'to', true],
	['timeoutlen', 'tm', 1000],
	['title', '', false],
	['ttimeout', '', false],
	['ttimeoutlen', 'ttm', -1],
	['ttyfast', 'tf', true],
	['ttymouse', 'ttym', 'sgr'],
	['undodir', 'udir', '.', 'commas'],
	['updatecount', 'uc', 200],
	['updatetime', 'ut', 4000],
	['verbose', 'vbs', 0],
	['viminfo', 'vi', "'100,<50,s10,h", 'commas'],
	['visualbell', 'vb', false],
	['warn', '', true],
	['whichwrap', 'ww', 'b,s', 'commas'],
	['wildignore', 'wig', '', 'commas'],
	['wildignorecase', 'wic', false],
	['wildmenu', 'wmnu', false],
	['wildmode', 'wim', 'full', 'commas'],
	['winheight', 'wh', 1],
	['winwidth', 'wiw', 20],
	['winminheight', 'wmh', 1],
	['wrapscan', 'ws', true],
	['write', '', true],
	['writebackup', 'wb', true],
];

function kinds(rows: readonly Row[], scope: OptionKind['scope']): OptionKind[] {
	return rows.map(([name, short, initial, list]) => ({ name, short, scope, initial, list }));
}

export const OPTIONS: readonly OptionKind[] = [
	...kinds(BUFFER, 'buffer'),
	...kinds(WINDOW, 'window'),
	...kinds(GLOBAL, 'global'),
].sort((a, b) => (a.name < b.name ? -1 : 1));

const BY_NAME: ReadonlyMap<string, OptionKind> = new Map(
	OPTIONS.flatMap((kind): [string, OptionKind][] =>
		kind.short === ''
			? [[kind.name, kind]]
			: [
					[kind.name, kind],
					[kind.short, kind],
				],
	),
);

/** By its name or its short name. */
export function optionNamed(name: string): OptionKind | undefined {
	return BY_NAME.get(name);
}

/** The values that hold for all, and where those of a buffer or a window come from. */
export class GlobalOptions {
	readonly values = new Map<string, OptionValue>(OPTIONS.map(({ name, initial }) => [name, initial]));

	/** What a new buffer begins with. */
	adoptBuffer(buffer: TextBuffer): void {
		for (const [name] of BUFFER) buffer.options.set(name, this.values.get(name) as OptionValue);
		for (const name of ['readonly', 'binary']) buffer.options.set(name, false);
		for (const name of ['modifiable', 'endofline']) buffer.options.set(name, true);
		for (const name of ['filetype', 'syntax', 'fileencoding', 'buftype', 'bufhidden']) buffer.options.set(name, '');
	}

	adoptWindow(values: Map<string, OptionValue>): void {
		for (const [name] of WINDOW) values.set(name, this.values.get(name) as OptionValue);
	}
}
