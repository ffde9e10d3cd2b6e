import { flag, OptionError, parseOptions, withValue } from '../../options.ts';
import { Exit } from '../../unix-command.ts';

const TABLE = {
	login: withValue('l'),
	port: withValue('p'),
	identity: withValue('i'),
	option: withValue('o'),
	config: withValue('F'),
	log: withValue('E'),
	quiet: flag('q'),
	terminal: flag('t'),
	noTerminal: flag('T'),
	noInput: flag('n'),
	verbose: flag('v'),
	version: flag('V'),
	// What changes nothing here: agents, X11, compression, address families, ciphers.
	ignored: flag('A', 'a', 'C', 'K', 'k', 'X', 'x', 'Y', 'y', '4', '6'),
	ignoredValue: withValue('b', 'B', 'c', 'e', 'I', 'm', 'P', 'S'),
} as const;

export const USAGE = `usage: ssh [-46AaCfGgKkMNnqsTtVvXxYy] [-B bind_interface] [-b bind_address]
           [-c cipher_spec] [-D [bind_address:]port] [-E log_file]
           [-e escape_char] [-F configfile] [-I pkcs11] [-i identity_file]
           [-J destination] [-L address] [-l login_name] [-m mac_spec]
           [-O ctl_cmd] [-o option] [-P tag] [-p port] [-R address]
           [-S ctl_path] [-W host:port] [-w local_tun[:remote_tun]]
           destination [command [argument ...]]
       ssh [-Q query_option]
`;

/** Where to log in and how, as far as the command line says. */
export interface SshTarget {
	readonly host: string;
	readonly user: string | undefined;
	readonly port: number;
	readonly identities: readonly string[];
	/** Models StrictHostKeyChecking. */
	readonly checkHostKey: 'yes' | 'accept-new' | 'no' | 'ask';
	readonly knownHosts: string;
	readonly batch: boolean;
	readonly quiet: boolean;
	readonly timeoutSeconds: number | undefined;
}

export interface SshRequest extends SshTarget {
	/** '' for a shell. */
	readonly command: string;
	/** How often -t was given; -T is −1. */
	readonly terminal: number;
	readonly noInput: boolean;
}

/** Undefined: -V was given. Throws Exit. */
export function sshRequest(args: readonly string[]): SshRequest | undefined {
	let parsed: ReturnType<typeof parseOptions<typeof TABLE>>;
	try {
		parsed = parseOptions(args, TABLE, true);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(255, `${error.message.replace(/^invalid option -- '(.)'$/, 'unknown option -- $1')}\r\n${USAGE}`);
	}
	const { values, given, operands } = parsed;
	if (values.version) return undefined;
	const [destination, ...words] = operands;
	if (destination === undefined) throw new Exit(255, USAGE);
	// Options may also stand between the destination and the command.
	const more =
		words[0]?.startsWith('-') === true
			? sshRequest([...args.slice(0, args.length - operands.length), ...moved(words, destination)])
			: undefined;
	if (more !== undefined) return more;
	const target = targetOf(destination, given);
	const count = given.filter(({ key }) => key === 'terminal').length;
	return {
		...target,
		user: values.login ?? target.user,
		port: values.port === undefined ? target.port : portOf(values.port),
		quiet: target.quiet || values.quiet === true,
		command: words.join(' '),
		terminal: values.noTerminal ? -1 : count,
		noInput: values.noInput === true,
	};
}

function moved(words: readonly string[], destination: string): string[] {
	const parsed = parseOptions(words, TABLE, true);
	const options = words.slice(0, words.length - parsed.operands.length);
	return [...options, destination, ...parsed.operands];
}

/** "user@host", "ssh://user@host:port" and the options that say more of it. */
export function targetOf(
	destination: string,
	given: readonly { readonly key: string; readonly value: string | undefined }[],
): SshTarget {
	const settings = new Map<string, string>();
	for (const { key, value = '' } of given) {
		if (key !== 'option') continue;
		const [, name = '', setting = ''] = /^\s*(\w+)\s*[=\s]\s*(.*)$/.exec(value) ?? [];
		if (name === '') throw new Exit(255, `command-line line 0: no argument after keyword "${value}"\r\n`);
		if (!settings.has(name.toLowerCase())) settings.set(name.toLowerCase(), setting);
	}
	const url = /^ssh:\/\/(?:([^@/]+)@)?([^:/]+)(?::(\d+))?\/?$/.exec(destination);
	const at = destination.lastIndexOf('@');
	const timeout = Number(settings.get('connecttimeout') ?? Number.NaN);
	const check = settings.get('stricthostkeychecking') ?? 'ask';
	return {
		host: url?.[2] ?? destination.slice(at + 1),
		user: url?.[1] ?? (at > 0 ? destination.slice(0, at) : undefined) ?? settings.get('user'),
		port: portOf(url?.[3] ?? settings.get('port') ?? '22'),
		identities: [
			...given.filter(({ key }) => key === 'identity').map(({ value = '' }) => value),
			...(settings.has('identityfile') ? [settings.get('identityfile') as string] : []),
		],
		checkHostKey: check === 'off' ? 'no' : check === 'yes' || check === 'no' || check === 'accept-new' ? check : 'ask',
		knownHosts: settings.get('userknownhostsfile') ?? '~/.ssh/known_hosts',
		batch: settings.get('batchmode') === 'yes',
		quiet: /^(quiet|error|fatal)$/i.test(settings.get('loglevel') ?? ''),
		timeoutSeconds: Number.isNaN(timeout) ? undefined : timeout,
	};
}

function portOf(text: string): number {
	const port = Number(text);
	if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new Exit(255, `Bad port '${text}'\r\n`);
	return port;
}
