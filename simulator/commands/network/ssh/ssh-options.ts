import type { Process } from '../../../kernel/process-api.ts';
import { sha1 } from '../../../machinery/sha1.ts';
import { fitsPatterns } from '../../../machinery/ssh/keyword-lines.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { flag, OptionError, type ParsedOptions, parseOptions, withValue } from '../../options.ts';
import { Exit } from '../../unix-command.ts';
import type { ForwardOptions } from './client-forwards.ts';
import { type Forward, type ForwardKind, forwardOf } from './forward-specs.ts';
import { inHome } from './known-hosts.ts';
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
	remoteForward: withValue('R'),
	dynamicForward: withValue('D'),
	master: flag('M'),
	controlPath: withValue('S'),
	control: withValue('O'),
	escape: withValue('e'),
	subsystem: flag('s'),
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
	ignoredValue: withValue('b', 'B', 'c', 'I', 'm', 'P', 'w'),
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
	master: ['controlmaster', 'yes'],
	subsystem: ['sessiontype', 'subsystem'],
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
	readonly knownHosts: readonly string[];
	readonly globalKnownHosts: readonly string[];
	readonly hashKnownHosts: boolean;
	/** HostKeyAlias: the name that the key is looked up by. */
	readonly hostKeyAlias: string | undefined;
	/** Of IdentitiesOnly: of the agent's keys only those of identity files. */
	readonly identitiesOnly: boolean;
	/** Where the agent is; undefined: there is none. */
	readonly agentSocket: string | undefined;
	/** What is run instead of a connection. */
	readonly proxyCommand: string | undefined;
	/** How often -v was given: up to 3. */
	readonly verbosity: number;
	/** AddKeysToAgent. */
	readonly addsKeys: boolean;
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

export interface SshRequest extends SshTarget {
	/** '' for a shell. */
	readonly command: string;
	/** How often -t was given; -T is −1. */
	readonly terminal: number;
	readonly noInput: boolean;
	/** -W: what standard input and output are connected with. */
	readonly stdioForward: { readonly host: string; readonly port: number } | undefined;
	readonly forwards: readonly (readonly [ForwardKind, Forward])[];
	readonly forwarding: ForwardOptions;
	/** Undefined: nobody's connection is used, and nobody uses this one. */
	readonly controlPath: string | undefined;
	/** Others may use the connection. */
	readonly isMaster: boolean;
	/** It uses another's if there is one. */
	readonly isGuest: boolean;
	/** The connection stays in the background for others. */
	readonly persists: boolean;
	/** -O: what the one that holds the connection is told. */
	readonly control: string | undefined;
	/** Undefined: there are no escapes. */
	readonly escapeLetter: string | undefined;
	/** The command is the name of a subsystem. */
	readonly subsystem: boolean;
	readonly sendEnv: (name: string) => boolean;
	readonly setEnv: readonly (readonly [string, string])[];
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
		const kind = FORWARDS[key];
		if (kind !== undefined) {
			settings.set(`${kind}forward`, value);
		}
		const [keyword, word] = SETS[key] ?? [];
		if (keyword !== undefined) settings.set(keyword, word as string);
	}
	if (values.login !== undefined) settings.set('user', values.login);
	if (values.port !== undefined) settings.set('port', String(portOf(values.port)));
	if (values.controlPath !== undefined) settings.set('controlpath', values.controlPath);
	if (values.escape !== undefined) settings.set('escapechar', values.escape);
	settings.verbosity = given.filter(({ key }) => key === 'verbose').length;
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
		...usesOf(process, target, settings, { given: destination, control: values.control }),
		noCommand: settings.first('sessiontype')?.toLowerCase() === 'none',
		background: values.background === true,
		dump: values.dump ? dumped(process, target, destination.replace(/^.*@/, '').toLowerCase(), settings) : undefined,
	};
}

const FORWARDS: { readonly [key: string]: ForwardKind } = {
	localForward: 'local',
	remoteForward: 'remote',
	dynamicForward: 'dynamic',
};

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
		...identityOf(process, settings, jump),
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

/** By which the server is known, and the user. */
function identityOf(process: Process, settings: SshSettings, jump: string) {
	const isOn = (keyword: string): boolean => /^(?:yes|true)$/i.test(settings.first(keyword) ?? '');
	const files = (keyword: string, usual: string): readonly string[] =>
		(settings.first(keyword) ?? usual).split(' ').filter((path) => path.toLowerCase() !== 'none');
	const agent = settings.first('identityagent');
	const own = agent === undefined || agent === 'SSH_AUTH_SOCK' ? process.env.get('SSH_AUTH_SOCK') : agent;
	const proxy = settings.first('proxycommand');
	return {
		knownHosts: files('userknownhostsfile', '~/.ssh/known_hosts ~/.ssh/known_hosts2'),
		globalKnownHosts: files('globalknownhostsfile', '/etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2'),
		hashKnownHosts: isOn('hashknownhosts'),
		hostKeyAlias: settings.first('hostkeyalias'),
		identitiesOnly: isOn('identitiesonly'),
		agentSocket: own === undefined || own === '' || own === 'none' ? undefined : own,
		proxyCommand: jump.toLowerCase() !== 'none' || proxy?.toLowerCase() === 'none' ? undefined : proxy,
		verbosity: settings.verbosity,
		addsKeys: isOn('addkeystoagent'),
	};
}

/** What is done with the connection besides running a command there. */
function usesOf(
	process: Process,
	target: SshTarget,
	settings: SshSettings,
	{ given, control }: { readonly given: string; readonly control: string | undefined },
) {
	const isOn = (keyword: string): boolean => /^(?:yes|true)$/i.test(settings.first(keyword) ?? '');
	const forwardsOf = (kind: ForwardKind) =>
		settings.all(`${kind}forward`).map((text) => [kind, forwardOf(kind, text)] as const);
	const clear = isOn('clearallforwardings');
	const path = settings.first('controlpath');
	const master = settings.first('controlmaster')?.toLowerCase() ?? 'no';
	const persist = settings.first('controlpersist')?.toLowerCase() ?? 'no';
	const letter = settings.first('escapechar') ?? '~';
	const sent = settings.all('sendenv').flatMap((line) => line.split(/\s+/));
	return {
		forwards: clear ? [] : [...forwardsOf('local'), ...forwardsOf('remote'), ...forwardsOf('dynamic')],
		forwarding: {
			gateway: isOn('gatewayports'),
			exitOnFailure: isOn('exitonforwardfailure'),
			unlinks: isOn('streamlocalbindunlink'),
			agent: isOn('forwardagent') ? target.agentSocket : undefined,
		},
		controlPath:
			path === undefined || path.toLowerCase() === 'none' ? undefined : expandTokens(process, path, target, given),
		isMaster: /^(?:yes|auto|ask|autoask|true)$/.test(master),
		isGuest: !/^(?:yes|ask|true)$/.test(master),
		persists: !/^(?:no|false)$/.test(persist),
		control,
		escapeLetter: escapeLetterOf(letter),
		subsystem: settings.first('sessiontype')?.toLowerCase() === 'subsystem',
		sendEnv: (name: string) => name === 'LANG' || name.startsWith('LC_') || fitsPatterns(name, sent),
		setEnv: settings.all('setenv').flatMap((line) =>
			line.split(/\s+/).flatMap((word): (readonly [string, string])[] => {
				const equals = word.indexOf('=');
				return equals > 0 ? [[word.slice(0, equals), word.slice(equals + 1)]] : [];
			}),
		),
	};
}

/** %h, %p, %r and their kin of ControlPath and ProxyCommand. Models ssh_config(5), TOKENS. */
export function expandTokens(process: Process, text: string, target: SshTarget, given: string): string {
	const home = process.env.get('HOME') ?? '/';
	const local = process.env.get('USER') ?? 'root';
	const remote = target.user ?? local;
	const { host, port } = target;
	const values: { readonly [letter: string]: string } = {
		'%': '%',
		h: host,
		p: String(port),
		r: remote,
		n: given.replace(/^.*@/, ''),
		u: local,
		d: home,
		l: process.hostname,
		L: process.hostname.replace(/\..*/, ''),
		i: String(process.credentials.uid),
		k: target.hostKeyAlias ?? host,
		j: target.jumps.join(','),
		C: hexOf(sha1(encodeUtf8(`${process.hostname}${host}${port}${remote}${target.jumps.join(',')}`))),
	};
	return inHome(process, text).replace(/%([%a-zA-Z])/g, (whole, letter: string) => values[letter] ?? whole);
}

/** "~", "^A", "none". */
function escapeLetterOf(text: string): string | undefined {
	if (text === 'none') return undefined;
	return text.startsWith('^') ? String.fromCharCode(text.charCodeAt(1) & 31) : text[0];
}

function hexOf(bytes: Uint8Array): string {
	return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
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

function dumped(process: Process, { user, host, port }: SshTarget, given: string, settings: SshSettings): string {
	const { env } = process;
	const own = user ?? env.get('USER') ?? 'root';
	return dumpedSettings({ given, user: own, host, port }, settings, env.get('HOME') ?? '/root');
}
