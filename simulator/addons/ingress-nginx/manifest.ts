import { sha256Hex } from '../../machinery/sha256.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import { CERTGEN_IMAGE, CONTROLLER_IMAGE, type Release } from './releases.ts';

export const PROVIDERS = ['cloud', 'baremetal', 'kind'] as const;
export type Provider = (typeof PROVIDERS)[number];

const NAMESPACE = 'ingress-nginx';
const NAME = 'ingress-nginx';
const RBAC_GROUP = 'rbac.authorization.k8s.io';
const RBAC = `${RBAC_GROUP}/v1`;
const READ = ['get', 'list', 'watch'];
const INSTANCE = { 'app.kubernetes.io/instance': NAME, 'app.kubernetes.io/name': NAME };
const SELECTOR = { 'app.kubernetes.io/component': 'controller', ...INSTANCE };
const LINUX = { 'kubernetes.io/os': 'linux' };

type Rule = readonly [group: string, resources: readonly string[], verbs: readonly string[], names?: readonly string[]];

function rules(table: readonly Rule[]): readonly object[] {
	return table.map(([group, resources, verbs, names]) => ({
		apiGroups: [group],
		...(names && { resourceNames: names }),
		resources,
		verbs,
	}));
}

const NETWORKING = 'networking.k8s.io';
const COORDINATION = 'coordination.k8s.io';
const INGRESSES: readonly Rule[] = [
	['', ['services'], READ],
	[NETWORKING, ['ingresses'], READ],
];
const CLASSES_AND_SLICES: readonly Rule[] = [
	[NETWORKING, ['ingresses/status'], ['update']],
	[NETWORKING, ['ingressclasses'], READ],
	['discovery.k8s.io', ['endpointslices'], ['list', 'watch', 'get']],
];
const EVENTS: Rule = ['', ['events'], ['create', 'patch']];

/** The manifest of one release for one kind of cluster. */
export function deployYaml(release: Release, provider: Provider): string {
	const parts = new Parts(release, provider);
	return parts
		.all()
		.map((object) => formatYaml(object as never))
		.join('---\n');
}

class Parts {
	readonly #release: Release;
	readonly #provider: Provider;

	constructor(release: Release, provider: Provider) {
		this.#release = release;
		this.#provider = provider;
	}

	all(): readonly object[] {
		return [
			{ apiVersion: 'v1', kind: 'Namespace', metadata: { labels: INSTANCE, name: NAMESPACE } },
			...this.#accounts(),
			...this.#roles(),
			...this.#bindings(),
			{
				apiVersion: 'v1',
				data: null,
				kind: 'ConfigMap',
				metadata: this.#meta('controller', 'ingress-nginx-controller', true),
			},
			this.#service(),
			this.#admissionService(),
			this.#deployment(),
			this.#job('create', [
				'create',
				'--host=ingress-nginx-controller-admission,ingress-nginx-controller-admission.$(POD_NAMESPACE).svc',
				'--namespace=$(POD_NAMESPACE)',
				'--secret-name=ingress-nginx-admission',
			]),
			this.#job('patch', [
				'patch',
				'--webhook-name=ingress-nginx-admission',
				'--namespace=$(POD_NAMESPACE)',
				'--patch-mutating=false',
				'--secret-name=ingress-nginx-admission',
				'--patch-failure-policy=Fail',
			]),
			{
				apiVersion: 'networking.k8s.io/v1',
				kind: 'IngressClass',
				metadata: this.#meta('controller', 'nginx', false),
				spec: { controller: 'k8s.io/ingress-nginx' },
			},
			this.#webhook(),
		];
	}

	#meta(component: string, name: string, namespaced: boolean): object {
		return { labels: this.#labels(component), name, ...(namespaced && { namespace: NAMESPACE }) };
	}

	#labels(component: string): { [key: string]: string } {
		return {
			...(component === '' ? {} : { 'app.kubernetes.io/component': component }),
			...INSTANCE,
			'app.kubernetes.io/part-of': NAME,
			'app.kubernetes.io/version': this.#release.version,
		};
	}

	#accounts(): readonly object[] {
		return [
			{
				apiVersion: 'v1',
				automountServiceAccountToken: true,
				kind: 'ServiceAccount',
				metadata: this.#meta('controller', NAME, true),
			},
			{
				apiVersion: 'v1',
				automountServiceAccountToken: true,
				kind: 'ServiceAccount',
				metadata: this.#meta('admission-webhook', 'ingress-nginx-admission', true),
			},
		];
	}

	#roles(): readonly object[] {
		const controller: readonly Rule[] = [
			['', ['namespaces'], ['get']],
			['', ['configmaps', 'pods', 'secrets', 'endpoints'], READ],
			...INGRESSES,
			...CLASSES_AND_SLICES,
			[COORDINATION, ['leases'], ['get', 'update'], ['ingress-nginx-leader']],
			[COORDINATION, ['leases'], ['create']],
			EVENTS,
		];
		const everywhere: readonly Rule[] = [
			['', ['configmaps', 'endpoints', 'nodes', 'pods', 'secrets', 'namespaces'], ['list', 'watch']],
			[COORDINATION, ['leases'], ['list', 'watch']],
			['', ['nodes'], ['get']],
			...INGRESSES,
			EVENTS,
			...CLASSES_AND_SLICES,
		];
		const configurations = ['validatingwebhookconfigurations'];
		const admission: readonly Rule[] = [['admissionregistration.k8s.io', configurations, ['get', 'update']]];
		const role = (kind: string, metadata: object, table: readonly Rule[]): object => ({
			apiVersion: RBAC,
			kind,
			metadata,
			rules: rules(table),
		});
		return [
			role('Role', this.#meta('controller', NAME, true), controller),
			role('Role', this.#meta('admission-webhook', 'ingress-nginx-admission', true), [
				['', ['secrets'], ['get', 'create']],
			]),
			role('ClusterRole', this.#meta('', NAME, false), everywhere),
			role('ClusterRole', this.#meta('admission-webhook', 'ingress-nginx-admission', false), admission),
		];
	}

	#bindings(): readonly object[] {
		const binding = (kind: 'Role' | 'ClusterRole', component: string, name: string): object => ({
			apiVersion: RBAC,
			kind: `${kind}Binding`,
			metadata: this.#meta(component, name, kind === 'Role'),
			roleRef: { apiGroup: RBAC_GROUP, kind, name },
			subjects: [{ kind: 'ServiceAccount', name, namespace: NAMESPACE }],
		});
		return [
			binding('Role', 'controller', NAME),
			binding('Role', 'admission-webhook', 'ingress-nginx-admission'),
			binding('ClusterRole', '', NAME),
			binding('ClusterRole', 'admission-webhook', 'ingress-nginx-admission'),
		];
	}

	#service(): object {
		const isCloud = this.#provider === 'cloud';
		const port = (name: string, number: number): object => ({
			appProtocol: name,
			name,
			port: number,
			protocol: 'TCP',
			targetPort: name,
		});
		return {
			apiVersion: 'v1',
			kind: 'Service',
			metadata: this.#meta('controller', 'ingress-nginx-controller', true),
			spec: {
				...(isCloud && { externalTrafficPolicy: 'Local' }),
				ipFamilies: ['IPv4'],
				ipFamilyPolicy: 'SingleStack',
				ports: [port('http', 80), port('https', 443)],
				selector: SELECTOR,
				type: isCloud ? 'LoadBalancer' : 'NodePort',
			},
		};
	}

	#admissionService(): object {
		return {
			apiVersion: 'v1',
			kind: 'Service',
			metadata: this.#meta('controller', 'ingress-nginx-controller-admission', true),
			spec: {
				ports: [{ appProtocol: 'https', name: 'https-webhook', port: 443, targetPort: 'webhook' }],
				selector: SELECTOR,
				type: 'ClusterIP',
			},
		};
	}

	#deployment(): object {
		const isKind = this.#provider === 'kind';
		return {
			apiVersion: 'apps/v1',
			kind: 'Deployment',
			metadata: this.#meta('controller', 'ingress-nginx-controller', true),
			spec: {
				minReadySeconds: 0,
				revisionHistoryLimit: 10,
				selector: { matchLabels: SELECTOR },
				strategy: { rollingUpdate: { maxUnavailable: 1 }, type: 'RollingUpdate' },
				template: {
					metadata: { labels: { ...SELECTOR, ...this.#labels('controller') } },
					spec: {
						automountServiceAccountToken: true,
						containers: [this.#container()],
						dnsPolicy: 'ClusterFirst',
						nodeSelector: isKind && this.#release.minor < 12 ? { 'ingress-ready': 'true', ...LINUX } : LINUX,
						serviceAccountName: NAME,
						terminationGracePeriodSeconds: isKind ? 0 : 300,
						...(isKind && {
							tolerations: ['master', 'control-plane'].map((role) => ({
								effect: 'NoSchedule',
								key: `node-role.kubernetes.io/${role}`,
								operator: 'Equal',
							})),
						}),
						volumes: [{ name: 'webhook-cert', secret: { secretName: 'ingress-nginx-admission' } }],
					},
				},
			},
		};
	}

	#container(): object {
		const isKind = this.#provider === 'kind';
		const port = (name: string, number: number): object => ({
			containerPort: number,
			...(isKind && name !== 'webhook' && { hostPort: number }),
			name,
			protocol: 'TCP',
		});
		return {
			args: this.#args(),
			env: [
				{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
				{ name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
				{ name: 'LD_PRELOAD', value: '/usr/local/lib/libmimalloc.so' },
			],
			image: `${CONTROLLER_IMAGE}:v${this.#release.version}@${digestOf(`controller ${this.#release.version}`)}`,
			imagePullPolicy: 'IfNotPresent',
			lifecycle: { preStop: { exec: { command: ['/wait-shutdown'] } } },
			livenessProbe: probe(5),
			name: 'controller',
			ports: [port('http', 80), port('https', 443), port('webhook', 8443)],
			readinessProbe: probe(3),
			resources: { requests: { cpu: '100m', memory: '90Mi' } },
			securityContext: {
				allowPrivilegeEscalation: false,
				capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
				readOnlyRootFilesystem: false,
				runAsGroup: 82,
				runAsNonRoot: true,
				runAsUser: 101,
				seccompProfile: { type: 'RuntimeDefault' },
			},
			volumeMounts: [{ mountPath: '/usr/local/certificates/', name: 'webhook-cert', readOnly: true }],
		};
	}

	#args(): readonly string[] {
		return [
			'/nginx-ingress-controller',
			...(this.#provider === 'cloud' ? ['--publish-service=$(POD_NAMESPACE)/ingress-nginx-controller'] : []),
			'--election-id=ingress-nginx-leader',
			'--controller-class=k8s.io/ingress-nginx',
			'--ingress-class=nginx',
			'--configmap=$(POD_NAMESPACE)/ingress-nginx-controller',
			'--validating-webhook=:8443',
			'--validating-webhook-certificate=/usr/local/certificates/cert',
			'--validating-webhook-key=/usr/local/certificates/key',
			...(this.#provider === 'kind'
				? ['--watch-ingress-without-class=true', '--publish-status-address=localhost']
				: []),
		];
	}

	#job(step: 'create' | 'patch', args: readonly string[]): object {
		const name = `ingress-nginx-admission-${step}`;
		return {
			apiVersion: 'batch/v1',
			kind: 'Job',
			metadata: this.#meta('admission-webhook', name, true),
			spec: {
				template: {
					metadata: { labels: this.#labels('admission-webhook'), name },
					spec: {
						automountServiceAccountToken: true,
						containers: [
							{
								args,
								env: [{ name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }],
								image: `${CERTGEN_IMAGE}:${this.#release.certgen}@${digestOf(`certgen ${this.#release.certgen}`)}`,
								imagePullPolicy: 'IfNotPresent',
								name: step,
								securityContext: {
									allowPrivilegeEscalation: false,
									capabilities: { drop: ['ALL'] },
									readOnlyRootFilesystem: true,
									runAsGroup: 65_532,
									runAsNonRoot: true,
									runAsUser: 65_532,
									seccompProfile: { type: 'RuntimeDefault' },
								},
							},
						],
						nodeSelector: LINUX,
						restartPolicy: 'OnFailure',
						serviceAccountName: 'ingress-nginx-admission',
					},
				},
				...(this.#release.minor >= 14 && { ttlSecondsAfterFinished: 0 }),
			},
		};
	}

	#webhook(): object {
		return {
			apiVersion: 'admissionregistration.k8s.io/v1',
			kind: 'ValidatingWebhookConfiguration',
			metadata: this.#meta('admission-webhook', 'ingress-nginx-admission', false),
			webhooks: [
				{
					admissionReviewVersions: ['v1'],
					clientConfig: {
						service: {
							name: 'ingress-nginx-controller-admission',
							namespace: NAMESPACE,
							path: '/networking/v1/ingresses',
							...(this.#release.minor >= 12 && { port: 443 }),
						},
					},
					failurePolicy: 'Fail',
					matchPolicy: 'Equivalent',
					name: 'validate.nginx.ingress.kubernetes.io',
					rules: [
						{
							apiGroups: ['networking.k8s.io'],
							apiVersions: ['v1'],
							operations: ['CREATE', 'UPDATE'],
							resources: ['ingresses'],
						},
					],
					sideEffects: 'None',
				},
			],
		};
	}
}

/** Differs: not those of the real registry. */
function digestOf(what: string): string {
	return `sha256:${sha256Hex(encodeUtf8(what))}`;
}

function probe(failureThreshold: number): object {
	return {
		failureThreshold,
		httpGet: { path: '/healthz', port: 10_254, scheme: 'HTTP' },
		initialDelaySeconds: 10,
		periodSeconds: 10,
		successThreshold: 1,
		timeoutSeconds: 1,
	};
}
