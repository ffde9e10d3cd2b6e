import { type Process, SystemError } from '../../kernel/process-api.ts';
import { gzip } from '../../machinery/deflate/gzip.ts';
import type { Task } from '../../machinery/task.ts';

export interface RotationSettings {
	readonly path: string;
	/** 0: a hundred megabytes. */
	readonly megabytesMax: number;
	/** Files that were put aside; 0: all are kept. */
	readonly backupsMax: number;
	/** 0: however old they are. */
	readonly daysMax: number;
	readonly compresses: boolean;
}

const MEGABYTE = 1024 * 1024;
const MEGABYTES_DEFAULT = 100;
const DAY_MS = 86_400_000;
const COMPRESSED = '.gz';
const READ_BYTES = 65_536;

/**
 * A file that is put aside under the time's name when it has grown too large, and begun anew; the oldest of those go.
 * It stays open: who takes it away takes what is written from then on, too. Models gopkg.in/natefinch/lumberjack.v2.
 */
export class RotatingFile {
	readonly #settings: RotationSettings;
	readonly #bytesMax: number;
	#fd: number | undefined;
	#bytes = 0;

	constructor(settings: RotationSettings) {
		this.#settings = settings;
		this.#bytesMax = (settings.megabytesMax || MEGABYTES_DEFAULT) * MEGABYTE;
	}

	/** Pieces are never cut. Throws SystemError. */
	*write(process: Process, pieces: readonly Uint8Array[]): Task<void> {
		for (const piece of pieces) {
			if (piece.length > this.#bytesMax) continue;
			this.#fd ??= yield* this.#open(process, piece.length);
			if (this.#bytes + piece.length > this.#bytesMax) yield* this.#rotate(process);
			yield* process.write(this.#fd, piece);
			this.#bytes += piece.length;
		}
	}

	/** Models openExistingOrNew. */
	*#open(process: Process, length: number): Task<number> {
		const { path } = this.#settings;
		const size = sizeOf(process, path);
		if (size !== undefined && size + length >= this.#bytesMax) this.#putAside(process);
		else if (size === undefined) makeDirectories(process, directoryOf(path));
		this.#bytes = sizeOf(process, path) ?? 0;
		return yield* process.open(path, { write: true, create: true, append: true }, 0o600);
	}

	*#rotate(process: Process): Task<void> {
		if (this.#fd !== undefined) process.close(this.#fd);
		this.#fd = undefined;
		if (sizeOf(process, this.#settings.path) !== undefined) this.#putAside(process);
		this.#fd = yield* this.#open(process, 0);
		yield* this.#mill(process);
	}

	#putAside(process: Process): void {
		const { path } = this.#settings;
		const [prefix, extension] = nameParts(path);
		const time = new Date(process.now()).toISOString().slice(0, 23).replaceAll(':', '-');
		process.rename(path, `${directoryOf(path)}/${prefix}${time}${extension}`);
	}

	/** Takes away what is too old or too much, compresses the rest. Models millRunOnce. */
	*#mill(process: Process): Task<void> {
		const { path, backupsMax, daysMax, compresses } = this.#settings;
		const folder = directoryOf(path);
		const oldestMs = daysMax === 0 ? Number.NEGATIVE_INFINITY : process.now() - daysMax * DAY_MS;
		const backups = backupsIn(process, path);
		const kept = backups.filter(({ atMs }, index) => (backupsMax === 0 || index < backupsMax) && atMs >= oldestMs);
		for (const each of backups) if (!kept.includes(each)) process.unlink(`${folder}/${each.name}`);
		if (!compresses) return;
		for (const { name } of kept) if (!name.endsWith(COMPRESSED)) yield* compress(process, `${folder}/${name}`);
	}
}

interface Backup {
	readonly name: string;
	readonly atMs: number;
}

/** Newest first. Models oldLogFiles. */
function backupsIn(process: Process, path: string): Backup[] {
	const [prefix, extension] = nameParts(path);
	const backups: Backup[] = [];
	for (const name of process.readdir(directoryOf(path))) {
		const plain = name.endsWith(COMPRESSED) ? name.slice(0, -COMPRESSED.length) : name;
		if (!plain.startsWith(prefix) || !plain.endsWith(extension)) continue;
		const time = /^(\d{4}-\d\d-\d\dT)(\d\d)-(\d\d)-(\d\d\.\d{3})$/.exec(
			plain.slice(prefix.length, plain.length - extension.length),
		);
		const atMs = time === null ? Number.NaN : Date.parse(`${time[1]}${time[2]}:${time[3]}:${time[4]}Z`);
		if (!Number.isNaN(atMs)) backups.push({ name, atMs });
	}
	return backups.sort((a, b) => b.atMs - a.atMs);
}

function* compress(process: Process, path: string): Task<void> {
	const from = yield* process.open(path, { read: true });
	const pieces: Uint8Array[] = [];
	for (;;) {
		const piece = yield* process.read(from, READ_BYTES);
		if (piece.length === 0) break;
		pieces.push(piece);
	}
	process.close(from);
	const content = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const piece of pieces) {
		content.set(piece, at);
		at += piece.length;
	}
	const to = yield* process.open(`${path}${COMPRESSED}`, { write: true, create: true, truncate: true }, 0o600);
	yield* process.write(to, gzip(content));
	process.close(to);
	process.unlink(path);
}

/** "audit-" and ".log". Models prefixAndExt. */
function nameParts(path: string): readonly [prefix: string, extension: string] {
	const name = path.slice(path.lastIndexOf('/') + 1);
	const dot = name.lastIndexOf('.');
	const extension = dot < 0 ? '' : name.slice(dot);
	return [`${name.slice(0, name.length - extension.length)}-`, extension];
}

function directoryOf(path: string): string {
	const slash = path.lastIndexOf('/');
	return slash <= 0 ? '/' : path.slice(0, slash);
}

function sizeOf(process: Process, path: string): number | undefined {
	try {
		return process.stat(path).size;
	} catch (error) {
		if (error instanceof SystemError && error.errno === 'ENOENT') return undefined;
		throw error;
	}
}

function makeDirectories(process: Process, path: string): void {
	for (let slash = path.indexOf('/', 1); ; slash = path.indexOf('/', slash + 1)) {
		try {
			process.mkdir(slash < 0 ? path : path.slice(0, slash), 0o755);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'EEXIST') throw error;
		}
		if (slash < 0) return;
	}
}
