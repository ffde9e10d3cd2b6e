import { type Stat, SystemError } from '../../kernel/process-api.ts';
import { deeper, descending } from '../../machinery/descent.ts';
import type { Task } from '../../machinery/task.ts';
import type { RunContext } from '../gnu-command.ts';
import { quotedName } from '../quoted-name.ts';
import { ask } from './ask.ts';
import { type BackupSettings, backupName } from './backup-name.ts';
import { copyAttributes } from './copy-attributes.ts';
import { baseName, exists, joinPath } from './copy-tree.ts';
import { modeText } from './file-mode.ts';

/** What of a file its copy gets too. */
export type Attribute = 'mode' | 'ownership' | 'timestamps' | 'links' | 'context' | 'xattr';

export interface CopySettings {
	readonly recursive: boolean;
	/** Symbolic links that are copied as what they lead to: all, those that were named, none. */
	readonly follow: 'always' | 'named' | 'never';
	readonly preserve: ReadonlySet<Attribute>;
	/** Told not to: a copy has the mode that any new file has. */
	readonly plainMode: boolean;
	readonly force: boolean;
	readonly existing: 'replace' | 'ask' | 'keep' | 'keepNewer' | 'fail';
	readonly removeDestination: boolean;
	readonly make: 'copy' | 'hardLink' | 'symbolicLink' | 'attributesOnly';
	readonly backup: BackupSettings | undefined;
	readonly oneFileSystem: boolean;
	readonly verbose: boolean;
}

const COPY_BYTES = 65_536;

/** Copies files and trees; goes on after what fails. Models coreutils copy.c copy_internal. */
export class Copier {
	readonly #run: RunContext;
	readonly #settings: CopySettings;
	/** What has been made, by device and inode: it is not written over by what comes later. */
	readonly #made = new Set<string>();
	/** Copies of files with several names. */
	readonly #links = new Map<string, string>();
	#named: readonly [string, string] = ['', ''];
	status = 0;

	constructor(run: RunContext, settings: CopySettings) {
		this.#run = run;
		this.#settings = settings;
	}

	/** A file that was named, to its final name. */
	*copy(from: string, to: string): Task<void> {
		this.#named = [from, to];
		yield* descending(this.#any(from, to, this.#settings.follow !== 'never', undefined));
	}

	*#any(from: string, to: string, follow: boolean, device: number | undefined): Task<void> {
		const { process } = this.#run;
		yield* process.tick();
		let stat: Stat;
		try {
			stat = follow ? process.stat(from) : process.lstat(from);
		} catch (error) {
			return yield* this.#fail(`cannot stat '${from}'`, error);
		}
		if (stat.type === 'directory' && !this.#settings.recursive) {
			return yield* this.#complain(`-r not specified; omitting directory '${from}'`);
		}
		const place = yield* this.#prepare(from, stat, to);
		if (place === undefined) return;
		if (stat.type === 'directory') yield* this.#directory(from, stat, to, device);
		else yield* this.#leaf(from, stat, to, place);
	}

	/** Makes room for the copy. What is said of a backup and whether something is there; undefined when nothing is to be copied. */
	*#prepare(from: string, stat: Stat, to: string): Task<{ note: string; there: Stat | undefined } | undefined> {
		const { process } = this.#run;
		if (!exists(process, to)) return { note: '', there: undefined };
		const own = process.lstat(to);
		const there = own.type === 'symlink' && process.access(to, {}) ? process.stat(to) : own;
		const { backup, make, removeDestination } = this.#settings;
		const isSame = there.inode === stat.inode && there.device === stat.device;
		if (isSame && make === 'hardLink') return undefined;
		const replaces = (removeDestination || backup !== undefined) && own.inode !== stat.inode;
		if (isSame && !replaces && stat.type !== 'directory') {
			// With both a backup and force a file is copied onto its own name.
			if (backup !== undefined && this.#settings.force && from === to && own.type === 'file') {
				const aside = backupName(process, to, backup);
				if (aside !== undefined) {
					yield* this.copy(from, aside);
					return undefined;
				}
			}
			yield* this.#complain(`'${from}' and '${to}' are the same file`);
			return undefined;
		}
		if (stat.type !== 'directory' && there.type === 'directory') {
			yield* this.#complain(`cannot overwrite directory '${to}' with non-directory`);
			return undefined;
		}
		if (stat.type === 'directory' && there.type !== 'directory' && backup === undefined) {
			yield* this.#complain(`cannot overwrite non-directory '${to}' with directory '${from}'`);
			return undefined;
		}
		if (stat.type === 'directory' && there.type === 'directory') return { note: '', there };
		if (this.#made.has(idOf(own))) {
			yield* this.#complain(`will not overwrite just-created '${to}' with '${from}'`);
			return undefined;
		}
		if (yield* this.#isKept(stat, to, there)) return undefined;
		if (backup !== undefined) {
			const aside = backupName(process, to, backup);
			if (aside !== undefined) {
				try {
					process.rename(to, aside);
				} catch (error) {
					yield* this.#fail(`cannot backup '${to}'`, error);
					return undefined;
				}
				return { note: ` (backup: '${aside}')`, there: undefined };
			}
		}
		const isReplaced = removeDestination || make === 'symbolicLink' || (make === 'hardLink' && this.#settings.force);
		if (isReplaced || (stat.type !== 'file' && make === 'copy')) {
			if (!removeDestination && !this.#settings.force && stat.type === 'file') return { note: '', there };
			if (!(yield* this.#remove(to))) return undefined;
			return { note: '', there: undefined };
		}
		return { note: '', there };
	}

	/** Whether what is there stays, by the options or by an answer. */
	*#isKept(stat: Stat, to: string, there: Stat): Task<boolean> {
		const { existing } = this.#settings;
		if (existing === 'keep') return true;
		if (existing === 'keepNewer') return there.mtimeMs >= stat.mtimeMs;
		if (existing === 'fail') {
			yield* this.#complain(`not replacing '${to}'`);
			return true;
		}
		if (existing !== 'ask') return false;
		if (this.#run.process.access(to, { write: true })) return !(yield* ask(this.#run, `overwrite '${to}'?`));
		const mode = `mode ${(there.mode & 0o7777).toString(8).padStart(4, '0')}, ${modeText(there).slice(1)}`;
		const question = this.#settings.force
			? `replace '${to}', overriding ${mode.replace(/, (.*)/, ' ($1)')}?`
			: `unwritable '${to}' (${mode}); try anyway?`;
		return !(yield* ask(this.#run, question));
	}

	*#remove(path: string): Task<boolean> {
		try {
			this.#run.process.unlink(path);
		} catch (error) {
			yield* this.#fail(`cannot remove '${path}'`, error);
			return false;
		}
		if (this.#settings.verbose) yield* this.#run.out.write(`removed '${path}'\n`);
		return true;
	}

	*#directory(from: string, stat: Stat, to: string, device: number | undefined): Task<void> {
		const { process } = this.#run;
		if (this.#made.has(idOf(stat))) {
			return yield* this.#complain(`cannot copy a directory, '${this.#named[0]}', into itself, '${this.#named[1]}'`);
		}
		const isNew = !exists(process, to);
		if (isNew) {
			try {
				process.mkdir(
					to,
					(this.#settings.preserve.has('mode') ? stat.mode & 0o7777 : this.#newMode(stat, 0o777)) | 0o700,
				);
			} catch (error) {
				return yield* this.#fail(`cannot create directory '${to}'`, error);
			}
			this.#made.add(idOf(process.stat(to)));
			yield* this.#report(from, to, '');
		}
		if (!(this.#settings.oneFileSystem && device !== undefined && device !== stat.device)) {
			yield* this.#children(from, stat, to);
		}
		yield* this.#finish(from, to, stat, isNew);
	}

	*#children(from: string, stat: Stat, to: string): Task<void> {
		let names: readonly string[];
		try {
			names = this.#run.process.readdir(from);
		} catch (error) {
			return yield* this.#fail(`cannot access '${from}'`, error);
		}
		for (const name of names) {
			const follow = this.#settings.follow === 'always';
			yield* deeper(this.#any(joinPath(from, name), joinPath(to, name), follow, stat.device));
			yield* this.#run.process.tick();
		}
	}

	*#leaf(from: string, stat: Stat, to: string, place: { note: string; there: Stat | undefined }): Task<void> {
		const { process } = this.#run;
		const { make, preserve } = this.#settings;
		const id = idOf(stat);
		try {
			const first = stat.links > 1 && preserve.has('links') ? this.#links.get(id) : undefined;
			if (make === 'symbolicLink') {
				if (!from.startsWith('/') && to.replace(/^(?:\.\/)+/, '').includes('/')) {
					return yield* this.#complain(`${quotedName(to)}: can make relative symbolic links only in current directory`);
				}
				process.symlink(from, to);
			} else if (make === 'hardLink' || first !== undefined) {
				if (place.there !== undefined && first !== undefined) process.unlink(to);
				process.link(first ?? from, to);
			} else if (stat.type === 'symlink') process.symlink(process.readlink(from), to);
			else if (stat.type === 'fifo' && this.#settings.recursive) process.mkfifo(to, stat.mode & 0o777);
			else if (this.#settings.recursive && (stat.type === 'character' || stat.type === 'block'))
				process.mknod(to, stat.type, stat.mode & 0o777, ...(stat.deviceNumbers ?? [0, 0]));
			else if (!(yield* this.#content(from, stat, to, place.there))) return;
			if (stat.links > 1) this.#links.set(id, to);
		} catch (error) {
			const what = make === 'hardLink' || make === 'symbolicLink' || stat.type === 'symlink';
			const link = make === 'hardLink' ? `hard link '${to}' to '${from}'` : `symbolic link '${to}'`;
			return yield* this.#fail(`cannot create ${what ? link : `regular file '${to}'`}`, error);
		}
		this.#made.add(idOf(process.lstat(to)));
		yield* this.#report(from, to, place.note);
		const isCopy = make === 'copy' || make === 'attributesOnly';
		if (isCopy) yield* this.#finish(from, to, stat, place.there === undefined);
	}

	/** Whether the content is there now. */
	*#content(from: string, stat: Stat, to: string, there: Stat | undefined): Task<boolean> {
		const { process } = this.#run;
		let source: number;
		try {
			source = yield* process.open(from, { read: true });
		} catch (error) {
			yield* this.#fail(`cannot open '${from}' for reading`, error);
			return false;
		}
		try {
			const target = yield* this.#openTarget(stat, to, there);
			if (target === undefined) return false;
			for (; this.#settings.make !== 'attributesOnly'; ) {
				const chunk = yield* process.read(source, COPY_BYTES);
				if (chunk.length === 0) break;
				yield* process.write(target, chunk);
				yield* process.tick();
			}
			process.close(target);
			return true;
		} finally {
			process.close(source);
		}
	}

	*#openTarget(stat: Stat, to: string, there: Stat | undefined): Task<number | undefined> {
		const { process } = this.#run;
		const keeps = this.#settings.make === 'attributesOnly';
		const flags = { write: true, create: true, truncate: !keeps };
		if (there === undefined && exists(process, to)) {
			yield* this.#complain(`not writing through dangling symlink '${to}'`);
			return undefined;
		}
		if (there?.type === 'symlink') {
			yield* this.#complain(`not writing through dangling symlink '${to}'`);
			return undefined;
		}
		try {
			return yield* process.open(to, flags, this.#newMode(stat, 0o666));
		} catch (error) {
			if (!(error instanceof SystemError) || !this.#settings.force || there === undefined) throw error;
			return (yield* this.#remove(to)) ? yield* process.open(to, flags, this.#newMode(stat, 0o666)) : undefined;
		}
	}

	/** Of what is made anew: the umask takes from it. */
	#newMode(stat: Stat, plain: number): number {
		return this.#settings.plainMode ? plain : stat.mode & 0o777;
	}

	*#finish(from: string, path: string, stat: Stat, isNew: boolean): Task<void> {
		const { process } = this.#run;
		const { preserve } = this.#settings;
		try {
			if (preserve.has('ownership') && process.credentials.uid === 0) process.chown(path, stat.uid, stat.gid, false);
			if (stat.type === 'symlink') return;
			copyAttributes(process, from, path, preserve);
			if (preserve.has('mode')) process.chmod(path, stat.mode & 0o7777);
			else if (isNew && stat.type === 'directory') process.chmod(path, this.#newMode(stat, 0o777) & ~process.umask);
			if (preserve.has('timestamps')) process.utimes(path, stat.atimeMs, stat.mtimeMs);
		} catch (error) {
			yield* this.#fail(`preserving times for '${path}'`, error);
		}
	}

	*#report(from: string, to: string, note: string): Task<void> {
		if (this.#settings.verbose) yield* this.#run.out.write(`'${from}' -> '${to}'${note}\n`);
	}

	*#complain(text: string): Task<void> {
		this.status = 1;
		yield* this.#run.complain(text);
	}

	*#fail(subject: string, error: unknown): Task<void> {
		if (!(error instanceof SystemError)) throw error;
		this.status = 1;
		yield* this.#run.complainOf(subject, error);
	}
}

function idOf({ device, inode }: Stat): string {
	return `${device}:${inode}`;
}

/** "a/b/c" below a directory, as --parents has it. */
export function parentsOf(path: string): string[] {
	const parts = path.replace(/\/+$/, '').split('/').slice(0, -1);
	return parts.map((_, at) => parts.slice(0, at + 1).join('/')).filter((each) => each !== '' && baseName(each) !== '');
}
