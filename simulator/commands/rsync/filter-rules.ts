import { compilePosix, quoteRegexp, RegexpSyntaxError } from '../../machinery/regexp.ts';

/** Whether a name is left out. The first rule that fits says so. */
export class FilterRules {
	readonly #rules: { readonly isIncluded: boolean; fits(path: string, isFolder: boolean): boolean }[] = [];

	/** @param text a pattern; "+ x" and "- x" say themselves what they are. */
	add(text: string, isIncluded: boolean): void {
		const signed = /^([-+])[ _](.*)$/.exec(text);
		const pattern = signed?.[2] ?? text;
		if (pattern !== '') this.#rules.push(rule(pattern, signed === null ? isIncluded : signed[1] === '+'));
	}

	/** @param path below the root of what is copied. */
	excludes(path: string, isFolder: boolean): boolean {
		const first = this.#rules.find((each) => each.fits(path, isFolder));
		return first !== undefined && !first.isIncluded;
	}
}

/** Models exclude.c rule_matches. */
function rule(
	text: string,
	isIncluded: boolean,
): { isIncluded: boolean; fits(path: string, isFolder: boolean): boolean } {
	const everythingIn = text.endsWith('/***');
	const plain = everythingIn ? text.slice(0, -4) : text;
	const onlyFolders = plain.endsWith('/') && !everythingIn;
	const bare = plain.replace(/\/$/, '');
	const isAnchored = bare.startsWith('/');
	const body = isAnchored ? bare.slice(1) : bare;
	const isPath = isAnchored || body.includes('/') || body.includes('**');
	const tail = everythingIn ? '(/.*)?' : '';
	const head = isAnchored ? '^' : '(^|/)';
	const regexp = compiled(`${isPath ? head : '^'}${translated(body)}${tail}$`);
	return {
		isIncluded,
		fits: (path, isFolder) => {
			if (onlyFolders && !isFolder) return false;
			return regexp?.test(isPath || everythingIn ? path : path.slice(path.lastIndexOf('/') + 1)) === true;
		},
	};
}

/** Undefined: nothing fits such a pattern. */
function compiled(pattern: string): ReturnType<typeof compilePosix> | undefined {
	try {
		return compilePosix(pattern, 'extended');
	} catch (error) {
		if (error instanceof RegexpSyntaxError) return undefined;
		throw error;
	}
}

/** "*" stops at slashes, "**" does not. */
function translated(glob: string): string {
	let out = '';
	for (let at = 0; at < glob.length; at++) {
		const rest = glob.slice(at);
		const set = /^\[[!^]?\]?[^\]/]*\]/.exec(rest)?.[0];
		if (rest.startsWith('**')) {
			out += '.*';
			at++;
		} else if (rest.startsWith('*')) out += '[^/]*';
		else if (rest.startsWith('?')) out += '[^/]';
		else if (set !== undefined) {
			out += set.replace(/^\[!/, '[^');
			at += set.length - 1;
		} else if (rest.startsWith('\\') && rest.length > 1) {
			out += quoteRegexp(rest.charAt(1));
			at++;
		} else out += quoteRegexp(rest.charAt(0));
	}
	return out;
}
