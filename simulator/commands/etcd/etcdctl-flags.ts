import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { bool, duration, FlagError, type FlagTable, int, parseFlags, string, stringSlice } from '../flags.ts';
import type { EtcdClientConfig } from './etcd-client.ts';
import { EtcdError, EXIT } from './etcd-error.ts';
import { readTls } from './etcd-tls.ts';
import { zapJson } from './zap-log.ts';

/** Models etcdctl/ctlv3/ctl.go. */
export const GLOBAL_FLAGS: FlagTable = {
	endpoints: { ...stringSlice('gRPC endpoints'), default: ['127.0.0.1:2379'] },
	debug: bool(false, 'enable client-side debug logging'),
	'write-out': string('simple', 'set the output format (fields, json, protobuf, simple, table)', { shorthand: 'w' }),
	hex: bool(false, 'print byte strings as hex encoded strings'),
	'dial-timeout': duration(2_000, 'dial timeout for client connections'),
	'command-timeout': duration(5_000, 'timeout for short running command (excluding dial timeout)'),
	'keepalive-time': duration(2_000, 'keepalive time for client connections'),
	'keepalive-timeout': duration(6_000, 'keepalive timeout for client connections'),
	'max-request-bytes': int(
		0,
		'client-side request send limit in bytes (if 0, it defaults to 2.0 MiB (2 * 1024 * 1024).)',
	),
	'max-recv-bytes': int(0, 'client-side response receive limit in bytes (if 0, it defaults to "math.MaxInt32")'),
	'insecure-transport': bool(true, 'disable transport security for client connections'),
	'insecure-discovery': bool(true, 'accept insecure SRV records describing cluster endpoints'),
	'insecure-skip-tls-verify': bool(
		false,
		'skip server certificate verification (CAUTION: this option should be enabled only for testing purposes)',
	),
	cert: string('', 'identify secure client using this TLS certificate file'),
	key: string('', 'identify secure client using this TLS key file'),
	cacert: string('', 'verify certificates of TLS-enabled secure servers using this CA bundle'),
	user: string('', 'username[:password] for authentication (prompt if password is not supplied)'),
	password: string(
		'',
		"password for authentication (if this option is used, --user option shouldn't include password)",
	),
	'discovery-srv': string('', 'domain name to query for SRV records describing cluster endpoints', { shorthand: 'd' }),
	'discovery-srv-name': string('', 'service name to query when using DNS discovery'),
};

/** What the flags and the environment say of the connection. */
export interface Connection {
	readonly endpoints: readonly string[];
	readonly to: (endpoint: string, timeoutMs?: number, logger?: string) => EtcdClientConfig;
}

const PREFIX = 'ETCDCTL_';
const FORMATS: ReadonlySet<string> = new Set(['simple', 'fields', 'json', 'protobuf', 'table']);

/** Reads what a client needs. Throws EtcdError. Models etcdctl/ctlv3/command clientConfigFromCmd. */
export function* connectionOf(run: CobraRun): Task<Connection> {
	const values = yield* fromEnvironment(run);
	if (!FORMATS.has(String(values['write-out']))) throw new EtcdError(EXIT.badFeature, 'unsupported output format');
	const text = (name: string): string => String(values[name]);
	for (const name of ['cert', 'key', 'cacert']) {
		if (text(name) === '' && run.flags.changed.has(name)) {
			throw new EtcdError(EXIT.badArgs, `empty string is passed to --${name} option`);
		}
	}
	const files = { cert: text('cert'), key: text('key'), cacert: text('cacert') };
	const tls = yield* readTls(run.process, files, values['insecure-skip-tls-verify'] === true);
	const usual = Number(values['command-timeout']);
	return {
		endpoints: (values.endpoints as readonly string[]).map((each) => each.trim()),
		to: (endpoint, timeoutMs = usual, logger = 'etcd-client') => ({ endpoint, tls, timeoutMs, logger }),
	};
}

/** Models etcd's pkg/flags SetPflagsFromEnv: ETCDCTL_CACERT stands for --cacert. */
function* fromEnvironment(run: CobraRun): Task<{ readonly [name: string]: unknown }> {
	const { process, flags } = run;
	const given: string[] = [];
	for (const [key, value] of process.env) {
		if (!key.startsWith(PREFIX)) continue;
		const name = key.slice(PREFIX.length).toLowerCase().replaceAll('_', '-');
		if (!Object.hasOwn(GLOBAL_FLAGS, name) || (value === '' && !flags.changed.has(name))) {
			yield* run.say(unrecognized(process, `${key}=${value}`));
		} else if (flags.changed.has(name)) {
			yield* run.say(shadowed(process, key));
			throw new EtcdError(EXIT.error, '');
		} else given.push(`--${name}=${value}`);
	}
	if (given.length === 0) return flags.values;
	try {
		const found = parseFlags(GLOBAL_FLAGS, given);
		const overlay: { [name: string]: unknown } = { ...flags.values };
		for (const name of found.changed) overlay[name] = found.values[name];
		return overlay;
	} catch (error) {
		// Nobody looks at what SetPflagsFromEnv returns.
		if (error instanceof FlagError) return flags.values;
		throw error;
	}
}

function unrecognized(process: Process, variable: string): string {
	return zapJson(process, {
		level: 'warn',
		caller: 'flags/flag.go:94',
		message: 'unrecognized environment variable',
		fields: { 'environment-variable': variable },
	});
}

function shadowed(process: Process, variable: string): string {
	return zapJson(process, {
		level: 'fatal',
		caller: 'flags/flag.go:85',
		message:
			'conflicting environment variable is shadowed by corresponding command-line flag (either unset environment variable or disable flag))',
		fields: { 'environment-variable': variable },
	});
}

/** The output format, after the environment. */
export function formatOf(run: CobraRun): string {
	const named = run.process.env.get(`${PREFIX}WRITE_OUT`);
	return run.flags.changed.has('write-out') || named === undefined || named === '' ? run.text('write-out') : named;
}
