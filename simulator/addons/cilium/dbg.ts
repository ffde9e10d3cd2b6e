import { type CobraCommand, type CobraRun, runCobra } from '../../commands/cobra/cobra.ts';
import { defaultUsage } from '../../commands/cobra/default-usage.ts';
import { bool, string, stringSlice } from '../../commands/flags.ts';
import { Exit, type UnixRun, unixCommand } from '../../commands/unix-command.ts';
import { TabWriter } from '../../machinery/tab-writer.ts';
import type { Task } from '../../machinery/task.ts';
import type { PodNetworkPort } from '../../network/pod-network-port.ts';
import { RESERVED_NUMBERS } from '../../network/policy/cilium/cilium-identity.ts';
import { CiliumAgent } from './agent.ts';
import { buildConfig } from './agent-config.ts';
import { agentStatus, encryptStatus } from './dbg-status.ts';
import { monitor } from './monitor.ts';
import { policyJson } from './policy-json.ts';

const TABLE = { minWidth: 5, padding: 3, rememberWidths: false } as const;

/** The agent's own command line, in its container. Models cilium-dbg. */
export const ciliumDbg = unixCommand({
	name: 'cilium-dbg',
	paths: [],
	size: 108_003_328,
	main: (run) => dispatch(run),
});

function dispatch(run: UnixRun): Task<number> {
	if (run.args[0] === 'build-config') return buildConfig(run.process);
	return runCobra({ root: ROOT, usage: defaultUsage }, run);
}

/** @throws Exit where it does not run. */
function agentOf({ process }: UnixRun): CiliumAgent {
	const agent = process.port<PodNetworkPort>('pod-network')?.agent;
	if (agent instanceof CiliumAgent) return agent;
	throw new Exit(
		1,
		'Cannot get cilium status: Get "http://localhost/v1/healthz": dial unix /var/run/cilium/cilium.sock: connect: no such file or directory\nIs the agent running?\n',
	);
}

function written(lines: readonly string[]): string {
	const table = new TabWriter(TABLE);
	table.write(lines.map((line) => `${line}\n`).join(''));
	return table.flush();
}

function* endpointList(run: CobraRun): Task<number> {
	const agent = agentOf(run);
	const state = (isOn: boolean): string => (isOn ? 'Enabled' : 'Disabled');
	const lines = [
		'ENDPOINT\tPOLICY (ingress)\tPOLICY (egress)\tIDENTITY\tLABELS (source:key[=value])\tIPv6\tIPv4\tSTATUS\t',
		'\tENFORCEMENT\tENFORCEMENT\t\t\t\t\t\t',
	];
	const node = agent.nodes.get('', agent.port.nodeName);
	const hostLabels = Object.entries(node?.metadata.labels ?? {})
		.filter(([key]) => /^node(?:-role)?\.kubernetes\.io/.test(key))
		.map(([key, value]) => `k8s:${key}${value === '' ? '' : `=${value}`}`);
	const rows = agent.endpoints.list().map(({ id, identity, labels, address, enforcement }) => ({
		id,
		first: `${id}\t${state(enforcement.ingress)}\t${state(enforcement.egress)}\t${identity}`,
		labels,
		address,
	}));
	rows.push({ id: 1, first: '1\tDisabled\tDisabled\t1', labels: [...hostLabels, 'reserved:host'], address: '' });
	for (const { first, labels, address } of rows.sort((a, b) => a.id - b.id)) {
		const [label = '', ...more] = labels;
		lines.push(`${first}\t${label}\t\t${address}\tready\t`);
		for (const each of more) lines.push(`\t\t\t\t${each}\t\t\t\t`);
	}
	if (run.text('output') === 'json') {
		const body = agent.endpoints.list().map(({ id, identity, labels, address, pod }) => ({
			id,
			status: {
				identity: { id: identity, labels },
				networking: { addressing: [{ ipv4: address }] },
				state: 'ready',
				'external-identifiers': { 'k8s-namespace': pod.metadata.namespace, 'k8s-pod-name': pod.metadata.name },
			},
		}));
		yield* run.out.write(`${JSON.stringify(body, undefined, 2)}\n`);
		return 0;
	}
	yield* run.out.write(written(lines));
	return 0;
}

function* policyGet(run: CobraRun): Task<number> {
	const agent = agentOf(run);
	const rules = policyJson(agent);
	yield* run.out.write(`${JSON.stringify(rules, undefined, 2)}\nRevision: ${rules.length + 1}\n`);
	return 0;
}

function* policySelectors(run: CobraRun): Task<number> {
	const agent = agentOf(run);
	const lines = ['SELECTOR\tLABELS\tUSERS\tIDENTITIES\t'];
	for (const { origin, rules } of agent.table.subjects()) {
		const count = rules.ingress.length + rules.egress.length;
		if (count > 0) lines.push(`policy ${origin}\t${origin.replace('/', ' ')}\t${count}\t\t`);
	}
	yield* run.out.write(written(lines));
	return 0;
}

function* identityList(run: CobraRun): Task<number> {
	const agent = agentOf(run);
	const lines = ['ID\tLABELS'];
	for (const [name, number] of RESERVED_NUMBERS) lines.push(`${number}\treserved:${name}`);
	const seen = new Set<number>();
	for (const { identity, labels } of [...agent.endpoints.list()].sort((a, b) => a.identity - b.identity)) {
		if (seen.has(identity)) continue;
		seen.add(identity);
		const [first = '', ...more] = labels;
		lines.push(`${identity}\t${first}`, ...more.map((each) => `\t${each}`));
	}
	yield* run.out.write(written(lines));
	return 0;
}

function* nodeList(run: CobraRun): Task<number> {
	const agent = agentOf(run);
	const cluster = agent.config.get('cluster-name') ?? 'default';
	const lines = ['Name\tIPv4 Address\tEndpoint CIDR\tIPv6 Address\tEndpoint CIDR\tSource'];
	for (const { metadata, spec } of agent.ciliumNodes.list()) {
		const address = spec.addresses?.find(({ type }) => type === 'InternalIP')?.ip ?? '';
		const source = metadata.name === agent.port.nodeName ? 'local' : 'custom-resource';
		lines.push(`${cluster}/${metadata.name}\t${address}\t${spec.ipam?.podCIDRs?.[0] ?? ''}\t\t\t${source}`);
	}
	yield* run.out.write(written(lines));
	return 0;
}

function* names(run: CobraRun): Task<number> {
	const lines = ['Endpoint\tSource\tFQDN\tTTL\tExpirationTime\tIPs\t'];
	for (const [address, known] of agentOf(run).table.names.all()) {
		for (const name of known) lines.push(`0\tlookup\t${name}.\t0\t\t${address}\t`);
	}
	yield* run.out.write(written(lines));
	return 0;
}

function* config(run: CobraRun): Task<number> {
	const agent = agentOf(run);
	const isOn = (key: string): string => (agent.is(key) ? 'Enabled' : 'Disabled');
	if (run.isOn('all')) {
		const all = [...agent.config].sort(([a], [b]) => (a < b ? -1 : 1));
		yield* run.out.write(all.map(([key, value]) => `${key.padEnd(42)} : ${value}\n`).join(''));
		return 0;
	}
	yield* run.out.write(`##### Read-write configurations #####
ConntrackAccounting               : Disabled
ConntrackLocal                    : Disabled
Debug                             : ${isOn('debug')}
DebugLB                           : Disabled
DropNotification                  : Enabled
MonitorAggregationLevel           : Medium
PolicyAccounting                  : Enabled
PolicyAuditMode                   : ${isOn('policy-audit-mode')}
PolicyTracing                     : Disabled
PolicyVerdictNotification         : Enabled
SourceIPVerification              : Enabled
TraceNotification                 : Enabled
PolicyEnforcement                 : ${agent.config.get('enable-policy') ?? 'default'}
`);
	return 0;
}

const OUTPUT = { output: string('', "json| yaml| jsonpath='{}'", { shorthand: 'o' }) };

const ROOT: CobraCommand = {
	use: 'cilium-dbg',
	short: 'CLI for interacting with the local Cilium Agent',
	subcommands: [
		{ use: 'build-config', short: 'Resolve all of the configuration sources that apply to this node' },
		{
			use: 'config',
			short: 'Cilium configuration options',
			flags: { all: bool(false, 'Print all options', { shorthand: 'a' }), ...OUTPUT },
			run: config,
		},
		{
			use: 'encrypt',
			short: 'Manage transparent encryption',
			subcommands: [
				{
					use: 'status',
					short: 'Display the current encryption state',
					flags: OUTPUT,
					run: (run) => encryptStatus(run, agentOf(run)),
				},
			],
		},
		{
			use: 'endpoint',
			aliases: ['ep'],
			short: 'Manage endpoints',
			subcommands: [
				{
					use: 'list',
					short: 'List all endpoints',
					flags: { ...OUTPUT, 'no-headers': bool(false, 'Do not print headers') },
					run: endpointList,
				},
			],
		},
		{
			use: 'fqdn',
			short: 'Manage fqdn proxy',
			subcommands: [
				{
					use: 'cache',
					short: 'Manage fqdn proxy cache',
					subcommands: [{ use: 'list', short: 'List fqdn cache contents', run: names }],
				},
			],
		},
		{
			use: 'identity',
			aliases: ['id'],
			short: 'Manage security identities',
			subcommands: [{ use: 'list', short: 'List identities', flags: OUTPUT, run: identityList }],
		},
		{
			use: 'monitor',
			short: 'Display BPF program events',
			flags: {
				type: stringSlice('Filter by event types', { shorthand: 't' }),
				from: stringSlice('Filter by source endpoint id'),
				to: stringSlice('Filter by destination endpoint id'),
				'related-to': stringSlice('Filter by either source or destination endpoint id'),
				verbose: bool(false, 'Enable verbose output', { shorthand: 'v' }),
			},
			run: (run) => monitor(run, agentOf(run)),
		},
		{
			use: 'node',
			short: 'Manage cluster nodes',
			subcommands: [{ use: 'list', short: 'List nodes', flags: OUTPUT, run: nodeList }],
		},
		{
			use: 'policy',
			short: 'Manage security policies',
			subcommands: [
				{ use: 'get', short: 'Display policy node information', flags: OUTPUT, run: policyGet },
				{ use: 'selectors', short: 'Display cached information about selectors', flags: OUTPUT, run: policySelectors },
			],
		},
		{
			use: 'status',
			short: 'Display status of daemon',
			flags: {
				...OUTPUT,
				'all-addresses': bool(false, 'Show all allocated addresses, not just count'),
				'all-health': bool(false, 'Show all health status, not just failing'),
				brief: bool(false, 'Only print a one-line status message'),
				verbose: bool(
					false,
					'Equivalent to --all-addresses --all-controllers --all-nodes --all-redirects --all-clusters --all-health',
				),
			},
			run: (run) => agentStatus(run, agentOf(run)),
		},
		{
			use: 'version',
			short: 'Print version information',
			*run(run) {
				const version = run.process.release ?? '';
				yield* run.out.write(
					`Client: ${version} go version go1.24.9 linux/amd64\nDaemon: ${version} go version go1.24.9 linux/amd64\n`,
				);
				return 0;
			},
		},
	],
};
