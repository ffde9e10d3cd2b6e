/** One directive of a server block: its name, its arguments, and the lines of its own block. */
export interface Directive {
	readonly name: string;
	readonly args: readonly string[];
	readonly block: readonly (readonly string[])[];
}

export interface ServerBlock {
	/** Zones it answers for, lower case, without the final dot; '' is the root. */
	readonly zones: readonly string[];
	readonly port: number;
	readonly directives: readonly Directive[];
}

/** What CoreDNS logs before it gives up, without the file's name: "5 - Error during parsing: Unknown directive 'foo'". */
export class CorefileError extends Error {}

/** Directives that the world's CoreDNS knows. Those that change no answer here are accepted and have no effect. */
const KNOWN = new Set([
	'acl',
	'any',
	'autopath',
	'bind',
	'bufsize',
	'cache',
	'chaos',
	'debug',
	'dns64',
	'dnssec',
	'erratic',
	'errors',
	'file',
	'forward',
	'header',
	'health',
	'hosts',
	'kubernetes',
	'loadbalance',
	'local',
	'log',
	'loop',
	'metadata',
	'minimal',
	'nsid',
	'pprof',
	'prometheus',
	'ready',
	'reload',
	'rewrite',
	'template',
	'timeouts',
	'tls',
	'trace',
	'whoami',
]);

interface Token {
	readonly text: string;
	readonly line: number;
}

/** Parses a Corefile. Throws CorefileError. Models coredns's caddyfile parser. */
export function parseCorefile(text: string): ServerBlock[] {
	const lines = tokenLines(text);
	const blocks: ServerBlock[] = [];
	for (let index = 0; index < lines.length; ) {
		const line = lines[index] as Token[];
		const keys = line.map((token) => token.text);
		if (keys.at(-1) !== '{')
			throw new CorefileError(`${line[0]?.line} - Error during parsing: Unknown directive '${keys[1] ?? keys[0]}'`);
		const directives: Directive[] = [];
		index++;
		for (;;) {
			const next = lines[index];
			if (next === undefined) throw new CorefileError(`${line[0]?.line} - Error during parsing: Unexpected EOF`);
			index++;
			if (next[0]?.text === '}') break;
			const [name, ...rest] = next as [Token, ...Token[]];
			if (!KNOWN.has(name.text)) {
				throw new CorefileError(`${name.line} - Error during parsing: Unknown directive '${name.text}'`);
			}
			const opens = rest.at(-1)?.text === '{';
			const block: string[][] = [];
			if (opens) {
				for (;;) {
					const inner = lines[index];
					if (inner === undefined) throw new CorefileError(`${name.line} - Error during parsing: Unexpected EOF`);
					index++;
					if (inner[0]?.text === '}') break;
					block.push(inner.map((token) => token.text));
				}
			}
			directives.push({
				name: name.text,
				args: rest.slice(0, opens ? -1 : undefined).map((token) => token.text),
				block,
			});
		}
		blocks.push(serverBlock(keys.slice(0, -1), directives));
	}
	return blocks;
}

function serverBlock(keys: readonly string[], directives: readonly Directive[]): ServerBlock {
	let port = 53;
	const zones = keys.map((key) => {
		const match = /^(?:dns:\/\/)?([^:]*)(?::(\d+))?,?$/.exec(key);
		if (match?.[2] !== undefined) port = Number(match[2]);
		return (match?.[1] ?? key).toLowerCase().replace(/\.$/, '');
	});
	return { zones, port, directives };
}

function tokenLines(text: string): Token[][] {
	return text
		.split('\n')
		.map((line, index) =>
			[...line.replace(/(^|\s)#.*$/, '').matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map((match) => ({
				text: match[1] ?? (match[2] as string),
				line: index + 1,
			})),
		)
		.filter((tokens) => tokens.length > 0);
}
