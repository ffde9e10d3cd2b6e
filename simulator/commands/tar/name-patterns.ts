import { compileGlob, type Glob } from '../../machinery/glob.ts';

/** How names are compared with what the command line says, as the options before a word have set it. */
export interface Matching {
	readonly wildcards: boolean;
	/** From the beginning of a name, not from any slash. */
	readonly anchored: boolean;
	readonly matchSlash: boolean;
	readonly ignoreCase: boolean;
	/** A directory that matches brings what is below it. */
	readonly recursive: boolean;
}

/** A name or a pattern of the command line. Models gnulib exclude.c exclude_fnmatch. */
export class NamePattern {
	readonly #glob: Glob | undefined;
	readonly #parts: readonly Glob[];
	readonly #text: string;
	readonly #matching: Matching;

	constructor(text: string, matching: Matching) {
		const { ignoreCase } = matching;
		this.#matching = matching;
		this.#text = ignoreCase ? text.toLowerCase() : text;
		this.#glob = matching.wildcards ? compileGlob(text, { ignoreCase }) : undefined;
		this.#parts =
			matching.wildcards && !matching.matchSlash
				? text.split('/').map((part) => compileGlob(part, { ignoreCase }))
				: [];
	}

	matches(name: string): boolean {
		const { anchored, recursive } = this.#matching;
		const parts = name.replace(/\/+$/, '').split('/');
		for (let from = 0; from < (anchored ? 1 : parts.length); from++) {
			for (let to = recursive ? from + 1 : parts.length; to <= parts.length; to++) {
				if (this.#is(parts.slice(from, to))) return true;
			}
		}
		return false;
	}

	#is(parts: readonly string[]): boolean {
		if (this.#parts.length > 0) {
			return this.#parts.length === parts.length && this.#parts.every((glob, at) => glob.matches(parts[at] as string));
		}
		const name = parts.join('/');
		if (this.#glob !== undefined) return this.#glob.matches(name);
		return (this.#matching.ignoreCase ? name.toLowerCase() : name) === this.#text;
	}
}
