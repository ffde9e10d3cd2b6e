import { errorMessage } from '../../../kernel/error-message.ts';
import { type Stat, SystemError } from '../../../kernel/process-api.ts';
import { compileGlob } from '../../../machinery/glob.ts';
import { SFTP, SFTP_OPEN, type SftpAttributes, statusText } from '../../../machinery/ssh/sftp-wire.ts';
import type { Task } from '../../../machinery/task.ts';
import type { UnixRun } from '../../unix-command.ts';
import { isDirectory, isRegular, SftpError, type SftpSession } from './sftp-session.ts';

const PIECE_BYTES = 32_768;

interface CopyOptions {
	readonly recursive: boolean;
	readonly preserve: boolean;
}

/** Files from there to here and back. Models sftp-client.c sftp_download, sftp_upload. */
export class SftpTransfers {
	readonly #run: UnixRun;
	readonly #session: SftpSession;
	readonly #quiet: boolean;

	constructor(run: UnixRun, session: SftpSession, quiet: boolean) {
		this.#run = run;
		this.#session = session;
		this.#quiet = quiet;
	}

	*fetch(from: string, to: string, options: CopyOptions): Task<boolean> {
		const found = yield* this.#session.find(from);
		if (found === undefined) return yield* this.#say(`File "${from}" not found.`);
		const name = from.slice(from.lastIndexOf('/') + 1);
		const isFolder = to !== '' && this.#localStat(to)?.type === 'directory';
		const target = to === '' ? name : isFolder ? `${to.replace(/\/$/, '')}/${name}` : to;
		if (isDirectory(found)) {
			if (!options.recursive) return yield* this.#say(`download ${from}/: not a regular file`);
			yield* this.#tell(`Fetching ${from}/ to ${target}`);
			return yield* this.#fetchFolder(from, target, options);
		}
		yield* this.#tell(`Fetching ${from} to ${target}`);
		return yield* this.#fetchFile(from, target, found, options);
	}

	*#fetchFolder(from: string, to: string, options: CopyOptions): Task<boolean> {
		yield* this.#run.out.write(`Retrieving ${from}\n`);
		const { process } = this.#run;
		try {
			if (this.#localStat(to) === undefined) process.mkdir(to, 0o777);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return yield* this.#say(`mkdir ${to}: ${errorMessage(error.errno)}`);
		}
		let all = true;
		for (const { name, attributes } of yield* this.#session.list(from)) {
			const [inner, here] = [`${from}/${name}`, `${to}/${name}`];
			const real = (attributes.mode ?? 0) & 0o120000 ? ((yield* this.#session.find(inner)) ?? attributes) : attributes;
			const isDone = isDirectory(real)
				? yield* this.#fetchFolder(inner, here, options)
				: yield* this.#fetchFile(inner, here, real, options);
			all = all && isDone;
		}
		return all;
	}

	*#fetchFile(from: string, to: string, its: SftpAttributes, { preserve }: CopyOptions): Task<boolean> {
		const { process } = this.#run;
		if (!isRegular(its)) return yield* this.#say(`download ${from}: not a regular file`);
		let fd: number;
		let handle: Uint8Array;
		try {
			handle = yield* this.#session.open(from, SFTP_OPEN.read);
		} catch (error) {
			if (!(error instanceof SftpError)) throw error;
			return yield* this.#say(`remote open "${from}": ${statusText(error.status)}`);
		}
		try {
			fd = yield* process.open(to, { write: true, create: true, truncate: true }, (its.mode ?? 0o666) & 0o777);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* this.#session.close(handle);
			return yield* this.#say(`open local "${to}": ${errorMessage(error.errno)}`);
		}
		for (let offset = 0; ; ) {
			const data = yield* this.#session.read(handle, offset, PIECE_BYTES);
			if (data === undefined) break;
			yield* process.write(fd, data);
			offset += data.length;
		}
		process.close(fd);
		yield* this.#session.close(handle);
		if (preserve) {
			process.chmod(to, (its.mode ?? 0o644) & 0o777);
			process.utimes(to, (its.atimeSeconds ?? 0) * 1000, (its.mtimeSeconds ?? 0) * 1000);
		}
		return true;
	}

	*store(from: string, to: string, options: CopyOptions): Task<boolean> {
		const sources = this.#expandHere(from);
		let all = true;
		for (const source of sources) {
			const stat = this.#localStat(source);
			if (stat === undefined) {
				all = yield* this.#say(`stat ${source}: No such file or directory`);
				continue;
			}
			const found = yield* this.#session.find(to);
			const name = source.replace(/\/+$/, '').split('/').pop() as string;
			const target = found !== undefined && isDirectory(found) ? `${to.replace(/(?<=.)\/$/, '')}/${name}` : to;
			if (stat.type === 'directory') {
				if (!options.recursive) all = yield* this.#say(`local "${source}/" is not a regular file`);
				else {
					yield* this.#tell(`Uploading ${source}/ to ${target}`);
					const isDone = yield* this.#storeFolder(source, target, stat, options);
					all = all && isDone;
				}
				continue;
			}
			yield* this.#tell(`Uploading ${source} to ${target}`);
			const isDone = yield* this.#storeFile(source, target, stat, options);
			all = all && isDone;
		}
		return all;
	}

	*#storeFolder(from: string, to: string, stat: Stat, options: CopyOptions): Task<boolean> {
		yield* this.#run.out.write(`Entering ${from}/\n`);
		const { process } = this.#run;
		try {
			if ((yield* this.#session.find(to)) === undefined) {
				yield* this.#session.command(SFTP.mkdir, (out) => out.text(to).attributes({ mode: stat.mode | 0o300 }));
			}
		} catch (error) {
			if (!(error instanceof SftpError)) throw error;
			return yield* this.#say(`remote mkdir "${to}": ${statusText(error.status)}`);
		}
		let all = true;
		for (const name of process.readdir(from)) {
			const inner = `${from}/${name}`;
			const own = this.#localStat(inner);
			if (own === undefined) continue;
			const isDone =
				own.type === 'directory'
					? yield* this.#storeFolder(inner, `${to}/${name}`, own, options)
					: yield* this.#storeFile(inner, `${to}/${name}`, own, options);
			all = all && isDone;
		}
		return all;
	}

	*#storeFile(from: string, to: string, stat: Stat, { preserve }: CopyOptions): Task<boolean> {
		const { process } = this.#run;
		if (stat.type !== 'file') return yield* this.#say(`local "${from}" is not a regular file`);
		let fd: number;
		try {
			fd = yield* process.open(from, { read: true });
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return yield* this.#say(`open local "${from}": ${errorMessage(error.errno)}`);
		}
		try {
			const flags = SFTP_OPEN.write | SFTP_OPEN.create | SFTP_OPEN.truncate;
			const handle = yield* this.#session.open(to, flags, { mode: stat.mode & 0o777 });
			for (let offset = 0; ; ) {
				const data = yield* process.read(fd, PIECE_BYTES);
				if (data.length === 0) break;
				yield* this.#session.write(handle, offset, data);
				offset += data.length;
			}
			const [atimeSeconds, mtimeSeconds] = [stat.atimeMs, stat.mtimeMs].map((ms) => Math.floor(ms / 1000)) as [
				number,
				number,
			];
			if (preserve) {
				yield* this.#session.command(SFTP.fsetstat, (out) =>
					out.text(handle).attributes({ mode: stat.mode & 0o777, atimeSeconds, mtimeSeconds }),
				);
			}
			yield* this.#session.close(handle);
			return true;
		} catch (error) {
			if (!(error instanceof SftpError)) throw error;
			return yield* this.#say(`dest open "${to}": ${statusText(error.status)}`);
		} finally {
			process.close(fd);
		}
	}

	#expandHere(path: string): string[] {
		const slash = path.lastIndexOf('/');
		const last = path.slice(slash + 1);
		if (!/[*?]/.test(last)) return [path];
		const folder = slash < 0 ? '.' : path.slice(0, slash) || '/';
		const pattern = compileGlob(last);
		const names = this.#run.process.readdir(folder).filter((name) => !name.startsWith('.') && pattern.matches(name));
		return names.length === 0 ? [path] : [...names].sort().map((name) => (slash < 0 ? name : `${folder}/${name}`));
	}

	#localStat(path: string): Stat | undefined {
		try {
			return this.#run.process.stat(path);
		} catch (error) {
			if (error instanceof SystemError) return undefined;
			throw error;
		}
	}

	*#tell(text: string): Task<void> {
		if (!this.#quiet) yield* this.#run.out.write(`${text}\n`);
	}

	*#say(text: string): Task<boolean> {
		yield* this.#run.say(`${text}\n`);
		return false;
	}
}
