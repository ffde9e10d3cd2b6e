import { DEFAULT_FLOW_SCHEMAS, DEFAULT_PRIORITY_LEVELS } from '../../api/flowcontrol/default-configuration.ts';
import type { KindRegistry } from '../../api/kind-registry.ts';
import { controllerAccounts } from '../../apiserver/authorization/default-policy/controller-roles.ts';
import { defaultPolicy } from '../../apiserver/authorization/default-policy/default-policy.ts';
import { localApiServices } from '../../apiserver/discovery/api-services.ts';
import { ApiClient } from '../../client/api-client.ts';
import type { Resource } from '../../client/resource.ts';
import type { Transport } from '../../client/transport.ts';
import type { ManifestObject } from '../../hosts/kubeadm/manifest-object.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';

/** What of an API server's command line is in what it puts there. */
interface ServerFacts {
	readonly serviceCidr: string;
	/** Where it is reached. */
	readonly address: string;
	readonly port: number;
}

/** What the API server itself puts into an empty cluster. Models pkg/controlplane/controller/{systemnamespaces,kubernetesservice}. */
export function* bootstrapCluster(
	transport: Transport,
	kinds: KindRegistry,
	facts: ServerFacts,
	timestamp: string,
	between: () => Task<void>,
): Task<void> {
	const client = new ApiClient(transport, 'kube-apiserver');
	for (const object of [
		...localApiServices(kinds.all()),
		...systemNamespaces(),
		...priorityClasses(),
		...flowControl(),
		serviceCidr(facts, timestamp),
		...defaultPolicy(),
		...controllerServiceAccounts(),
		...kubernetesService(facts),
	]) {
		yield* createOnce(client, kinds, object);
		yield* between();
	}
}

/** What kubeadm and the administrator put into it. */
export function* installAddons(
	transport: Transport,
	kinds: KindRegistry,
	objects: readonly ManifestObject[],
): Task<void> {
	const client = new ApiClient(transport, 'kubeadm');
	for (const object of objects) yield* createOnce(client, kinds, object);
}

function* createOnce(client: ApiClient, kinds: KindRegistry, object: ManifestObject): Task<void> {
	const [group, version] = splitApiVersion(object.apiVersion);
	const kind = kinds.byKind(group, version, object.kind);
	if (kind === undefined) throw new Error(`assertion failed: no kind ${object.apiVersion} ${object.kind}`);
	const resource: Resource<KubeObject> = {
		group,
		version,
		resource: kind.plural,
		kind: kind.kind,
		namespaced: kind.namespaced,
	};
	try {
		yield* client.create(resource, object as never);
	} catch (error) {
		if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
	}
}

function splitApiVersion(apiVersion: string): [string, string] {
	const slash = apiVersion.indexOf('/');
	return slash < 0 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}

function systemNamespaces(): ManifestObject[] {
	return ['kube-system', 'kube-public', 'kube-node-lease', 'default'].map((name) => ({
		apiVersion: 'v1',
		kind: 'Namespace',
		metadata: { name },
	}));
}

/** Each controller has its own. Models controller-manager/pkg/clientbuilder SAControllerClientBuilder, which makes them when it needs them. */
function controllerServiceAccounts(): ManifestObject[] {
	return controllerAccounts().map((name) => ({
		apiVersion: 'v1',
		kind: 'ServiceAccount',
		metadata: { name, namespace: 'kube-system' },
	}));
}

function priorityClasses(): ManifestObject[] {
	return [
		{
			apiVersion: 'scheduling.k8s.io/v1',
			kind: 'PriorityClass',
			metadata: { name: 'system-node-critical' },
			value: 2_000_001_000,
			description: 'Used for system critical pods that must not be moved from their current node.',
		},
		{
			apiVersion: 'scheduling.k8s.io/v1',
			kind: 'PriorityClass',
			metadata: { name: 'system-cluster-critical' },
			value: 2_000_000_000,
			description:
				'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
		},
	];
}

/** Models pkg/registry/flowcontrol/rest bootstrapping. */
function flowControl(): ManifestObject[] {
	const apiVersion = 'flowcontrol.apiserver.k8s.io/v1';
	const annotations = { 'apf.kubernetes.io/autoupdate-spec': 'true' };
	return [
		...[...DEFAULT_PRIORITY_LEVELS].map(([name, spec]) => ({
			apiVersion,
			kind: 'PriorityLevelConfiguration',
			metadata: { name, annotations },
			spec,
		})),
		...[...DEFAULT_FLOW_SCHEMAS].map(([name, spec]) => ({
			apiVersion,
			kind: 'FlowSchema',
			metadata: { name, annotations },
			spec,
		})),
	];
}

/** The range that Services get their addresses from. Models pkg/controlplane/controller/defaultservicecidr. */
function serviceCidr(facts: ServerFacts, timestamp: string): ManifestObject {
	const ready = {
		type: 'Ready',
		status: 'True',
		lastTransitionTime: timestamp,
		reason: '',
		message: 'Kubernetes default Service CIDR is ready',
	};
	return {
		apiVersion: 'networking.k8s.io/v1',
		kind: 'ServiceCIDR',
		metadata: { name: 'kubernetes', finalizers: ['networking.k8s.io/service-cidr-finalizer'] },
		spec: { cidrs: [facts.serviceCidr] },
		status: { conditions: [ready] },
	};
}

function kubernetesService({ serviceCidr: range, address, port }: ServerFacts): ManifestObject[] {
	const metadata = { name: 'kubernetes', namespace: 'default' };
	const addresses = [address];
	return [
		{
			apiVersion: 'v1',
			kind: 'Service',
			metadata: { ...metadata, labels: { component: 'apiserver', provider: 'kubernetes' } },
			spec: {
				clusterIP: firstAddress(range),
				ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: port }],
				type: 'ClusterIP',
			},
		},
		{
			apiVersion: 'v1',
			kind: 'Endpoints',
			metadata: { ...metadata, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
			subsets: [{ addresses: addresses.map((ip) => ({ ip })), ports: [{ name: 'https', port, protocol: 'TCP' }] }],
		},
		{
			apiVersion: 'discovery.k8s.io/v1',
			kind: 'EndpointSlice',
			metadata: { ...metadata, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
			addressType: 'IPv4',
			endpoints: [{ addresses, conditions: { ready: true } }],
			ports: [{ name: 'https', port, protocol: 'TCP' }],
		},
	];
}

/** The first usable address of a range. */
export function firstAddress(cidr: string): string {
	const [a = 0, b = 0, c = 0, d = 0] = (cidr.split('/')[0] as string).split('.').map(Number);
	return `${a}.${b}.${c}.${d + 1}`;
}
