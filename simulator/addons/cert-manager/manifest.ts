import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import { certManagerKinds } from './kinds.ts';
import { labelsOf, NAMESPACE } from './resources.ts';

const RBAC = 'rbac.authorization.k8s.io';
const ALL = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const READ = ['get', 'list', 'watch'];
const SECURITY = {
	allowPrivilegeEscalation: false,
	capabilities: { drop: ['ALL'] },
	readOnlyRootFilesystem: true,
};

/** The three Deployments: what each is called, and its component. */
const ACCOUNTS = {
	cainjector: 'cert-manager-cainjector',
	controller: 'cert-manager',
	webhook: 'cert-manager-webhook',
} as const;
type Component = keyof typeof ACCOUNTS;

/** How objects of a chart carry other labels than those of the manifest. */
export interface Look {
	readonly version: string;
	readonly namespace: string;
	readonly labels: (component: string) => { readonly [key: string]: string };
}

function rule(apiGroups: readonly string[], resources: readonly string[], verbs: readonly string[]): object {
	return { apiGroups, resources, verbs };
}

function clusterRole(look: Look, component: Component, suffix: string, rules: readonly object[]): object[] {
	const name = `${component === 'controller' ? 'cert-manager-controller' : ACCOUNTS[component]}${suffix}`;
	const labels = look.labels(component);
	return [
		{ apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata: { labels, name }, rules },
		{
			apiVersion: `${RBAC}/v1`,
			kind: 'ClusterRoleBinding',
			metadata: { labels, name },
			roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
			subjects: [{ kind: 'ServiceAccount', name: ACCOUNTS[component], namespace: look.namespace }],
		},
	];
}

function rights(look: Look): object[] {
	const cm = ['cert-manager.io'];
	const certificates = ['certificates', 'certificates/status', 'certificaterequests', 'certificaterequests/status'];
	return [
		...clusterRole(look, 'cainjector', '', [
			rule(cm, ['certificates'], READ),
			rule([''], ['secrets'], READ),
			rule([''], ['events'], ['get', 'create', 'update', 'patch']),
			rule(
				['admissionregistration.k8s.io'],
				['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'],
				['get', 'list', 'watch', 'update', 'patch'],
			),
			rule(['apiregistration.k8s.io'], ['apiservices'], ['get', 'list', 'watch', 'update', 'patch']),
			rule(['apiextensions.k8s.io'], ['customresourcedefinitions'], ['get', 'list', 'watch', 'update', 'patch']),
		]),
		...clusterRole(look, 'controller', '-issuers', [
			rule(cm, ['issuers', 'issuers/status'], ['update', 'patch']),
			rule(cm, ['issuers'], READ),
			rule([''], ['secrets'], [...READ, 'create', 'update', 'delete']),
			rule([''], ['events'], ['create', 'patch']),
		]),
		...clusterRole(look, 'controller', '-clusterissuers', [
			rule(cm, ['clusterissuers', 'clusterissuers/status'], ['update', 'patch']),
			rule(cm, ['clusterissuers'], READ),
			rule([''], ['secrets'], [...READ, 'create', 'update', 'delete']),
			rule([''], ['events'], ['create', 'patch']),
		]),
		...clusterRole(look, 'controller', '-certificates', [
			rule(cm, certificates, ['update', 'patch']),
			rule(cm, ['certificates', 'certificaterequests', 'clusterissuers', 'issuers'], READ),
			rule(cm, ['certificates/finalizers', 'certificaterequests/finalizers'], ['update']),
			rule(cm, ['certificaterequests'], ['create', 'delete']),
			rule([''], ['secrets'], [...READ, 'create', 'update', 'delete', 'patch']),
			rule([''], ['events'], ['create', 'patch']),
		]),
		...clusterRole(look, 'controller', '-ingress-shim', [
			rule(cm, ['certificates', 'certificaterequests'], ['create', 'update', 'delete']),
			rule(cm, ['certificates', 'certificaterequests', 'issuers', 'clusterissuers'], READ),
			rule(['networking.k8s.io'], ['ingresses'], READ),
			rule(['networking.k8s.io'], ['ingresses/finalizers'], ['update']),
			rule([''], ['events'], ['create', 'patch']),
		]),
		...clusterRole(look, 'controller', '-approve:cert-manager-io', [
			{
				...rule(cm, ['signers'], ['approve']),
				resourceNames: ['issuers.cert-manager.io/*', 'clusterissuers.cert-manager.io/*'],
			},
		]),
		...clusterRole(look, 'webhook', ':subjectaccessreviews', [
			rule(['authorization.k8s.io'], ['subjectaccessreviews'], ['create']),
		]),
		...aggregated(look),
		...webhookRole(look),
	];
}

/** What people who may see or edit a namespace may do with certificates. */
function aggregated(look: Look): object[] {
	const kinds = ['certificates', 'certificaterequests', 'issuers'];
	const of = (name: string, roles: readonly string[], verbs: readonly string[]): object => ({
		apiVersion: `${RBAC}/v1`,
		kind: 'ClusterRole',
		metadata: {
			labels: {
				...look.labels('controller'),
				...Object.fromEntries(roles.map((role) => [`${RBAC}/aggregate-to-${role}`, 'true'])),
			},
			name,
		},
		rules: [rule(['cert-manager.io'], kinds, verbs)],
	});
	return [
		of('cert-manager-view', ['view', 'edit', 'admin'], READ),
		of(
			'cert-manager-edit',
			['edit', 'admin'],
			ALL.filter((verb) => !READ.includes(verb)),
		),
	];
}

function webhookRole(look: Look): object[] {
	const { namespace } = look;
	const name = 'cert-manager-webhook:dynamic-serving';
	const labels = look.labels('webhook');
	return [
		{
			apiVersion: `${RBAC}/v1`,
			kind: 'Role',
			metadata: { labels, name, namespace },
			rules: [
				{ ...rule([''], ['secrets'], ['get', 'list', 'watch', 'update']), resourceNames: ['cert-manager-webhook-ca'] },
				rule([''], ['secrets'], ['create']),
			],
		},
		{
			apiVersion: `${RBAC}/v1`,
			kind: 'RoleBinding',
			metadata: { labels, name, namespace },
			roleRef: { apiGroup: RBAC, kind: 'Role', name },
			subjects: [{ kind: 'ServiceAccount', name: ACCOUNTS.webhook, namespace }],
		},
	];
}

function service(look: Look, component: Component, ports: readonly object[]): object {
	const { namespace } = look;
	const labels = look.labels(component);
	const selector = selectorOf(labels);
	return {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: { labels, name: ACCOUNTS[component], namespace },
		spec: { type: 'ClusterIP', ports, selector },
	};
}

function selectorOf(labels: { readonly [key: string]: string }): object {
	const keys = ['name', 'instance', 'component'].map((key) => `app.kubernetes.io/${key}`);
	return Object.fromEntries(keys.map((key) => [key, labels[key]]));
}

function containerOf(component: Component, { version, namespace }: Look): object {
	const image = `quay.io/jetstack/cert-manager-${component}:${version}`;
	const env = [{ name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }];
	const common = { env, image, imagePullPolicy: 'IfNotPresent', securityContext: SECURITY };
	const probe = (path: string, port: string | number, more: object): object => ({
		failureThreshold: 3,
		httpGet: { path, port, scheme: 'HTTP' },
		successThreshold: 1,
		timeoutSeconds: 1,
		...more,
	});
	switch (component) {
		case 'cainjector':
			return {
				...common,
				name: 'cert-manager-cainjector',
				args: ['--v=2', '--leader-election-namespace=kube-system'],
				ports: [{ containerPort: 9402, name: 'http-metrics', protocol: 'TCP' }],
			};
		case 'controller':
			return {
				...common,
				name: 'cert-manager-controller',
				args: [
					'--v=2',
					`--cluster-resource-namespace=$(POD_NAMESPACE)`,
					'--leader-election-namespace=kube-system',
					`--acme-http01-solver-image=quay.io/jetstack/cert-manager-acmesolver:${version}`,
					'--max-concurrent-challenges=60',
				],
				ports: [
					{ containerPort: 9402, name: 'http-metrics', protocol: 'TCP' },
					{ containerPort: 9403, name: 'http-healthz', protocol: 'TCP' },
				],
				livenessProbe: probe('/livez', 'http-healthz', {
					failureThreshold: 8,
					initialDelaySeconds: 10,
					periodSeconds: 10,
					timeoutSeconds: 15,
				}),
			};
		case 'webhook':
			return {
				...common,
				name: 'cert-manager-webhook',
				args: [
					'--v=2',
					'--secure-port=10250',
					'--dynamic-serving-ca-secret-namespace=$(POD_NAMESPACE)',
					'--dynamic-serving-ca-secret-name=cert-manager-webhook-ca',
					`--dynamic-serving-dns-names=cert-manager-webhook,cert-manager-webhook.${namespace},cert-manager-webhook.${namespace}.svc`,
				],
				ports: [
					{ containerPort: 10_250, name: 'https', protocol: 'TCP' },
					{ containerPort: 6080, name: 'healthcheck', protocol: 'TCP' },
				],
				livenessProbe: probe('/livez', 'healthcheck', { initialDelaySeconds: 60, periodSeconds: 10 }),
				readinessProbe: probe('/healthz', 'healthcheck', { initialDelaySeconds: 5, periodSeconds: 5 }),
			};
	}
}

function deployment(look: Look, component: Component): object {
	const labels = look.labels(component);
	const { namespace } = look;
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: { labels, name: ACCOUNTS[component], namespace },
		spec: {
			replicas: 1,
			selector: { matchLabels: selectorOf(labels) },
			template: {
				metadata: { labels },
				spec: {
					serviceAccountName: ACCOUNTS[component],
					enableServiceLinks: false,
					securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
					containers: [containerOf(component, look)],
					nodeSelector: { 'kubernetes.io/os': 'linux' },
				},
			},
		},
	};
}

function webhooks(look: Look, kind: 'Mutating' | 'Validating'): object {
	const { namespace } = look;
	const path = kind === 'Mutating' ? '/mutate' : '/validate';
	const isMutating = kind === 'Mutating';
	const excluded = [
		{ key: 'cert-manager.io/disable-validation', operator: 'NotIn', values: ['true'] },
		{ key: 'name', operator: 'NotIn', values: [namespace] },
	];
	return {
		apiVersion: 'admissionregistration.k8s.io/v1',
		kind: `${kind}WebhookConfiguration`,
		metadata: {
			annotations: { 'cert-manager.io/inject-ca-from-secret': `${namespace}/cert-manager-webhook-ca` },
			labels: look.labels('webhook'),
			name: 'cert-manager-webhook',
		},
		webhooks: [
			{
				admissionReviewVersions: ['v1'],
				clientConfig: { service: { name: ACCOUNTS.webhook, namespace, path } },
				failurePolicy: 'Fail',
				matchPolicy: 'Equivalent',
				name: 'webhook.cert-manager.io',
				...(isMutating ? {} : { namespaceSelector: { matchExpressions: excluded } }),
				rules: [
					{
						apiGroups: isMutating ? ['cert-manager.io'] : ['cert-manager.io', 'acme.cert-manager.io'],
						apiVersions: ['v1'],
						operations: isMutating ? ['CREATE'] : ['CREATE', 'UPDATE'],
						resources: isMutating ? ['certificaterequests'] : ['*/*'],
					},
				],
				sideEffects: 'None',
				timeoutSeconds: 30,
			},
		],
	};
}

/** Everything but the kinds and the namespace. */
export function certManagerObjects(look: Look): readonly object[] {
	const { namespace } = look;
	const components = Object.keys(ACCOUNTS) as Component[];
	return [
		...components.map((component) => ({
			apiVersion: 'v1',
			kind: 'ServiceAccount',
			automountServiceAccountToken: true,
			metadata: { labels: look.labels(component), name: ACCOUNTS[component], namespace },
		})),
		...rights(look),
		service(look, 'controller', [
			{ name: 'tcp-prometheus-servicemonitor', port: 9402, protocol: 'TCP', targetPort: 'http-metrics' },
		]),
		service(look, 'webhook', [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 'https' }]),
		...components.map((component) => deployment(look, component)),
		webhooks(look, 'Mutating'),
		webhooks(look, 'Validating'),
	];
}

function yaml(objects: readonly object[]): string {
	return objects.map((object) => formatYaml(object as never)).join('---\n');
}

export function kindsYaml(version: string): string {
	return yaml(certManagerKinds(version));
}

/** cert-manager.yaml of a release. @param version "v1.16.2". */
export function certManagerYaml(version: string): string {
	const labels = (component: string): { readonly [key: string]: string } => labelsOf(component, version);
	return yaml([
		{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
		...certManagerKinds(version),
		...certManagerObjects({ version, namespace: NAMESPACE, labels }),
	]);
}
