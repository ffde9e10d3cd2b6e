import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { flag, OptionError, type ParsedOptions, parseOptions, withValue } from '../../options.ts';
import { Exit } from '../../unix-command.ts';
import { readSshConfig, SshSettings, setOption } from './ssh-config.ts';
import { dumpedSettings } from './ssh-dump.ts';

const TABLE = {
	login: withValue('l'),
	port: withValue('p'),
	identity: withValue('i'),
	option: withValue('o'),
	config: withValue('F'),
	log: withValue('E'),
	jump: withValue('J'),
	stdioForward: withValue('W'),
	localForward: withValue('L'),
	dump: flag('G'),
	quiet: flag('q'),
	terminal: flag('t'),
	noTerminal: flag('T'),
	noInput: flag('n'),
	noCommand: flag('N'),
	background: flag('f'),
	verbose: flag('v'),
	version: flag('V'),
	// What changes nothing here but the answer of -G: agents, X11, compression, address families.
	agent: flag('A'),
	noAgent: flag('a'),
	compression: flag('C'),
	gateway: flag('g'),
	gssapi: flag('K'),
	noGssapi: flag('k'),
	x11: flag('X'),
	noX11: flag('x'),
	inet: flag('4'),
	inet6: flag('6'),
	ignored: flag('Y', 'y'),
	ignoredValue: withValue('b', 'B', 'c', 'e', 'I', 'm', 'P', 'S'),
} as const;

/** What flags say as keywords do. */
const SETS: Readonly<Record<string, readonly [keyword: string, value: string]>> = {
	agent: ['forwardagent', 'yes'],
	noAgent: ['forwardagent', 'no'],
	compression: ['compression', 'yes'],
	gateway: ['gatewayports', 'yes'],
	gssapi: ['gssapiauthentication', 'yes'],
	noGssapi: ['gssapiauthentication', 'no'],
	x11: ['forwardx11', 'yes'],
	noX11: ['forwardx11', 'no'],
	inet: ['addressfamily', 'inet'],
	inet6: ['addressfamily', 'inet6'],
	noCommand: ['sessiontype', 'none'],
	noInput: ['stdinnull', 'yes'],
	background: ['forkafterauthentication', 'yes'],
	quiet: ['loglevel', 'quiet'],
};

export const USAGE = `usage: ssh [-46AaCfGgKkMNnqsTtVvXxYy] [-B bind_interface] [-b bind_address]
           [-c cipher_spec] [-D [bind_address:]port] [-E log_file]
           [-e escape_char] [-F configfile] [-I pkcs11] [-i identity_file]
           [-J destination] [-L address] [-l login_name] [-m mac_spec]
           [-O ctl_cmd] [-o option] [-P tag] [-p port] [-R address]
           [-S ctl_path] [-W host:port] [-w local_tun[:remote_tun]]
           destination [command [argument ...]]
       ssh [-Q query_option]
`;

/** Where to log in and how. */
export interface SshTarget {
	/** What HostName makes of the name that was given. */
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
	readonly usesKeys: boolean;
	readonly usesPasswords: boolean;
	/** How often a password may be typed. */
	readonly prompts: number;
	/** "root@bastion:22": through whom, the first first. */
	readonly jumps: readonly string[];
	/** Of -F: jumps are looked up in the same file. */
	readonly configFile: string | undefined;
}

/** A port here that leads to somewhere that the server reaches. */
export interface LocalForward {
	readonly address: string;
	readonly port: number;
	readonly host: string;
	readonly hostPort: number;
}

export interface SshRequest extends SshTarget {
	/** '' for a shell. */
	readonly command: string;
	/** How often -t was given; -T is −1. */
	readonly terminal: number;
	readonly noInput: boolean;
	/** -W: what standard input and output are connected with. */
	readonly stdioForward: { readonly host: string; readonly port: number } | undefined;
	readonly forwards: readonly LocalForward[];
	/** -N: nothing is run. */
	readonly noCommand: boolean;
	/** -f: goes to the background once it is logged in. */
	readonly background: boolean;
	/** -G: only what holds is shown. */
	readonly dump: string | undefined;
}

/** Undefined: -V was given. Throws Exit. */
export function* sshRequest(process: Process, args: readonly string[]): Task<SshRequest | undefined> {
	const parsed = commandLine(args);
	const { values, given, operands } = parsed;
	if (values.version) return undefined;
	const [destination, ...words] = operands;
	if (destination === undefined) throw new Exit(255, USAGE);
	const settings = new SshSettings();
	for (const { key, value = '' } of given) {
		if (key === 'option') setOption(settings, value);
		if (key === 'identity') settings.set('identityfile', value);
		if (key === 'localForward') settings.set('localforward', value);
		const [keyword, word] = SETS[key] ?? [];
		if (keyword !== undefined) settings.set(keyword, word as string);
	}
	if (values.login !== undefined) settings.set('user', values.login);
	if (values.port !== undefined) settings.set('port', String(portOf(values.port)));
	if (values.jump !== undefined) settings.set('proxyjump', values.jump);
	const target = yield* targetOf(process, destination, settings, values.config);
	const count = given.filter(({ key }) => key === 'terminal').length;
	const tty = settings.first('requesttty');
	return {
		...target,
		command: words.length > 0 ? words.join(' ') : (settings.first('remotecommand')?.replace(/^none$/i, '') ?? ''),
		terminal: values.noTerminal
			? -1
			: count > 0
				? count
				: tty === 'force'
					? 2
					: tty === 'yes'
						? 1
						: tty === 'no'
							? -1
							: 0,
		noInput: values.noInput === true || values.background === true,
		stdioForward: values.stdioForward === undefined ? undefined : stdioForwardOf(values.stdioForward),
		forwards: settings.all('localforward').map(localForwardOf),
		noCommand: settings.first('sessiontype')?.toLowerCase() === 'none',
		background: values.background === true,
		dump: values.dump ? dumped(process, target, destination.replace(/^.*@/, '').toLowerCase(), settings) : undefined,
	};
}

/** Options may also stand between the destination and the command. Throws Exit. */
function commandLine(args: readonly string[]): ParsedOptions<typeof TABLE> {
	try {
		const parsed = parseOptions(args, TABLE, true);
		const [destination, ...words] = parsed.operands;
		if (destination === undefined || words[0]?.startsWith('-') !== true) return parsed;
		const before = args.slice(0, args.length - parsed.operands.length);
		const after = parseOptions(words, TABLE, true);
		const options = words.slice(0, words.length - after.operands.length);
		return parseOptions([...before, ...options, destination, ...after.operands], TABLE, true);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(255, `${error.message.replace(/^invalid option -- '(.)'$/, 'unknown option -- $1')}\r\n${USAGE}`);
	}
}

/** "user@host", "ssh://user@host:port" and what options and files say of it. Throws Exit. */
export function* targetOf(
	process: Process,
	destination: string,
	settings: SshSettings,
	configFile: string | undefined,
): Task<SshTarget> {
	const url = /^ssh:\/\/(?:([^@/]+)@)?([^:/]+)(?::(\d+))?\/?$/.exec(destination);
	const at = destination.lastIndexOf('@');
	const host = (url?.[2] ?? destination.slice(at + 1)).toLowerCase();
	const user = url?.[1] ?? (at > 0 ? destination.slice(0, at) : undefined);
	if (user !== undefined) settings.set('user', user);
	if (url?.[3] !== undefined) settings.set('port', url[3]);
	yield* readSshConfig(process, settings, host, configFile);
	const timeout = Number(settings.first('connecttimeout') ?? Number.NaN);
	const check = settings.first('stricthostkeychecking') ?? 'ask';
	const isOff = (keyword: string): boolean => /^(?:no|false)$/i.test(settings.first(keyword) ?? '');
	const jump = settings.first('proxyjump') ?? 'none';
	return {
		host: (settings.first('hostname') ?? '%h').replaceAll('%h', host),
		user: settings.first('user'),
		port: portOf(settings.first('port') ?? '22'),
		identities: settings.all('identityfile'),
		checkHostKey:
			check === 'off' || check === 'false'
				? 'no'
				: check === 'yes' || check === 'no' || check === 'accept-new'
					? check
					: 'ask',
		knownHosts: settings.first('userknownhostsfile')?.split(' ')[0] ?? '~/.ssh/known_hosts',
		batch: /^(?:yes|true)$/i.test(settings.first('batchmode') ?? ''),
		quiet: /^(quiet|error|fatal)$/i.test(settings.first('loglevel') ?? ''),
		timeoutSeconds: Number.isNaN(timeout) ? undefined : timeout,
		usesKeys: !isOff('pubkeyauthentication'),
		usesPasswords: !isOff('passwordauthentication'),
		prompts: Number(settings.first('numberofpasswordprompts') ?? 3),
		jumps: jump.toLowerCase() === 'none' ? [] : jump.split(','),
		configFile,
	};
}

function portOf(text: string): number {
	const port = Number(text);
	if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new Exit(255, `Bad port '${text}'\r\n`);
	return port;
}

function stdioForwardOf(text: string): { host: string; port: number } {
	const [, host, port] = /^\[?([^\]]+?)\]?:(\d+)$/.exec(text) ?? [];
	if (host === undefined) throw new Exit(255, `Bad stdio forwarding specification '${text}'\r\n`);
	return { host, port: Number(port) };
}

/** "8080:localhost:80", "127.0.0.1:8080:web:80", "8080 localhost:80" of a file. */
function localForwardOf(text: string): LocalForward {
	const [, address, port, host, hostPort] =
		/^(?:(\[[^\]]*\]|[^:\s]*):)?(\d+)[:\s]\[?([^:\]]+)\]?:(\d+)$/.exec(text.replace(/\s+/, ' ')) ?? [];
	if (port === undefined || host === undefined) {
		throw new Exit(255, `Bad local forwarding specification '${text}'\r\n`);
	}
	const bind =
		address === '' || address === '*'
			? '0.0.0.0'
			: address === undefined || address === 'localhost'
				? '127.0.0.1'
				: address;
	return { address: bind, port: portOf(port), host, hostPort: portOf(hostPort as string) };
}

function dumped(process: Process, { user, host, port }: SshTarget, given: string, settings: SshSettings): string {
	const { env } = process;
	const own = user ?? env.get('USER') ?? 'root';
	return dumpedSettings({ given, user: own, host, port }, settings, env.get('HOME') ?? '/root');
}
