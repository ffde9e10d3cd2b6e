import { type Errno, type OpenFlags, type Process, type Stat, SystemError } from '../../kernel/process-api.ts';
import {
	SFTP,
	SFTP_OPEN,
	SFTP_PACKET_BYTES_MAX,
	SFTP_STATUS,
	type SftpAttributes,
	SftpReader,
	SftpWriter,
	statusText,
} from '../../machinery/ssh/sftp-wire.ts';
import type { Task } from '../../machinery/task.ts';
import { longName } from './sftp-long-name.ts';
import { TextReader } from './text-reader.ts';

const HANDLES_MAX = 100;
const NAMES_AT_ONCE = 100;
const READ_BYTES_MAX = 65_536;

const STATUS: { readonly [E in Errno]?: number } = {
	ENOENT: SFTP_STATUS.noSuchFile,
	ENOTDIR: SFTP_STATUS.noSuchFile,
	ELOOP: SFTP_STATUS.noSuchFile,
	EBADF: SFTP_STATUS.noSuchFile,
	EPERM: SFTP_STATUS.denied,
	EACCES: SFTP_STATUS.denied,
	ENAMETOOLONG: SFTP_STATUS.badMessage,
	EINVAL: SFTP_STATUS.badMessage,
	ENOSYS: SFTP_STATUS.unsupported,
};

const EXTENSIONS: readonly (readonly [string, string])[] = [
	['posix-rename@openssh.com', '1'],
	['statvfs@openssh.com', '2'],
	['hardlink@openssh.com', '1'],
	['fsync@openssh.com', '1'],
	['lsetstat@openssh.com', '1'],
	['expand-path@openssh.com', '1'],
];

type Handle =
	| { readonly kind: 'file'; readonly fd: number; readonly path: string; readonly append: boolean }
	| { readonly kind: 'directory'; readonly path: string; readonly names: string[] };

/** Answers what an SFTP client asks on standard input. Models OpenSSH sftp-server.c. */
export function* sftpServerProgram(process: Process): Task<number> {
	const server = new SftpServer(process);
	yield* server.load();
	for (;;) {
		const packet = yield* readPacket(process, server);
		if (packet === undefined) return 0;
		let answer: SftpWriter;
		try {
			answer = yield* server.answer(new SftpReader(packet));
		} catch (error) {
			// Half a packet: nobody to talk to.
			if (error instanceof RangeError) return 11;
			throw error;
		}
		yield* process.write(1, answer.packet());
	}
}

class SftpServer {
	readonly #process: Process;
	readonly #handles = new Map<number, Handle>();
	#nextHandle = 0;
	#names: { users: ReadonlyMap<number, string>; groups: ReadonlyMap<number, string> } = {
		users: new Map(),
		groups: new Map(),
	};
	buffer = new Uint8Array(0);

	constructor(process: Process) {
		this.#process = process;
	}

	*load(): Task<void> {
		const reader = new TextReader(this.#process);
		this.#names = {
			users: yield* reader.names('/etc/passwd'),
			groups: yield* reader.names('/etc/group'),
		};
	}

	*answer(packet: SftpReader): Task<SftpWriter> {
		const kind = packet.byte();
		const id = packet.number();
		if (kind === SFTP.init) {
			const version = new SftpWriter().byte(SFTP.version).number(3);
			for (const [name, value] of EXTENSIONS) version.text(name).text(value);
			return version;
		}
		try {
			return (yield* this.#obey(kind, id, packet)) ?? statusOf(id, SFTP_STATUS.ok);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
			return statusOf(id, STATUS[error.errno] ?? SFTP_STATUS.failure);
		}
	}

	*#obey(kind: number, id: number, packet: SftpReader): Task<SftpWriter | undefined> {
		const process = this.#process;
		switch (kind) {
			case SFTP.open:
				return yield* this.#open(id, packet);
			case SFTP.close:
				return this.#close(id, packet.bytes());
			case SFTP.read:
				return yield* this.#read(id, packet);
			case SFTP.write:
				return yield* this.#write(id, packet);
			case SFTP.stat:
				return attributesOf(id, process.stat(pathOf(packet)));
			case SFTP.lstat:
				return attributesOf(id, process.lstat(pathOf(packet)));
			case SFTP.fstat: {
				const handle = this.#handle(packet.bytes());
				return attributesOf(id, handle.kind === 'file' ? process.fstat(handle.fd) : process.stat(handle.path));
			}
			case SFTP.opendir: {
				const path = pathOf(packet);
				return this.#addHandle(id, { kind: 'directory', path, names: ['.', '..', ...process.readdir(path)] });
			}
			case SFTP.readdir:
				return this.#readDirectory(id, packet.bytes());
			case SFTP.realpath:
				return namesOf(id, [{ name: this.#realPath(packet.text()), long: '', attributes: {} }]);
			case SFTP.readlink: {
				const target = process.readlink(pathOf(packet));
				return namesOf(id, [{ name: target, long: target, attributes: {} }]);
			}
			case SFTP.extended:
				return this.#extended(id, packet);
			default:
				return this.#change(kind, id, packet);
		}
	}

	/** What changes something and has nothing to tell. */
	#change(kind: number, id: number, packet: SftpReader): SftpWriter | undefined {
		const process = this.#process;
		switch (kind) {
			case SFTP.setstat:
				this.#setAttributes(pathOf(packet), packet.attributes(), true);
				break;
			case SFTP.fsetstat: {
				const handle = this.#handle(packet.bytes());
				this.#setAttributes(handle.path, packet.attributes(), true);
				break;
			}
			case SFTP.remove:
				process.unlink(pathOf(packet));
				break;
			case SFTP.mkdir: {
				const path = pathOf(packet);
				process.mkdir(path, (packet.attributes().mode ?? 0o777) & 0o777);
				break;
			}
			case SFTP.rmdir:
				process.rmdir(pathOf(packet));
				break;
			case SFTP.rename:
				this.#rename(pathOf(packet), pathOf(packet));
				break;
			case SFTP.symlink: {
				const target = packet.text();
				process.symlink(target, pathOf(packet));
				break;
			}
			default:
				return statusOf(id, SFTP_STATUS.unsupported);
		}
		return undefined;
	}

	#extended(id: number, packet: SftpReader): SftpWriter | undefined {
		const process = this.#process;
		switch (packet.text()) {
			case 'posix-rename@openssh.com':
				process.rename(pathOf(packet), pathOf(packet));
				return undefined;
			case 'hardlink@openssh.com':
				process.link(pathOf(packet), pathOf(packet));
				return undefined;
			case 'fsync@openssh.com':
				return undefined;
			case 'lsetstat@openssh.com':
				this.#setAttributes(pathOf(packet), packet.attributes(), false);
				return undefined;
			case 'expand-path@openssh.com': {
				const path = packet.text().replace(/^~(?=\/|$)/, process.env.get('HOME') ?? '/');
				return namesOf(id, [{ name: this.#realPath(path), long: '', attributes: {} }]);
			}
			case 'statvfs@openssh.com': {
				const { totalBytes, usedBytes } = process.statfs(pathOf(packet));
				const [total, free] = [totalBytes, totalBytes - usedBytes].map((bytes) => Math.floor(bytes / 4096));
				const reply = new SftpWriter().byte(SFTP.extendedReply).number(id).long(4096).long(4096);
				reply
					.long(total as number)
					.long(free as number)
					.long(free as number);
				return reply.long(6_553_600).long(6_400_000).long(6_400_000).long(0).long(0).long(255);
			}
			default:
				return statusOf(id, SFTP_STATUS.unsupported);
		}
	}

	*#open(id: number, packet: SftpReader): Task<SftpWriter> {
		const path = pathOf(packet);
		const wanted = packet.number();
		const mode = packet.attributes().mode ?? 0o666;
		const has = (flag: number): boolean => (wanted & flag) !== 0;
		const flags: OpenFlags = {
			read: has(SFTP_OPEN.read),
			write: has(SFTP_OPEN.write),
			append: has(SFTP_OPEN.append),
			create: has(SFTP_OPEN.create),
			truncate: has(SFTP_OPEN.truncate),
			exclusive: has(SFTP_OPEN.exclusive),
		};
		const fd = yield* this.#process.open(path, flags, mode & 0o777);
		return this.#addHandle(id, { kind: 'file', fd, path, append: flags.append === true });
	}

	*#read(id: number, packet: SftpReader): Task<SftpWriter> {
		const handle = this.#handle(packet.bytes());
		if (handle.kind !== 'file') return statusOf(id, SFTP_STATUS.failure);
		const [offset, length] = [packet.long(), Math.min(packet.number(), READ_BYTES_MAX)];
		if (this.#process.fstat(handle.fd).type === 'directory') return statusOf(id, SFTP_STATUS.failure);
		if (this.#process.fstat(handle.fd).type === 'file') this.#process.seek(handle.fd, offset, 'set');
		const data = yield* this.#process.read(handle.fd, length);
		if (data.length === 0) return statusOf(id, SFTP_STATUS.end);
		return new SftpWriter().byte(SFTP.data).number(id).text(data);
	}

	*#write(id: number, packet: SftpReader): Task<SftpWriter | undefined> {
		const handle = this.#handle(packet.bytes());
		if (handle.kind !== 'file') return statusOf(id, SFTP_STATUS.failure);
		const offset = packet.long();
		if (!handle.append && this.#process.fstat(handle.fd).type === 'file') {
			this.#process.seek(handle.fd, offset, 'set');
		}
		yield* this.#process.write(handle.fd, packet.bytes());
		return undefined;
	}

	#close(id: number, name: Uint8Array): SftpWriter {
		const handle = this.#handle(name);
		if (handle.kind === 'file') this.#process.close(handle.fd);
		this.#handles.delete(numberOf(name));
		return statusOf(id, SFTP_STATUS.ok);
	}

	#readDirectory(id: number, name: Uint8Array): SftpWriter {
		const handle = this.#handle(name);
		if (handle.kind !== 'directory') return statusOf(id, SFTP_STATUS.failure);
		const names = handle.names.splice(0, NAMES_AT_ONCE);
		if (names.length === 0) return statusOf(id, SFTP_STATUS.end);
		const found = names.flatMap((each) => {
			const stat = this.#lstat(`${handle.path === '/' ? '' : handle.path}/${each}`);
			if (stat === undefined) return [];
			return [
				{ name: each, long: longName(each, stat, this.#names, this.#process.now()), attributes: attributes(stat) },
			];
		});
		return namesOf(id, found);
	}

	#lstat(path: string): Stat | undefined {
		try {
			return this.#process.lstat(path);
		} catch (error) {
			if (error instanceof SystemError) return undefined;
			throw error;
		}
	}

	/** The last name need not be there. */
	#realPath(path: string): string {
		const process = this.#process;
		const text = path === '' ? '.' : path;
		try {
			return process.realpath(text);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'ENOENT') throw error;
			const trimmed = text.replace(/(?<=.)\/+$/, '');
			const slash = trimmed.lastIndexOf('/');
			const folder = process.realpath(slash < 0 ? '.' : trimmed.slice(0, slash) || '/');
			return `${folder === '/' ? '' : folder}/${trimmed.slice(slash + 1)}`;
		}
	}

	/** What was there already is not replaced. */
	#rename(from: string, to: string): void {
		const process = this.#process;
		if (process.lstat(from).type === 'file') {
			process.link(from, to);
			process.unlink(from);
			return;
		}
		if (this.#lstat(to) !== undefined) throw new SystemError('EEXIST');
		process.rename(from, to);
	}

	#setAttributes(path: string, wanted: SftpAttributes, follow: boolean): void {
		const process = this.#process;
		const { size, mode, mtimeSeconds, atimeSeconds, uid, gid } = wanted;
		if (size !== undefined) this.#truncate(path, size);
		if (mode !== undefined && follow) process.chmod(path, mode & 0o7777);
		if (mtimeSeconds !== undefined) {
			process.utimes(path, (atimeSeconds ?? mtimeSeconds) * 1000, mtimeSeconds * 1000, follow);
		}
		if (uid !== undefined) process.chown(path, uid, gid ?? uid, follow);
	}

	#truncate(path: string, size: number): void {
		const handle = [...this.#handles.values()].find((each) => each.kind === 'file' && each.path === path);
		if (handle?.kind === 'file') this.#process.truncate(handle.fd, size);
	}

	#addHandle(id: number, handle: Handle): SftpWriter {
		if (this.#handles.size >= HANDLES_MAX) {
			if (handle.kind === 'file') this.#process.close(handle.fd);
			return statusOf(id, SFTP_STATUS.failure);
		}
		const number = this.#nextHandle++;
		this.#handles.set(number, handle);
		const name = new Uint8Array(4);
		new DataView(name.buffer).setUint32(0, number);
		return new SftpWriter().byte(SFTP.handle).number(id).text(name);
	}

	#handle(name: Uint8Array): Handle {
		const handle = this.#handles.get(numberOf(name));
		if (handle === undefined) throw new SystemError('EIO');
		return handle;
	}
}

function numberOf(name: Uint8Array): number {
	return name.length === 4 ? new DataView(name.buffer, name.byteOffset).getUint32(0) : -1;
}

function pathOf(packet: SftpReader): string {
	return packet.text() || '.';
}

function* readPacket(process: Process, server: SftpServer): Task<Uint8Array | undefined> {
	for (;;) {
		const { buffer } = server;
		const length = buffer.length < 4 ? undefined : new DataView(buffer.buffer, buffer.byteOffset).getUint32(0);
		if (length !== undefined && length > SFTP_PACKET_BYTES_MAX) return undefined;
		if (length !== undefined && buffer.length >= 4 + length) {
			server.buffer = buffer.slice(4 + length);
			return buffer.subarray(4, 4 + length);
		}
		const data = yield* process.read(0, READ_BYTES_MAX);
		if (data.length === 0) return undefined;
		const joined = new Uint8Array(buffer.length + data.length);
		joined.set(buffer);
		joined.set(data, buffer.length);
		server.buffer = joined;
	}
}

function statusOf(id: number, status: number): SftpWriter {
	return new SftpWriter().byte(SFTP.status).number(id).number(status).text(statusText(status)).text('');
}

function attributesOf(id: number, stat: Stat): SftpWriter {
	return new SftpWriter().byte(SFTP.attributes).number(id).attributes(attributes(stat));
}

const KIND_BITS = {
	fifo: 0o010000,
	character: 0o020000,
	directory: 0o040000,
	block: 0o060000,
	file: 0o100000,
	symlink: 0o120000,
	socket: 0o140000,
} as const;

function attributes(stat: Stat): SftpAttributes {
	return {
		size: stat.size,
		uid: stat.uid,
		gid: stat.gid,
		mode: stat.mode | KIND_BITS[stat.type],
		atimeSeconds: Math.floor(stat.atimeMs / 1000),
		mtimeSeconds: Math.floor(stat.mtimeMs / 1000),
	};
}

function namesOf(
	id: number,
	names: readonly { readonly name: string; readonly long: string; readonly attributes: SftpAttributes }[],
): SftpWriter {
	const answer = new SftpWriter().byte(SFTP.name).number(id).number(names.length);
	for (const { name, long, attributes: its } of names)
		answer
			.text(name)
			.text(long || name)
			.attributes(its);
	return answer;
}
