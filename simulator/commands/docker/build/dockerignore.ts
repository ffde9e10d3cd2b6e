import type { Task } from '../../../machinery/task.ts';
import { PathPattern } from './path-pattern.ts';

const RULES_A_STEP = 200;

/** Which files of a context are left out. Models moby/patternmatcher. */
export class IgnoredFiles {
	readonly #rules: readonly { readonly negated: boolean; readonly pattern: PathPattern }[];

	/** @param text the .dockerignore file. */
	constructor(text: string) {
		this.#rules = text
			.split('\n')
			.map((line) => line.trim())
			.filter((line) => line !== '' && !line.startsWith('#'))
			.map((line) => ({
				negated: line.startsWith('!'),
				pattern: new PathPattern(
					line
						.replace(/^!/, '')
						.trim()
						.replace(/^(\.?\/)+/, '')
						.replace(/\/+$/, ''),
				),
			}));
	}

	get isEmpty(): boolean {
		return this.#rules.length === 0;
	}

	/**
	 * What lies in a directory that is left out is left out with it.
	 * @param path relative to the context. @param pause called every few hundred rules.
	 */
	*isIgnored(path: string, pause: (rules: number) => Task<void>): Task<boolean> {
		const parts = path.split('/');
		const above = parts.map((_, index) => parts.slice(0, index + 1));
		let ignored = false;
		for (const [index, { negated, pattern }] of this.#rules.entries()) {
			// One that would change nothing need not be asked.
			if (ignored === negated && above.some((each) => pattern.matches(each))) ignored = !negated;
			if (index % RULES_A_STEP === RULES_A_STEP - 1) yield* pause(RULES_A_STEP);
		}
		return ignored;
	}
}
