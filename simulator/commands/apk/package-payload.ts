import { executableHeader } from '../../kernel/files/executable-stub.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';

/** What a package of tools puts onto the disk: its programs, and one file for all else that it has. */
export interface Payload {
	readonly name: string;
	/** "/usr/bin/curl=curl". */
	readonly executables: readonly string[];
	readonly bytes: number;
}

/** A program's file takes a share of its package. */
const SHARE = 0.2;

export function* installPayload(process: Process, { name, executables, bytes }: Payload): Task<void> {
	const each = Math.max(4_096, Math.floor((bytes * SHARE) / Math.max(1, executables.length)));
	for (const text of executables) {
		const [path = '', program = 'unsimulated'] = text.split('=');
		yield* writeSparse(process, path, each, executableHeader({ program, size: each }), 0o755);
	}
	yield* writeSparse(process, dataPath(name), Math.max(0, bytes - each * executables.length), new Uint8Array(0), 0o644);
}

function dataPath(name: string): string {
	return `/usr/lib/${name}/${name}.so`;
}

/** A file with a beginning, and a hole up to its size. */
export function* writeSparse(process: Process, path: string, size: number, head: Uint8Array, mode: number): Task<void> {
	makeFolders(process, path);
	const fresh = `${path}.new`;
	const fd = yield* process.open(fresh, { write: true, create: true, truncate: true }, mode);
	yield* process.write(fd, head);
	process.truncate(fd, Math.max(size, head.length));
	process.close(fd);
	process.rename(fresh, path);
}

export function makeFolders(process: Process, path: string): void {
	const parts = path.split('/').slice(1, -1);
	for (let length = 1; length <= parts.length; length++) {
		const folder = `/${parts.slice(0, length).join('/')}`;
		if (!process.access(folder, {})) process.mkdir(folder, 0o755);
	}
}

export function removePayload(process: Process, { name, executables }: Payload): void {
	for (const path of [...executables.map((each) => each.split('=')[0] as string), dataPath(name)]) {
		try {
			process.unlink(path);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}
}
