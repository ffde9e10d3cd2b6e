import { PathPattern } from './path-pattern.ts';

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

	/** @param path relative to the context. What lies in a directory that is left out is left out with it. */
	isIgnored(path: string): boolean {
		const parts = path.split('/');
		const above = parts.map((_, index) => parts.slice(0, index + 1));
		let ignored = false;
		for (const { negated, pattern } of this.#rules) {
			if (above.some((each) => pattern.matches(each))) ignored = !negated;
		}
		return ignored;
	}
}
