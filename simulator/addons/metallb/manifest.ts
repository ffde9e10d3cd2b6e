import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import { NAMESPACE } from './resources.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';
const RBAC_GROUP = 'rbac.authorization.k8s.io';
const LABELS = { app: 'metallb' };
const READ = ['get', 'list', 'watch'];

interface Schema {
	readonly [key: string]: unknown;
}

const TEXT: Schema = { type: 'string' };
const TEXTS: Schema = { type: 'array', items: TEXT };
const INTEGER: Schema = { type: 'integer' };
const FREE: Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const SELECTOR: Schema = {
	type: 'object',
	'x-kubernetes-map-type': 'atomic',
	properties: {
		matchExpressions: {
			type: 'array',
			items: {
				type: 'object',
				required: ['key', 'operator'],
				properties: { key: TEXT, operator: TEXT, values: TEXTS },
			},
		},
		matchLabels: { type: 'object', additionalProperties: TEXT },
	},
};
const SELECTORS: Schema = { type: 'array', items: SELECTOR };

interface Kind {
	readonly kind: string;
	readonly plural: string;
	readonly version?: string;
	readonly spec: Schema;
	readonly required?: readonly string[];
	readonly columns?: readonly (readonly [name: string, path: string, type?: string])[];
	readonly status?: boolean;
}

const KINDS: readonly Kind[] = [
	{ kind: 'BFDProfile', plural: 'bfdprofiles', spec: FREE },
	{ kind: 'BGPAdvertisement', plural: 'bgpadvertisements', spec: FREE },
	{ kind: 'BGPPeer', plural: 'bgppeers', version: 'v1beta2', spec: FREE },
	{ kind: 'Community', plural: 'communities', spec: FREE },
	{
		kind: 'IPAddressPool',
		plural: 'ipaddresspools',
		required: ['spec'],
		status: true,
		spec: {
			type: 'object',
			required: ['addresses'],
			properties: {
				addresses: TEXTS,
				autoAssign: { type: 'boolean', default: true },
				avoidBuggyIPs: { type: 'boolean', default: false },
				serviceAllocation: {
					type: 'object',
					properties: {
						namespaceSelectors: SELECTORS,
						namespaces: TEXTS,
						priority: INTEGER,
						serviceSelectors: SELECTORS,
					},
				},
			},
		},
		columns: [
			['Auto Assign', '.spec.autoAssign', 'boolean'],
			['Avoid Buggy IPs', '.spec.avoidBuggyIPs', 'boolean'],
			['Addresses', '.spec.addresses'],
		],
	},
	{
		kind: 'L2Advertisement',
		plural: 'l2advertisements',
		status: true,
		spec: {
			type: 'object',
			properties: {
				interfaces: TEXTS,
				ipAddressPoolSelectors: SELECTORS,
				ipAddressPools: TEXTS,
				nodeSelectors: SELECTORS,
			},
		},
		columns: [
			['IPAddressPools', '.spec.ipAddressPools'],
			['IPAddressPool Selectors', '.spec.ipAddressPoolSelectors'],
			['Interfaces', '.spec.interfaces'],
		],
	},
	{ kind: 'ServiceL2Status', plural: 'servicel2statuses', spec: FREE, status: true },
];

function definition({ kind, plural, version = 'v1beta1', spec, required, columns = [], status }: Kind): object {
	return {
		apiVersion: 'apiextensions.k8s.io/v1',
		kind: 'CustomResourceDefinition',
		metadata: {
			annotations: { 'controller-gen.kubebuilder.io/version': 'v0.16.3' },
			name: `${plural}.metallb.io`,
		},
		spec: {
			group: 'metallb.io',
			names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
			scope: 'Namespaced',
			versions: [
				{
					name: version,
					served: true,
					storage: true,
					...(columns.length > 0 && {
						additionalPrinterColumns: columns.map(([name, jsonPath, type = 'string']) => ({ jsonPath, name, type })),
					}),
					schema: {
						openAPIV3Schema: {
							type: 'object',
							...(required !== undefined && { required }),
							properties: {
								apiVersion: TEXT,
								kind: TEXT,
								metadata: { type: 'object' },
								spec,
								...(status === true && { status: FREE }),
							},
						},
					},
					...(status === true && { subresources: { status: {} } }),
				},
			],
		},
	};
}

function account(name: string): object {
	return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { labels: LABELS, name, namespace: NAMESPACE } };
}

function rule(apiGroups: readonly string[], resources: readonly string[], verbs: readonly string[]): object {
	return { apiGroups, resources, verbs };
}

function role(
	kind: 'Role' | 'ClusterRole',
	name: string,
	accounts: readonly string[],
	rules: readonly object[],
): object[] {
	const place = kind === 'Role' ? { namespace: NAMESPACE } : {};
	return [
		{ apiVersion: RBAC, kind, metadata: { labels: LABELS, name, ...place }, rules },
		{
			apiVersion: RBAC,
			kind: `${kind}Binding`,
			metadata: { labels: LABELS, name, ...place },
			roleRef: { apiGroup: RBAC_GROUP, kind, name },
			subjects: accounts.map((each) => ({ kind: 'ServiceAccount', name: each, namespace: NAMESPACE })),
		},
	];
}

function rights(): object[] {
	const configured = [
		'ipaddresspools',
		'bgppeers',
		'bgpadvertisements',
		'l2advertisements',
		'communities',
		'bfdprofiles',
	];
	return [
		...role(
			'Role',
			'controller',
			['controller'],
			[
				rule([''], ['secrets'], ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch']),
				rule(['apps'], ['deployments'], ['get']),
				rule(['metallb.io'], configured, READ),
				rule(['metallb.io'], ['ipaddresspools/status'], ['update']),
			],
		),
		...role(
			'Role',
			'pod-lister',
			['speaker'],
			[
				rule([''], ['pods'], ['list', 'get']),
				rule([''], ['secrets'], READ),
				rule([''], ['configmaps'], READ),
				rule(['metallb.io'], configured, READ),
			],
		),
		...role(
			'ClusterRole',
			'metallb-system:controller',
			['controller'],
			[
				rule([''], ['services', 'namespaces'], READ),
				rule([''], ['nodes'], ['list']),
				rule([''], ['services', 'services/status'], ['update', 'patch']),
				rule([''], ['events'], ['create', 'patch']),
				rule(
					['admissionregistration.k8s.io'],
					['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'],
					['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
				),
				rule(['apiextensions.k8s.io'], ['customresourcedefinitions'], READ),
			],
		),
		...role(
			'ClusterRole',
			'metallb-system:speaker',
			['speaker'],
			[
				rule(['metallb.io'], ['servicel2statuses', 'servicel2statuses/status'], ['*']),
				rule([''], ['services', 'endpoints', 'nodes', 'namespaces'], READ),
				rule(['discovery.k8s.io'], ['endpointslices'], READ),
				rule([''], ['events'], ['create', 'patch']),
			],
		),
	];
}

function webhooks(): object {
	const of = (name: string, path: string, version: string, resource: string): object => ({
		admissionReviewVersions: ['v1'],
		clientConfig: {
			service: { name: 'metallb-webhook-service', namespace: NAMESPACE, path: `/validate-metallb-io-${path}` },
		},
		failurePolicy: 'Fail',
		name: `${name}validationwebhook.metallb.io`,
		rules: [
			{ apiGroups: ['metallb.io'], apiVersions: [version], operations: ['CREATE', 'UPDATE'], resources: [resource] },
		],
		sideEffects: 'None',
	});
	return {
		apiVersion: 'admissionregistration.k8s.io/v1',
		kind: 'ValidatingWebhookConfiguration',
		metadata: { name: 'metallb-webhook-configuration' },
		webhooks: [
			of('bgppeers', 'v1beta2-bgppeer', 'v1beta2', 'bgppeers'),
			of('bfdprofile', 'v1beta1-bfdprofile', 'v1beta1', 'bfdprofiles'),
			of('bgpadvertisement', 'v1beta1-bgpadvertisement', 'v1beta1', 'bgpadvertisements'),
			of('community', 'v1beta1-community', 'v1beta1', 'communities'),
			of('ipaddresspool', 'v1beta1-ipaddresspool', 'v1beta1', 'ipaddresspools'),
			of('l2advertisement', 'v1beta1-l2advertisement', 'v1beta1', 'l2advertisements'),
		],
	};
}

const probe = (initialDelaySeconds: number): object => ({
	failureThreshold: 3,
	httpGet: { path: '/metrics', port: 'monitoring' },
	initialDelaySeconds,
	periodSeconds: 10,
	successThreshold: 1,
	timeoutSeconds: 1,
});

function controller(version: string): object {
	const labels = { ...LABELS, component: 'controller' };
	const container = {
		name: 'controller',
		image: `quay.io/metallb/controller:${version}`,
		args: ['--port=7472', '--log-level=info', '--tls-min-version=VersionTLS12'],
		env: [
			{ name: 'METALLB_ML_SECRET_NAME', value: 'memberlist' },
			{ name: 'METALLB_DEPLOYMENT', value: 'controller' },
		],
		livenessProbe: probe(10),
		ports: [
			{ containerPort: 7472, name: 'monitoring' },
			{ containerPort: 9443, name: 'webhook-server', protocol: 'TCP' },
		],
		readinessProbe: probe(10),
		securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['all'] }, readOnlyRootFilesystem: true },
		volumeMounts: [{ mountPath: '/tmp/k8s-webhook-server/serving-certs', name: 'cert', readOnly: true }],
	};
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: { labels, name: 'controller', namespace: NAMESPACE },
		spec: {
			revisionHistoryLimit: 3,
			selector: { matchLabels: labels },
			template: {
				metadata: { annotations: { 'prometheus.io/port': '7472', 'prometheus.io/scrape': 'true' }, labels },
				spec: {
					containers: [container],
					nodeSelector: { 'kubernetes.io/os': 'linux' },
					securityContext: { fsGroup: 65_534, runAsNonRoot: true, runAsUser: 65_534 },
					serviceAccountName: 'controller',
					terminationGracePeriodSeconds: 0,
					volumes: [{ name: 'cert', secret: { defaultMode: 420, secretName: 'metallb-webhook-cert' } }],
				},
			},
		},
	};
}

function speaker(version: string): object {
	const labels = { ...LABELS, component: 'speaker' };
	const field = (name: string, fieldPath: string): object => ({ name, valueFrom: { fieldRef: { fieldPath } } });
	const container = {
		name: 'speaker',
		image: `quay.io/metallb/speaker:${version}`,
		args: ['--port=7472', '--log-level=info'],
		env: [
			field('METALLB_NODE_NAME', 'spec.nodeName'),
			field('METALLB_POD_NAME', 'metadata.name'),
			field('METALLB_HOST', 'status.hostIP'),
			{ name: 'METALLB_ML_BIND_ADDR', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
			{ name: 'METALLB_ML_LABELS', value: 'app=metallb,component=speaker' },
			{ name: 'METALLB_ML_SECRET_KEY_PATH', value: '/etc/ml_secret_key' },
		],
		livenessProbe: probe(10),
		ports: [
			{ containerPort: 7472, name: 'monitoring' },
			{ containerPort: 7946, name: 'memberlist-tcp' },
			{ containerPort: 7946, name: 'memberlist-udp', protocol: 'UDP' },
		],
		readinessProbe: probe(10),
		securityContext: {
			allowPrivilegeEscalation: false,
			capabilities: { add: ['NET_RAW'], drop: ['ALL'] },
			readOnlyRootFilesystem: true,
		},
		volumeMounts: [{ mountPath: '/etc/metallb', name: 'metallb-excludel2', readOnly: true }],
	};
	return {
		apiVersion: 'apps/v1',
		kind: 'DaemonSet',
		metadata: { labels, name: 'speaker', namespace: NAMESPACE },
		spec: {
			selector: { matchLabels: labels },
			template: {
				metadata: { annotations: { 'prometheus.io/port': '7472', 'prometheus.io/scrape': 'true' }, labels },
				spec: {
					containers: [container],
					hostNetwork: true,
					nodeSelector: { 'kubernetes.io/os': 'linux' },
					serviceAccountName: 'speaker',
					terminationGracePeriodSeconds: 2,
					tolerations: ['node-role.kubernetes.io/master', 'node-role.kubernetes.io/control-plane'].map((key) => ({
						effect: 'NoSchedule',
						key,
						operator: 'Exists',
					})),
					volumes: [{ configMap: { defaultMode: 256, name: 'metallb-excludel2' }, name: 'metallb-excludel2' }],
				},
			},
		},
	};
}

/** What config/manifests/metallb-native.yaml of the repository makes of a cluster. @param version "v0.15.2". */
export function metallbYaml(version: string): string {
	const levels = ['enforce', 'audit', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'privileged']);
	const excluded = `announcedInterfacesToExclude: ["^docker.*", "^cbr.*", "^dummy.*", "^virbr.*", "^lxcbr.*", "^veth.*", "^lo$", "^cali.*", "^tunl.*", "^flannel.*", "^kube-ipvs.*", "^cni.*", "^nodelocaldns.*", "^lxc.*"]\n`;
	const objects: readonly object[] = [
		{ apiVersion: 'v1', kind: 'Namespace', metadata: { labels: Object.fromEntries(levels), name: NAMESPACE } },
		...KINDS.map(definition),
		account('controller'),
		account('speaker'),
		...rights(),
		{
			apiVersion: 'v1',
			kind: 'ConfigMap',
			metadata: { name: 'metallb-excludel2', namespace: NAMESPACE },
			data: { 'excludel2.yaml': excluded },
		},
		{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'metallb-webhook-cert', namespace: NAMESPACE } },
		{
			apiVersion: 'v1',
			kind: 'Service',
			metadata: { name: 'metallb-webhook-service', namespace: NAMESPACE },
			spec: { ports: [{ port: 443, targetPort: 9443 }], selector: { component: 'controller' } },
		},
		controller(version),
		speaker(version),
		webhooks(),
	];
	return objects.map((object) => formatYaml(object as never)).join('---\n');
}
