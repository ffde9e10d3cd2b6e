import { encodeBase64 } from '../../../machinery/base64.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, string } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { CommandError } from '../errors.ts';
import type { ConfigFields } from '../kubeconfig.ts';
import { joinPath } from '../streams.ts';
import { ConfigAccess, cleanPath } from './config-access.ts';
import { requireArgs } from './help-error.ts';

const FLAGS = {
	'certificate-authority': string('', 'Path to certificate-authority file for the cluster entry in kubeconfig'),
	'embed-certs': bool(false, 'embed-certs for the cluster entry in kubeconfig'),
	'insecure-skip-tls-verify': bool(false, 'insecure-skip-tls-verify for the cluster entry in kubeconfig'),
	'proxy-url': string('', 'proxy-url for the cluster entry in kubeconfig'),
	server: string('', 'server for the cluster entry in kubeconfig'),
	'tls-server-name': string('', 'tls-server-name for the cluster entry in kubeconfig'),
} as const;

export const setCluster = defineCommand({
	name: 'set-cluster',
	use: 'set-cluster NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true] [--tls-server-name=example.com]',
	short: 'Set a cluster entry in kubeconfig',
	long: `Set a cluster entry in kubeconfig.

 Specifying a name that already exists will merge new fields on top of existing values for those fields.`,
	examples: `
# Only the server of the cluster e2e
kubectl config set-cluster e2e --server=https://1.2.3.4

# Its certificate authority inside the kubeconfig
kubectl config set-cluster e2e --embed-certs --certificate-authority=~/.kube/e2e/kubernetes.ca.crt

# Trust any certificate
kubectl config set-cluster e2e --insecure-skip-tls-verify=true

# Another name to expect in the certificate
kubectl config set-cluster e2e --tls-server-name=my-cluster-name

# Through a proxy
kubectl config set-cluster e2e --proxy-url=https://1.2.3.4`,
	flags: FLAGS,
	*run(invocation) {
		const { kubectl, flags } = invocation;
		const [name] = (yield* requireArgs(invocation, 1)) as [string];
		const authority = flags['certificate-authority'];
		if (name === '') throw new CommandError('you must specify a non-empty cluster name');
		if (flags['insecure-skip-tls-verify'] && authority !== '')
			throw new CommandError('you cannot specify a certificate authority and insecure mode at the same time');
		if (flags['embed-certs'] && authority === '')
			throw new CommandError('you must specify a --certificate-authority to embed');
		if (flags['embed-certs']) checkFile(invocation, 'certificate-authority', authority);
		const changes = yield* clusterChanges(invocation);
		yield* new ConfigAccess(kubectl).modify((config) => {
			const entry = config.clusters.get(name);
			const fields = { ...(entry?.fields ?? {}), ...changes };
			config.clusters.set(name, { name, origin: entry?.origin ?? '', fields });
		});
		yield* kubectl.io.out(`Cluster ${JSON.stringify(name)} set.\n`);
	},
});

/** Models setClusterOptions.modifyCluster: what is undefined is taken away. */
function* clusterChanges({ kubectl, flags, changed }: Invocation<typeof FLAGS>): Task<ConfigFields> {
	const changes: ConfigFields = {};
	if (changed('server')) {
		changes.server = flags.server;
		changes['tls-server-name'] = undefined;
	}
	if (changed('tls-server-name')) changes['tls-server-name'] = flags['tls-server-name'];
	if (changed('insecure-skip-tls-verify')) {
		changes['insecure-skip-tls-verify'] = flags['insecure-skip-tls-verify'];
		if (flags['insecure-skip-tls-verify']) {
			changes['certificate-authority'] = undefined;
			changes['certificate-authority-data'] = undefined;
		}
	}
	if (changed('certificate-authority')) {
		Object.assign(
			changes,
			yield* pathOrData(kubectl, 'certificate-authority', flags['certificate-authority'], flags['embed-certs']),
		);
		if (flags['embed-certs'] || flags['certificate-authority'] !== '') changes['insecure-skip-tls-verify'] = false;
	}
	if (changed('proxy-url')) changes['proxy-url'] = flags['proxy-url'];
	return changes;
}

/** A file in an entry: its content in base64, or its absolute path. */
export function* pathOrData(
	kubectl: Invocation<typeof FLAGS>['kubectl'],
	field: string,
	path: string,
	embed: boolean,
): Task<ConfigFields> {
	if (embed) {
		const data = path === '' ? undefined : encodeBase64(yield* kubectl.io.readBytes(path));
		return { [field]: undefined, [`${field}-data`]: data };
	}
	return { [field]: cleanPath(joinPath(kubectl.process.cwd, path)), [`${field}-data`]: undefined };
}

/** Models the os.Stat before a file is embedded. */
export function checkFile({ kubectl }: Pick<Invocation<typeof FLAGS>, 'kubectl'>, flag: string, path: string): void {
	if (kubectl.io.fileType(path) !== undefined) return;
	throw new CommandError(`could not stat ${flag} file ${path}: stat ${path}: no such file or directory`);
}
