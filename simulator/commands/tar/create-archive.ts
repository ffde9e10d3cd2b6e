import { errorMessage } from '../../kernel/error-message.ts';
import type { Stat } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { TarEntry } from '../../machinery/tar/tar-format.ts';
import { encodeTarEntry, tarTrailer } from '../../machinery/tar/tar-format.ts';
import type { Task } from '../../machinery/task.ts';
import type { Accounts } from '../coreutils/accounts.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { pack } from '../gzip/pack.ts';
import { concatenate, Output, readAll } from '../stdio.ts';
import { isExcluded, MemberNames } from './member-names.ts';
import type { TarRun } from './tar-run.ts';
import { archiveName, fatal } from './tar-run.ts';

/** GNU tar writes records of twenty blocks. */
const RECORD_BLOCKS = 20;

/** `tar -c`. */
export function* createArchive(run: TarRun): Task<number> {
	const { process, values } = run;
	const name = archiveName(run);
	let fd = 1;
	if (name !== '-') {
		try {
			fd = yield* process.open(name, { write: true, create: true, truncate: true }, 0o666);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return yield* fatal(run, `${name}: Cannot open: ${errorMessage(error.errno)}`);
		}
	}
	if (values.directory !== undefined) {
		try {
			process.chdir(values.directory);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return yield* fatal(run, `${values.directory}: Cannot open: ${errorMessage(error.errno)}`);
		}
	}
	const writer = new ArchiveWriter(run, fd, yield* readAccounts(process));
	for (const operand of run.operands) yield* writer.add(operand);
	yield* writer.end();
	if (!writer.failed) return 0;
	yield* run.complain('Exiting with failure status due to previous errors');
	return 2;
}

class ArchiveWriter {
	readonly #run: TarRun;
	readonly #fd: number;
	readonly #accounts: Accounts;
	readonly #names: MemberNames;
	/** Where -v lists: not into the archive. */
	readonly #listing: Output;
	#length = 0;
	readonly #packed: Uint8Array[] | undefined;
	failed = false;

	constructor(run: TarRun, fd: number, accounts: Accounts) {
		this.#run = run;
		this.#fd = fd;
		this.#accounts = accounts;
		this.#names = new MemberNames(run);
		this.#listing = fd === 1 ? new Output(run.process, 2) : run.out;
		this.#packed = run.values.gzip === true ? [] : undefined;
	}

	*add(path: string): Task<void> {
		const { process, values } = this.#run;
		yield* process.tick();
		if (isExcluded(this.#run, path)) return;
		let stat: Stat;
		try {
			stat = values.dereference === true ? process.stat(path) : process.lstat(path);
		} catch (error) {
			yield* this.#fail(path, 'Cannot stat', error);
			return;
		}
		const archive = process.fstat(this.#fd);
		if (stat.inode === archive.inode && stat.device === archive.device && stat.type === 'file') {
			yield* this.#run.complain(`${path}: file is the archive; not dumped`);
			return;
		}
		if (stat.type === 'directory') {
			yield* this.#write(path.endsWith('/') ? path : `${path}/`, stat, new Uint8Array(0));
			yield* this.#addChildren(path);
		} else if (stat.type === 'file') {
			const data = yield* this.#content(path);
			if (data !== undefined) yield* this.#write(path, stat, data);
		} else if (stat.type === 'socket') {
			yield* this.#run.complain(`${path}: socket ignored`);
		} else {
			yield* this.#write(path, stat, new Uint8Array(0));
		}
	}

	*#addChildren(path: string): Task<void> {
		try {
			const prefix = path.endsWith('/') ? path : `${path}/`;
			for (const each of this.#run.process.readdir(path)) yield* this.add(prefix + each);
		} catch (error) {
			yield* this.#fail(path, 'Cannot open', error);
		}
	}

	*#content(path: string): Task<Uint8Array | undefined> {
		const { process } = this.#run;
		try {
			const fd = yield* process.open(path, { read: true });
			const data = yield* readAll(process, fd);
			process.close(fd);
			return data;
		} catch (error) {
			yield* this.#fail(path, 'Cannot open', error);
			return undefined;
		}
	}

	*#write(path: string, stat: Stat, data: Uint8Array): Task<void> {
		const { process, values } = this.#run;
		const { name, notice } = this.#names.strip(path);
		if (notice !== undefined) yield* this.#run.complain(notice);
		const { mode, uid, gid, mtimeMs } = stat;
		const isLink = stat.type === 'symlink';
		const entry: TarEntry = {
			name,
			type: isLink || stat.type === 'directory' || stat.type === 'fifo' ? stat.type : 'file',
			mode,
			uid,
			gid,
			userName: this.#accounts.users.get(uid) ?? '',
			groupName: this.#accounts.groups.get(gid) ?? '',
			mtimeMs,
			linkName: isLink ? process.readlink(path) : '',
		};
		if (values.verbose === true) yield* this.#listing.write(`${path}\n`);
		const bytes = encodeTarEntry(entry, data);
		this.#length += bytes.length;
		yield* this.#put(bytes);
	}

	*end(): Task<void> {
		yield* this.#listing.flush();
		yield* this.#put(tarTrailer(this.#length, RECORD_BLOCKS));
		if (this.#packed === undefined) return;
		const { process } = this.#run;
		yield* process.write(this.#fd, yield* pack(process, concatenate(this.#packed)));
	}

	/** What is to be packed is kept until all of it is there. */
	*#put(bytes: Uint8Array): Task<void> {
		if (this.#packed === undefined) yield* this.#run.process.write(this.#fd, bytes);
		else this.#packed.push(bytes);
	}

	*#fail(path: string, what: string, error: unknown): Task<void> {
		if (!(error instanceof SystemError)) throw error;
		yield* this.#run.complain(`${path}: ${what}: ${errorMessage(error.errno)}`);
		this.failed = true;
	}
}
