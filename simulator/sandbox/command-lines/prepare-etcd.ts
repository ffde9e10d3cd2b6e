import type { Process } from '../../kernel/process-api.ts';
import type { ComponentFault } from '../../kubelet/images/programs/component-fault.ts';
import { tlsComplaint } from '../../machinery/tls/cipher-suites.ts';
import { ETCD_FLAGS } from './known-flags.ts';
import { unreadable } from './named-files.ts';

/** What etcd's command line says. */
export interface EtcdCommandLine {
	readonly flags: ReadonlyMap<string, string>;
}

/** Models etcd's server/etcdmain config.parse and startEtcd. */
export function prepareEtcd(process: Process, args: readonly string[]): EtcdCommandLine | ComponentFault {
	const flags = parseGoFlags(args);
	if (typeof flags === 'string') {
		return { stage: 'flags', line: { as: 'text', text: `${flags}\n${USAGE}\n` }, status: 2 };
	}
	const problem = peerError(process, flags);
	if (problem === undefined) return { flags };
	return {
		stage: 'configuration',
		line: {
			as: 'json',
			caller: 'etcdmain/etcd.go:204',
			message: 'discovery failed',
			fields: { error: problem, stacktrace: STACK },
		},
		status: 1,
	};
}

/** Flags as Go's own package reads them, or what is wrong with one. Models flag FlagSet.parseOne. */
function parseGoFlags(args: readonly string[]): ReadonlyMap<string, string> | string {
	const flags = new Map<string, string>();
	for (let index = 0; index < args.length; index++) {
		const word = args[index] as string;
		const match = /^--?([^=-][^=]*)(?:=([\s\S]*))?$/.exec(word);
		if (match === null) {
			if (word === '--' || !word.startsWith('-') || word === '-') break;
			return `bad flag syntax: ${word}`;
		}
		const [, name = '', value] = match;
		const kind = ETCD_FLAGS.get(name);
		if (kind === undefined) return `flag provided but not defined: -${name}`;
		if (kind === 'bool') {
			if (value !== undefined && !BOOLEANS.has(value)) {
				return `invalid boolean value ${JSON.stringify(value)} for -${name}: parse error`;
			}
			flags.set(name, value ?? 'true');
			continue;
		}
		const text = value ?? args[++index];
		if (text === undefined) return `flag needs an argument: -${name}`;
		const reason = valueError(name, text);
		if (reason !== undefined) return `invalid value ${JSON.stringify(text)} for flag -${name}: ${reason}`;
		flags.set(name, text);
	}
	return flags;
}

const BOOLEANS: ReadonlySet<string> = new Set('1 t T TRUE true True 0 f F FALSE false False'.split(' '));
const NUMBERS: ReadonlySet<string> = new Set(
	'snapshot-count heartbeat-interval election-timeout max-snapshots max-wals quota-backend-bytes max-txn-ops max-request-bytes'.split(
		' ',
	),
);

function valueError(name: string, text: string): string | undefined {
	if (NUMBERS.has(name)) return /^-?\d+$/.test(text) ? undefined : 'parse error';
	if (!name.endsWith('-urls')) return undefined;
	for (const url of text.split(',')) {
		const scheme = /^([a-z]+):\/\//.exec(url)?.[1];
		if (scheme === undefined || !SCHEMES.has(scheme)) {
			return `URL scheme must be http, https, unix, or unixs: ${url}`;
		}
		if (!/:\d+\/?$/.test(url)) return 'URL address does not have the form "host:port": '.concat(url);
	}
	return undefined;
}

const SCHEMES: ReadonlySet<string> = new Set(['http', 'https', 'unix', 'unixs']);

/** Models server/embed StartEtcd configurePeerListeners; what clients meet is the program's own business. */
function peerError(process: Process, flags: ReadonlyMap<string, string>): string | undefined {
	const suites = (flags.get('cipher-suites') ?? '').split(',').filter((suite) => suite !== '');
	const unknown = suites.find((suite) => tlsComplaint({ minVersion: '', suites: [suite] }) !== undefined);
	if (unknown !== undefined) return `unexpected TLS cipher suite ${JSON.stringify(unknown)}`;
	return ['peer-cert-file', 'peer-key-file', 'peer-trusted-ca-file']
		.map((name) => unreadable(process, flags.get(name) ?? ''))
		.find((each) => each !== undefined);
}

const STACK =
	'go.etcd.io/etcd/server/v3/etcdmain.startEtcdOrProxyV2\n\tgo.etcd.io/etcd/server/v3/etcdmain/etcd.go:183\ngo.etcd.io/etcd/server/v3/etcdmain.Main\n\tgo.etcd.io/etcd/server/v3/etcdmain/main.go:40\nmain.main\n\tgo.etcd.io/etcd/server/v3/main.go:31\nruntime.main\n\truntime/proc.go:283';

const USAGE = `Usage:

  etcd [flags]
    Start an etcd server.

  etcd --version
    Show the version of etcd.

  etcd -h | --help
    Show the help information about etcd.

  etcd --config-file
    Path to the server configuration file. Note that if a configuration file is provided, other command line flags and environment variables will be ignored.

  etcd gateway
    Run the stateless pass-through etcd TCP connection forwarding proxy.

  etcd grpc-proxy
    Run the stateless etcd v3 gRPC L7 reverse proxy.
`;
