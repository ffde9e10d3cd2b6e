import { compileGlob, type Glob } from '../../../machinery/glob.ts';

/** A pattern of paths: "*" stays within a name, "**" stands for any number of directories, none too. */
export class PathPattern {
	readonly #parts: readonly (Glob | undefined)[];

	constructor(pattern: string) {
		this.#parts = pattern.split('/').map((part) => (part === '**' ? undefined : compileGlob(part)));
	}

	/** @param parts of the path. */
	matches(parts: readonly string[]): boolean {
		// Which beginnings of the path the pattern's parts so far can have taken.
		let reached = new Set([0]);
		for (const glob of this.#parts) {
			const next = new Set<number>();
			for (const at of reached) {
				if (glob === undefined) for (let end = at; end <= parts.length; end++) next.add(end);
				else if (at < parts.length && glob.matches(parts[at] as string)) next.add(at + 1);
			}
			reached = next;
		}
		return reached.has(parts.length);
	}
}
