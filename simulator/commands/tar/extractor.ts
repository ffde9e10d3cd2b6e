import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { TarEntry } from '../../machinery/tar/tar-format.ts';
import type { TarItem } from '../../machinery/tar/tar-reader.ts';
import { nothing, type Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Accounts } from '../coreutils/accounts.ts';
import { type BackupSettings, backupName, readBackupSettings } from '../coreutils/backup-name.ts';
import { removeTree } from '../coreutils/remove-tree.ts';
import { launch, shellStatus, waitFor } from '../launch.ts';
import { strftime } from '../strftime.ts';
import { MemberNames } from './member-names.ts';
import { archiveName, type TarRun, usage } from './tar-run.ts';

/** What goes wrong shows when the member is to be put there. */
const REMOVAL = { report: nothing, fail: nothing };
const HOLE = new Uint8Array(65_536);
/** Of --to-command: what a member is, in a letter. */
const TYPES: Readonly<Record<string, string>> = { file: 'f', directory: 'd', symlink: 'l', hardlink: 'h', fifo: 'p' };

/** Writes members to the disk. */
export class Extractor {
	readonly #run: TarRun;
	readonly #accounts: Accounts;
	readonly #names: MemberNames;
	readonly #strip: number;
	readonly #topLevel: string | undefined;
	readonly #backup: BackupSettings | undefined;
	/** Directories get their mode and time when nothing more is put into them. */
	readonly #directories: { path: string; entry: TarEntry; cwd: string }[] = [];
	failed = false;

	/** Throws Fatal. */
	constructor(run: TarRun, accounts: Accounts) {
		const { values, process } = run;
		this.#run = run;
		this.#accounts = accounts;
		this.#names = new MemberNames(run);
		if (!/^\d+$/.test(values.strip ?? '0')) throw usage(`${values.strip}: Invalid number of elements`);
		this.#strip = Number(values.strip ?? '0');
		const top = values.oneTopLevel as string | true | undefined;
		this.#topLevel = top === true ? topLevelOf(archiveName(run)) : top;
		const asks = values.backup !== undefined || values.suffix !== undefined;
		this.#backup = asks
			? readBackupSettings(process, values.backup as string | true | undefined, values.suffix)
			: undefined;
	}

	/** Whether nothing of its name is left without its first components. */
	leavesOut({ entry }: TarItem): boolean {
		return this.#strip > 0 && withoutComponents(entry.name.replace(/^\/+/, ''), this.#strip) === '';
	}

	*extract(item: TarItem): Task<void> {
		const { entry } = item;
		const { values, process } = this.#run;
		if (values.toCommand !== undefined) return yield* this.#feed(item, values.toCommand);
		if (values.toStdout === true) {
			if (entry.type === 'file') yield* this.#print(item);
			return;
		}
		const { name, notice } = this.#names.strip(entry.name);
		if (notice !== undefined) yield* this.#run.complain(notice);
		const inner = withoutComponents(name, this.#strip);
		if (inner === '') return;
		const path = this.#topLevel === undefined ? inner : belowTop(this.#topLevel, inner);
		try {
			if (yield* this.#staysAsItIs(path, entry)) return;
			yield* this.#place(path, item);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
			yield* process.tick();
			const what = entry.type === 'directory' ? 'Cannot mkdir' : 'Cannot open';
			yield* this.#run.complain(`${path.replace(/\/$/, '')}: ${what}: ${errorMessage(error.errno)}`);
			this.failed = true;
		}
	}

	*#print({ data, zeros }: TarItem): Task<void> {
		const { out } = this.#run;
		yield* out.writeBytes(data);
		for (let left = zeros; left > 0; left -= HOLE.length) {
			yield* out.writeBytes(left < HOLE.length ? HOLE.subarray(0, left) : HOLE);
		}
	}

	/** --to-command: a member's content is a program's standard input, what it is stands in the environment. */
	*#feed({ entry, data }: TarItem, command: string): Task<void> {
		if (entry.type !== 'file') return;
		const { process, out, values } = this.#run;
		const env = new Map([
			...process.env,
			['TAR_ARCHIVE', archiveName(this.#run)],
			['TAR_FILENAME', this.#names.strip(entry.name).name],
			['TAR_REALNAME', entry.name],
			['TAR_FILETYPE', TYPES[entry.type] ?? ''],
			['TAR_MODE', `0${entry.mode.toString(8)}`],
			['TAR_SIZE', String(data.length)],
			['TAR_UNAME', entry.userName],
			['TAR_GNAME', entry.groupName],
			['TAR_UID', String(entry.uid)],
			['TAR_GID', String(entry.gid)],
			['TAR_MTIME', String(Math.floor(entry.mtimeMs / 1000))],
			['TAR_SUBCOMMAND', '-x'],
		]);
		yield* out.flush();
		const [read, write] = process.pipe();
		const fds = new Map([
			[0, read],
			[1, 1],
			[2, 2],
		]);
		const pid = launch(process, ['/bin/sh', '-c', command], { env, fds });
		process.close(read);
		process.onSignal('PIPE', 'ignore');
		try {
			yield* process.write(write, data);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'EPIPE') throw error;
		}
		process.close(write);
		const status = shellStatus(yield* waitFor(process, pid));
		if (status === 0 || values.ignoreCommandError === true) return;
		yield* this.#run.complain(`${pid}: Child returned status ${status}`);
		this.failed = true;
	}

	/** Whether an option keeps what is there; --backup moves it aside. */
	*#staysAsItIs(path: string, entry: TarEntry): Task<boolean> {
		const { process, values } = this.#run;
		const plain = path.replace(/\/+$/, '');
		if (!isThere(this.#run, plain)) return false;
		if (values.skipOld === true) {
			if (values.verbose === true) yield* this.#run.complain(`${plain}: skipping existing file`);
			return true;
		}
		if (entry.type === 'directory') return false;
		if (values.keepNewer === true && process.lstat(plain).mtimeMs >= entry.mtimeMs) {
			yield* this.#run.complain(`Current ‘${plain}’ is newer or same age`);
			return true;
		}
		if (this.#backup !== undefined && process.lstat(plain).type !== 'directory') {
			const aside = backupName(process, plain, this.#backup);
			if (aside !== undefined) {
				process.rename(plain, aside);
				if (values.verbose === true) yield* this.#run.out.write(`Renaming ‘${plain}’ to ‘${aside}’\n`);
			}
		}
		return false;
	}

	*#place(path: string, item: TarItem): Task<void> {
		const { process, values } = this.#run;
		const { entry } = item;
		this.#makeParents(path);
		const plain = path.replace(/\/+$/, '');
		if (entry.type === 'directory') {
			if (values.recursiveUnlink === true && isThere(this.#run, plain)) yield* removeTree(process, plain, REMOVAL);
			const existed = isDirectory(this.#run, plain);
			if (!existed) {
				if (isLink(this.#run, plain)) process.unlink(plain);
				process.mkdir(plain, 0o777);
			}
			if (!(existed && values.noOverwriteDirectory === true)) {
				this.#directories.push({ path: plain, entry, cwd: process.cwd });
			}
			return;
		}
		const exists = isThere(this.#run, path);
		if (exists && values.keepOld === true) throw new SystemError('EEXIST');
		const overwrites = values.overwrite === true && entry.type === 'file' && !isLink(this.#run, path);
		if (exists && isDirectory(this.#run, path) && !isLink(this.#run, path)) {
			if (values.recursiveUnlink === true) yield* removeTree(process, path, REMOVAL);
		} else if (exists && !overwrites) process.unlink(path);
		yield* this.#make(path, item);
	}

	*#make(path: string, { entry, data, zeros }: TarItem): Task<void> {
		const { process } = this.#run;
		if (entry.type === 'symlink') {
			process.symlink(this.#names.strip(entry.linkName, 'symlink').name, path);
			return;
		}
		if (entry.type === 'hardlink') {
			const target = withoutComponents(this.#names.strip(entry.linkName, 'hardlink').name, this.#strip);
			process.link(this.#topLevel === undefined ? target : belowTop(this.#topLevel, target), path);
			return;
		}
		if (entry.type === 'fifo') process.mkfifo(path, entry.mode);
		else {
			const fd = yield* process.open(path, { write: true, create: true, truncate: true }, entry.mode & 0o777);
			yield* process.write(fd, data);
			if (zeros > 0) process.truncate(fd, data.length + zeros);
			process.close(fd);
		}
		yield* this.#restore(path, entry);
	}

	#makeParents(path: string): void {
		const parts = path.replace(/\/+$/, '').split('/');
		for (let i = 1; i < parts.length; i++) {
			const parent = parts.slice(0, i).join('/');
			if (parent !== '' && !isDirectory(this.#run, parent)) this.#run.process.mkdir(parent, 0o777);
		}
	}

	/** Owner, mode and time, as far as the user and the options let it. */
	*#restore(path: string, entry: TarEntry): Task<void> {
		const { process, values } = this.#run;
		const isRoot = process.credentials.uid === 0;
		const keepsOwner = isRoot && values.noSameOwner !== true && values.oldOrOwn !== true;
		if (keepsOwner || values.sameOwner === true) {
			const byName = values.numericOwner !== true;
			const uid = (byName ? this.#accounts.uids.get(entry.userName) : undefined) ?? entry.uid;
			const gid = (byName ? this.#accounts.gids.get(entry.groupName) : undefined) ?? entry.gid;
			try {
				process.chown(path, uid, gid, false);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				yield* this.#run.complain(
					`${path}: Cannot change ownership to uid ${uid}, gid ${gid}: ${errorMessage(error.errno)}`,
				);
				this.failed = true;
			}
		}
		const exactly = (isRoot && values.noSamePermissions !== true) || values.preserve === true;
		process.chmod(path, exactly ? entry.mode : entry.mode & 0o777 & ~process.umask);
		if (values.noMtime === true) return;
		const now = process.now();
		process.utimes(path, now, entry.mtimeMs);
		if (entry.type === 'file' && entry.mtimeMs > now + 1000) yield* this.#tellFuture(path, entry.mtimeMs, now);
	}

	*#tellFuture(path: string, mtimeMs: number, now: number): Task<void> {
		const shown = strftime('%Y-%m-%d %H:%M:%S', mtimeMs);
		const seconds = ((mtimeMs - now) / 1000).toFixed(9).replace(/\.?0+$/, '');
		yield* this.#run.process.write(2, encodeUtf8(`tar: ${path}: time stamp ${shown} is ${seconds} s in the future\n`));
	}

	*finish(): Task<void> {
		for (const { path, entry, cwd } of this.#directories.reverse()) {
			this.#run.process.chdir(cwd);
			yield* this.#restore(path, entry);
		}
	}
}

function isDirectory({ process }: TarRun, path: string): boolean {
	return process.access(path, {}) && process.stat(path).type === 'directory';
}

function isThere(run: TarRun, path: string): boolean {
	return run.process.access(path, {}) || isLink(run, path);
}

function isLink({ process }: TarRun, path: string): boolean {
	try {
		return process.lstat(path).type === 'symlink';
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

function withoutComponents(name: string, count: number): string {
	const parts = name.split('/');
	return count === 0 ? name : parts.slice(count).join('/');
}

/** "backup.tar.gz" → "backup". */
function topLevelOf(archive: string): string {
	const name = archive.slice(archive.lastIndexOf('/') + 1);
	return name.replace(/\.(?:tar(?:\.[^.]+)?|t[abglxz][^.]*)$/, '');
}

function belowTop(top: string, name: string): string {
	const plain = name.replace(/^(?:\.?\/)+/, '');
	return name === top || plain.startsWith(`${top}/`) ? name : `${top}/${plain}`;
}
