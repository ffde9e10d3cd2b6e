import { type Stat, SystemError } from '../../kernel/process-api.ts';
import type { Shell } from '../state/shell.ts';

/** What readline colours files with where LS_COLORS says nothing. Models readline parse-colors.c. */
const DEFAULTS: readonly (readonly [kind: string, code: string])[] = [
	['di', '01;34'],
	['ln', '01;36'],
	['pi', '33'],
	['so', '01;35'],
	['bd', '01;33'],
	['cd', '01;33'],
	['ex', '01;32'],
	['su', '37;41'],
	['sg', '30;43'],
	['tw', '30;42'],
	['ow', '34;42'],
	['st', '37;44'],
];

const PREFIX_SUFFIX = '.readline-colored-completion-prefix';

/** `colored-stats` and `colored-completion-prefix`: how matches are coloured. */
export class FileColours {
	readonly #shell: Shell;
	readonly #codes = new Map<string, string>(DEFAULTS);
	readonly #suffixes: (readonly [suffix: string, code: string])[] = [];

	/** Undefined when neither variable is set. */
	static of(shell: Shell): FileColours | undefined {
		const { keyBindings } = shell;
		const wanted = keyBindings?.isOn('colored-stats') || keyBindings?.isOn('colored-completion-prefix');
		return wanted === true ? new FileColours(shell) : undefined;
	}

	private constructor(shell: Shell) {
		this.#shell = shell;
		for (const entry of (shell.variables.get('LS_COLORS') ?? '').split(':')) {
			const equals = entry.indexOf('=');
			if (equals < 1) continue;
			const [key, code] = [entry.slice(0, equals), entry.slice(equals + 1)];
			if (key.startsWith('*')) this.#suffixes.unshift([key.slice(1), code]);
			else this.#codes.set(key, code);
		}
	}

	/** The code of what all matches begin with; undefined when that is not coloured. */
	get prefix(): string | undefined {
		if (this.#shell.keyBindings?.isOn('colored-completion-prefix') !== true) return undefined;
		return this.#suffixes.find(([suffix]) => suffix === PREFIX_SUFFIX)?.[1] ?? this.#codes.get('so');
	}

	paintPrefix(text: string): string {
		return painted(text, this.prefix);
	}

	/** The name of the file at `path` in its colour. */
	paint(path: string, name: string): string {
		if (this.#shell.keyBindings?.isOn('colored-stats') !== true) return name;
		return painted(name, this.#codeOf(path));
	}

	#codeOf(path: string): string | undefined {
		const stat = statOf(this.#shell, path, false);
		if (stat === undefined) return this.#codes.get('mi');
		if (stat.type === 'symlink') {
			const target = statOf(this.#shell, path, true);
			if (target === undefined) return this.#codes.get('or') ?? this.#codes.get('ln');
			const code = this.#codes.get('ln');
			return code === 'target' ? this.#codeOfFile(path, target) : code;
		}
		return this.#codeOfFile(path, stat);
	}

	#codeOfFile(path: string, { type, mode }: Stat): string | undefined {
		if (type === 'directory') {
			const kind = mode & 0o002 ? (mode & 0o1000 ? 'tw' : 'ow') : mode & 0o1000 ? 'st' : 'di';
			return this.#codes.get(kind);
		}
		const special = { fifo: 'pi', socket: 'so', block: 'bd', character: 'cd', symlink: 'ln', file: undefined }[type];
		if (special !== undefined) return this.#codes.get(special);
		if (mode & 0o4000) return this.#codes.get('su');
		if (mode & 0o2000) return this.#codes.get('sg');
		if (mode & 0o111) return this.#codes.get('ex');
		return this.#suffixes.find(([suffix]) => path.endsWith(suffix))?.[1] ?? this.#codes.get('fi');
	}

	/** `visible-stats`: the character that stands for a file's type. */
	static markOf(shell: Shell, path: string): string {
		const stat = statOf(shell, path, false);
		if (stat === undefined) return '';
		const { type } = stat;
		if (type === 'file') return shell.process.access(path, { execute: true }) ? '*' : '';
		return { directory: '/', symlink: '@', fifo: '|', socket: '=', block: '#', character: '%' }[type];
	}
}

function painted(text: string, code: string | undefined): string {
	return code === undefined || code === '' || /^0*$/.test(code) ? text : `\x1b[${code}m${text}\x1b[0m`;
}

function statOf(shell: Shell, path: string, follow: boolean): Stat | undefined {
	try {
		return follow ? shell.process.stat(path) : shell.process.lstat(path);
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}
