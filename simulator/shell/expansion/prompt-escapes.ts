import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import { formatTime } from './format-time.ts';
import { homeOf, userEntries } from './tilde.ts';

/** Between these a prompt's characters take no room: what `\[` and `\]` become. */
export const INVISIBLE_START = '\x01';
export const INVISIBLE_END = '\x02';

/** Parts between two moments when others can have their turn. */
const TICK_PARTS = 1_000;

/**
 * Decodes the backslash escapes of a prompt (not its expansions). Models bash parse.y decode_prompt_string.
 */
export function* expandPromptEscapes(shell: Shell, text: string): Task<string> {
	if (!text.includes('\\')) return text;
	const out: string[] = [];
	const values = new Map<string, string>();
	for (let i = 0; i < text.length; i++) {
		const backslash = text.indexOf('\\', i);
		if (backslash < 0 || backslash + 1 >= text.length) {
			out.push(text.slice(i));
			break;
		}
		if (backslash > i) out.push(text.slice(i, backslash));
		if (out.length % TICK_PARTS === TICK_PARTS - 1) yield* shell.process.tick(TICK_PARTS / 4);
		i = backslash + 1;
		const c = text[i] as string;
		// Three digits, or what there are at the end.
		const octal = /^[0-7]+$/.exec(text.slice(i, i + 3));
		if (octal !== null) {
			out.push(String.fromCharCode(Number.parseInt(octal[0], 8) & 0xff));
			i += octal[0].length - 1;
		} else if (c === 'D' && text[i + 1] === '{') {
			const end = text.indexOf('}', i);
			const format = text.slice(i + 2, end < 0 ? undefined : end);
			out.push(formatTime(shell.process.now(), format === '' ? '%X' : format, shell.variables.environment()));
			i = end < 0 ? text.length : end;
		} else {
			const value = values.get(c) ?? one(shell, c);
			values.set(c, value);
			out.push(value);
		}
	}
	return out.join('');
}

function one(shell: Shell, c: string): string {
	const hostname = shell.process.hostname;
	switch (c) {
		case 'a':
			return '\x07';
		case 'e':
			return '\x1b';
		case 'n':
			return '\r\n'.slice(1);
		case 'r':
			return '\r';
		case '\\':
			return '\\';
		case '[':
			return INVISIBLE_START;
		case ']':
			return INVISIBLE_END;
		case 'h':
			return hostname.split('.')[0] as string;
		case 'H':
			return hostname;
		case 'u':
			return userName(shell);
		case 'w':
			return abbreviated(shell);
		case 'W': {
			const path = abbreviated(shell);
			return path === '/' ? '/' : path.slice(path.lastIndexOf('/') + 1);
		}
		case '$':
			return shell.process.credentials.uid === 0 ? '#' : '$';
		case '!':
			return String(shell.history.nextNumber);
		case '#':
			return String(shell.commandNumber);
		case 'j':
			return String(shell.jobs.jobs.length);
		case 'l':
			return (shell.process.ttyName(0) ?? 'tty').replace(/^.*\//, '');
		case 's':
			return shell.name.replace(/^.*\//, '');
		case 'v':
			return '5.2';
		case 'V':
			return '5.2.21';
		default:
			return time(shell, c);
	}
}

function time(shell: Shell, c: string): string {
	const format = TIME_FORMATS[c];
	return format === undefined ? `\\${c}` : formatTime(shell.process.now(), format, shell.variables.environment());
}

const TIME_FORMATS: { readonly [letter: string]: string } = {
	d: '%a %b %d',
	t: '%H:%M:%S',
	T: '%I:%M:%S',
	'@': '%I:%M %p',
	A: '%H:%M',
};

/** The login name of the shell's user, looked up once. Models bash shell.c get_current_user_info. */
function userName(shell: Shell): string {
	const uid = shell.process.credentials.uid;
	shell.userName ??= userEntries(shell).find((entry) => entry.uid === uid)?.name ?? 'I have no name!';
	return shell.userName;
}

function abbreviated(shell: Shell): string {
	const cwd = shell.variables.get('PWD') ?? shell.process.cwd;
	const home = homeOf(shell, '');
	let path = cwd;
	if (home !== undefined && home !== '' && home !== '/') {
		if (cwd === home) path = '~';
		else if (cwd.startsWith(`${home}/`)) path = `~${cwd.slice(home.length)}`;
	}
	return trimmed(path, Number(shell.variables.get('PROMPT_DIRTRIM') ?? '0'));
}

function trimmed(path: string, keep: number): string {
	if (!(keep > 0)) return path;
	const lead = path.startsWith('~') ? '~/' : '';
	const parts = path.replace(/^~?\//, '').split('/');
	return parts.length <= keep ? path : `${lead}.../${parts.slice(-keep).join('/')}`;
}
