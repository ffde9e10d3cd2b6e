import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { type CobraCommand, type CobraRun, runCobra } from '../cobra/cobra.ts';
import { defaultUsage } from '../cobra/default-usage.ts';
import { bool, duration, type FlagTable, string, stringArray, stringSlice } from '../flags.ts';
import { isUserError } from '../kubectl/errors.ts';
import { unixCommand } from '../unix-command.ts';
import { CiliumCluster } from './cluster.ts';
import { CONFIG } from './config-command.ts';
import { ENCRYPTION } from './encryption-command.ts';
import { chartFlags, helmIn, RELEASE, valueFlags } from './helm-release.ts';
import { showStatus } from './status.ts';

/** What is installed when nobody says which. */
const DEFAULT_VERSION = '1.18.3';
const CLI_VERSION = 'v0.18.8';
const START_CPU_MS = 40;

/** Cilium's command line: helm and a view of what it installed. Models cilium/cilium-cli. */
export const cilium = unixCommand({
	name: 'cilium',
	paths: [],
	size: 120_586_240,
	*main(run) {
		yield* run.process.burnCpu(START_CPU_MS);
		try {
			return yield* runCobra({ root: ROOT, usage: defaultUsage }, run);
		} catch (error) {
			if (!isUserError(error) && !(error instanceof ApiError)) throw error;
			yield* run.say(`\nError: ${error.message}\n`);
			return 1;
		}
	},
});

const VALUE_FLAGS: FlagTable = {
	set: stringArray(
		'Set helm values on the command line (can specify multiple or separate values with commas: key1=val1,key2=val2)',
	),
	'set-string': stringArray('Set helm STRING values on the command line'),
	'set-file': stringArray('Set helm values from respective files specified via the command line'),
	values: stringSlice('Specify helm values in a YAML file or a URL (can specify multiple)', { shorthand: 'f' }),
};

const WAIT_FLAGS: FlagTable = {
	wait: bool(false, 'Wait for status to report success (no errors and warnings)'),
	'wait-duration': duration(300_000, 'Maximum time to wait for status'),
};

const INSTALL_FLAGS: FlagTable = {
	...VALUE_FLAGS,
	...WAIT_FLAGS,
	version: string('', 'Cilium version to install'),
	'chart-directory': string('', 'Helm chart directory'),
	'dry-run': bool(false, 'Write resources to be installed to stdout without actually installing them'),
	'dry-run-helm-values': bool(
		false,
		'Write non-default Helm values to stdout without performing the actual installation',
	),
	'list-versions': bool(false, 'List all the available versions without actually installing'),
	repository: string('https://helm.cilium.io', 'Helm chart repository to download Cilium charts from'),
};

function versionOf(run: CobraRun): string {
	const given = run.text('version').replace(/^v/, '');
	return given === '' ? DEFAULT_VERSION : given;
}

function* install(run: CobraRun): Task<number> {
	const cluster = new CiliumCluster(run);
	const version = versionOf(run);
	const quiet = run.isOn('dry-run') || run.isOn('dry-run-helm-values');
	const say = (text: string): Task<void> => (quiet ? run.say(text) : run.out.write(text));
	yield* say(`ℹ️  Using Cilium version ${version}\n`);
	const name = yield* cluster.clusterName();
	yield* say(`🔮 Auto-detected cluster name: ${name}\n`);
	const proxy = yield* cluster.find('/apis/apps/v1/namespaces/kube-system/daemonsets/kube-proxy');
	yield* say(`🔮 Auto-detected kube-proxy has ${proxy === undefined ? 'not ' : ''}been installed\n`);
	const replaces = proxy === undefined ? ['--set', 'kubeProxyReplacement=true', ...(yield* serverFlags(cluster))] : [];
	const own = ['--set', `cluster.name=${name}`, '--set', 'operator.replicas=1', ...replaces];
	const source = run.text('chart-directory');
	const chart = source === '' ? ['cilium', ...chartFlags(version)] : [source];
	if (run.isOn('dry-run-helm-values')) {
		const pairs = [...own, ...valueFlags(run)].filter((word) => !word.startsWith('--'));
		yield* run.out.write(pairs.map((pair) => `${pair.replace('=', ': ')}\n`).join(''));
		return 0;
	}
	const verb = run.isOn('dry-run') ? ['template', RELEASE] : ['install', RELEASE];
	const answer = yield* helmIn(run, cluster.namespace, [...verb, ...chart, ...own, ...valueFlags(run)]);
	if (answer.status !== 0) {
		yield* run.say(`\nError: Unable to install Cilium: ${answer.error}\n`);
		return 1;
	}
	if (run.isOn('dry-run')) yield* run.out.write(answer.out);
	return run.isOn('wait') ? yield* showStatus(run, true) : 0;
}

/** Without kube-proxy the agents need another way to the API server. */
function* serverFlags(cluster: CiliumCluster): Task<readonly string[]> {
	const found = yield* cluster.find<{
		readonly endpoints?: readonly { readonly addresses: readonly string[] }[];
		readonly ports?: readonly { readonly port: number }[];
	}>('/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes');
	const [address, port] = [found?.endpoints?.[0]?.addresses[0], found?.ports?.[0]?.port];
	return address === undefined || port === undefined
		? []
		: ['--set', `k8sServiceHost=${address}`, '--set', `k8sServicePort=${port}`];
}

function* upgrade(run: CobraRun): Task<number> {
	const cluster = new CiliumCluster(run);
	const version = versionOf(run);
	const keeps = run.isOn('reset-values') ? ['--reset-values'] : ['--reuse-values'];
	const args = ['upgrade', RELEASE, 'cilium', ...chartFlags(version), ...keeps, ...valueFlags(run)];
	const answer = yield* helmIn(run, cluster.namespace, args);
	if (answer.status !== 0) {
		yield* run.say(`\nError: Unable to upgrade Cilium: ${answer.error}\n`);
		return 1;
	}
	return run.isOn('wait') ? yield* showStatus(run, true) : 0;
}

function* uninstall(run: CobraRun): Task<number> {
	const cluster = new CiliumCluster(run);
	yield* run.out.write('🔥 Deleting pods in cilium-test namespace...\n🔥 Deleting cilium-test namespace...\n');
	const answer = yield* helmIn(run, cluster.namespace, ['uninstall', RELEASE]);
	if (answer.status !== 0) {
		yield* run.say(`\nError: Unable to uninstall Cilium: ${answer.error}\n`);
		return 1;
	}
	return 0;
}

function* version(run: CobraRun): Task<number> {
	const { release = CLI_VERSION } = run.process;
	yield* run.out.write(
		`cilium-cli: ${release} compiled with go1.25.3 on linux/amd64\ncilium image (default): v${DEFAULT_VERSION}\ncilium image (stable): v${DEFAULT_VERSION}\n`,
	);
	if (run.isOn('client')) return 0;
	let running: string | undefined;
	try {
		const cluster = new CiliumCluster(run);
		const daemons = yield* cluster.workload('daemonsets', 'cilium');
		running = daemons?.spec.template?.spec?.containers?.[0]?.image.split(':v')[1];
	} catch (error) {
		if (!isUserError(error) && !(error instanceof ApiError)) throw error;
	}
	const text = running === undefined ? 'unknown. Unable to obtain cilium version. Reason: release: not found' : running;
	yield* run.out.write(`cilium image (running): ${text}\n`);
	return 0;
}

function* setHubble(run: CobraRun, isOn: boolean): Task<number> {
	const cluster = new CiliumCluster(run);
	const sets = [
		`hubble.relay.enabled=${isOn}`,
		...(isOn ? [`hubble.enabled=true`] : ['hubble.enabled=false']),
		`hubble.ui.enabled=${isOn && run.isOn('ui')}`,
	].flatMap((value) => ['--set', value]);
	const list = yield* helmIn(run, cluster.namespace, ['list', '--filter', `^${RELEASE}$`, '-o', 'json']);
	const chart = /"chart":"cilium-([^"]*)"/.exec(list.out)?.[1] ?? DEFAULT_VERSION;
	const args = ['upgrade', RELEASE, 'cilium', ...chartFlags(chart), '--reuse-values', ...sets];
	const answer = yield* helmIn(run, cluster.namespace, args);
	if (answer.status === 0) return 0;
	yield* run.say(`\nError: Unable to ${isOn ? 'enable' : 'disable'} Hubble: ${answer.error}\n`);
	return 1;
}

const ROOT: CobraCommand = {
	use: 'cilium',
	short: 'Cilium provides eBPF-based Networking, Security, and Observability for Kubernetes',
	long: `CLI to install, manage, & troubleshooting Cilium clusters running Kubernetes.

Cilium is a CNI for Kubernetes to provide secure network connectivity and
load-balancing with excellent visibility using eBPF`,
	example: `# Install Cilium in current Kubernetes context
cilium install

# Check status of Cilium
cilium status`,
	persistentFlags: {
		context: string('', 'Kubernetes configuration context'),
		kubeconfig: string('', 'Path to the kubeconfig file'),
		namespace: string('kube-system', 'Namespace Cilium is running in', { shorthand: 'n' }),
		'helm-release-name': string(RELEASE, 'Helm release name'),
	},
	subcommands: [
		CONFIG,
		ENCRYPTION,
		{
			use: 'hubble',
			short: 'Hubble observability',
			subcommands: [
				{
					use: 'enable',
					short: 'Enable Hubble observability',
					flags: { ui: bool(false, 'Enable Hubble UI'), relay: bool(true, 'Deploy Hubble Relay') },
					run: (run) => setHubble(run, true),
				},
				{ use: 'disable', short: 'Disable Hubble observability', run: (run) => setHubble(run, false) },
			],
		},
		{
			use: 'install',
			short: 'Install Cilium in a Kubernetes cluster using Helm',
			long: 'Install Cilium in a Kubernetes cluster using Helm',
			example: `# Install Cilium in current Kubernetes context with default parameters
cilium install

# Install Cilium into Kubernetes context "kind-cluster1" and also set cluster
# name and ID to prepare for multi-cluster capabilities.
cilium install --context kind-cluster1 --set cluster.id=1 --set cluster.name=cluster1`,
			flags: INSTALL_FLAGS,
			run: install,
		},
		{
			use: 'status',
			short: 'Display status',
			long: 'Display the status of the Cilium deployment',
			flags: {
				...WAIT_FLAGS,
				output: string('summary', 'Output format. One of: json, summary', { shorthand: 'o' }),
				verbose: bool(false, 'Print more verbose error / log messages'),
			},
			run: (run) => showStatus(run, run.isOn('wait')),
		},
		{
			use: 'uninstall',
			short: 'Uninstall Cilium using Helm',
			flags: { wait: bool(false, 'Wait for uninstallation to have completed') },
			run: uninstall,
		},
		{
			use: 'upgrade',
			short: 'Upgrade a Cilium installation in a Kubernetes cluster using Helm',
			flags: {
				...INSTALL_FLAGS,
				'reset-values': bool(false, 'When upgrading, reset the helm values to the ones built into the chart'),
				'reuse-values': bool(
					true,
					'When upgrading, reuse the helm values from the latest release unless any overrides from are set from other flags',
				),
			},
			run: upgrade,
		},
		{
			use: 'version',
			short: 'Display detailed version information',
			flags: { client: bool(false, "Don't retrieve cilium version from the cluster") },
			run: version,
		},
	],
};
