import { hasGlobSpecials } from '../../machinery/glob.ts';
import type { Task } from '../../machinery/task.ts';
import type { NamedItem, NameList } from './name-list.ts';
import { NamePattern } from './name-patterns.ts';
import type { TarRun } from './tar-run.ts';

/** Operands that name members, and everything below them; without operands all are wanted. */
export class WantedMembers {
	readonly #run: TarRun;
	readonly #names: NameList;
	readonly #wanted: readonly { readonly item: NamedItem; readonly pattern: NamePattern; found: number }[];
	readonly #occurrence: number | undefined;
	readonly #everything: NamedItem;
	#isBeforeStart: boolean;

	constructor(run: TarRun, names: NameList) {
		this.#run = run;
		this.#names = names;
		this.#wanted = names.items.map((item) => {
			const name = item.name.replace(/(?<=.)\/+$/, '');
			return { item, pattern: new NamePattern(name, item.matching), found: 0 };
		});
		const occurrence = run.values.occurrence as string | true | undefined;
		this.#occurrence = occurrence === undefined ? undefined : occurrence === true ? 1 : Number(occurrence);
		this.#isBeforeStart = run.values.startingFile !== undefined;
		const matching = { wildcards: false, anchored: true, matchSlash: true, ignoreCase: false, recursive: true };
		this.#everything = { name: '', directories: names.directories, matching, excluded: [] };
	}

	/** Called with each member in turn: what it was named by. */
	take(name: string): NamedItem | undefined {
		if (this.#isBeforeStart) {
			if (name.replace(/\/+$/, '') !== this.#run.values.startingFile) return undefined;
			this.#isBeforeStart = false;
		}
		if (this.#names.excluded.some((pattern) => pattern.matches(name))) return undefined;
		if (this.#wanted.length === 0) return this.#run.values.filesFrom === undefined ? this.#everything : undefined;
		for (const each of this.#wanted) {
			if (!each.pattern.matches(name)) continue;
			each.found++;
			return this.#occurrence === undefined || each.found === this.#occurrence ? each.item : undefined;
		}
		return undefined;
	}

	/** Whether some were not there. */
	*tellMissing(): Task<boolean> {
		let missing = false;
		let warned = false;
		for (const { item, found } of this.#wanted) {
			if (found >= (this.#occurrence ?? 1)) continue;
			missing = true;
			const isPattern = !item.matching.wildcards && hasGlobSpecials(item.name);
			if (isPattern && !warned && !this.#run.given.some(({ key }) => key === 'noWildcards')) {
				warned = true;
				yield* this.#run.complain('Pattern matching characters used in file names');
				yield* this.#run.complain(
					'Use --wildcards to enable pattern matching, or --no-wildcards to suppress this warning',
				);
			}
			const what = found > 0 ? 'Required occurrence not found in archive' : 'Not found in archive';
			yield* this.#run.complain(`${item.name.replace(/(?<=.)\/+$/, '')}: ${what}`);
		}
		return missing;
	}
}
