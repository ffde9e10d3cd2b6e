import type { ScreenProgram } from './screen-cases.ts';

/** The vimrc of most cases: what Debian's sets. */
const BASE = 'set nocp bs=indent,eol,start ruler noswapfile mouse= bg=dark ttimeout ttimeoutlen=20\n';
const DEFAULTS = `${BASE}set showcmd display=truncate scrolloff=5 incsearch nrformats-=octal\nfiletype plugin indent on\nsyntax on\n`;

export const VIM: ScreenProgram = {
	name: 'vim',
	version: ['vim', '--version'],
	argv: (each) => ['vim', '-N', '-u', 'rc', '-i', 'NONE', '-n', ...(each.argv ?? []), each.name ?? 'in.txt'],
	files: (each) => ({
		rc: each.rc === 'DEFAULTS' ? DEFAULTS : `${BASE}${each.rc ?? ''}\n`,
		[each.name ?? 'in.txt']: each.text,
	}),
	save: '\x1b\x1b\x1b:silent! w! out\r',
};
