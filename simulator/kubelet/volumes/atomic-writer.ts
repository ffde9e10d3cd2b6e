import type { FileTree } from '../../kernel/machine-api.ts';
import { LazyText } from '../../machinery/lazy-text.ts';
import type { Task, Wait } from '../../machinery/task.ts';
import { calendarTime } from '../../machinery/timestamp.ts';

/** A file of a projected volume. */
export interface ProjectedFile {
	readonly data: Uint8Array | string | LazyText;
	readonly mode: number;
	readonly gid?: number;
	readonly uid?: number;
}

const FILES_A_STEP = 1_000;

/**
 * Puts a volume's files there so that a reader never sees half of a change: they lie in a folder named after the
 * time, `..data` points at it, and each name points through `..data`. Models pkg/volume/util AtomicWriter.
 * @param options.inMemory the volume is a tmpfs of its own, with the sticky bit that such a root has.
 * @param files by path in the volume ("config/app.conf").
 * @returns the folder they lie in now; the same as before when nothing changed.
 */
export function* writeAtomically(
	tree: FileTree,
	folder: string,
	files: ReadonlyMap<string, ProjectedFile>,
	options: {
		readonly nowMs: number;
		/** Ends the name of a new folder, so that it is no other's. */
		readonly noise: () => number;
		readonly previous: WrittenVolume | undefined;
		readonly inMemory?: boolean;
		/** After every so many of many files. */
		readonly rest: Wait;
	},
): Task<WrittenVolume> {
	const { previous } = options;
	if (previous !== undefined && sameFiles(previous.files, files)) return previous;
	if (previous === undefined) tree.mkdir(folder, { mode: options.inMemory === true ? 0o1777 : 0o777 });
	const stamp = timestampName(options.nowMs, options.noise());
	const current = `${folder}/${stamp}`;
	tree.mkdir(current, { mode: 0o755 });
	let made = 0;
	for (const [path, file] of files) {
		if (++made % FILES_A_STEP === 0) yield options.rest;
		const owner = {
			...(file.uid === undefined ? {} : { uid: file.uid }),
			...(file.gid === undefined ? {} : { gid: file.gid }),
		};
		tree.writeFile(`${current}/${path}`, file.data, { mode: file.mode, ...owner });
	}
	if (previous !== undefined) tree.remove(`${folder}/..data`);
	tree.symlink(stamp, `${folder}/..data`);
	const names = new Set([...files.keys()].map((path) => path.split('/')[0] as string));
	for (const name of names) {
		if (++made % FILES_A_STEP === 0) yield options.rest;
		if (previous?.names.has(name) !== true) tree.symlink(`..data/${name}`, `${folder}/${name}`);
	}
	for (const name of previous?.names ?? []) if (!names.has(name)) tree.remove(`${folder}/${name}`);
	if (previous !== undefined) tree.remove(`${folder}/${previous.stamp}`);
	return { stamp, files, names };
}

export interface WrittenVolume {
	/** "..2026_11_20_09_00_00.1234567890". */
	readonly stamp: string;
	readonly files: ReadonlyMap<string, ProjectedFile>;
	readonly names: ReadonlySet<string>;
}

function timestampName(nowMs: number, noise: number): string {
	const time = calendarTime(nowMs);
	const two = (value: number): string => String(value).padStart(2, '0');
	const date = `${time.year}_${two(time.month)}_${two(time.day)}`;
	return `..${date}_${two(time.hour)}_${two(time.minute)}_${two(time.second)}.${noise}`;
}

function sameFiles(a: ReadonlyMap<string, ProjectedFile>, b: ReadonlyMap<string, ProjectedFile>): boolean {
	if (a.size !== b.size) return false;
	for (const [path, file] of a) {
		const other = b.get(path);
		if (other === undefined || other.mode !== file.mode || !sameData(file.data, other.data)) return false;
	}
	return true;
}

function sameData(first: ProjectedFile['data'], second: ProjectedFile['data']): boolean {
	if (first === second) return true;
	// Another signature of the same length says something else.
	if (first instanceof LazyText && second instanceof LazyText) return false;
	const a = first instanceof LazyText ? first.text : first;
	const b = second instanceof LazyText ? second.text : second;
	if (typeof a === 'string' || typeof b === 'string') return a === b;
	return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
