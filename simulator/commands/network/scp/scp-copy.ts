import { errorMessage } from '../../../kernel/error-message.ts';
import { type Process, type Stat, SystemError } from '../../../kernel/process-api.ts';
import { nothing, type Task } from '../../../machinery/task.ts';
import type { ScpStream } from './scp-stream.ts';

/** How one side copies. */
export interface ScpSide {
	readonly process: Process;
	readonly stream: ScpStream;
	readonly recursive: boolean;
	readonly preserve: boolean;
	/** Says what is wrong, here or over there. */
	readonly complain: (text: string) => Task<void>;
	/** A file has been copied. */
	readonly onCopied?: (name: string, bytes: number) => Task<void>;
}

const READ_BYTES = 32_768;

function baseName(path: string): string {
	return path.replace(/\/+$/, '').split('/').pop() || '/';
}

/** Sends a file or a directory. @returns whether all of it has been taken. */
export function* sendPath(side: ScpSide, path: string, stat: Stat): Task<boolean> {
	const { process, stream } = side;
	if (side.preserve) {
		const [modified, read] = [stat.mtimeMs, stat.atimeMs].map((ms) => Math.floor(ms / 1000));
		yield* stream.line(`T${modified} 0 ${read} 0`);
		if (!(yield* agreed(side))) return false;
	}
	const mode = stat.mode.toString(8).padStart(4, '0');
	if (stat.type === 'directory') return yield* sendDirectory(side, path, mode);
	let fd: number;
	try {
		fd = yield* process.open(path, { read: true });
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* side.complain(`open local "${path}": ${errorMessage(error.errno)}`);
		return false;
	}
	try {
		yield* stream.line(`C${mode} ${stat.size} ${baseName(path)}`);
		if (!(yield* agreed(side))) return false;
		for (let left = stat.size; left > 0; ) {
			const data = yield* process.read(fd, Math.min(READ_BYTES, left));
			// A file that has become shorter is filled up, as rcp does it.
			const piece = data.length === 0 ? new Uint8Array(Math.min(READ_BYTES, left)) : data;
			left -= piece.length;
			yield* stream.write(piece);
		}
	} finally {
		process.close(fd);
	}
	yield* stream.ok();
	const taken = yield* agreed(side);
	if (taken) yield* side.onCopied?.(baseName(path), stat.size) ?? nothing();
	return taken;
}

function* sendDirectory(side: ScpSide, path: string, mode: string): Task<boolean> {
	const { process, stream } = side;
	yield* stream.line(`D${mode} 0 ${baseName(path)}`);
	if (!(yield* agreed(side))) return false;
	let all = true;
	for (const name of [...process.readdir(path)].sort()) {
		const inner = `${path.replace(/\/+$/, '')}/${name}`;
		const stat = process.stat(inner);
		if (stat.type !== 'file' && stat.type !== 'directory') continue;
		if (!(yield* sendPath(side, inner, stat))) all = false;
	}
	yield* stream.line('E');
	return (yield* agreed(side)) && all;
}

/** Whether the other side agrees; what it has against it is said. */
export function* agreed({ stream, complain }: ScpSide): Task<boolean> {
	const refusal = yield* stream.answer();
	if (refusal !== undefined) yield* complain(refusal);
	return refusal === undefined;
}

/** Takes what comes, into the directory or as the file `target`. @returns whether all of it could be written. */
export function* receive(side: ScpSide, target: string, openWords: string): Task<boolean> {
	const { stream } = side;
	const folders: { readonly path: string; readonly isDirectory: boolean }[] = [
		{ path: target, isDirectory: isDirectory(side.process, target) },
	];
	let times: readonly [modifiedMs: number, readMs: number] | undefined;
	let all = true;
	yield* stream.ok();
	for (let line = yield* stream.readLine(); line !== undefined; line = yield* stream.readLine()) {
		const { path, isDirectory: into } = folders.at(-1) as (typeof folders)[number];
		const [, kind, mode = '', size = '', name = ''] = /^([CD])([0-7]{4}) (\d+) (.*)$/.exec(line) ?? [];
		const here = into ? `${path.replace(/(.)\/+$/, '$1')}/${name}` : path;
		const time = /^T(\d+) 0 (\d+) 0$/.exec(line);
		if (line.startsWith('\x01')) {
			yield* side.complain(line.slice(1));
			all = false;
		} else if (time !== null) {
			times = [Number(time[1]) * 1000, Number(time[2]) * 1000];
			yield* stream.ok();
		} else if (line === 'E') {
			folders.pop();
			yield* stream.ok();
		} else if (kind === 'D') {
			const problem = makeDirectory(side.process, here, Number.parseInt(mode, 8));
			if (problem === undefined) {
				folders.push({ path: here, isDirectory: true });
				yield* stream.ok();
			} else {
				all = false;
				yield* stream.refuse(problem);
			}
		} else if (kind === 'C') {
			if (!(yield* receiveFile(side, here, { mode: Number.parseInt(mode, 8), size: Number(size), times, openWords }))) {
				all = false;
			}
			times = undefined;
		}
	}
	return all;
}

interface IncomingFile {
	readonly mode: number;
	readonly size: number;
	readonly times: readonly [number, number] | undefined;
	/** "dest open" there, "open local" here. */
	readonly openWords: string;
}

function* receiveFile(side: ScpSide, path: string, file: IncomingFile): Task<boolean> {
	const { process, stream } = side;
	let fd: number;
	try {
		fd = yield* process.open(path, { write: true, create: true, truncate: true }, file.mode & 0o777);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* stream.refuse(`${file.openWords} "${path}": ${errorMessage(error.errno)}`);
		return false;
	}
	let problem: string | undefined;
	yield* stream.ok();
	for (let left = file.size; left > 0; ) {
		const data = yield* stream.piece(Math.min(READ_BYTES, left));
		left -= data.length;
		if (problem !== undefined) continue;
		try {
			yield* process.write(fd, data);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			problem = `write ${side.process === process ? 'local' : 'remote'} "${path}": ${errorMessage(error.errno)}`;
		}
	}
	process.close(fd);
	if (side.preserve) process.chmod(path, file.mode);
	if (file.times !== undefined) process.utimes(path, file.times[1], file.times[0]);
	yield* stream.answer();
	if (problem === undefined) yield* stream.ok();
	else yield* stream.refuse(problem);
	if (problem === undefined) yield* side.onCopied?.(baseName(path), file.size) ?? nothing();
	return problem === undefined;
}

function isDirectory(process: Process, path: string): boolean {
	try {
		return process.stat(path).type === 'directory';
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

function makeDirectory(process: Process, path: string, mode: number): string | undefined {
	if (isDirectory(process, path)) return undefined;
	try {
		process.mkdir(path, mode | 0o700);
		return undefined;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return `remote mkdir "${path}": ${errorMessage(error.errno)}`;
	}
}
