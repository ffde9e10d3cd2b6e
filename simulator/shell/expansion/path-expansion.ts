import { SystemError } from '../../kernel/process-api.ts';
import { compileGlob, type Glob, hasGlobSpecials, unescapeGlob } from '../../machinery/glob.ts';
import { DEFAULT_LIMITS } from '../../machinery/limits.ts';
import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { ofDialect } from './operations.ts';

/**
 * Paths that match `pattern`, sorted; undefined when the pattern has no special characters. Empty when nothing
 * matches: what happens then is the caller's business (nullglob, failglob).
 */
export function expandPath(shell: Shell, pattern: string): string[] | undefined {
	const extended = shell.options.shopt.extglob;
	if (!hasGlobSpecials(pattern, extended)) return undefined;
	// Nothing has so long a name.
	if (pattern.length > PATTERN_LENGTH) return [];
	const walk = new PathWalk(shell, extended);
	const start = /^\/*/.exec(pattern)?.[0] ?? '';
	walk.descend(start, componentsOf(pattern.slice(start.length), extended));
	const ignores = ignoring(shell, extended);
	const found = ignores === undefined ? walk.found : walk.found.filter((path) => !ignores(path));
	return [...new Set(found)].sort(comparePaths);
}

/** Of a path it would be several times as much as the kernel takes. */
const PATTERN_LENGTH = 16_384;

/** Each with the slashes behind it, which stay as they are written; the last is empty when the pattern ends in one. */
function componentsOf(pattern: string, extended: boolean): Component[] {
	const out: Component[] = [];
	let at = 0;
	let inside = 0;
	for (const slashes of pattern.matchAll(/(?<!\\)\/+/g)) {
		if (extended) inside = groupsEnd(pattern, Math.max(at, inside), slashes.index);
		if (inside > slashes.index) continue;
		out.push({ name: pattern.slice(at, slashes.index), slashes: slashes[0] });
		at = slashes.index + slashes[0].length;
	}
	out.push({ name: pattern.slice(at), slashes: '' });
	return out;
}

/**
 * Slashes in `?(…)` and its like separate nothing. Models bash lib/glob/gmisc.c glob_dirscan.
 * @returns `to`, or where the group ends that `to` is in.
 */
function groupsEnd(pattern: string, from: number, to: number): number {
	let at = from;
	while (at < to) {
		if (pattern[at] === '\\') at += 2;
		else if (/^[?*+@!]\($/.test(pattern.slice(at, at + 2))) at = groupEnd(pattern, at + 2) ?? at + 2;
		else at++;
	}
	return at;
}

/** Behind the parenthesis that closes a group; undefined when none does. */
function groupEnd(pattern: string, from: number): number | undefined {
	let depth = 1;
	for (let at = from; at < pattern.length; at++) {
		const c = pattern[at];
		if (c === '\\') at++;
		else if (c === '(') depth++;
		else if (c === ')' && --depth === 0) return at + 1;
	}
	return undefined;
}

interface Component {
	readonly name: string;
	readonly slashes: string;
}

/** What GLOBIGNORE keeps out; undefined without it. Models bash pathexp.c ignore_globbed_names. */
function ignoring(shell: Shell, extended: boolean): ((path: string) => boolean) | undefined {
	const patterns = shell.isBash ? shell.variables.get('GLOBIGNORE') : undefined;
	if (patterns === undefined || patterns === '') return undefined;
	const ignored = splitPatterns(patterns).map((each) => each.split('/').map((part) => compileGlob(part, { extended })));
	return (path) => {
		if (/(^|\/)\.\.?$/.test(path)) return true;
		// No pattern reaches over a slash.
		const parts = path.split('/');
		return ignored.some(
			(globs) => globs.length === parts.length && globs.every((glob, i) => glob.matches(parts[i] as string)),
		);
	};
}

/** At colons outside brackets and parentheses. */
function splitPatterns(text: string): string[] {
	return text.match(/(?:\\.|\[\[?[^\]]*\]?\]|\([^)]*\)|[^:])+/gs) ?? [];
}

/** Models strcoll in en_US.UTF-8 closely enough for names: letters without case first, then case. */
function comparePaths(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

class PathWalk {
	readonly found: string[] = [];
	readonly #shell: Shell;
	readonly #extended: boolean;
	readonly #dotglob: boolean;

	constructor(shell: Shell, extended: boolean) {
		this.#shell = shell;
		this.#extended = extended;
		this.#dotglob = shell.options.shopt.dotglob;
	}

	/** @param base what has been matched, '' or ending in a slash. */
	descend(base: string, components: readonly Component[]): void {
		const { name: component, slashes } = components[0] as Component;
		const rest = components.slice(1);
		if (component === '' && rest.length === 0) {
			if (base !== '' && this.#isDirectory(base)) this.#add(base);
			return;
		}
		if (component === '**' && this.#shell.options.shopt.globstar) {
			// Several say no more than one.
			const after = rest.findIndex(({ name }) => name !== '**');
			this.#globstar(base, after < 0 ? [] : rest.slice(after));
			return;
		}
		if (!hasGlobSpecials(component, this.#extended)) {
			this.#enter(base, unescapeGlob(component), slashes, rest);
			return;
		}
		const glob = compileGlob(ofDialect(this.#shell, component), {
			extended: this.#extended,
			ignoreCase: this.#shell.options.shopt.nocaseglob,
		});
		const names = this.#names(base);
		// Other shells read directories as they are.
		const skipped = this.#shell.isBash && this.#shell.options.shopt.globskipdots;
		const all = !skipped && component.startsWith('.') ? ['.', '..', ...names] : names;
		for (const name of all) {
			if (this.#matches(glob, component, name)) this.#enter(base, name, slashes, rest, true);
		}
	}

	#enter(base: string, name: string, slashes: string, rest: readonly Component[], exists = false): void {
		const path = base + name;
		if (rest.length === 0) {
			if (exists || this.#exists(path)) this.#add(path);
		} else if (this.#isDirectory(path)) this.descend(path + slashes, rest);
	}

	#globstar(base: string, rest: readonly Component[]): void {
		if (rest.length === 0) {
			if (base !== '') this.#add(base);
			this.#below(base, (path) => this.#add(path), false);
			return;
		}
		this.descend(base, rest);
		this.#below(base, (path) => this.descend(`${path}/`, rest), true, rest.length === 1 && rest[0]?.name === '');
	}

	/** Everything (or every directory, links to them where `links`) below `base`, without following links. */
	#below(base: string, visit: (path: string) => void, directoriesOnly: boolean, links = false): void {
		for (const name of this.#names(base)) {
			if (name.startsWith('.') && !this.#dotglob) continue;
			const path = base + name;
			const isDirectory = this.#typeOf(path) === 'directory';
			if (isDirectory || !directoriesOnly || (links && this.#isDirectory(path))) visit(path);
			if (isDirectory) this.#below(`${path}/`, visit, directoriesOnly, links);
		}
	}

	#matches(glob: Glob, component: string, name: string): boolean {
		if (name.startsWith('.') && !this.#dotglob) {
			if (!component.startsWith('.') && !component.startsWith('\\.')) return false;
		}
		return glob.matches(name);
	}

	#add(path: string): void {
		if (this.found.length >= DEFAULT_LIMITS.shellWords) throw new ShellFailure('too many file names');
		this.found.push(path);
	}

	#names(base: string): readonly string[] {
		return this.#try(() => this.#shell.process.readdir(base === '' ? '.' : base)) ?? [];
	}

	#exists(path: string): boolean {
		return this.#typeOf(path) !== undefined;
	}

	#typeOf(path: string): string | undefined {
		return this.#try(() => this.#shell.process.lstat(path).type);
	}

	#isDirectory(path: string): boolean {
		return this.#try(() => this.#shell.process.stat(path === '' ? '.' : path).type) === 'directory';
	}

	#try<T>(call: () => T): T | undefined {
		try {
			return call();
		} catch (error) {
			if (error instanceof SystemError) return undefined;
			throw error;
		}
	}
}
