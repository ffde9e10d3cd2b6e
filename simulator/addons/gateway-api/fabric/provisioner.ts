import type { Secret } from '../../../api/core/types/object.ts';
import type { Service } from '../../../api/core/types/service.ts';
import type { ApiClient, Draft } from '../../../client/api-client.ts';
import type { Resource } from '../../../client/resource.ts';
import type { Process } from '../../../kernel/process-api.ts';
import { goFlag } from '../../../kubelet/images/programs/simple-http.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { CONFIG_MAPS, type FabricView, SECRETS, SERVICES } from './fabric-view.ts';
import { FABRIC_IMAGE } from './releases.ts';
import type { Gateway, NginxProxy } from './types.ts';

interface Deployment extends KubeObject {
	readonly spec: { readonly replicas?: number };
}

const ACCOUNTS: Resource = {
	group: '',
	version: 'v1',
	resource: 'serviceaccounts',
	kind: 'ServiceAccount',
	namespaced: true,
};
const DEPLOYMENTS: Resource<Deployment> = {
	group: 'apps',
	version: 'v1',
	resource: 'deployments',
	kind: 'Deployment',
	namespaced: true,
};

/** What a Gateway's nginx is in the cluster. Models nginx-gateway-fabric internal/controller/provisioner. */
export class Provisioner {
	readonly #process: Process;
	readonly #client: ApiClient;
	readonly #view: FabricView;
	readonly #version: string;
	/** By Gateway: the ports for which everything is there. */
	readonly #done = new Map<string, string>();

	constructor(process: Process, client: ApiClient, view: FabricView, version: string) {
		this.#process = process;
		this.#client = client;
		this.#view = view;
		this.#version = version;
	}

	nameOf(gateway: Gateway, className: string): string {
		return `${gateway.metadata.name}-${className}`;
	}

	*provision(gateway: Gateway, className: string): Task<void> {
		const { namespace = '' } = gateway.metadata;
		const ports = [...new Set(gateway.spec.listeners.map(({ port }) => port))].sort((a, b) => a - b);
		const name = this.nameOf(gateway, className);
		const known = this.#view.services.get(namespace, name);
		const wanted = `${gateway.metadata.uid}/${ports.join()}`;
		if (this.#done.get(`${namespace}/${name}`) === wanted && known !== undefined) return;
		this.#done.set(`${namespace}/${name}`, wanted);
		const meta = (suffix = ''): Draft<KubeObject>['metadata'] => ({
			name: `${name}${suffix}`,
			namespace,
			labels: this.#labels(gateway, name),
			ownerReferences: [
				{
					apiVersion: gateway.apiVersion,
					kind: 'Gateway',
					name: gateway.metadata.name,
					uid: gateway.metadata.uid,
					controller: true,
					blockOwnerDeletion: true,
				},
			],
		});
		const { env } = this.#process;
		const agent = this.#view.secrets.get(env.get('POD_NAMESPACE') ?? '', 'agent-tls');
		yield* this.#ensure(SECRETS, {
			metadata: meta('-agent-tls'),
			data: agent?.data ?? {},
			type: 'kubernetes.io/tls',
		} as Draft<Secret>);
		yield* this.#ensure(CONFIG_MAPS, {
			metadata: meta('-includes-bootstrap'),
			data: { 'main.conf': 'error_log stderr info;' },
		});
		yield* this.#ensure(ACCOUNTS, { metadata: meta(), automountServiceAccountToken: false } as never);
		yield* this.#ensureService(meta(), ports, known);
		yield* this.#ensure(DEPLOYMENTS, { metadata: meta(), spec: this.#deploymentSpec(gateway, name, ports) } as never);
	}

	/** What the class says of its nginx. */
	#ownProxy(): NginxProxy | undefined {
		const className = goFlag(this.#process.argv, 'gatewayclass') ?? 'nginx';
		const ref = this.#view.classes.get('', className)?.spec.parametersRef;
		return ref === undefined ? undefined : this.#view.proxies.get(ref.namespace ?? '', ref.name);
	}

	#labels(gateway: Gateway, name: string): { [key: string]: string } {
		return {
			'app.kubernetes.io/instance': this.#process.env.get('INSTANCE_NAME') ?? 'nginx-gateway',
			'app.kubernetes.io/managed-by': 'nginx-gateway-nginx',
			'app.kubernetes.io/name': name,
			'gateway.networking.k8s.io/gateway-name': gateway.metadata.name,
		};
	}

	*#ensureService(
		metadata: Draft<Service>['metadata'],
		ports: readonly number[],
		known: Service | undefined,
	): Task<void> {
		const own = this.#ownProxy();
		const {
			type = 'LoadBalancer',
			externalTrafficPolicy = 'Local',
			nodePorts = [],
		} = own?.spec?.kubernetes?.service ?? {};
		const spec = {
			type,
			...(type !== 'ClusterIP' && { externalTrafficPolicy }),
			ipFamilyPolicy: 'PreferDualStack',
			selector: metadata.labels ?? {},
			ports: ports.map((port) => {
				const nodePort =
					known?.spec.ports?.find((each) => each.port === port)?.nodePort ??
					nodePorts.find(({ listenerPort }) => listenerPort === port)?.port;
				return { name: `port-${port}`, port, targetPort: port, ...(nodePort !== undefined && { nodePort }) };
			}),
		};
		if (known === undefined) yield* this.#ensure(SERVICES, { metadata, spec } as Draft<Service>);
		else yield* this.#client.update(SERVICES, { ...known, spec: { ...known.spec, ports: spec.ports } });
	}

	#deploymentSpec(gateway: Gateway, name: string, ports: readonly number[]): object {
		const { env } = this.#process;
		const labels = this.#labels(gateway, name);
		const own = this.#ownProxy();
		const { namespace = '' } = gateway.metadata;
		return {
			replicas: own?.spec?.kubernetes?.deployment?.replicas ?? 1,
			selector: { matchLabels: labels },
			template: {
				metadata: { labels },
				spec: {
					automountServiceAccountToken: false,
					serviceAccountName: name,
					securityContext: { fsGroup: 1001, runAsNonRoot: true },
					containers: [
						{
							name: 'nginx',
							image: `${FABRIC_IMAGE}/nginx:${this.#version}`,
							imagePullPolicy: 'IfNotPresent',
							env: [
								{
									name: 'CONTROL_PLANE',
									value: `${goFlag(this.#process.argv, 'service') ?? 'nginx-gateway'}.${env.get('POD_NAMESPACE') ?? ''}.svc:443`,
								},
								{ name: 'GATEWAY', value: `${namespace}/${gateway.metadata.name}` },
							],
							ports: [
								...ports.map((port) => ({ name: `port-${port}`, containerPort: port })),
								{ name: 'readyz', containerPort: 8081 },
							],
							readinessProbe: { httpGet: { path: '/readyz', port: 8081 }, initialDelaySeconds: 3, periodSeconds: 10 },
							securityContext: {
								allowPrivilegeEscalation: false,
								capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
								runAsGroup: 1001,
								runAsUser: 101,
								seccompProfile: { type: 'RuntimeDefault' },
							},
							volumeMounts: [{ mountPath: '/var/run/secrets/ngf', name: 'nginx-agent-tls' }],
						},
					],
					volumes: [{ name: 'nginx-agent-tls', secret: { secretName: `${name}-agent-tls` } }],
				},
			},
		};
	}

	*#ensure<T extends KubeObject>(resource: Resource<T>, draft: Draft<T>): Task<void> {
		try {
			yield* this.#client.create(resource, draft);
		} catch (error) {
			if (!(error instanceof ApiError) || error.code !== 409) throw error;
		}
	}
}
