import { formatYaml } from '../../machinery/yaml/format-yaml.ts';

/** What distinguishes the four static Pods of a control plane. */
export interface Component {
	readonly name: string;
	readonly image: string;
	/** Flags by name; written in alphabetical order after the name of the program. */
	readonly flags: Readonly<Record<string, string>>;
	readonly annotations?: Readonly<Record<string, string>>;
	readonly probes: {
		readonly host: string;
		readonly port: number;
		readonly scheme: 'HTTP' | 'HTTPS';
		readonly liveness: string;
		readonly readiness?: string;
		readonly startup: string;
	};
	readonly requests: Readonly<Record<string, string>>;
	/** Host paths, mounted at the same place. */
	readonly volumes: readonly ComponentVolume[];
}

export interface ComponentVolume {
	readonly name: string;
	readonly path: string;
	readonly type: string;
	/** Where it is in the container, when that is another place. */
	readonly mountPath?: string;
	readonly readOnly: boolean;
}

const PROBE_PORT = 'probe-port';
const TIMEOUT_SECONDS = 15;

/** The manifest as kubeadm writes it. Models cmd/kubeadm/app/util/staticpod ComponentPod and WriteStaticPodToDisk. */
export function componentManifest(component: Component): string {
	return formatYaml({
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {
			...(component.annotations === undefined ? {} : { annotations: component.annotations }),
			labels: { component: component.name, tier: 'control-plane' },
			name: component.name,
			namespace: 'kube-system',
		},
		spec: {
			containers: [containerOf(component)],
			hostNetwork: true,
			priority: 2_000_001_000,
			priorityClassName: 'system-node-critical',
			securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
			volumes: sortByName(component.volumes).map(({ name, path, type }) => ({
				hostPath: type === '' ? { path } : { path, type },
				name,
			})),
		},
		status: {},
	});
}

function containerOf(component: Component): object {
	const { probes } = component;
	const { readiness } = probes;
	// Etcd's mounts keep the order of its source; the others come out of a sorted map.
	const mounts = component.name === 'etcd' ? component.volumes : sortByName(component.volumes);
	return {
		command: [component.name, ...commandFlags(component.flags)],
		image: component.image,
		imagePullPolicy: 'IfNotPresent',
		livenessProbe: probe(probes, probes.liveness, { failureThreshold: 8, initialDelaySeconds: 10, periodSeconds: 10 }),
		name: component.name,
		ports: [{ containerPort: probes.port, name: PROBE_PORT, protocol: 'TCP' }],
		...(readiness === undefined
			? {}
			: { readinessProbe: probe(probes, readiness, { failureThreshold: 3, periodSeconds: 1 }) }),
		resources: { requests: component.requests },
		startupProbe: probe(probes, probes.startup, { failureThreshold: 24, initialDelaySeconds: 10, periodSeconds: 10 }),
		volumeMounts: mounts.map(({ name, path, mountPath = path, readOnly }) => ({
			mountPath,
			name,
			...(readOnly ? { readOnly } : {}),
		})),
	};
}

function probe(probes: Component['probes'], path: string, timing: object): object {
	const httpGet = { host: probes.host, path, port: PROBE_PORT, scheme: probes.scheme };
	return { ...timing, httpGet, timeoutSeconds: TIMEOUT_SECONDS };
}

function commandFlags(flags: Readonly<Record<string, string>>): string[] {
	return Object.entries(flags)
		.map(([name, value]) => `--${name}=${value}`)
		.sort();
}

function sortByName(volumes: readonly ComponentVolume[]): readonly ComponentVolume[] {
	return [...volumes].sort((a, b) => (a.name < b.name ? -1 : 1));
}
