import {
	AppsV1Api,
	AuthorizationV1Api,
	BatchV1Api,
	CoreV1Api,
	CustomObjectsApi,
	KubernetesObjectApi,
	NetworkingV1Api,
	RbacAuthorizationV1Api,
	VersionApi,
} from '@kubernetes/client-node';
import { type Check, eventually } from '../check.ts';
import { refusal, same } from '../expect.ts';

const namespace = 'default';
const labels = { app: 'typed' };
const template = { metadata: { labels }, spec: { containers: [{ name: 'nginx', image: 'nginx' }] } };

/** The typed API of the official client: every verb, and the answers that it turns into objects and exceptions. */
export const TYPED_CALLS: readonly Check[] = [
	{
		name: 'the version',
		async run({ config }) {
			const { gitVersion, major, minor } = await config.makeApiClient(VersionApi).getCode();
			same('version', { gitVersion, major, minor }, { gitVersion: 'v1.35.0', major: '1', minor: '35' });
		},
	},
	{
		name: 'create, read, replace and delete a ConfigMap',
		async run({ config }) {
			const core = config.makeApiClient(CoreV1Api);
			const made = await core.createNamespacedConfigMap({
				namespace,
				body: { metadata: { name: 'typed' }, data: { a: '1' } },
			});
			same('creation time', made.metadata?.creationTimestamp instanceof Date, true);
			const read = await core.readNamespacedConfigMap({ namespace, name: 'typed' });
			same('read', read, made);
			const replaced = await core.replaceNamespacedConfigMap({
				namespace,
				name: 'typed',
				body: { ...read, data: { a: '2' } },
			});
			same('data', replaced.data, { a: '2' });
			same('stale', await refusal(core.replaceNamespacedConfigMap({ namespace, name: 'typed', body: read })), {
				code: 409,
				reason: 'Conflict',
				message:
					'Operation cannot be fulfilled on configmaps "typed": the object has been modified; please apply your changes to the latest version and try again',
			});
			const deleted = await core.deleteNamespacedConfigMap({ namespace, name: 'typed' });
			same('status', deleted.status, 'Success');
			same('gone', await refusal(core.readNamespacedConfigMap({ namespace, name: 'typed' })), {
				code: 404,
				reason: 'NotFound',
				message: 'configmaps "typed" not found',
			});
		},
	},
	{
		name: 'what exists is not created twice',
		async run({ config }) {
			const core = config.makeApiClient(CoreV1Api);
			same('refusal', await refusal(core.createNamespace({ body: { metadata: { name: 'default' } } })), {
				code: 409,
				reason: 'AlreadyExists',
				message: 'namespaces "default" already exists',
			});
		},
	},
	{
		name: 'all errors of an invalid object at once',
		async run({ config }) {
			const body = { metadata: { name: 'Bad_Name' }, spec: { ports: [{ port: 0 }] } };
			const { code, reason, message } = await refusal(
				config.makeApiClient(CoreV1Api).createNamespacedService({ namespace, body }),
			);
			same('refusal', { code, reason }, { code: 422, reason: 'Invalid' });
			for (const part of ['metadata.name: Invalid value: "Bad_Name"', 'spec.ports[0].port: Invalid value: 0']) {
				same(part, message?.includes(part), true);
			}
		},
	},
	{
		name: 'generated names, dry runs and preconditions',
		async run({ config }) {
			const core = config.makeApiClient(CoreV1Api);
			const body = { metadata: { generateName: 'made-' } };
			const dry = await core.createNamespacedConfigMap({ namespace, body, dryRun: 'All' });
			same('dry name', /^made-[a-z0-9]{5}$/.test(dry.metadata?.name ?? ''), true);
			const name = (await core.createNamespacedConfigMap({ namespace, body })).metadata?.name as string;
			const { code, reason } = await refusal(
				core.deleteNamespacedConfigMap({ namespace, name, body: { preconditions: { uid: 'another' } } }),
			);
			same('precondition', { code, reason }, { code: 409, reason: 'Conflict' });
			await core.deleteNamespacedConfigMap({ namespace, name, dryRun: 'All' });
			await core.readNamespacedConfigMap({ namespace, name });
			await core.deleteNamespacedConfigMap({ namespace, name });
		},
	},
	{
		name: 'pages of a list, and a page that comes too late',
		async run(served) {
			const core = served.config.makeApiClient(CoreV1Api);
			for (const each of ['p1', 'p2', 'p3', 'p4', 'p5']) {
				await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: each, labels: { page: 'y' } } } });
			}
			const names: (string | undefined)[] = [];
			let next: string | undefined;
			do {
				const page = await core.listNamespacedConfigMap({
					namespace,
					labelSelector: 'page=y',
					limit: 2,
					_continue: next,
				});
				names.push(...page.items.map(({ metadata }) => metadata?.name));
				next = page.metadata?._continue;
			} while (next);
			same('names', names, ['p1', 'p2', 'p3', 'p4', 'p5']);
			const first = await core.listNamespacedConfigMap({ namespace, limit: 1 });
			await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'later' } } });
			served.compact();
			const late = await refusal(
				core.listNamespacedConfigMap({ namespace, limit: 1, _continue: first.metadata?._continue }),
			);
			same('too late', { code: late.code, reason: late.reason }, { code: 410, reason: 'Expired' });
		},
	},
	{
		name: 'a collection is deleted by label',
		async run({ config }) {
			const core = config.makeApiClient(CoreV1Api);
			await core.deleteCollectionNamespacedConfigMap({ namespace, labelSelector: 'page=y' });
			const left = await core.listNamespacedConfigMap({ namespace, labelSelector: 'page=y' });
			same('left', left.items, []);
		},
	},
	{
		name: 'selectors, and those that cannot be read',
		async run({ config }) {
			const core = config.makeApiClient(CoreV1Api);
			const nodes = await core.listNode({ labelSelector: 'node-role.kubernetes.io/control-plane' });
			same(
				'nodes',
				nodes.items.map(({ metadata }) => metadata?.name),
				['controlplane'],
			);
			const one = await core.listPodForAllNamespaces({ fieldSelector: 'metadata.name=etcd-controlplane' });
			same('pods', one.items.length, 1);
			same('bad field', await refusal(core.listPodForAllNamespaces({ fieldSelector: 'spec.color=red' })), {
				code: 400,
				reason: 'BadRequest',
				message: 'field label not supported: spec.color',
			});
		},
	},
	{
		name: 'a Deployment rolls out, scales and goes with its Pods',
		async run({ config }) {
			const apps = config.makeApiClient(AppsV1Api);
			const core = config.makeApiClient(CoreV1Api);
			const body = { metadata: { name: 'typed' }, spec: { replicas: 2, selector: { matchLabels: labels }, template } };
			await apps.createNamespacedDeployment({ namespace, body });
			await eventually('two Pods are ready', async () => {
				const { status } = await apps.readNamespacedDeploymentStatus({ namespace, name: 'typed' });
				return status?.readyReplicas === 2;
			});
			const scale = await apps.readNamespacedDeploymentScale({ namespace, name: 'typed' });
			same('scale', scale.spec, { replicas: 2 });
			await apps.replaceNamespacedDeploymentScale({
				namespace,
				name: 'typed',
				body: { ...scale, spec: { replicas: 1 } },
			});
			await eventually(
				'one Pod is left',
				async () => {
					const pods = await core.listNamespacedPod({ namespace, labelSelector: 'app=typed' });
					return pods.items.length === 1;
				},
				40_000,
			);
			await apps.deleteNamespacedDeployment({ namespace, name: 'typed', body: { propagationPolicy: 'Foreground' } });
			await eventually(
				'it is gone',
				async () => {
					const { items } = await apps.listNamespacedDeployment({ namespace });
					return items.every(({ metadata }) => metadata?.name !== 'typed');
				},
				40_000,
			);
		},
	},
	{
		name: 'a Job completes',
		async run({ config }) {
			const batch = config.makeApiClient(BatchV1Api);
			const container = { name: 'hi', image: 'busybox', command: ['sh', '-c', 'echo hi'] };
			const spec = { template: { spec: { restartPolicy: 'Never', containers: [container] } } };
			await batch.createNamespacedJob({ namespace, body: { metadata: { name: 'typed' }, spec } });
			const job = await eventually('it is complete', async () => {
				const { status } = await batch.readNamespacedJob({ namespace, name: 'typed' });
				return status?.completionTime === undefined ? undefined : status;
			});
			same('succeeded', job.succeeded, 1);
		},
	},
	{
		name: 'eviction is a subresource',
		async run({ config }) {
			const core = config.makeApiClient(CoreV1Api);
			await core.createNamespacedPod({ namespace, body: { metadata: { name: 'evicted' }, spec: template.spec } });
			await core.createNamespacedPodEviction({
				namespace,
				name: 'evicted',
				body: { metadata: { name: 'evicted', namespace } },
			});
			await eventually('it is gone', async () => {
				const { items } = await core.listNamespacedPod({ namespace });
				return items.every(({ metadata }) => metadata?.name !== 'evicted');
			});
		},
	},
	{
		name: 'a token for a service account says who it is',
		async run({ config }) {
			const core = config.makeApiClient(CoreV1Api);
			const answer = await core.createNamespacedServiceAccountToken({
				namespace,
				name: 'default',
				body: { spec: { audiences: [], expirationSeconds: 3600 } },
			});
			same('parts', answer.status?.token.split('.').length, 3);
		},
	},
	{
		name: 'access reviews and impersonation',
		async run({ config }) {
			const authorization = config.makeApiClient(AuthorizationV1Api);
			const review = await authorization.createSubjectAccessReview({
				body: { spec: { user: 'jane', resourceAttributes: { verb: 'get', resource: 'pods', namespace } } },
			});
			same('jane', review.status?.allowed, false);
			const rbac = config.makeApiClient(RbacAuthorizationV1Api);
			await rbac.createNamespacedRole({
				namespace,
				body: { metadata: { name: 'typed' }, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
			});
			await rbac.createNamespacedRoleBinding({
				namespace,
				body: {
					metadata: { name: 'typed' },
					roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'typed' },
					subjects: [{ kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' }],
				},
			});
			const again = await authorization.createNamespacedLocalSubjectAccessReview({
				namespace,
				body: { spec: { user: 'jane', resourceAttributes: { verb: 'get', resource: 'pods', namespace } } },
			});
			same('jane now', again.status?.allowed, true);
		},
	},
	{
		name: 'objects of any kind by the generic client',
		async run({ config }) {
			const objects = KubernetesObjectApi.makeApiClient(config);
			const made = await objects.create({
				apiVersion: 'v1',
				kind: 'Secret',
				metadata: { name: 'any', namespace },
				stringData: { k: 'v' },
			} as object as Parameters<typeof objects.create>[0]);
			same('data', (made as { data?: unknown }).data, { k: 'dg==' });
			const listed = await objects.list('apps/v1', 'DaemonSet', 'kube-system');
			same(
				'daemon sets',
				listed.items.map(({ metadata }) => metadata?.name),
				['calico-node', 'kube-proxy'],
			);
			await objects.delete(made);
		},
	},
	{
		name: 'a Service and an Ingress',
		async run({ config }) {
			const core = config.makeApiClient(CoreV1Api);
			const service = await core.createNamespacedService({
				namespace,
				body: { metadata: { name: 'typed' }, spec: { selector: labels, ports: [{ port: 80 }] } },
			});
			same('address', /^10\.\d+\.\d+\.\d+$/.test(service.spec?.clusterIP ?? ''), true);
			const backend = { service: { name: 'typed', port: { number: 80 } } };
			const rule = { host: 'typed.example', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } };
			await config
				.makeApiClient(NetworkingV1Api)
				.createNamespacedIngress({ namespace, body: { metadata: { name: 'typed' }, spec: { rules: [rule] } } });
		},
	},
	{
		name: 'custom objects of built-in groups',
		async run({ config }) {
			const custom = config.makeApiClient(CustomObjectsApi);
			const list = await custom.listNamespacedCustomObject({
				group: 'apps',
				version: 'v1',
				namespace: 'kube-system',
				plural: 'deployments',
			});
			same('kind', (list as { kind?: unknown }).kind, 'DeploymentList');
		},
	},
];
