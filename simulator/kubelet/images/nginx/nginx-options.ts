/** What nginx is told on its command line. */
export interface NginxOptions {
	readonly showVersion: boolean;
	readonly test: boolean;
	/** Of `-c`. */
	readonly configPath: string | undefined;
	/** Of `-s`: "reload". */
	readonly signal: string | undefined;
}

/** Options that take a value, and what nginx calls it when it is missing. */
const VALUES: ReadonlyMap<string, string> = new Map([
	['c', 'file name'],
	['e', 'file name'],
	['g', 'parameter'],
	['p', 'directory name'],
	['s', 'parameter'],
]);
const SWITCHES = new Set(['?', 'h', 'v', 'V', 't', 'T', 'q']);
const SIGNALS = new Set(['stop', 'quit', 'reopen', 'reload']);

/**
 * Reads the arguments after the program's name; letters may stand together, a value behind its letter or in the next
 * argument. A string is what is wrong with them.
 * Models src/core/nginx.c ngx_get_options. Differs: -?, -h, -V say no more than -v; -e, -g, -p, -q change nothing.
 */
export function parseNginxOptions(args: readonly string[]): NginxOptions | string {
	const switches = new Set<string>();
	const values = new Map<string, string>();
	for (let index = 0; index < args.length; index++) {
		const arg = args[index] as string;
		if (!arg.startsWith('-')) return `invalid option: ${JSON.stringify(arg)}`;
		for (let at = 1; at < arg.length; at++) {
			const letter = arg[at] as string;
			if (SWITCHES.has(letter)) {
				switches.add(letter);
				continue;
			}
			const wanted = VALUES.get(letter);
			if (wanted === undefined) return `invalid option: "${letter}"`;
			const value = arg.slice(at + 1) || args[++index];
			if (value === undefined) return `option "-${letter}" requires ${wanted}`;
			if (letter === 's' && !SIGNALS.has(value)) return `invalid option: "-s ${value}"`;
			values.set(letter, value);
			break;
		}
	}
	return {
		showVersion: ['?', 'h', 'v', 'V'].some((letter) => switches.has(letter)),
		test: switches.has('t') || switches.has('T'),
		configPath: values.get('c'),
		signal: values.get('s'),
	};
}
