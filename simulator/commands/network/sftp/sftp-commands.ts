import { errorMessage } from '../../../kernel/error-message.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import { SFTP, SFTP_STATUS, type SftpAttributes, statusText } from '../../../machinery/ssh/sftp-wire.ts';
import { nothing, type Task } from '../../../machinery/task.ts';
import { launch, waitFor } from '../../launch.ts';
import type { UnixRun } from '../../unix-command.ts';
import { SFTP_HELP } from './sftp-help.ts';
import { isDirectory, SftpError, type SftpSession } from './sftp-session.ts';
import { SftpTransfers } from './sftp-transfers.ts';

export interface SftpSettings {
	readonly quiet: boolean;
	readonly recursive: boolean;
	readonly preserve: boolean;
}

export type Outcome = 'done' | 'failed' | 'quit';

/** Names that stand for the same command. */
const ALIASES: { readonly [name: string]: string } = {
	dir: 'ls',
	quit: 'bye',
	exit: 'bye',
	'?': 'help',
	mget: 'get',
	mput: 'put',
	symlink: 'ln -s',
	delete: 'rm',
	chdir: 'cd',
	lchdir: 'lcd',
};

/** Commands that take paths, and how many at least. */
const PATHS: { readonly [name: string]: readonly [least: number, words: string] } = {
	get: [1, 'at least one path after a get command'],
	put: [1, 'at least one path after a put command'],
	rm: [1, 'a path after a rm command'],
	mkdir: [1, 'a path after a mkdir command'],
	rmdir: [1, 'a path after a rmdir command'],
	lmkdir: [1, 'a path after a lmkdir command'],
	rename: [2, 'two paths after a rename command'],
	ln: [2, 'two paths after a ln command'],
};

/** What is typed at sftp's prompt. Models sftp.c parse_dispatch_command. */
export class SftpCommands {
	readonly #run: UnixRun;
	readonly #session: SftpSession;
	readonly #settings: SftpSettings;
	readonly #transfers: SftpTransfers;
	#folder = '/';

	constructor(run: UnixRun, session: SftpSession, settings: SftpSettings) {
		this.#run = run;
		this.#session = session;
		this.#settings = settings;
		this.#transfers = new SftpTransfers(run, session, settings.quiet);
	}

	*begin(): Task<void> {
		this.#folder = yield* this.#session.realPath('.');
	}

	/** The path of the destination: a folder is gone into, a file is fetched. @returns the status, when that was all. */
	*visit(path: string): Task<number | undefined> {
		const found = yield* this.#session.find(this.#absolute(path));
		if (found !== undefined && isDirectory(found)) {
			yield* this.#run.say(this.#settings.quiet ? '' : `Changing to: ${this.#absolute(path)}\n`);
			this.#folder = yield* this.#session.realPath(this.#absolute(path));
			return undefined;
		}
		return (yield* this.obey(`get ${path}`, '')) === 'done' ? 0 : 1;
	}

	/** @param echo what the line is shown as before its output; complaints about its words come first. */
	*obey(line: string, echo: string): Task<Outcome> {
		const text = line
			.trim()
			.replace(/^[-@]+/, '')
			.trim();
		if (text === '' || text.startsWith('#')) {
			yield* this.#run.out.write(echo);
			return 'done';
		}
		if (text.startsWith('!')) {
			yield* this.#run.out.write(echo);
			return yield* this.#shell(text.slice(1).trim());
		}
		const [first = '', ...rest] = wordsOf(text);
		const named = (ALIASES[first.toLowerCase()] ?? first.toLowerCase()).split(' ');
		const [name = '', ...words] = [...named, ...rest];
		const flags = new Set(words.filter((word) => /^-\w/.test(word)).flatMap((word) => [...word.slice(1)]));
		const paths = words.filter((word) => !/^-\w/.test(word));
		const [least = 0, wanted = ''] = PATHS[name] ?? [];
		const action = ACTIONS[name];
		const complaint =
			action === undefined
				? 'Invalid command.'
				: paths.length < least
					? `You must specify ${wanted}.`
					: numberComplaint(name, paths[0]);
		if (complaint !== undefined) yield* this.#run.say(`${complaint}\n`);
		yield* this.#run.out.write(echo);
		if (action === undefined || complaint !== undefined) return 'failed';
		if (name === 'bye') return 'quit';
		try {
			return (yield* action(this, paths, flags)) ? 'done' : 'failed';
		} catch (error) {
			if (!(error instanceof SftpError)) throw error;
			yield* this.#run.say(`${statusText(error.status)}\n`);
			return 'failed';
		}
	}

	#absolute(path: string): string {
		return path.startsWith('/') ? path : `${this.#folder === '/' ? '' : this.#folder}/${path}`;
	}

	*say(text: string): Task<boolean> {
		yield* this.#run.say(`${text}\n`);
		return false;
	}

	*print(text: string): Task<boolean> {
		yield* this.#run.out.write(`${text}\n`);
		return true;
	}

	get folder(): string {
		return this.#folder;
	}

	get localFolder(): string {
		return this.#run.process.cwd;
	}

	*changeFolder(path: string): Task<boolean> {
		const full = path === '' ? yield* this.#session.realPath('.') : this.#absolute(path);
		const found = yield* this.#session.find(full);
		if (found === undefined) return yield* this.say('stat remote: No such file or directory');
		if (!isDirectory(found)) return yield* this.say(`Can't change directory: "${full}" is not a directory`);
		this.#folder = yield* this.#session.realPath(full);
		return true;
	}

	*changeLocalFolder(path: string): Task<boolean> {
		return yield* this.#locally(`Couldn't change local directory to "${path}"`, () =>
			this.#run.process.chdir(path || (this.#run.process.env.get('HOME') ?? '/')),
		);
	}

	*makeLocalFolder(path: string): Task<boolean> {
		return yield* this.#locally(`Couldn't create local directory "${path}"`, () =>
			this.#run.process.mkdir(path, 0o777),
		);
	}

	*#locally(complaint: string, action: () => void): Task<boolean> {
		try {
			action();
			return true;
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return yield* this.say(`${complaint}: ${errorMessage(error.errno)}`);
		}
	}

	*list(paths: readonly string[], flags: ReadonlySet<string>): Task<boolean> {
		const [path = ''] = paths;
		const full = path === '' ? this.#folder : this.#absolute(path);
		const expanded = yield* this.#session.expand(full);
		const only = expanded.length === 1 ? yield* this.#session.find(expanded[0] as string) : undefined;
		if (expanded.length === 1 && only === undefined) return yield* this.say(`Can't ls: "${full}" not found`);
		const before = (text: string): string =>
			path.startsWith('/') || path === '' ? text : text.slice(this.#folder.length + 1);
		const rows: { name: string; long: string }[] = [];
		if (only !== undefined && isDirectory(only)) {
			const [folder = ''] = expanded;
			for (const { name, long } of yield* this.#session.list(folder)) {
				if (name.startsWith('.') && !flags.has('a')) continue;
				const shown = path === '' ? name : `${before(folder).replace(/\/$/, '')}/${name}`;
				rows.push({ name: shown, long: long.slice(0, long.length - name.length) + shown });
			}
		} else {
			for (const each of expanded) {
				const slash = each.lastIndexOf('/');
				const entry = (yield* this.#session.list(each.slice(0, slash) || '/')).find(
					({ name }) => name === each.slice(slash + 1),
				);
				if (entry === undefined) continue;
				const shown = before(each);
				rows.push({
					name: shown,
					long:
						entry.long
							.slice(0, entry.long.length - entry.name.length)
							.replace(/^(\S+ +)\d+/, (_, mode: string) => `${mode.trimEnd()}    ?`) + shown,
				});
			}
		}
		rows.sort((a, b) => (a.name < b.name ? -1 : 1));
		if (flags.has('l') || flags.has('n')) for (const { long } of rows) yield* this.print(long);
		else if (flags.has('1')) for (const { name } of rows) yield* this.print(name);
		else {
			const names = rows.map(({ name }) => name);
			// Of names that were found by a pattern the whole paths count.
			const isFolder = only !== undefined && isDirectory(only);
			const longest = Math.max(0, ...(isFolder ? names : expanded).map((name) => name.length));
			yield* this.#run.out.write(columns(names, longest, this.#width()));
		}
		return true;
	}

	#width(): number {
		return this.#run.process.isatty(1) ? this.#run.process.terminalSize(1).columns : 80;
	}

	*fetch(paths: readonly string[], flags: ReadonlySet<string>): Task<boolean> {
		const [from = '', to = ''] = paths;
		const full = this.#absolute(from);
		let all = true;
		for (const each of yield* this.#session.expand(full)) {
			const isDone = yield* this.#transfers.fetch(each, to, this.#options(flags));
			all = all && isDone;
		}
		return all;
	}

	*store(paths: readonly string[], flags: ReadonlySet<string>): Task<boolean> {
		const [from = '', to] = paths;
		return yield* this.#transfers.store(
			from,
			to === undefined ? this.#folder : this.#absolute(to),
			this.#options(flags),
		);
	}

	#options(flags: ReadonlySet<string>): { readonly recursive: boolean; readonly preserve: boolean } {
		return {
			recursive: flags.has('r') || flags.has('R') || this.#settings.recursive,
			preserve: flags.has('p') || flags.has('P') || this.#settings.preserve,
		};
	}

	/** Something about one remote path. */
	*change(kind: number, path: string, what: string, attributes?: SftpAttributes): Task<boolean> {
		const full = this.#absolute(path);
		let all = true;
		for (const each of kind === SFTP.remove ? yield* this.#session.expand(full) : [full]) {
			try {
				yield* this.#session.command(kind, (out) => {
					out.text(each);
					return attributes === undefined ? out : out.attributes(attributes);
				});
			} catch (error) {
				if (!(error instanceof SftpError)) throw error;
				const shown = kind === SFTP.remove ? each : `"${each}"`;
				all = yield* this.say(`remote ${what} ${shown}: ${statusText(error.status)}`);
			}
		}
		return all;
	}

	*rename(from: string, to: string): Task<boolean> {
		const [source, target] = [this.#absolute(from), this.#absolute(to)];
		try {
			yield* this.#session.extended('posix-rename@openssh.com', (out) => out.text(source).text(target));
			return true;
		} catch (error) {
			if (!(error instanceof SftpError)) throw error;
			return yield* this.say(`remote rename "${source}" to "${target}": ${statusText(error.status)}`);
		}
	}

	*link(from: string, to: string, symbolic: boolean): Task<boolean> {
		const target = this.#absolute(to);
		try {
			if (symbolic) yield* this.#session.command(SFTP.symlink, (out) => out.text(from).text(target));
			else yield* this.#session.extended('hardlink@openssh.com', (out) => out.text(this.#absolute(from)).text(target));
			return true;
		} catch (error) {
			if (!(error instanceof SftpError)) throw error;
			const what = symbolic ? `symlink file "${from}" to` : `link "${this.#absolute(from)}" to`;
			return yield* this.say(`remote ${what} "${target}": ${statusText(error.status)}`);
		}
	}

	/** chmod, chown, chgrp. */
	*setAttributes(name: string, paths: readonly string[]): Task<boolean> {
		const [value = '', path = ''] = paths;
		const isMode = name === 'chmod';
		if (isMode) return yield* this.change(SFTP.setstat, path, 'setstat', { mode: Number.parseInt(value, 8) });
		const old = yield* this.#session.find(this.#absolute(path));
		if (old === undefined) return yield* this.say(`stat remote: ${statusText(SFTP_STATUS.noSuchFile)}`);
		const number = Number(value);
		const own = name === 'chown' ? { uid: number, gid: old.gid ?? 0 } : { uid: old.uid ?? 0, gid: number };
		return yield* this.change(SFTP.setstat, path, 'setstat', own);
	}

	*#shell(command: string): Task<Outcome> {
		const { process, out } = this.#run;
		yield* out.flush();
		const shell = process.env.get('SHELL') ?? '/bin/sh';
		yield* waitFor(process, launch(process, command === '' ? [shell] : [shell, '-c', command]));
		return 'done';
	}

	*runLocal(words: readonly string[]): Task<boolean> {
		yield* this.#shell(['ls', ...words].join(' '));
		return true;
	}
}

type Action = (shell: SftpCommands, paths: readonly string[], flags: ReadonlySet<string>) => Task<boolean>;

const ACTIONS: { readonly [name: string]: Action } = {
	bye: () => isDone(),
	help: (shell) => shell.print(SFTP_HELP.trimEnd()),
	version: (shell) => shell.print('SFTP protocol version 3'),
	pwd: (shell) => shell.print(`Remote working directory: ${shell.folder}`),
	lpwd: (shell) => shell.print(`Local working directory: ${shell.localFolder}`),
	cd: (shell, [path = '']) => shell.changeFolder(path),
	lcd: (shell, [path = '']) => shell.changeLocalFolder(path),
	ls: (shell, paths, flags) => shell.list(paths, flags),
	lls: (shell, paths, flags) => shell.runLocal([...(flags.size > 0 ? [`-${[...flags].join('')}`] : []), ...paths]),
	lmkdir: (shell, [path = '']) => shell.makeLocalFolder(path),
	get: (shell, paths, flags) => shell.fetch(paths, flags),
	put: (shell, paths, flags) => shell.store(paths, flags),
	mkdir: (shell, [path = '']) => shell.change(SFTP.mkdir, path, 'mkdir', { mode: 0o777 }),
	rmdir: (shell, [path = '']) => shell.change(SFTP.rmdir, path, 'rmdir'),
	rm: (shell, [path = '']) => shell.change(SFTP.remove, path, 'delete'),
	rename: (shell, [from = '', to = '']) => shell.rename(from, to),
	ln: (shell, [from = '', to = ''], flags) => shell.link(from, to, flags.has('s')),
	chmod: (shell, paths) => shell.setAttributes('chmod', paths),
	chown: (shell, paths) => shell.setAttributes('chown', paths),
	chgrp: (shell, paths) => shell.setAttributes('chgrp', paths),
	progress: (shell) => shell.print('Progress meter disabled'),
	lumask: () => isDone(),
};

function* isDone(): Task<boolean> {
	yield* nothing();
	return true;
}

/** chmod and its kin want a number first. */
function numberComplaint(name: string, text = ''): string | undefined {
	const form = name === 'chmod' ? /^[0-7]{1,4}$/ : /^(?:chown|chgrp)$/.test(name) ? /^\d+$/ : undefined;
	return form === undefined || form.test(text)
		? undefined
		: `You must supply a numeric argument to the ${name} command.`;
}

/** Words of a line: quotes hold them together, a backslash takes a letter as it is. */
function wordsOf(text: string): string[] {
	const found = text.matchAll(/((?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+)/g);
	return [...found].map(([, word = '']) =>
		word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g, (_, a, b, c) => a ?? b ?? c ?? ''),
	);
}

/** As wide as the terminal allows. Models sftp.c do_ls_dir. */
function columns(names: readonly string[], longest: number, width: number): string {
	if (names.length === 0) return '';
	const count = Math.max(1, Math.floor(width / (longest + 2)));
	const cell = Math.floor(width / count);
	const lines: string[] = [];
	for (let at = 0; at < names.length; at += count) {
		lines.push(
			names
				.slice(at, at + count)
				.map((name) => name.padEnd(cell))
				.join(''),
		);
	}
	return lines.map((line) => `${line}\n`).join('');
}
