import { kubernetesRelease } from '../../machinery/kubernetes-releases.ts';
import type { Task } from '../../machinery/task.ts';
import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import { type CobraCommand, type CobraRun, noArgs, runCobra } from '../cobra/cobra.ts';
import { defaultUsage } from '../cobra/default-usage.ts';
import { int, string } from '../flags.ts';
import { type ClientVersion, clientVersion } from '../kubectl/version.ts';
import { type UnixRun, unixCommand } from '../unix-command.ts';
import { CERTS_COMMAND } from './certs-commands.ts';
import { CONFIG_COMMANDS } from './config-command.ts';
import { controlPlaneImages, pullImages, REGISTRY } from './images.ts';
import { INIT_COMMAND } from './init/init-command.ts';
import { JOIN_COMMAND } from './join/join-command.ts';
import { KubeadmError } from './kubeadm-error.ts';
import { KUBECONFIG_COMMAND } from './kubeconfig-command.ts';
import { RESET_COMMAND } from './reset-command.ts';
import { TOKEN_COMMAND } from './token-commands.ts';
import { UPGRADE_COMMAND } from './upgrade/upgrade-command.ts';

export const kubeadm = unixCommand({
	name: 'kubeadm',
	paths: ['/usr/bin/kubeadm'],
	size: 66_609_464,
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

/** Models cmd/kubeadm/app/cmd/version.go RunVersion. */
function* version(run: CobraRun): Task<number> {
	const format = run.text('output');
	const build = clientVersion(run.process.release);
	if (format === 'short') yield* run.out.write(`${build.gitVersion}\n`);
	else if (format === 'json') yield* run.out.write(`${JSON.stringify({ clientVersion: build }, undefined, 2)}\n`);
	else if (format === 'yaml') yield* run.out.write(formatYaml({ clientVersion: build }));
	else if (format !== '') throw new KubeadmError(`invalid output format: ${format}`);
	else yield* run.out.write(`kubeadm version: &version.Info{${goFields(build)}}\n`);
	return 0;
}

/** As %#v prints them. */
function goFields({ major, minor, ...rest }: ClientVersion): string {
	const none = { EmulationMajor: '', EmulationMinor: '', MinCompatibilityMajor: '', MinCompatibilityMinor: '' };
	return Object.entries({ major, minor, ...none, ...rest })
		.map(([name, value]) => `${name.charAt(0).toUpperCase()}${name.slice(1)}:${JSON.stringify(value)}`)
		.join(', ');
}

function imagesOf(run: CobraRun): string[] {
	const given = run.text('kubernetes-version');
	const version = given === '' ? kubernetesRelease(run.process.release).version : `v${given.replace(/^v/, '')}`;
	return controlPlaneImages(version, run.process.release, run.text('image-repository'));
}

function* imagesList(run: CobraRun): Task<number> {
	yield* run.out.write(
		imagesOf(run)
			.map((name) => `${name}\n`)
			.join(''),
	);
	return 0;
}

function* imagesPull(run: CobraRun): Task<number> {
	yield* pullImages(run, imagesOf(run), (image) => pulled(run, image));
	return 0;
}

function* pulled(run: CobraRun, image: string): Task<void> {
	yield* run.out.write(`[config/images] Pulled ${image}\n`);
	yield* run.out.flush();
}

const IMAGE_FLAGS = {
	'image-repository': string(REGISTRY, 'Choose a container registry to pull control plane images from'),
	'kubernetes-version': string('', 'Choose a specific Kubernetes version for the control plane.'),
};

const ROOT: CobraCommand = {
	use: 'kubeadm',
	short: 'kubeadm: easily bootstrap a secure Kubernetes cluster',
	persistentFlags: {
		rootfs: string(
			'',
			"The path to the 'real' host root filesystem. This will cause kubeadm to chroot into the provided path.",
		),
		v: int(0, 'number for the log level verbosity', { shorthand: 'v' }),
	},
	subcommands: [
		CERTS_COMMAND,
		{
			use: 'config',
			short: 'Manage configuration for a kubeadm cluster persisted in a ConfigMap in the cluster',
			subcommands: [
				...CONFIG_COMMANDS,
				{
					use: 'images',
					short: 'Interact with container images used by kubeadm',
					subcommands: [
						{
							use: 'list',
							short:
								'Print a list of images kubeadm will use. The configuration file is used in case any images or image repositories are customized',
							flags: IMAGE_FLAGS,
							args: noArgs,
							run: imagesList,
						},
						{
							use: 'pull',
							short: 'Pull images used by kubeadm',
							flags: IMAGE_FLAGS,
							args: noArgs,
							run: imagesPull,
						},
					],
				},
			],
		},
		INIT_COMMAND,
		JOIN_COMMAND,
		KUBECONFIG_COMMAND,
		RESET_COMMAND,
		TOKEN_COMMAND,
		UPGRADE_COMMAND,
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
