import type { RuntimeService } from '../../hosts/runtime/runtime-service.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { flag, OptionError, type OptionTable, parseOptions, withValue } from '../options.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { info, inspect, inspecti, inspectp, pull, rm, rmi, rmp, stop, stopp, version } from './actions.ts';
import { type CrictlRun, fatal, logLine } from './crictl-run.ts';
import { images, pods, ps } from './lists.ts';
import { readSettings, settings } from './settings.ts';
import { stats, statsp } from './stats.ts';
import { exec, logs } from './streams.ts';

interface Subcommand {
	readonly names: readonly [string, ...string[]];
	readonly usage: string;
	readonly options: OptionTable;
	/** Options end at the first operand. */
	readonly stopAtOperand?: boolean;
	readonly main: (run: CrictlRun) => Task<void>;
}

const LISTED = {
	id: withValue('id'),
	name: withValue('name'),
	state: withValue('s', 'state'),
	namespace: withValue('namespace'),
	label: withValue('label'),
	quiet: flag('q', 'quiet'),
	output: withValue('o', 'output'),
	latest: flag('l', 'latest'),
	last: withValue('n', 'last'),
	'no-trunc': flag('no-trunc'),
} as const;
const STATS = {
	id: withValue('id'),
	name: withValue('name'),
	label: withValue('label'),
	output: withValue('o', 'output'),
	seconds: withValue('s', 'seconds'),
	watch: flag('w', 'watch'),
} as const;
const INSPECTED = {
	output: withValue('o', 'output'),
	quiet: flag('q', 'quiet'),
	template: withValue('template'),
} as const;

const SUBCOMMANDS: readonly Subcommand[] = [
	{
		names: ['exec'],
		usage: 'Run a command in a running container',
		options: {
			interactive: flag('i', 'interactive'),
			tty: flag('t', 'tty'),
			sync: flag('s', 'sync'),
			timeout: withValue('timeout'),
		},
		stopAtOperand: true,
		main: exec,
	},
	{
		names: ['images', 'image', 'img'],
		usage: 'List images',
		options: {
			quiet: flag('q', 'quiet'),
			output: withValue('o', 'output'),
			digests: flag('digests'),
			'no-trunc': flag('no-trunc'),
			pinned: flag('pinned'),
		},
		main: images,
	},
	{ names: ['info'], usage: 'Display information of the container runtime', options: INSPECTED, main: info },
	{ names: ['inspect'], usage: 'Display the status of one or more containers', options: INSPECTED, main: inspect },
	{ names: ['inspecti'], usage: 'Return the status of one or more images', options: INSPECTED, main: inspecti },
	{ names: ['inspectp'], usage: 'Display the status of one or more pods', options: INSPECTED, main: inspectp },
	{
		names: ['logs'],
		usage: 'Fetch the logs of a container',
		options: {
			follow: flag('f', 'follow'),
			tail: withValue('tail'),
			since: withValue('since'),
			timestamps: flag('t', 'timestamps'),
			previous: flag('p', 'previous'),
		},
		main: logs,
	},
	{
		names: ['pods'],
		usage: 'List pods',
		options: LISTED,
		main: pods,
	},
	{
		names: ['ps'],
		usage: 'List containers',
		options: {
			...LISTED,
			all: flag('a', 'all'),
			pod: withValue('p', 'pod'),
			image: withValue('image'),
			'resolve-image-path': flag('r', 'resolve-image-path'),
		},
		main: ps,
	},
	{ names: ['pull'], usage: 'Pull an image from a registry', options: {}, main: pull },
	{
		names: ['rm'],
		usage: 'Remove one or more containers',
		options: { force: flag('f', 'force'), all: flag('a', 'all'), 'keep-logs': flag('keep-logs') },
		main: rm,
	},
	{
		names: ['rmi'],
		usage: 'Remove one or more images',
		options: { all: flag('a', 'all'), prune: flag('q', 'prune') },
		main: rmi,
	},
	{
		names: ['rmp'],
		usage: 'Remove one or more pods',
		options: { force: flag('f', 'force'), all: flag('a', 'all') },
		main: rmp,
	},
	{
		names: ['stop'],
		usage: 'Stop one or more running containers',
		options: { timeout: withValue('t', 'timeout') },
		main: stop,
	},
	{
		names: ['stats'],
		usage: 'List container(s) resource usage statistics',
		options: { ...STATS, all: flag('a', 'all'), pod: withValue('p', 'pod') },
		main: stats,
	},
	{
		names: ['statsp'],
		usage:
			"List pod statistics. Stats represent a structured API that will fulfill the Kubelet's /stats/summary endpoint.",
		options: STATS,
		main: statsp,
	},
	{ names: ['stopp'], usage: 'Stop one or more running pods', options: {}, main: stopp },
	{ names: ['version'], usage: 'Display runtime version information', options: {}, main: version },
];

const GLOBAL = {
	config: withValue('c', 'config'),
	runtime: withValue('r', 'runtime-endpoint'),
	image: withValue('i', 'image-endpoint'),
	timeout: withValue('t', 'timeout'),
	debug: flag('D', 'debug'),
	version: flag('v', 'version'),
	help: flag('h', 'help'),
} as const;

const CONFIG = { names: ['config'] as const, usage: 'Get, set and list crictl configuration options' };

const SOCKET = '/run/containerd/containerd.sock';

/** The client of the CRI, over the runtime of its own host. Differs: what makes Pods and containers by hand is not there. */
export const crictl = unixCommand({
	name: 'crictl',
	paths: ['/usr/bin/crictl'],
	size: 38_437_048,
	*main({ process, args, out }) {
		const global = parsed(process, args, GLOBAL, true);
		if (global.options.has('version')) {
			yield* out.write('crictl version v1.35.0\n');
			return 0;
		}
		const [name, ...rest] = global.args;
		if (name === undefined || name === 'help' || global.options.has('help')) {
			yield* out.write(HELP);
			return 0;
		}
		if (name === 'config') {
			yield* settings({ process, out }, rest, configPath(global.options));
			return 0;
		}
		const subcommand = SUBCOMMANDS.find((each) => each.names.includes(name));
		if (subcommand === undefined) {
			throw new Exit(3, `No help topic for '${name}'\n`);
		}
		const { options, args: operands } = parsed(process, rest, subcommand.options, subcommand.stopAtOperand === true);
		const service = reach(
			process,
			global.options.get('runtime') ?? (yield* configuredEndpoint(process, global.options)),
		);
		yield* subcommand.main({ process, out, service, options, args: operands });
		return 0;
	},
});

function parsed(
	process: Process,
	args: readonly string[],
	table: OptionTable,
	stopAtOperand: boolean,
): { readonly options: ReadonlyMap<string, string | true>; readonly args: readonly string[] } {
	try {
		// Go takes one dash before a long name as well as two.
		const words = args.map((word) => (/^-[a-z][a-z-]+(=|$)/.test(word) && isLong(word, table) ? `-${word}` : word));
		const { values, operands } = parseOptions(words, table, stopAtOperand);
		const options = new Map<string, string | true>();
		for (const [key, value] of Object.entries(values)) if (value !== undefined) options.set(key, value);
		return { options, args: operands };
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		const flagName = /'(.*)'/.exec(error.message)?.[1] ?? '';
		throw fatal(process, `flag provided but not defined: -${flagName.replace(/^-+/, '')}`);
	}
}

function isLong(word: string, table: OptionTable): boolean {
	const name = word.slice(1).replace(/=.*/, '');
	return Object.values(table).some((spec) => spec.names.includes(name));
}

function configPath(options: ReadonlyMap<string, string | true>): string {
	const path = options.get('config');
	return typeof path === 'string' ? path : '/etc/crictl.yaml';
}

/** What the environment or the configuration says. Warns as crictl does where nothing does. */
function* configuredEndpoint(process: Process, options: ReadonlyMap<string, string | true>): Task<string | undefined> {
	const fromEnvironment = process.env.get('CONTAINER_RUNTIME_ENDPOINT');
	if (fromEnvironment !== undefined) return fromEnvironment;
	const path = configPath(options);
	const found = yield* readSettings(process, path);
	if (found !== undefined) return found.get('runtime-endpoint') || undefined;
	if (options.has('config')) throw fatal(process, `load config file: stat ${path}: no such file or directory`);
	const text = `Config ${JSON.stringify(path)} does not exist, trying next: "/usr/bin/crictl.yaml"`;
	yield* process.write(2, encodeUtf8(logLine(process, 'warning', text)));
	return undefined;
}

/** The runtime behind the socket. Throws Exit in gRPC's words when nobody answers there. */
function reach(process: Process, endpoint: string | true | undefined): RuntimeService {
	const service = process.port<RuntimeService>('cri');
	const asked = typeof endpoint === 'string' ? endpoint : `unix://${SOCKET}`;
	const path = asked.replace(/^unix:\/\//, '');
	const right = path === SOCKET || path === '/var/run/containerd/containerd.sock';
	if (service?.state === 'up' && right && process.credentials.uid === 0) return service;
	const asking = `validate service connection: validate CRI v1 runtime API for endpoint ${JSON.stringify(asked)}: rpc error: code =`;
	if (right && service?.state === 'without-cri') {
		throw fatal(process, `${asking} Unimplemented desc = unknown service runtime.v1.RuntimeService`);
	}
	const reason = !right
		? 'no such file or directory'
		: process.credentials.uid === 0
			? 'connection refused'
			: 'permission denied';
	throw fatal(
		process,
		`${asking} Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix ${path}: connect: ${reason}"`,
	);
}

const HELP = `NAME:
   crictl - client for CRI

USAGE:
   crictl [global options] command [command options]

VERSION:
   v1.35.0

COMMANDS:
${[...SUBCOMMANDS, CONFIG]
	.sort((a, b) => (a.names[0] < b.names[0] ? -1 : 1))
	.map(({ names, usage }) => `   ${names.join(', ').padEnd(22)}${usage}\n`)
	.join('')}
GLOBAL OPTIONS:
   --config value, -c value            Location of the client config file. (default: "/etc/crictl.yaml")
   --debug, -D                         Enable debug mode (default: false)
   --image-endpoint value, -i value    Endpoint of CRI image manager service
   --runtime-endpoint value, -r value  Endpoint of CRI container runtime service
   --timeout value, -t value           Timeout of connecting to the server in seconds (default: 2s)
   --help, -h                          show help
   --version, -v                       print the version
`;
