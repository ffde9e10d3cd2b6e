import type { Task } from '../../machinery/task.ts';
import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import { type CobraCommand, type CobraRun, noArgs, runCobra } from '../cobra/cobra.ts';
import { defaultUsage } from '../cobra/default-usage.ts';
import { string } from '../flags.ts';
import { type UnixRun, unixCommand } from '../unix-command.ts';
import { CERTS_COMMAND } from './certs-commands.ts';
import { KubeadmError } from './kubeadm-error.ts';
import { TOKEN_COMMAND } from './token-commands.ts';

const VERSION = 'v1.35.0';

/** Differs: certificates, tokens and versions only; what makes, joins, upgrades and resets a cluster is not there. */
export const kubeadm = unixCommand({
	name: 'kubeadm',
	paths: ['/usr/bin/kubeadm'],
	size: 72_368_312,
	main: (run) => main(run),
});

function* main(run: UnixRun): Task<number> {
	try {
		return yield* runCobra({ root: ROOT, usage: defaultUsage, onError: tellError }, run);
	} catch (error) {
		if (!(error instanceof KubeadmError)) throw error;
		return yield* tellError(run, error.message);
	}
}

/** Models cmd/kubeadm/app/util checkErr. */
function* tellError(run: UnixRun, message: string): Task<number> {
	yield* run.say(`error: ${message}\nTo see the stack trace of this error execute with --v=5 or higher\n`);
	return 1;
}

const BUILD = {
	major: '1',
	minor: '35',
	gitVersion: VERSION,
	gitCommit: '66452049f3d692768c39c797b21b793dce80314e',
	gitTreeState: 'clean',
	buildDate: '2025-12-17T12:32:07Z',
	goVersion: 'go1.25.5',
	compiler: 'gc',
	platform: 'linux/amd64',
};

/** Models cmd/kubeadm/app/cmd/version.go RunVersion. */
function* version(run: CobraRun): Task<number> {
	const format = run.text('output');
	if (format === 'short') yield* run.out.write(`${VERSION}\n`);
	else if (format === 'json') yield* run.out.write(`${JSON.stringify({ clientVersion: BUILD }, undefined, 2)}\n`);
	else if (format === 'yaml') yield* run.out.write(formatYaml({ clientVersion: BUILD }));
	else if (format !== '') throw new KubeadmError(`invalid output format: ${format}`);
	else {
		const fields = Object.entries({ ...BUILD_HEAD, ...BUILD_TAIL })
			.map(([name, value]) => `${name}:${JSON.stringify(value)}`)
			.join(', ');
		yield* run.out.write(`kubeadm version: &version.Info{${fields}}\n`);
	}
	return 0;
}

const BUILD_HEAD = {
	Major: BUILD.major,
	Minor: BUILD.minor,
	EmulationMajor: '',
	EmulationMinor: '',
	MinCompatibilityMajor: '',
	MinCompatibilityMinor: '',
};
const BUILD_TAIL = {
	GitVersion: BUILD.gitVersion,
	GitCommit: BUILD.gitCommit,
	GitTreeState: BUILD.gitTreeState,
	BuildDate: BUILD.buildDate,
	GoVersion: BUILD.goVersion,
	Compiler: BUILD.compiler,
	Platform: BUILD.platform,
};

/** Models cmd/kubeadm/app/images GetControlPlaneImages. */
function* imagesList(run: CobraRun): Task<number> {
	const tag = run.text('kubernetes-version') === '' ? VERSION : run.text('kubernetes-version');
	const names = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy'].map(
		(name) => `${name}:${tag.startsWith('v') ? tag : `v${tag}`}`,
	);
	const all = [...names, 'coredns/coredns:v1.13.1', 'pause:3.10.1', 'etcd:3.6.6-0'];
	const repository = run.text('image-repository');
	yield* run.out.write(
		all.map((name) => `${repository}/${repository === REGISTRY ? name : name.replace('coredns/', '')}\n`).join(''),
	);
	return 0;
}

const REGISTRY = 'registry.k8s.io';

const ROOT: CobraCommand = {
	use: 'kubeadm',
	short: 'kubeadm: easily bootstrap a secure Kubernetes cluster',
	subcommands: [
		CERTS_COMMAND,
		{
			use: 'config',
			short: 'Manage configuration for a kubeadm cluster persisted in a ConfigMap in the cluster',
			subcommands: [
				{
					use: 'images',
					short: 'Interact with container images used by kubeadm',
					subcommands: [
						{
							use: 'list',
							short:
								'Print a list of images kubeadm will use. The configuration file is used in case any images or image repositories are customized',
							flags: {
								'image-repository': string(REGISTRY, 'Choose a container registry to pull control plane images from'),
								'kubernetes-version': string('', 'Choose a specific Kubernetes version for the control plane.'),
							},
							args: noArgs,
							run: imagesList,
						},
					],
				},
			],
		},
		TOKEN_COMMAND,
		{
			use: 'version',
			short: 'Print the version of kubeadm',
			flags: {
				output: string('', "Output format; available options are 'yaml', 'json' and 'short'", { shorthand: 'o' }),
			},
			args: noArgs,
			run: version,
		},
	],
};
