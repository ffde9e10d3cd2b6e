import type { LayerEntries } from './layer-entries.ts';

/** What vim and nano read before the user's own files. The settings are Ubuntu's, the words around them ours. */
export function addEditorFiles(entries: LayerEntries): void {
	entries.file('/etc/nanorc', NANORC);
	entries.directory('/etc/vim').file('/etc/vim/vimrc', VIMRC).file('/etc/vim/vimrc.tiny', VIMRC_TINY);
}

const commented = (mark: string, settings: string): string => settings.trim().replace(/^/gm, mark);

/** Everything in it is off, but the colours by file. */
const NANORC = `## Settings of nano for everybody on this host; a user's own are in ~/.nanorc.
## A line counts once its # is taken away; "unset NAME" turns a setting off again.

${commented(
	'# ',
	`
set afterends
set allow_insecure_backup
set atblanks
set autoindent
set backup
set backupdir ""
set boldtext
set bookstyle
set brackets ""')>]}"
set breaklonglines
set casesensitive
set constantshow
set cutfromcursor
set emptyline
set fill -8
set guidestripe 75
set historylog
set indicator
set jumpyscrolling
set linenumbers
set locking
set magic
set matchbrackets "(<[{)>]}"
set minibar
set mouse
set multibuffer
set noconvert
set nohelp
set nonewlines
set operatingdir ""
set positionlog
set preserve
set punct "!.?"
set quickblank
set rawsequences
set rebinddelete
set regexp
set saveonexit
set showcursor
set smarthome
set softwrap
set speller "aspell -x -c"
set stateflags
set tabsize 8
set tabstospaces
set trimblanks
set unix
set wordbounds
set wordchars "<_>."
set zap
set zero
`,
)}

## Colours, by the name of the file.
include "/usr/share/nano/*.nanorc"
`;

const VIMRC = `" Settings of vim for everybody on this host; a user's own are in ~/.vimrc.
" Where a user has none, defaults.vim is read after this file and wins,
" unless the next line counts:
" let g:skip_defaults_vim = 1

runtime! debian.vim

${commented(
	'"',
	`
set compatible
syntax on
set background=dark
au BufReadPost * if line("'"") > 1 && line("'"") <= line("$") | exe "normal! g'"" | endif
filetype plugin indent on
set showcmd
set showmatch
set ignorecase
set smartcase
set incsearch
set autowrite
set hidden
set mouse=a
`,
)}

if filereadable("/etc/vim/vimrc.local")
  source /etc/vim/vimrc.local
endif
`;

const VIMRC_TINY = `" Read by vim.tiny in the place of vimrc.
set compatible
`;
