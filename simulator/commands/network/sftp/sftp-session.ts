import { compileGlob } from '../../../machinery/glob.ts';
import type { ByteDuplex } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import { SFTP, SFTP_STATUS, type SftpAttributes, SftpReader, SftpWriter } from '../../../machinery/ssh/sftp-wire.ts';
import type { Task } from '../../../machinery/task.ts';

/** The server's no. */
export class SftpError extends Error {
	readonly status: number;

	constructor(status: number) {
		super(`sftp status ${status}`);
		this.status = status;
	}
}

export interface RemoteEntry {
	readonly name: string;
	readonly long: string;
	readonly attributes: SftpAttributes;
}

const DIRECTORY = 0o040000;
const KIND = 0o170000;

export function isDirectory({ mode = 0 }: SftpAttributes): boolean {
	return (mode & KIND) === DIRECTORY;
}

export function isRegular({ mode }: SftpAttributes): boolean {
	return mode === undefined || (mode & KIND) === 0o100000;
}

/** Questions to an SFTP server, one after another. Models sftp-client.c. Throws SftpError, ConnectionError. */
export class SftpSession {
	readonly #duplex: ByteDuplex;
	readonly #reader: ByteReader;
	#nextId = 1;

	constructor(duplex: ByteDuplex) {
		this.#duplex = duplex;
		this.#reader = new ByteReader(duplex);
	}

	/** @returns the protocol's version. */
	*greet(): Task<number> {
		yield* this.#duplex.write(new SftpWriter().byte(SFTP.init).number(3).packet());
		const answer = yield* this.#packet();
		answer.byte();
		return answer.number();
	}

	*realPath(path: string): Task<string> {
		const [first] = yield* this.#names(yield* this.#ask(SFTP.realpath, (out) => out.text(path)));
		return first?.name ?? path;
	}

	*stat(path: string, follow = true): Task<SftpAttributes> {
		const answer = yield* this.#ask(follow ? SFTP.stat : SFTP.lstat, (out) => out.text(path));
		return answer.attributes();
	}

	/** Undefined: there is nothing of this name. */
	*find(path: string, follow = true): Task<SftpAttributes | undefined> {
		try {
			return yield* this.stat(path, follow);
		} catch (error) {
			if (error instanceof SftpError) return undefined;
			throw error;
		}
	}

	*list(path: string): Task<RemoteEntry[]> {
		const handle = (yield* this.#ask(SFTP.opendir, (out) => out.text(path))).bytes();
		const entries: RemoteEntry[] = [];
		try {
			for (;;) entries.push(...(yield* this.#names(yield* this.#ask(SFTP.readdir, (out) => out.text(handle)))));
		} catch (error) {
			if (!(error instanceof SftpError) || error.status !== SFTP_STATUS.end) throw error;
		}
		yield* this.#close(handle);
		return entries.filter(({ name }) => name !== '.' && name !== '..');
	}

	/** The names that a pattern stands for; one that fits nothing stands for itself. */
	*expand(path: string): Task<string[]> {
		const slash = path.lastIndexOf('/');
		const last = path.slice(slash + 1);
		if (!/[*?[]/.test(last)) return [path];
		const folder = path.slice(0, slash) || '/';
		const glob = compileGlob(last);
		try {
			const names = (yield* this.list(folder)).map(({ name }) => name);
			const found = names.filter((name) => !name.startsWith('.') && glob.matches(name)).sort();
			return found.length === 0 ? [path] : found.map((name) => `${folder === '/' ? '' : folder}/${name}`);
		} catch (error) {
			if (error instanceof SftpError) return [path];
			throw error;
		}
	}

	*open(path: string, flags: number, attributes: SftpAttributes = {}): Task<Uint8Array> {
		const answer = yield* this.#ask(SFTP.open, (out) => out.text(path).number(flags).attributes(attributes));
		return answer.bytes().slice();
	}

	/** Undefined at the end. */
	*read(handle: Uint8Array, offset: number, length: number): Task<Uint8Array | undefined> {
		try {
			const answer = yield* this.#ask(SFTP.read, (out) => out.text(handle).long(offset).number(length));
			return answer.bytes();
		} catch (error) {
			if (error instanceof SftpError && error.status === SFTP_STATUS.end) return undefined;
			throw error;
		}
	}

	*write(handle: Uint8Array, offset: number, data: Uint8Array): Task<void> {
		yield* this.#ask(SFTP.write, (out) => out.text(handle).long(offset).text(data));
	}

	*close(handle: Uint8Array): Task<void> {
		yield* this.#close(handle);
	}

	/** What has nothing to tell but whether it went well. */
	*command(kind: number, put: (out: SftpWriter) => SftpWriter): Task<void> {
		yield* this.#ask(kind, put);
	}

	*extended(name: string, put: (out: SftpWriter) => SftpWriter): Task<SftpReader> {
		return yield* this.#ask(SFTP.extended, (out) => put(out.text(name)));
	}

	*#close(handle: Uint8Array): Task<void> {
		yield* this.#ask(SFTP.close, (out) => out.text(handle));
	}

	*#ask(kind: number, put: (out: SftpWriter) => SftpWriter): Task<SftpReader> {
		yield* this.#duplex.write(put(new SftpWriter().byte(kind).number(this.#nextId++)).packet());
		const answer = yield* this.#packet();
		const answered = answer.byte();
		answer.number();
		if (answered !== SFTP.status) return answer;
		const status = answer.number();
		if (status !== SFTP_STATUS.ok) throw new SftpError(status);
		return answer;
	}

	*#packet(): Task<SftpReader> {
		const head = yield* this.#reader.exactly(4);
		const length = new DataView(head.buffer, head.byteOffset).getUint32(0);
		return new SftpReader(yield* this.#reader.exactly(Math.min(length, 1_048_576)));
	}

	*#names(answer: SftpReader): Task<RemoteEntry[]> {
		return Array.from({ length: Math.min(answer.number(), 10_000) }, () => {
			return { name: answer.text(), long: answer.text(), attributes: answer.attributes() };
		});
	}
}
