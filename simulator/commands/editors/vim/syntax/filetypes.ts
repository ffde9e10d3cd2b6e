import type { Editor } from '../editor.ts';
import type { TextBuffer } from '../text/text-buffer.ts';

const EXTENSIONS: Readonly<Record<string, string>> = {
	yaml: 'yaml',
	yml: 'yaml',
	json: 'json',
	sh: 'sh',
	bash: 'sh',
	py: 'python',
	go: 'go',
	js: 'javascript',
	ts: 'typescript',
	md: 'markdown',
	txt: 'text',
	conf: 'conf',
	cfg: 'cfg',
	ini: 'dosini',
	service: 'systemd',
	timer: 'systemd',
	toml: 'toml',
	vim: 'vim',
	xml: 'xml',
	html: 'html',
	c: 'c',
	h: 'cpp',
	sql: 'sql',
	tf: 'terraform',
	hcl: 'hcl',
};

const NAMES: Readonly<Record<string, string>> = {
	Dockerfile: 'dockerfile',
	Containerfile: 'dockerfile',
	Makefile: 'make',
	'.bashrc': 'sh',
	'.profile': 'sh',
	'.bash_profile': 'sh',
	'.vimrc': 'vim',
	vimrc: 'vim',
	crontab: 'crontab',
	fstab: 'fstab',
	passwd: 'passwd',
	hosts: 'conf',
	'daemon.json': 'json',
	COMMIT_EDITMSG: 'gitcommit',
};

/** What kind of text a buffer holds: by its name, then by its first line. Models runtime/filetype.vim in part. */
export function detectFiletype(buffer: TextBuffer): string {
	const name = buffer.name.replace(/.*\//, '');
	if (name === '') return '';
	const known = NAMES[name] ?? EXTENSIONS[/\.([^.]+)$/.exec(name)?.[1] ?? ''];
	if (known !== undefined) return known;
	if (/^crontab\./.test(name)) return 'crontab';
	const first = buffer.line(0);
	if (/^#!.*\b(?:ba|da|k|z)?sh\b/.test(first)) return 'sh';
	if (/^#!.*python/.test(first)) return 'python';
	if (/^%YAML/.test(first)) return 'yaml';
	for (let line = 0; line < 5; line++) if (/^#/.test(buffer.line(line))) return 'conf';
	return '';
}

/** Gives the current buffer a type, with the options that come with it. */
export function setFiletype(editor: Editor, type: string): void {
	const { options } = editor.buffer;
	options.set('filetype', type);
	options.set('syntax', type);
	if (editor.small) return;
	if (editor.filetypeOn.plugin) applyPlugin(editor, type);
	if (editor.filetypeOn.indent && type === 'yaml') {
		options.set('indentexpr', 'GetYAMLIndent(v:lnum)');
		options.set('indentkeys', '!^F,o,O,0#,0},0],<:>,0-');
		options.set('smartindent', false);
	}
}

/** Models runtime/ftplugin/*.vim. */
function applyPlugin(editor: Editor, type: string): void {
	const { options } = editor.buffer;
	const flags = String(options.get('formatoptions'));
	const noText = `${flags.replace('t', '')}${[...'croql'].filter((flag) => !flags.includes(flag)).join('')}`;
	if (type === 'yaml') {
		options.set('comments', ':#');
		options.set('commentstring', '# %s');
		options.set('expandtab', true);
		options.set('formatoptions', noText);
		options.set('shiftwidth', 2);
		options.set('softtabstop', 2);
	} else if (type === 'python') {
		options.set('expandtab', true);
		options.set('softtabstop', 4);
		options.set('shiftwidth', 4);
		options.set('tabstop', 8);
		options.set('formatoptions', noText);
	} else if (type === 'sh' || type === 'conf' || type === 'dockerfile' || type === 'make') {
		options.set('comments', ':#');
		options.set('commentstring', '# %s');
		options.set('formatoptions', noText);
	}
}
