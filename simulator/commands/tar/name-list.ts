import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { readAll, readFile } from '../stdio.ts';
import { type Matching, NamePattern } from './name-patterns.ts';
import { fatal, type TarRun } from './tar-run.ts';

/** A file or member that was named, with what the options before it say. */
export interface NamedItem {
	readonly name: string;
	/** Directories to go to, one from the other, before it is looked for. */
	readonly directories: readonly string[];
	readonly matching: Matching;
	/** What is left out of it. */
	readonly excluded: readonly NamePattern[];
}

export interface NameList {
	readonly items: readonly NamedItem[];
	/** Directories that the last -C leads to. */
	readonly directories: readonly string[];
	/** All that is left out. */
	readonly excluded: readonly NamePattern[];
	/** Options behind the last name, which have no effect on any: "-C ‘/x’". */
	readonly useless: readonly string[];
	/** Something was wrong with a list of names, which has been said. */
	readonly failed: boolean;
}

const VCS =
	'CVS RCS SCCS .git .gitignore .gitattributes .gitmodules .cvsignore .svn .arch-ids {arch} =RELEASE-ID =meta-update =update .bzr .bzrignore .bzrtags .hg .hgignore .hgtags _darcs'.split(
		' ',
	);
const BACKUPS = ['.#*', '*~', '#*#'];

/** Goes through the words of the command line in their order, and through the files that -T and -X name. */
export function* readNameList(run: TarRun): Task<NameList> {
	const reader = new NameListReader(run);
	let operand = 0;
	for (let at = 0; at <= run.given.length; at++) {
		while (operand < run.operands.length && (run.places[operand] as number) <= at) {
			reader.add(run.operands[operand++] as string);
		}
		const option = run.given[at];
		if (option !== undefined) yield* reader.option(option.key, option.value);
	}
	return reader.list();
}

class NameListReader {
	readonly #run: TarRun;
	readonly #items: NamedItem[] = [];
	readonly #excluded: NamePattern[] = [];
	#directories: readonly string[] = [];
	#useless: string[] = [];
	#failed = false;
	#flags = {
		wildcards: undefined as boolean | undefined,
		anchored: undefined as boolean | undefined,
		matchSlash: true,
		ignoreCase: false,
		recursive: true,
		isNull: false,
		verbatim: false,
	};

	constructor(run: TarRun) {
		this.#run = run;
	}

	list(): NameList {
		return {
			items: this.#items,
			directories: this.#directories,
			excluded: this.#excluded,
			useless: this.#items.length > 0 ? this.#useless : [],
			failed: this.#failed,
		};
	}

	add(name: string): void {
		this.#useless = [];
		const { wildcards, anchored, matchSlash, ignoreCase, recursive } = this.#flags;
		this.#items.push({
			name,
			directories: this.#directories,
			matching: { wildcards: wildcards ?? false, anchored: anchored ?? true, matchSlash, ignoreCase, recursive },
			excluded: [...this.#excluded],
		});
	}

	*option(key: string, value = ''): Task<void> {
		const flags = this.#flags;
		if (key === 'directory') {
			this.#directories = [...this.#directories, value];
			this.#useless.push(`-C ‘${value}’`);
		} else if (key === 'addFile') this.add(value);
		else if (key === 'exclude') {
			this.#exclude(value);
			this.#useless.push(`--exclude ‘${value}’`);
		} else if (key === 'excludeFrom') {
			for (const line of (yield* this.#lines(value, '\n', '')).filter((each) => each !== '')) this.#exclude(line);
			this.#useless.push(`--exclude-from ‘${value}’`);
		} else if (key === 'excludeVcs') for (const each of VCS) this.#exclude(each);
		else if (key === 'excludeBackups') for (const each of BACKUPS) this.#exclude(each);
		else if (key === 'filesFrom') yield* this.#filesFrom(value);
		else if (key === 'null' || key === 'noNull') flags.isNull = key === 'null';
		else if (key === 'verbatim' || key === 'noVerbatim') flags.verbatim = key === 'verbatim';
		else if (key === 'recursion' || key === 'noRecursion') flags.recursive = key === 'recursion';
		else if (key === 'anchored' || key === 'noAnchored') flags.anchored = key === 'anchored';
		else if (key === 'ignoreCase' || key === 'noIgnoreCase') flags.ignoreCase = key === 'ignoreCase';
		else if (key === 'wildcards' || key === 'noWildcards') flags.wildcards = key === 'wildcards';
		else if (key === 'matchSlash' || key === 'noMatchSlash') flags.matchSlash = key === 'matchSlash';
	}

	#exclude(text: string): void {
		const { wildcards, anchored, matchSlash, ignoreCase } = this.#flags;
		const matching = {
			wildcards: wildcards ?? true,
			anchored: anchored ?? false,
			matchSlash,
			ignoreCase,
			recursive: true,
		};
		this.#excluded.push(new NamePattern(text, matching));
	}

	/** Lines are names, unless they are options. */
	*#filesFrom(path: string): Task<void> {
		const { isNull, verbatim } = this.#flags;
		const lines = yield* this.#lines(path, isNull ? '\0' : '\n', 'Cannot stat: ');
		for (let at = 0; at < lines.length; at++) {
			yield* this.#run.process.tick();
			const line = lines[at] as string;
			const [, short, long, value] = /^(?:(-C)\s*|--(directory|exclude|add-file)=)(.+)$/.exec(line) ?? [];
			if (isNull || verbatim || !line.startsWith('-')) this.add(line);
			else if (value === undefined) {
				yield* this.#run.complain(`${path}:${at + 1}: unrecognized option`);
				this.#failed = true;
			} else
				yield* this.option(short === undefined ? (long as string).replace('add-file', 'addFile') : 'directory', value);
		}
	}

	*#lines(path: string, separator: string, what: string): Task<string[]> {
		const { process } = this.#run;
		try {
			const text = decodeUtf8(path === '-' ? yield* readAll(process, 0) : yield* readFile(process, path));
			const lines = text.split(separator);
			if (lines.at(-1) === '') lines.pop();
			return lines;
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw fatal(`${path}: ${what}${errorMessage(error.errno)}`);
		}
	}
}
