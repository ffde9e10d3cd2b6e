import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { TarEntry } from '../../machinery/tar/tar-format.ts';
import type { TarItem } from '../../machinery/tar/tar-reader.ts';
import type { Task } from '../../machinery/task.ts';
import type { Accounts } from '../coreutils/accounts.ts';
import { MemberNames } from './member-names.ts';
import type { TarRun } from './tar-run.ts';

const HOLE = new Uint8Array(65_536);

/** Writes members to the disk. */
export class Extractor {
	readonly #run: TarRun;
	readonly #accounts: Accounts;
	readonly #names: MemberNames;
	/** Directories get their mode and time when nothing more is put into them. */
	readonly #directories: { path: string; entry: TarEntry }[] = [];
	failed = false;

	constructor(run: TarRun, accounts: Accounts) {
		this.#run = run;
		this.#accounts = accounts;
		this.#names = new MemberNames(run);
	}

	*extract(item: TarItem): Task<void> {
		const { entry } = item;
		const { values, process } = this.#run;
		if (values.toStdout === true) {
			if (entry.type === 'file') yield* this.#print(item);
			return;
		}
		const { name, notice } = this.#names.strip(entry.name);
		if (notice !== undefined) yield* this.#run.complain(notice);
		const path = withoutComponents(name, Number(values.strip ?? '0'));
		if (path === '') return;
		try {
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

	*#place(path: string, { entry, data, zeros }: TarItem): Task<void> {
		const { process, values } = this.#run;
		this.#makeParents(path);
		if (entry.type === 'directory') {
			const plain = path.replace(/\/+$/, '');
			if (!isDirectory(this.#run, plain)) process.mkdir(plain, 0o777);
			this.#directories.push({ path: plain, entry });
			return;
		}
		const exists = process.access(path, {}) || isLink(this.#run, path);
		if (exists && values.keepOld === true) throw new SystemError('EEXIST');
		if (exists && !isDirectory(this.#run, path)) process.unlink(path);
		if (entry.type === 'symlink') {
			process.symlink(entry.linkName, path);
			return;
		}
		if (entry.type === 'hardlink') {
			process.link(entry.linkName, path);
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
		if ((isRoot && values.noSameOwner !== true) || values.sameOwner === true) {
			const uid = this.#accounts.uids.get(entry.userName) ?? entry.uid;
			const gid = this.#accounts.gids.get(entry.groupName) ?? entry.gid;
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
		if (values.noMtime !== true) process.utimes(path, process.now(), entry.mtimeMs);
	}

	*finish(): Task<void> {
		for (const { path, entry } of this.#directories.reverse()) yield* this.#restore(path, entry);
	}
}

function isDirectory({ process }: TarRun, path: string): boolean {
	return process.access(path, {}) && process.stat(path).type === 'directory';
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
