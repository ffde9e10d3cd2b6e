import { bool, string, stringArray } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { CommandError } from '../errors.ts';
import { fetchUrl } from '../fetch-url.ts';
import { buildKustomization, formatResources } from '../kustomize/build.ts';
import { writeResources } from '../kustomize/write-resources.ts';

const RESTRICTORS: readonly string[] = ['LoadRestrictionsRootOnly', 'LoadRestrictionsNone'];

export const kustomize = defineCommand({
	name: 'kustomize',
	use: 'kustomize DIR',
	short: 'Build a kustomization target from a directory or URL',
	long: `Build a set of KRM resources using a 'kustomization.yaml' file. The DIR argument must be a path to a directory containing 'kustomization.yaml', or a git repository URL with a path suffix specifying same with respect to the repository root. If DIR is omitted, '.' is assumed.`,
	examples: `
# The current working directory
kubectl kustomize

# Another directory
kubectl kustomize /home/config/production`,
	flags: {
		'as-current-user': bool(false, 'use the uid and gid of the command executor to run the function in the container'),
		'enable-alpha-plugins': bool(false, 'enable kustomize plugins'),
		'enable-helm': bool(false, 'Enable use of the Helm chart inflator generator.'),
		env: stringArray('a list of environment variables to be used by functions', { shorthand: 'e' }),
		'helm-api-versions': stringArray('Kubernetes api versions used by Helm for Capabilities.APIVersions'),
		'helm-command': string('helm', 'helm command (path to executable)'),
		'helm-debug': bool(false, 'Enable debug output from the Helm chart inflator generator.'),
		'helm-kube-version': string('', 'Kubernetes version used by Helm for Capabilities.KubeVersion'),
		'load-restrictor': string(
			'LoadRestrictionsRootOnly',
			"if set to 'LoadRestrictionsNone', local kustomizations may load files from outside their root. This does, however, break the relocatability of the kustomization.",
		),
		mount: stringArray('a list of storage options read from the filesystem'),
		network: bool(false, 'enable network access for functions that declare it'),
		'network-name': string('bridge', 'the docker network to run the container in'),
		output: string('', 'If specified, write output to this path.', { shorthand: 'o' }),
	},
	*run({ kubectl, flags, args }) {
		if (args.length > 1) throw new CommandError('specify one path to kustomization.yaml');
		const restrictor = flags['load-restrictor'];
		if (!RESTRICTORS.includes(restrictor)) {
			throw new CommandError(
				`illegal flag value --load-restrictor ${restrictor}; legal values: [${RESTRICTORS.join(' ')}]`,
			);
		}
		const environment = {
			io: kubectl.io,
			unrestricted: restrictor === 'LoadRestrictionsNone',
			fetchUrl: (url: string) => fetchUrl(kubectl.process, url),
		};
		const resources = yield* buildKustomization(environment, args[0] ?? '.');
		if (flags.output === '') yield* kubectl.io.out(formatResources(resources));
		else yield* writeResources(kubectl.io, flags.output, resources);
	},
});
