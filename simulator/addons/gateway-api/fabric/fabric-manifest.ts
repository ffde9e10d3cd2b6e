import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';
import { type Definition, definitionObject } from '../definitions.ts';
import { choice, defaulted, integer, limitedText, list, object, type Schema, text } from '../schema.ts';
import { FABRIC_IMAGE } from './releases.ts';

const NAME = 'nginx-gateway';
const RBAC_GROUP = 'rbac.authorization.k8s.io';
const RBAC = `${RBAC_GROUP}/v1`;
const ALL = ['create', 'update', 'delete', 'list', 'get', 'watch'];
const READ = ['get', 'list', 'watch'];
const FOLLOW = ['list', 'watch'];
const GATEWAY = 'gateway.networking.k8s.io';
const NGINX = 'gateway.nginx.org';
const POLICIES = ['nginxproxies', 'clientsettingspolicies', 'observabilitypolicies', 'upstreamsettingspolicies'];
const SECURITY = {
	allowPrivilegeEscalation: false,
	capabilities: { drop: ['ALL'] },
	readOnlyRootFilesystem: true,
	runAsGroup: 1001,
	runAsUser: 101,
	seccompProfile: { type: 'RuntimeDefault' },
};

/** Differs: policies take any fields. */
const OPEN: Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

const PROXY_SPEC: Schema = {
	...object({
		disableHTTP2: { type: 'boolean' },
		ipFamily: defaulted(choice('dual', 'ipv4', 'ipv6'), 'dual'),
		kubernetes: object({
			deployment: object({
				container: OPEN,
				pod: OPEN,
				replicas: integer(),
			}),
			service: object({
				externalTrafficPolicy: defaulted(choice('Cluster', 'Local'), 'Local'),
				loadBalancerClass: text(),
				loadBalancerIP: text(),
				nodePorts: {
					items: object(
						{ listenerPort: integer({ maximum: 65_535, minimum: 1 }), port: integer({ maximum: 65_535, minimum: 1 }) },
						['listenerPort', 'port'],
					),
					type: 'array',
				},
				type: defaulted(choice('ClusterIP', 'LoadBalancer', 'NodePort'), 'LoadBalancer'),
			}),
		}),
		logging: object({
			agentLevel: choice('debug', 'info', 'error', 'panic', 'fatal'),
			errorLevel: choice('debug', 'info', 'notice', 'warn', 'error', 'crit', 'alert', 'emerg'),
		}),
		metrics: OPEN,
		nginxPlus: OPEN,
		rewriteClientIP: OPEN,
		telemetry: OPEN,
	}),
};

/** The custom resources that come with the fabric. */
export function fabricCrdsYaml(): string {
	const AGE = ['Age', '.metadata.creationTimestamp', 'date'] as const;
	const policy = (kind: string, plural: string, shortName: string): Definition => ({
		group: NGINX,
		kind,
		plural,
		shortNames: [shortName],
		categories: ['nginx-gateway-fabric'],
		scope: 'Namespaced',
		versions: ['v1alpha1'],
		columns: [AGE],
		schema: object({ spec: OPEN, status: OPEN }, ['spec']),
		hasStatus: true,
	});
	const definitions: readonly Definition[] = [
		policy('ClientSettingsPolicy', 'clientsettingspolicies', 'cspolicy'),
		{
			...policy('NginxGateway', 'nginxgateways', 'ng'),
			schema: object(
				{
					spec: object({ logging: object({ level: defaulted(choice('info', 'debug', 'error'), 'info') }) }),
					status: OPEN,
				},
				['spec'],
			),
		},
		{
			...policy('NginxProxy', 'nginxproxies', 'np'),
			versions: ['v1alpha2'],
			schema: object({ spec: PROXY_SPEC }, ['spec']),
			hasStatus: false,
		},
		policy('ObservabilityPolicy', 'observabilitypolicies', 'obspolicy'),
		{
			...policy('SnippetsFilter', 'snippetsfilters', 'sf'),
			schema: object(
				{
					spec: object(
						{
							snippets: list(
								object(
									{
										context: choice('main', 'http', 'http.server', 'http.server.location'),
										value: limitedText(65_536, 1),
									},
									['context', 'value'],
								),
								4,
							),
						},
						['snippets'],
					),
					status: OPEN,
				},
				['spec'],
			),
		},
		policy('UpstreamSettingsPolicy', 'upstreamsettingspolicies', 'uspolicy'),
	];
	return definitions.map((each) => formatYaml(definitionObject(each) as never)).join('---\n');
}

/** What the release's deploy.yaml makes of a cluster. @param service of each Gateway's nginx. */
export function fabricDeployYaml(version: string, service: 'LoadBalancer' | 'NodePort'): string {
	const own = { 'app.kubernetes.io/instance': NAME, 'app.kubernetes.io/name': NAME };
	const parts = new FabricParts({ version, service, name: NAME, namespace: NAME, selector: own, labels: {} });
	const space = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAME } };
	return [space, ...parts.all()].map((each) => formatYaml(each as never)).join('---\n');
}

/** How one release of the fabric is called and where it is. */
export interface FabricRelease {
	readonly version: string;
	readonly service: string;
	readonly name: string;
	readonly namespace: string;
	readonly selector: { readonly [label: string]: string };
	/** Beside those of the selector. */
	readonly labels: { readonly [label: string]: string };
}

export class FabricParts {
	readonly #release: FabricRelease;

	constructor(release: FabricRelease) {
		this.#release = release;
	}

	all(): readonly object[] {
		const [generator, role, binding, job] = this.generator();
		const [account, clusterRole, clusterBinding, service, deployment, ...settings] = this.controller();
		const rights = [account, generator, role, clusterRole, binding, clusterBinding];
		return [...rights, service, deployment, job, ...settings] as readonly object[];
	}

	/** What makes the certificates, before anything else needs them. */
	generator(): readonly object[] {
		const generator = `${this.#release.name}-cert-generator`;
		return [
			this.#account(generator),
			{
				apiVersion: RBAC,
				kind: 'Role',
				metadata: this.#meta(generator),
				rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['create', 'update', 'get'] }],
			},
			this.#binding('Role', generator),
			this.#job(generator),
		];
	}

	controller(): readonly object[] {
		const { name, selector } = this.#release;
		return [
			this.#account(name),
			{ apiVersion: RBAC, kind: 'ClusterRole', metadata: this.#meta(name, false), rules: clusterRules() },
			this.#binding('ClusterRole', name),
			{
				apiVersion: 'v1',
				kind: 'Service',
				metadata: this.#meta(name),
				spec: {
					ports: [{ name: 'agent-grpc', port: 443, protocol: 'TCP', targetPort: 8443 }],
					selector,
					type: 'ClusterIP',
				},
			},
			this.#deployment(),
			...this.#settings(),
		];
	}

	#account(name: string): object {
		return {
			apiVersion: 'v1',
			automountServiceAccountToken: false,
			kind: 'ServiceAccount',
			metadata: this.#meta(name),
		};
	}

	#meta(name: string, namespaced = true): object {
		const { selector, version, labels: further, namespace } = this.#release;
		const labels = { ...selector, 'app.kubernetes.io/version': version, ...further };
		return { labels, name, ...(namespaced && { namespace }) };
	}

	#binding(kind: 'Role' | 'ClusterRole', name: string): object {
		return {
			apiVersion: RBAC,
			kind: `${kind}Binding`,
			metadata: this.#meta(name, kind === 'Role'),
			roleRef: { apiGroup: RBAC_GROUP, kind, name },
			subjects: [{ kind: 'ServiceAccount', name, namespace: this.#release.namespace }],
		};
	}

	#deployment(): object {
		const { name, selector, version } = this.#release;
		const field = (name: string, fieldPath: string): object => ({ name, valueFrom: { fieldRef: { fieldPath } } });
		const container = {
			args: [
				'controller',
				'--gateway-ctlr-name=gateway.nginx.org/nginx-gateway-controller',
				'--gatewayclass=nginx',
				`--config=${name}-config`,
				`--service=${name}`,
				'--agent-tls-secret=agent-tls',
				'--metrics-port=9113',
				'--health-port=8081',
				`--leader-election-lock-name=${name}-leader-election`,
			],
			env: [
				field('POD_NAMESPACE', 'metadata.namespace'),
				field('POD_NAME', 'metadata.name'),
				field('POD_UID', 'metadata.uid'),
				field('INSTANCE_NAME', "metadata.labels['app.kubernetes.io/instance']"),
				{ name: 'IMAGE_NAME', value: `${FABRIC_IMAGE}:${version}` },
			],
			image: `${FABRIC_IMAGE}:${version}`,
			imagePullPolicy: 'IfNotPresent',
			name: NAME,
			ports: [
				{ containerPort: 8443, name: 'agent-grpc' },
				{ containerPort: 9113, name: 'metrics' },
				{ containerPort: 8081, name: 'health' },
			],
			readinessProbe: { httpGet: { path: '/readyz', port: 'health' }, initialDelaySeconds: 3, periodSeconds: 1 },
			securityContext: SECURITY,
			volumeMounts: [{ mountPath: '/var/run/secrets/ngf', name: 'nginx-agent-tls' }],
		};
		return {
			apiVersion: 'apps/v1',
			kind: 'Deployment',
			metadata: this.#meta(name),
			spec: {
				replicas: 1,
				selector: { matchLabels: selector },
				template: {
					metadata: {
						annotations: { 'prometheus.io/port': '9113', 'prometheus.io/scrape': 'true' },
						labels: selector,
					},
					spec: {
						automountServiceAccountToken: true,
						containers: [container],
						securityContext: { fsGroup: 1001, runAsNonRoot: true },
						serviceAccountName: name,
						terminationGracePeriodSeconds: 30,
						volumes: [{ name: 'nginx-agent-tls', secret: { secretName: 'server-tls' } }],
					},
				},
			},
		};
	}

	#job(name: string): object {
		const { version } = this.#release;
		const container = {
			args: [
				'generate-certs',
				`--service=${this.#release.name}`,
				'--cluster-domain=cluster.local',
				'--server-tls-secret=server-tls',
				'--agent-tls-secret=agent-tls',
			],
			env: [{ name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }],
			image: `${FABRIC_IMAGE}:${version}`,
			imagePullPolicy: 'IfNotPresent',
			name: 'cert-generator',
			securityContext: SECURITY,
		};
		return {
			apiVersion: 'batch/v1',
			kind: 'Job',
			metadata: this.#meta(name),
			spec: {
				template: {
					metadata: { annotations: null },
					spec: {
						automountServiceAccountToken: true,
						containers: [container],
						restartPolicy: 'Never',
						securityContext: { fsGroup: 1001, runAsNonRoot: true },
						serviceAccountName: name,
					},
				},
				ttlSecondsAfterFinished: 30,
			},
		};
	}

	#settings(): readonly object[] {
		const { name, namespace, service, version } = this.#release;
		const proxy = { group: NGINX, kind: 'NginxProxy', name: `${name}-proxy-config`, namespace };
		return [
			{
				apiVersion: `${GATEWAY}/v1`,
				kind: 'GatewayClass',
				metadata: this.#meta('nginx', false),
				spec: { controllerName: 'gateway.nginx.org/nginx-gateway-controller', parametersRef: proxy },
			},
			{
				apiVersion: `${NGINX}/v1alpha1`,
				kind: 'NginxGateway',
				metadata: this.#meta(`${name}-config`),
				spec: { logging: { level: 'info' } },
			},
			{
				apiVersion: `${NGINX}/v1alpha2`,
				kind: 'NginxProxy',
				metadata: this.#meta(`${name}-proxy-config`),
				spec: {
					kubernetes: {
						deployment: {
							container: {
								image: { pullPolicy: 'IfNotPresent', repository: `${FABRIC_IMAGE}/nginx`, tag: version },
							},
							replicas: 1,
						},
						service: { externalTrafficPolicy: 'Local', type: service },
					},
				},
			},
		];
	}
}

function clusterRules(): readonly object[] {
	const routes = ['httproutes', 'gateways', 'gatewayclasses', 'grpcroutes', 'backendtlspolicies'];
	const table: readonly (readonly [string, readonly string[], readonly string[]])[] = [
		['', ['namespaces', 'pods'], READ],
		['', ['nodes'], ['list']],
		['authentication.k8s.io', ['tokenreviews'], ['create']],
		['apiextensions.k8s.io', ['customresourcedefinitions'], FOLLOW],
		[
			GATEWAY,
			['gatewayclasses', 'gateways', 'httproutes', 'referencegrants', 'grpcroutes', 'backendtlspolicies'],
			FOLLOW,
		],
		[GATEWAY, routes.map((each) => `${each}/status`), ['update']],
		['', ['secrets', 'configmaps', 'serviceaccounts', 'services'], ALL],
		['', ['events'], ['create', 'patch']],
		['apps', ['deployments', 'daemonsets'], ALL],
		['apps', ['replicasets'], ['get', 'list']],
		['autoscaling', ['horizontalpodautoscalers'], ALL],
		['discovery.k8s.io', ['endpointslices'], FOLLOW],
		[NGINX, ['nginxgateways'], READ],
		[NGINX, POLICIES, FOLLOW],
		[NGINX, ['nginxgateways', ...POLICIES.slice(1)].map((each) => `${each}/status`), ['update']],
		['coordination.k8s.io', ['leases'], ['create', 'get', 'update']],
	];
	return table.map(([group, resources, verbs]) => ({ apiGroups: [group], resources, verbs }));
}
