import { SystemError } from '../../kernel/process-api.ts';
import { compileGlob, type Glob, hasGlobSpecials, unescapeGlob } from '../../machinery/glob.ts';
import { DEFAULT_LIMITS } from '../../machinery/limits.ts';
import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';

/**
 * Paths that match `pattern`, sorted; undefined when the pattern has no special characters. Empty when nothing
 * matches: what happens then is the caller's business (nullglob, failglob).
 */
export function expandPath(shell: Shell, pattern: string): string[] | undefined {
	const extended = shell.options.shopt.extglob;
	if (!hasGlobSpecials(pattern, extended)) return undefined;
	const walk = new PathWalk(shell, extended);
	const absolute = pattern.startsWith('/');
	const components = pattern.split(/(?<!\\)\/+/);
	const start = absolute ? '/' : '';
	walk.descend(start, absolute ? components.slice(1) : components);
	return [...new Set(walk.found)].sort(comparePaths);
}

/** Models strcoll in en_US.UTF-8 closely enough for names: letters without case first, then case. */
function comparePaths(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

class PathWalk {
	readonly found: string[] = [];
	readonly #shell: Shell;
	readonly #extended: boolean;

	constructor(shell: Shell, extended: boolean) {
		this.#shell = shell;
		this.#extended = extended;
	}

	/** @param base what has been matched, '' or ending in a slash. */
	descend(base: string, components: readonly string[]): void {
		const component = components[0] as string;
		const rest = components.slice(1);
		if (component === '' && rest.length === 0) {
			if (base !== '' && this.#isDirectory(base)) this.#add(base);
			return;
		}
		if (component === '**' && this.#shell.options.shopt.globstar) {
			this.#globstar(base, rest);
			return;
		}
		if (!hasGlobSpecials(component, this.#extended)) {
			this.#enter(base, unescapeGlob(component), rest);
			return;
		}
		const glob = compileGlob(component, {
			extended: this.#extended,
			ignoreCase: this.#shell.options.shopt.nocaseglob,
		});
		for (const name of this.#names(base)) {
			if (this.#matches(glob, component, name)) this.#enter(base, name, rest, true);
		}
	}

	#enter(base: string, name: string, rest: readonly string[], exists = false): void {
		const path = base + name;
		if (rest.length === 0) {
			if (exists || this.#exists(path)) this.#add(path);
		} else if (this.#isDirectory(path)) this.descend(`${path}/`, rest);
	}

	#globstar(base: string, rest: readonly string[]): void {
		if (rest.length === 0) {
			if (base !== '') this.#add(base);
			this.#below(base, (path) => this.#add(path), false);
			return;
		}
		this.descend(base, rest);
		this.#below(base, (path) => this.descend(`${path}/`, rest), true);
	}

	/** Everything (or every directory) below `base`, without following links. */
	#below(base: string, visit: (path: string) => void, directoriesOnly: boolean): void {
		for (const name of this.#names(base)) {
			if (name.startsWith('.') && !this.#shell.options.shopt.dotglob) continue;
			const path = base + name;
			const isDirectory = this.#typeOf(path) === 'directory';
			if (isDirectory || !directoriesOnly) visit(path);
			if (isDirectory) this.#below(`${path}/`, visit, directoriesOnly);
		}
	}

	#matches(glob: Glob, component: string, name: string): boolean {
		if (name.startsWith('.') && !this.#shell.options.shopt.dotglob) {
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
