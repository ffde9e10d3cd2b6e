import type { Stat } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { deeper, descending } from '../../machinery/descent.ts';
import { compileGlob } from '../../machinery/glob.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, type GnuProgram, gnuCommand } from '../gnu-command.ts';
import { readAccounts } from './accounts.ts';
import { type Entry, sortedEntries } from './ls/entries.ts';
import { LS_HELP, LS_OPTIONS } from './ls/options.ts';
import { LsPrinter } from './ls/printer.ts';
import { type Listing, type LsRun, type LsSettings, lsSettings } from './ls/settings.ts';
import { COREUTILS } from './version.ts';

function listing(name: Listing): GnuProgram<typeof LS_OPTIONS> {
	return gnuCommand({
		name,
		paths: [`/usr/bin/${name}`],
		size: 142_312,
		version: `${name} ${COREUTILS}`,
		usageStatus: 2,
		help: LS_HELP.replace('Usage: ls ', `Usage: ${name} `),
		options: LS_OPTIONS,
		main: (run) => list(run, name),
	});
}

/** Models coreutils 9.1, src/ls.c. Differs: times are known to the millisecond, files have no context. */
export const ls = listing('ls');
export const dir = listing('dir');
export const vdir = listing('vdir');

function* list(run: LsRun, name: Listing): Task<number> {
	const settings = lsSettings(run, name);
	if (run.values.dired && run.values.zero) throw new Fatal('--dired and --zero are incompatible', 2);
	const printer = new LsPrinter(run, settings, yield* readAccounts(run.process));
	const lister = new Lister(run, settings, printer);
	const status = yield* lister.list(run.operands.length === 0 ? ['.'] : run.operands);
	yield* printer.finish();
	return status;
}

class Lister {
	readonly #run: LsRun;
	readonly #settings: LsSettings;
	readonly #printer: LsPrinter;
	#isFirst = true;
	#status = 0;

	constructor(run: LsRun, settings: LsSettings, printer: LsPrinter) {
		this.#run = run;
		this.#settings = settings;
		this.#printer = printer;
	}

	*list(operands: readonly string[]): Task<number> {
		const { values } = this.#run;
		const files: Entry[] = [];
		const directories: Entry[] = [];
		for (const path of operands) {
			const entry = yield* this.#entry(path, path, true);
			if (entry === undefined) continue;
			(entry.stat?.type === 'directory' && !values.directory ? directories : files).push(entry);
		}
		yield* this.#printer.entries(yield* this.#sorted(files), [...files, ...directories]);
		this.#isFirst = files.length === 0;
		const isTitled = operands.length > 1 || values.recursive === true;
		for (const directory of yield* this.#sorted(directories))
			yield* descending(this.#directory(directory.path, isTitled, true));
		return this.#status;
	}

	/** More is shown than names: each file has to be looked at. */
	get #looksCloser(): boolean {
		const { layout, showsBlocks, sort, indicators, colours } = this.#settings;
		const { recursive, inode, context, groupDirectoriesFirst } = this.#run.values;
		if (layout === 'long' || showsBlocks || indicators !== 'none' || colours !== undefined) return true;
		return /time|size/.test(sort) || (recursive ?? inode ?? context ?? groupDirectoriesFirst) === true;
	}

	#sorted(entries: readonly Entry[]): Task<Entry[]> {
		const { reverse, groupDirectoriesFirst } = this.#run.values;
		const order = { isReversed: reverse === true, directoriesFirst: groupDirectoriesFirst === true };
		return sortedEntries(entries, this.#settings, order, (steps) => this.#run.process.tick(steps));
	}

	*#entry(path: string, name: string, isOperand: boolean): Task<Entry | undefined> {
		const { process } = this.#run;
		const { follow } = this.#settings;
		try {
			if (path === '') throw new SystemError('ENOENT');
			const own = process.lstat(path);
			if (own.type !== 'symlink') {
				// "file/" is none.
				return { name, path, stat: path.endsWith('/') ? process.stat(path) : own };
			}
			const led = statOrNone(() => process.stat(path));
			const follows =
				follow === 'always' ||
				path.endsWith('/') ||
				(isOperand && (follow === 'operands' || (follow === 'directories' && led?.type === 'directory')));
			if (!follows || (!isOperand && led === undefined && !this.#looksCloser))
				return { name, path, stat: own, target: { path: process.readlink(path), stat: led }, isLink: true };
			return { name, path, stat: process.stat(path) };
		} catch (error) {
			// What lies in the working directory is named without it.
			yield* this.#run.complainOf(`cannot access '${isOperand ? path : path.replace(/^\.\//, '')}'`, error);
			this.#fail(isOperand);
			return isOperand
				? undefined
				: { name, path, stat: undefined, ...(isLinkAt(process, path) ? { isLink: true } : {}) };
		}
	}

	/** Trouble with what was asked for is serious, with what lies below it is not. */
	#fail(isOperand: boolean): void {
		if (isOperand) this.#status = 2;
		else if (this.#status === 0) this.#status = 1;
	}

	*#directory(path: string, isTitled: boolean, isOperand: boolean): Task<void> {
		const { process, values } = this.#run;
		let names: readonly string[];
		try {
			names = process.readdir(path);
		} catch (error) {
			yield* this.#run.complainOf(`cannot open directory '${path}'`, error);
			this.#fail(isOperand);
			return;
		}
		if (isTitled) yield* this.#printer.title(path, this.#isFirst);
		this.#isFirst = false;
		const entries: Entry[] = [];
		const shown = names.filter((name) => this.#isShown(name));
		for (const name of this.#settings.hidden === 'none' ? ['.', '..', ...shown] : shown) {
			yield* process.tick(0);
			const entry = yield* this.#entry(below(path, name), name, false);
			if (entry !== undefined) entries.push(entry);
		}
		const sorted = yield* this.#sorted(entries);
		yield* this.#printer.total(entries);
		yield* this.#printer.entries(sorted);
		if (!values.recursive) return;
		for (const entry of sorted) {
			if (entry.stat?.type === 'directory' && entry.name !== '.' && entry.name !== '..') {
				yield* deeper(this.#directory(entry.path, true, false));
			}
			yield* process.tick();
		}
	}

	#isShown(name: string): boolean {
		const { hidden, ignored, hiddenPatterns } = this.#settings;
		if (hidden === 'dots' && name.startsWith('.')) return false;
		const fits = (pattern: string): boolean =>
			(!name.startsWith('.') || pattern.startsWith('.')) && matches(pattern, name);
		return !(hidden === 'dots' ? [...ignored, ...hiddenPatterns] : ignored).some(fits);
	}
}

function below(directory: string, name: string): string {
	return directory === '/' ? `/${name}` : `${directory.replace(/\/+$/, '')}/${name}`;
}

function matches(pattern: string, name: string): boolean {
	return compileGlob(pattern).matches(name);
}

function statOrNone(stat: () => Stat): Stat | undefined {
	try {
		return stat();
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return undefined;
	}
}

function isLinkAt(process: LsRun['process'], path: string): boolean {
	return statOrNone(() => process.lstat(path))?.type === 'symlink';
}
