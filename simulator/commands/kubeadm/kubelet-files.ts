import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import type { Task } from '../../machinery/task.ts';
import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { fieldsOf, type NodeRegistration } from './configuration.ts';
import { announce, exists, putFile } from './host-files.ts';

const HOME = '/var/lib/kubelet';
const RESOLVED = '/run/systemd/resolve/resolv.conf';

export function servicesOf({ process }: CobraRun): ServiceManager {
	const services = process.port<ServiceManager>('systemd');
	if (services === undefined) throw new Error('assertion failed: a host without services');
	return services;
}

/** Models cmd/kubeadm/app/phases/kubelet TryStopKubelet and TryStartKubelet. */
export function* stopKubelet(run: CobraRun): Task<void> {
	const services = servicesOf(run);
	services.stop('kubelet');
	while (['active', 'deactivating'].includes(services.status('kubelet').active))
		yield* run.process.block(services.changed);
}

export function* startKubelet(run: CobraRun): Task<void> {
	yield* announce(run, '[kubelet-start] Starting the kubelet\n');
	const services = servicesOf(run);
	services.reload();
	services.restart('kubelet');
}

/** Models WriteKubeletArgsToFile. @param withTaints the kubelet registers with them: nobody else will add them. */
export function* writeKubeletFlags(run: CobraRun, node: NodeRegistration, withTaints: boolean): Task<void> {
	const path = `${HOME}/kubeadm-flags.env`;
	yield* announce(run, `[kubelet-start] Writing kubelet environment file with flags to file ${JSON.stringify(path)}\n`);
	const taints = (node.taints ?? []).map(({ key, value, effect }) => `${key}=${value ?? ''}:${effect}`);
	const flags = [
		...(node.name === run.process.hostname ? [] : [`--hostname-override=${node.name}`]),
		...node.kubeletExtraArgs.map(({ name, value }) => `--${name}=${value}`),
		...(withTaints && taints.length > 0 ? [`--register-with-taints=${taints.join(',')}`] : []),
	].sort();
	yield* putFile(run, path, `KUBELET_KUBEADM_ARGS="${flags.join(' ')}"\n`, 0o644);
}

/** Models WriteInstanceConfigToDisk and WriteConfigToDisk. @param text the cluster's kubelet configuration. */
export function* writeKubeletConfiguration(run: CobraRun, node: NodeRegistration, text: string): Task<void> {
	const instance = `${HOME}/instance-config.yaml`;
	const path = `${HOME}/config.yaml`;
	yield* announce(run, `[kubelet-start] Writing kubelet configuration to file ${JSON.stringify(instance)}\n`);
	yield* putFile(
		run,
		instance,
		`apiVersion: kubelet.config.k8s.io/v1beta1\ncontainerRuntimeEndpoint: ${node.criSocket}\nkind: KubeletConfiguration\n`,
		0o644,
	);
	yield* announce(
		run,
		`[patches] Applied patch of type "application/strategic-merge-patch+json" to target "kubeletconfiguration"\n[kubelet-start] Writing kubelet configuration to file ${JSON.stringify(path)}\n`,
	);
	const fields = fieldsOf(parseYamlDocument(text));
	const own = {
		...fields,
		containerRuntimeEndpoint: node.criSocket,
		...(exists(run.process, RESOLVED) && fields.resolvConf === undefined ? { resolvConf: RESOLVED } : {}),
	};
	const sorted = Object.fromEntries(Object.entries(own).sort(([a], [b]) => (a < b ? -1 : 1)));
	yield* putFile(run, path, formatYaml(sorted), 0o644);
}
