import { AppsV1Api, CoreV1Api, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import type { Check } from '../check.ts';
import { refusal, same } from '../expect.ts';

const namespace = 'default';
const as = (strategy: PatchStrategy): ReturnType<typeof setHeaderOptions> => setHeaderOptions('Content-Type', strategy);

/** Patches of every type, of objects and of their subresources. */
export const PATCHES: readonly Check[] = [
	{
		name: 'JSON patch, and one that does not apply',
		async run({ config }) {
			const core = config.makeApiClient(CoreV1Api);
			await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'patched' }, data: { a: '1' } } });
			const patched = await core.patchNamespacedConfigMap(
				{ namespace, name: 'patched', body: [{ op: 'replace', path: '/data/a', value: '2' }] },
				as(PatchStrategy.JsonPatch),
			);
			same('data', patched.data, { a: '2' });
			const { code, reason } = await refusal(
				core.patchNamespacedConfigMap(
					{ namespace, name: 'patched', body: [{ op: 'test', path: '/data/a', value: '9' }] },
					as(PatchStrategy.JsonPatch),
				),
			);
			same('refusal', { code, reason }, { code: 422, reason: 'Invalid' });
		},
	},
	{
		name: 'merge patch',
		async run({ config }) {
			const patched = await config
				.makeApiClient(CoreV1Api)
				.patchNamespacedConfigMap(
					{ namespace, name: 'patched', body: { data: { a: null, b: '3' } } },
					as(PatchStrategy.MergePatch),
				);
			same('data', patched.data, { b: '3' });
		},
	},
	{
		name: 'strategic merge patch merges lists by key',
		async run({ config }) {
			const apps = config.makeApiClient(AppsV1Api);
			const labels = { app: 'patched' };
			const containers = [
				{ name: 'a', image: 'nginx' },
				{ name: 'b', image: 'busybox', command: ['sleep', '1000'] },
			];
			const spec = {
				replicas: 0,
				selector: { matchLabels: labels },
				template: { metadata: { labels }, spec: { containers } },
			};
			await apps.createNamespacedDeployment({ namespace, body: { metadata: { name: 'patched' }, spec } });
			const body = { spec: { template: { spec: { containers: [{ name: 'b', image: 'alpine' }] } } } };
			const patched = await apps.patchNamespacedDeployment(
				{ namespace, name: 'patched', body },
				as(PatchStrategy.StrategicMergePatch),
			);
			const images = patched.spec?.template.spec?.containers.map(({ name, image }) => `${name}=${image}`);
			same('images', images, ['a=nginx', 'b=alpine']);
		},
	},
	{
		name: 'server-side apply, its conflict and its force',
		async run({ config }) {
			const core = config.makeApiClient(CoreV1Api);
			const apply = (
				fieldManager: string,
				value: string,
				force?: boolean,
			): ReturnType<typeof core.patchNamespacedConfigMap> =>
				core.patchNamespacedConfigMap(
					{
						namespace,
						name: 'applied',
						fieldManager,
						force,
						body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'applied' }, data: { a: value } },
					},
					as(PatchStrategy.ServerSideApply),
				);
			same('created', (await apply('one', '1')).data, { a: '1' });
			same('conflict', await refusal(apply('two', '2')), {
				code: 409,
				reason: 'Conflict',
				message: 'Apply failed with 1 conflict: conflict with "one": .data.a',
			});
			const forced = await apply('two', '2', true);
			same(
				'managers',
				forced.metadata?.managedFields?.map(({ manager, operation }) => `${manager} ${operation}`),
				['two Apply'],
			);
		},
	},
	{
		name: 'status and scale are patched apart',
		async run({ config }) {
			const apps = config.makeApiClient(AppsV1Api);
			const scaled = await apps.patchNamespacedDeploymentScale(
				{ namespace, name: 'patched', body: { spec: { replicas: 1 } } },
				as(PatchStrategy.MergePatch),
			);
			same('scale', scaled.spec, { replicas: 1 });
			const core = config.makeApiClient(CoreV1Api);
			const condition = { type: 'Tested', status: 'True' };
			const patched = await core.patchNodeStatus(
				{ name: 'node01', body: { status: { conditions: [condition] } } },
				as(PatchStrategy.StrategicMergePatch),
			);
			same('condition', patched.status?.conditions?.find(({ type }) => type === 'Tested')?.status, 'True');
			await apps.deleteNamespacedDeployment({ namespace, name: 'patched' });
		},
	},
	{
		name: 'a patch of a type that nobody speaks',
		async run({ config }) {
			const core = config.makeApiClient(CoreV1Api);
			const { code, reason, message } = await refusal(
				core.patchNamespacedConfigMap(
					{ namespace, name: 'patched', body: {} },
					setHeaderOptions('Content-Type', 'application/json'),
				),
			);
			same(
				'refusal',
				{ code, reason, message },
				{
					code: 415,
					reason: 'UnsupportedMediaType',
					message:
						'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml',
				},
			);
		},
	},
];
