import { errorMessage } from '../../kernel/error-message.ts';
import { type Process, type Stat, SystemError } from '../../kernel/process-api.ts';
import { deeper, descending } from '../../machinery/descent.ts';
import { compileGlob, type Glob } from '../../machinery/glob.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { baseName, isDirectory, joinPath } from '../coreutils/copy-tree.ts';
import { Fatal } from '../gnu-command.ts';
import { readAll, readFile } from '../stdio.ts';
import type { FileComparison } from './compare-files.ts';
import type { DiffRun } from './diff-options.ts';
import { kindOf } from './file-kind.ts';

/** Compares what was named: two files, a file and one in a directory, two directories. */
export class DirectoryComparison {
	readonly #run: DiffRun;
	readonly #files: FileComparison;
	readonly #excluded: readonly Glob[];

	private constructor(run: DiffRun, files: FileComparison, excluded: readonly Glob[]) {
		this.#run = run;
		this.#files = files;
		this.#excluded = excluded;
	}

	static *prepare(run: DiffRun, files: FileComparison): Task<DirectoryComparison> {
		const excluded: Glob[] = [];
		for (const { key, value } of run.given) {
			if (key === 'exclude') excluded.push(compileGlob(value as string));
			if (key === 'excludeFrom') {
				for (const line of yield* linesOfFile(run, value as string)) if (line !== '') excluded.push(compileGlob(line));
			}
		}
		return new DirectoryComparison(run, files, excluded);
	}

	*pair(before: string, after: string): Task<number> {
		const { process } = this.#run;
		const [fromDirectory, toDirectory] = [isDirectory(process, before), isDirectory(process, after)];
		if (fromDirectory && toDirectory && isSameFile(process, before, after)) return 0;
		if (fromDirectory && toDirectory) return yield* descending(this.#directories(before, after, true));
		const missing = [before, after].find((name) => name !== '-' && !process.access(name, {}));
		if ((fromDirectory || toDirectory) && missing !== undefined) {
			yield* this.#run.complain(`${missing}: ${errorMessage('ENOENT')}`);
			return 2;
		}
		const from = fromDirectory ? joinPath(before, baseName(after)) : before;
		const to = toDirectory ? joinPath(after, baseName(before)) : after;
		return yield* this.#files.compare(from, to, false);
	}

	*#directories(before: string, after: string, isTop: boolean): Task<number> {
		const { process, values } = this.#run;
		const [own, others] = [new Set(process.readdir(before)), new Set(process.readdir(after))];
		const names = [...new Set([...own, ...others])].sort();
		let status = 0;
		for (const name of names) {
			yield* process.tick();
			if (isTop && values.startingFile !== undefined && name < values.startingFile) continue;
			if (this.#excluded.some((glob) => glob.matches(name))) continue;
			const found = yield* this.#names(before, after, name, own.has(name), others.has(name));
			status = Math.max(status, found);
		}
		return status;
	}

	*#names(before: string, after: string, name: string, has: boolean, hasOther: boolean): Task<number> {
		const { process, values, out } = this.#run;
		const [from, to] = [joinPath(before, name), joinPath(after, name)];
		// A link that leads nowhere is there all the same.
		if (has && hasOther) {
			if (isSameFile(process, from, to) && !values.identical) return 0;
			const [a, b] = [this.#stat(from), this.#stat(to)];
			if (a?.type === 'directory' && b?.type === 'directory') {
				if (values.recursive) return yield* deeper(this.#directories(from, to, false));
				yield* out.write(`Common subdirectories: ${from} and ${to}\n`);
				return 0;
			}
			if (a !== undefined && b !== undefined && (a.type === 'directory') !== (b.type === 'directory')) {
				yield* out.write(`File ${from} is a ${kindOf(a)} while file ${to} is a ${kindOf(b)}\n`);
				return 1;
			}
			return yield* this.#files.compare(from, to, true);
		}
		if (values.newFile || (values.oneWay && !has)) {
			if (!isDirectory(process, has ? from : to)) return yield* this.#files.compare(from, to, true);
			if (values.recursive) return yield* deeper(this.#onlyIn(from, to, has));
		}
		yield* out.write(`Only in ${has ? before : after}: ${name}\n`);
		return 1;
	}

	/** A directory that only one side has, with -N: all in it is new. */
	*#onlyIn(from: string, to: string, has: boolean): Task<number> {
		let status = 0;
		for (const name of [...this.#run.process.readdir(has ? from : to)].sort()) {
			if (this.#excluded.some((glob) => glob.matches(name))) continue;
			status = Math.max(status, yield* this.#names(from, to, name, has, !has));
			yield* this.#run.process.tick();
		}
		return status;
	}

	#stat(path: string): Stat | undefined {
		const { process, values } = this.#run;
		try {
			return values.noDereference ? process.lstat(path) : process.stat(path);
		} catch (error) {
			if (error instanceof SystemError) return undefined;
			throw error;
		}
	}
}

function isSameFile(process: Process, path: string, other: string): boolean {
	const [a, b] = [process.lstat(path), process.lstat(other)];
	return a.inode === b.inode && a.device === b.device;
}

function* linesOfFile({ process }: DiffRun, path: string): Task<string[]> {
	try {
		return decodeUtf8(path === '-' ? yield* readAll(process, 0) : yield* readFile(process, path)).split('\n');
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Fatal(`${path}: ${errorMessage(error.errno)}`, 2);
	}
}
