import { compileRe2, type Regexp, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import { CommandError } from '../errors.ts';

export interface FilterFlags {
	readonly 'accept-paths': string;
	readonly 'reject-paths': string;
	readonly 'accept-hosts': string;
	readonly 'reject-methods': string;
}

/** Which requests are handed on. Models kubectl/pkg/proxy FilterServer. */
export class RequestFilter {
	readonly #acceptPaths: readonly Regexp[];
	readonly #rejectPaths: readonly Regexp[];
	readonly #acceptHosts: readonly Regexp[];
	readonly #rejectMethods: readonly Regexp[];

	/** Throws CommandError for what is no expression. */
	constructor(flags: FilterFlags) {
		this.#acceptPaths = expressions(flags['accept-paths']);
		this.#rejectPaths = expressions(flags['reject-paths']);
		this.#acceptHosts = expressions(flags['accept-hosts']);
		this.#rejectMethods = expressions(flags['reject-methods']);
	}

	/** @param host of the Host header, with or without a port. */
	accepts(method: string, path: string, host: string): boolean {
		if (matches(path, this.#rejectPaths) || matches(method, this.#rejectMethods)) return false;
		return matches(path, this.#acceptPaths) && matches(host.replace(/:\d+$/, ''), this.#acceptHosts);
	}
}

function matches(text: string, patterns: readonly Regexp[]): boolean {
	return patterns.some((pattern) => pattern.test(text));
}

function expressions(list: string): Regexp[] {
	if (list === '') return [];
	return list.split(',').map((pattern) => {
		try {
			return compileRe2(pattern);
		} catch (error) {
			if (!(error instanceof RegexpSyntaxError)) throw error;
			throw new CommandError(`Error compiling re: error parsing regexp: ${error.message}`);
		}
	});
}
