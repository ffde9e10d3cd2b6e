import { compileRe2, quoteRegexp, type Regexp, RegexpSyntaxError } from '../../machinery/regexp.ts';

export type ProfileMode = 'enforce' | 'complain' | 'kill' | 'unconfined';

/** A profile as apparmor_parser hands it to the kernel: plain data. */
export interface AccessProfile {
	readonly name: string;
	readonly mode: ProfileMode;
	/** `file,`: everything that is not denied. */
	readonly anyFile: boolean;
	readonly files: readonly FileRule[];
	readonly network: readonly WordRule[];
	readonly capabilities: readonly WordRule[];
	readonly mounts: readonly WordRule[];
}

export interface FileRule {
	readonly deny: boolean;
	/** With variables replaced: "/var/log/**". */
	readonly path: string;
	/** Of "rwaxlkm". */
	readonly permissions: string;
}

export interface WordRule {
	readonly deny: boolean;
	/** Empty: all of them. */
	readonly words: readonly string[];
}

/** Decides by one profile. Models security/apparmor file.c, net.c and capability.c. */
export class ProfileMatcher {
	readonly profile: AccessProfile;
	readonly #paths = new Map<FileRule, Regexp | undefined>();

	constructor(profile: AccessProfile) {
		this.profile = profile;
	}

	/** @param permissions of "rwxl"; all of them are needed. */
	mayUseFile(path: string, permissions: string): boolean {
		if (!this.#binds()) return true;
		return [...permissions].every((each) => {
			const applies = ({ permissions: held, path: glob }: FileRule, rule: FileRule): boolean =>
				grants(held, each) && this.#matches(rule, glob, path);
			if (this.profile.files.some((rule) => rule.deny && applies(rule, rule))) return false;
			return this.profile.anyFile || this.profile.files.some((rule) => !rule.deny && applies(rule, rule));
		});
	}

	/** @param words "inet", "stream", "tcp". */
	mayUseNetwork(...words: readonly string[]): boolean {
		return !this.#binds() || decided(this.profile.network, words);
	}

	/** @param name "net_raw". */
	mayUseCapability(name: string): boolean {
		return !this.#binds() || decided(this.profile.capabilities, [name]);
	}

	mayMount(): boolean {
		return !this.#binds() || decided(this.profile.mounts, []);
	}

	#binds(): boolean {
		return this.profile.mode === 'enforce' || this.profile.mode === 'kill';
	}

	#matches(rule: FileRule, glob: string, path: string): boolean {
		if (!this.#paths.has(rule)) this.#paths.set(rule, globRegexp(glob));
		return this.#paths.get(rule)?.test(path) === true;
	}
}

/** Who may write may append. */
function grants(held: string, wanted: string): boolean {
	return held.includes(wanted) || (wanted === 'a' && held.includes('w'));
}

function decided(rules: readonly WordRule[], words: readonly string[]): boolean {
	const applies = ({ words: named }: WordRule): boolean => named.every((word) => words.includes(word));
	return !rules.some((rule) => rule.deny && applies(rule)) && rules.some((rule) => !rule.deny && applies(rule));
}

/** AppArmor's globs: a star that stands for a whole name needs one. Models parser/parser_regex.c convert_aaregex_to_pcre. */
function globRegexp(glob: string): Regexp | undefined {
	let pattern = '^';
	let depth = 0;
	for (let at = 0; at < glob.length; at++) {
		const char = glob[at] as string;
		const ends = glob[at + 1] === undefined || glob[at + 1] === '/';
		if (char === '\\') pattern += quoteRegexp(glob[++at] ?? '');
		else if (char === '*' && glob[at + 1] === '*') {
			const needed = glob[at - 1] === '/' && glob[at + 2] === undefined;
			pattern += needed ? '[^/].*' : '.*';
			at++;
		} else if (char === '*') pattern += glob[at - 1] === '/' && ends ? '[^/]+' : '[^/]*';
		else if (char === '?') pattern += '[^/]';
		else if (char === '[') {
			const end = glob.indexOf(']', at + 1);
			pattern += end < 0 ? '\\[' : glob.slice(at, end + 1);
			if (end >= 0) at = end;
		} else if (char === '{') {
			pattern += '(?:';
			depth++;
		} else if (char === '}' && depth > 0) {
			pattern += ')';
			depth--;
		} else pattern += char === ',' && depth > 0 ? '|' : quoteRegexp(char);
	}
	try {
		return compileRe2(`${pattern}$`);
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		return undefined;
	}
}
