import { expect, test } from 'vitest';
import type { KubeObject } from '../../../simulator/machinery/meta.ts';
import { type TestServer, testServer } from './test-server.ts';

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';

function deployment(replicas: number | undefined, image: string, env: readonly string[] = []): object {
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: { name: 'web', labels: { app: 'web' } },
		spec: {
			...(replicas === undefined ? {} : { replicas }),
			selector: { matchLabels: { app: 'web' } },
			template: {
				metadata: { labels: { app: 'web' } },
				spec: { containers: [{ name: 'c', image, env: env.map((name) => ({ name, value: '1' })) }] },
			},
		},
	};
}

type Answer = KubeObject & {
	message?: string;
	spec: { replicas: number; template: { spec: { containers: object[] } } };
};

const apply = (world: TestServer, manager: string, object: object, force = ''): Answer =>
	world.ask('PATCH', `${DEPLOYMENTS}/web?fieldManager=${manager}${force}`, object, {
		headers: { 'content-type': 'application/apply-patch+yaml' },
	});

const managers = ({ metadata }: KubeObject): string[] =>
	(metadata.managedFields ?? []).map(({ manager, operation }) => `${manager} ${operation}`);

test('what is applied is owned, and what is left out later goes', () => {
	const world = testServer();
	expect(apply(world, 'me', deployment(2, 'nginx', ['A', 'B'])).metadata.managedFields).toEqual([
		{
			manager: 'me',
			operation: 'Apply',
			apiVersion: 'apps/v1',
			time: '2026-11-20T09:00:00Z',
			fieldsType: 'FieldsV1',
			fieldsV1: {
				'f:metadata': { 'f:labels': { 'f:app': {} } },
				'f:spec': {
					'f:replicas': {},
					'f:selector': {},
					'f:template': {
						'f:metadata': { 'f:labels': { 'f:app': {} } },
						'f:spec': {
							'f:containers': {
								'k:{"name":"c"}': {
									'.': {},
									'f:env': {
										'k:{"name":"A"}': { '.': {}, 'f:name': {}, 'f:value': {} },
										'k:{"name":"B"}': { '.': {}, 'f:name': {}, 'f:value': {} },
									},
									'f:image': {},
									'f:name': {},
								},
							},
						},
					},
				},
			},
		},
	]);
	const { revision } = world.store;
	apply(world, 'me', deployment(2, 'nginx', ['A', 'B']));
	expect(world.store.revision).toBe(revision);
	const next = apply(world, 'me', deployment(undefined, 'nginx', ['B']));
	expect(next.spec.replicas).toBe(1);
	expect(next.spec.template.spec.containers).toMatchObject([{ env: [{ name: 'B', value: '1' }] }]);
});

test('a field of another manager is a conflict unless forced', () => {
	const world = testServer();
	apply(world, 'me', deployment(2, 'nginx'));
	world.ask(
		'PATCH',
		`${DEPLOYMENTS}/web?fieldManager=kubectl-scale`,
		{ spec: { replicas: 5 } },
		{
			headers: { 'content-type': 'application/merge-patch+json' },
		},
	);
	expect(apply(world, 'me', deployment(2, 'nginx')).message).toBe(
		'Apply failed with 1 conflict: conflict with "kubectl-scale" using apps/v1: .spec.replicas',
	);
	expect(apply(world, 'other', deployment(3, 'httpd')).message).toBe(
		'Apply failed with 2 conflicts: conflicts with "kubectl-scale" using apps/v1:\n- .spec.replicas\nconflicts with "me":\n- .spec.template.spec.containers[name="c"].image',
	);
	const forced = apply(world, 'me', deployment(2, 'nginx'), '&force=true');
	expect([forced.spec.replicas, managers(forced)]).toEqual([2, ['me Apply']]);
});

test('a manager that gives up a field leaves it to the others', () => {
	const world = testServer();
	apply(world, 'me', deployment(2, 'nginx'));
	const shared = apply(world, 'other', deployment(2, 'nginx'));
	expect(managers(shared)).toEqual(['me Apply', 'other Apply']);
	expect(apply(world, 'me', deployment(undefined, 'nginx')).spec.replicas).toBe(2);
	expect(apply(world, 'other', deployment(undefined, 'nginx')).spec.replicas).toBe(1);
});
