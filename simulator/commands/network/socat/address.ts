import type { SocatLog } from './log.ts';

/** "TCP-LISTEN:8080,fork": what it is called, its parameters, its options. */
export interface Address {
	readonly type: string;
	readonly parameters: readonly string[];
	readonly options: ReadonlyMap<string, string>;
}

/** How many parameters an address takes, by the names that it has. */
const KINDS: readonly (readonly [type: string, parameters: number, aliases: string])[] = [
	['STDIO', 0, '-'],
	['STDIN', 0, ''],
	['STDOUT', 0, ''],
	['STDERR', 0, ''],
	['FD', 1, ''],
	['PIPE', 1, 'FIFO ECHO'],
	['OPEN', 1, 'FILE'],
	['GOPEN', 1, ''],
	['CREATE', 1, 'CREAT'],
	['EXEC', 1, ''],
	['SYSTEM', 1, ''],
	['TCP', 2, 'TCP4 TCP-CONNECT TCP4-CONNECT INET'],
	['TCP-LISTEN', 1, 'TCP4-LISTEN TCP-L TCP4-L INET-LISTEN'],
	['UDP', 2, 'UDP4 UDP-CONNECT UDP4-CONNECT UDP-SENDTO UDP4-SENDTO'],
	['UDP-LISTEN', 1, 'UDP4-LISTEN UDP-L UDP4-L UDP-RECVFROM UDP4-RECVFROM UDP-RECV UDP4-RECV'],
	['UNIX-CONNECT', 1, 'UNIX UNIX-CLIENT LOCAL'],
	['UNIX-LISTEN', 1, 'UNIX-L'],
];
const BY_NAME: ReadonlyMap<string, readonly [string, number]> = new Map(
	KINDS.flatMap(([type, parameters, aliases]) =>
		[type, ...aliases.split(' ')].map((name): [string, [string, number]] => [name, [type, parameters]]),
	),
);

/** What has a meaning here, and what is taken without one. */
const OPTIONS = new Set(
	`fork reuseaddr so-reuseaddr reuseport so-reuseport bind backlog range su max-children keepalive so-keepalive nodelay
	tcp-nodelay connect-timeout retry interval forever crnl crlf cr ignoreeof null-eof shut-none shut-down shut-close
	mode perm user group unlink-early unlink-close append trunc creat create excl rdonly wronly rdwr nonblock
	stderr pty setsid ctty raw rawer echo cfmakeraw pipes nofork path chdir cd end-close pf ip4 readbytes
	sourceport sp seek lseek wait-slave waitslave link umask o-append o-trunc`
		.trim()
		.split(/\s+/),
);

/** Takes one word of the command line apart. Models xioopen.c parseopts; commas in quotes and in (), [] and {} part nothing. */
export function parseAddress(word: string, log: SocatLog): Address {
	const [head = '', ...given] = split(word, ',');
	const [name = '', ...rest] = split(head, ':');
	const isPath = head.includes('/') && !/^[\w-]+:/.test(head);
	const known = isPath ? (['GOPEN', 1] as const) : knownType(name);
	if (known === undefined) throw log.fatal(`unknown device/address "${name}"`);
	const [type, wanted] = known;
	const parameters = isPath ? [unquoted(head)] : rest.map(unquoted);
	if (/^\d+$/.test(name) && type === 'FD') parameters.unshift(name);
	// A program's line may have colons.
	const whole =
		type === 'EXEC' || type === 'SYSTEM'
			? [unquoted(head.slice(name.length + 1))].slice(head.length > name.length ? 0 : 1)
			: parameters;
	if (whole.length !== wanted && !(type === 'PIPE' && whole.length === 0)) {
		throw log.fatal(`${name}: wrong number of parameters (${whole.length} instead of ${wanted})`);
	}
	const options = new Map<string, string>();
	for (const each of given) {
		const at = each.indexOf('=');
		const key = (at < 0 ? each : each.slice(0, at)).toLowerCase();
		if (key === '') continue;
		if (!OPTIONS.has(key)) throw log.fatal(`parseopts_table(): unknown option "${key}"`);
		options.set(ALIASES.get(key) ?? key, at < 0 ? '1' : unquoted(each.slice(at + 1)));
	}
	return { type, parameters: whole, options };
}

const ALIASES: ReadonlyMap<string, string> = new Map([
	['so-reuseaddr', 'reuseaddr'],
	['sp', 'sourceport'],
	['create', 'creat'],
	['o-append', 'append'],
	['o-trunc', 'trunc'],
	['perm', 'mode'],
	['crlf', 'crnl'],
]);

function knownType(name: string): readonly [string, number] | undefined {
	if (/^\d+$/.test(name)) return ['FD', 1];
	return BY_NAME.get(name.toUpperCase());
}

const CLOSING: ReadonlyMap<string, string> = new Map([
	['(', ')'],
	['[', ']'],
	['{', '}'],
	['"', '"'],
	["'", "'"],
]);

function split(text: string, separator: string): string[] {
	const parts: string[] = [];
	const open: string[] = [];
	let from = 0;
	for (let at = 0; at < text.length; at++) {
		const letter = text.charAt(at);
		const expected = open.at(-1);
		if (letter === '\\') at++;
		else if (letter === expected) open.pop();
		else if (expected === '"' || expected === "'") continue;
		else if (CLOSING.has(letter)) open.push(CLOSING.get(letter) as string);
		else if (letter === separator && open.length === 0) {
			parts.push(text.slice(from, at));
			from = at + 1;
		}
	}
	return [...parts, text.slice(from)];
}

/** Without the quotes and backslashes that are socat's own. */
function unquoted(text: string): string {
	let out = '';
	let quote = '';
	for (let at = 0; at < text.length; at++) {
		const letter = text.charAt(at);
		if (letter === '\\' && quote !== "'") out += text.charAt(++at);
		else if (letter === quote) quote = '';
		else if (quote === '' && (letter === '"' || letter === "'")) quote = letter;
		else out += letter;
	}
	return out;
}

/** The words of EXEC's line: there is no shell. */
export function programWords(line: string): string[] {
	const words: string[] = [];
	let word: string | undefined;
	let quote = '';
	for (let at = 0; at < line.length; at++) {
		const letter = line.charAt(at);
		if (quote !== '') {
			if (letter === quote) quote = '';
			else word += letter;
		} else if (letter === '"' || letter === "'") {
			quote = letter;
			word ??= '';
		} else if (letter === ' ') {
			if (word !== undefined) words.push(word);
			word = undefined;
		} else word = (word ?? '') + letter;
	}
	return word === undefined ? words : [...words, word];
}
