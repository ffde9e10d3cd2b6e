import { expect, test } from 'vitest';
import { pluginFlagErrors, pluginFlags } from '../../../simulator/api/admission-plugins.ts';
import type { AdmissionPlugin } from '../../../simulator/apiserver/admission/admission.ts';
import { choosePlugins } from '../../../simulator/apiserver/admission/choose-plugins.ts';
import { testServer } from './test-server.ts';

const chosen = (...args: string[]): string[] =>
	choosePlugins(pluginFlags(args)).map(({ name }: AdmissionPlugin) => name);

test('what is off comes with a flag, what is on goes with one, and the order stays', () => {
	const usual = chosen();
	expect(usual).not.toContain('AlwaysPullImages');
	expect(usual.indexOf('LimitRanger')).toBeLessThan(usual.indexOf('PodSecurity'));
	expect(usual.at(-1)).toBe('ResourceQuota');
	const other = chosen(
		'--enable-admission-plugins=AlwaysDeny,AlwaysPullImages',
		'--disable-admission-plugins',
		'PodSecurity',
	);
	expect(other).not.toContain('PodSecurity');
	expect(other.filter((name) => !usual.includes(name))).toEqual(['AlwaysPullImages', 'AlwaysDeny']);
	expect(other.at(-1)).toBe('AlwaysDeny');
});

test.each<[string[], string[]]>([
	[['--enable-admission-plugins=NodeRestriction,PodSecurity'], []],
	[
		['--enable-admission-plugins=Foo', '--disable-admission-plugins=Bar'],
		['enable-admission-plugins plugin "Foo" is unknown', 'disable-admission-plugins plugin "Bar" is unknown'],
	],
	[
		['--enable-admission-plugins=PodSecurity,LimitRanger', '--disable-admission-plugins=LimitRanger,PodSecurity'],
		['[LimitRanger PodSecurity] in enable-admission-plugins and disable-admission-plugins overlapped'],
	],
])('flags %j', (args, errors) => {
	expect(pluginFlagErrors(pluginFlags(args))).toEqual(errors);
});

test('a runtime class brings overhead, nodes and tolerations, or is not there', () => {
	const { ask } = testServer();
	const pods = '/api/v1/namespaces/default/pods';
	const pod = (spec: object): object => ({
		metadata: { name: 'x' },
		spec: { containers: [{ name: 'a', image: 'nginx' }], ...spec },
	});
	const refused = (spec: object): string => ask<{ message: string }>('POST', pods, pod(spec)).message;
	expect(refused({ runtimeClassName: 'gvisor' })).toBe(
		'pods "x" is forbidden: pod rejected: RuntimeClass "gvisor" not found',
	);
	expect(refused({ overhead: { cpu: '1' } })).toBe(
		'pods "x" is forbidden: pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead',
	);
	const toleration = { key: 'sandbox', operator: 'Exists', effect: 'NoSchedule' };
	ask('POST', '/apis/node.k8s.io/v1/runtimeclasses', {
		metadata: { name: 'gvisor' },
		handler: 'runsc',
		overhead: { podFixed: { cpu: '100m' } },
		scheduling: { nodeSelector: { sandbox: 'yes' }, tolerations: [toleration] },
	});
	expect(refused({ runtimeClassName: 'gvisor', nodeSelector: { sandbox: 'no' } })).toBe(
		'pods "x" is forbidden: conflict: runtimeClass.scheduling.nodeSelector[sandbox] = yes; pod.spec.nodeSelector[sandbox] = no',
	);
	expect(refused({ runtimeClassName: 'gvisor', overhead: { cpu: '1' } })).toBe(
		"pods \"x\" is forbidden: pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead",
	);
	const made = ask<{ spec: { tolerations: object[] } }>('POST', pods, pod({ runtimeClassName: 'gvisor' }));
	expect(made.spec).toMatchObject({ overhead: { cpu: '100m' }, nodeSelector: { sandbox: 'yes' } });
	expect(made.spec.tolerations).toContainEqual(toleration);
});

test('Pods get the zone of the node that they are bound to', () => {
	const { ask } = testServer();
	const zone = { 'topology.kubernetes.io/zone': 'a', 'topology.kubernetes.io/region': 'r', other: 'x' };
	ask('POST', '/api/v1/nodes', { metadata: { name: 'n', labels: zone } });
	const pods = '/api/v1/namespaces/default/pods';
	ask('POST', pods, { metadata: { name: 'p' }, spec: { containers: [{ name: 'a', image: 'nginx' }] } });
	ask('POST', `${pods}/p/binding`, { metadata: { name: 'p' }, target: { kind: 'Node', name: 'n' } });
	const { metadata, spec } = ask<{ metadata: { labels: object }; spec: { nodeName: string } }>('GET', `${pods}/p`);
	expect([metadata.labels, spec.nodeName]).toEqual([
		{ 'topology.kubernetes.io/zone': 'a', 'topology.kubernetes.io/region': 'r' },
		'n',
	]);
});

test('there is one default PriorityClass', () => {
	const { ask } = testServer();
	const classes = '/apis/scheduling.k8s.io/v1/priorityclasses';
	const named = (name: string, globalDefault: boolean): object => ({ metadata: { name }, value: 5, globalDefault });
	expect(ask('POST', classes, named('first', true))).toMatchObject({ kind: 'PriorityClass' });
	const message =
		'priorityclasses.scheduling.k8s.io "second" is forbidden: PriorityClass first is already marked as default. Only one default can exist';
	expect(ask('POST', classes, named('second', true))).toMatchObject({ code: 403, message });
	expect(ask('POST', classes, named('second', false))).toMatchObject({ kind: 'PriorityClass' });
	const merge = { headers: { 'content-type': 'application/merge-patch+json' } };
	expect(ask('PATCH', `${classes}/second`, { globalDefault: true }, merge)).toMatchObject({ message });
	expect(ask('PATCH', `${classes}/first`, { description: 'd' }, merge)).toMatchObject({ description: 'd' });
	ask('POST', classes, { metadata: { name: 'system-node-critical' }, value: 2_000_001_000 });
	expect(ask('DELETE', `${classes}/system-node-critical`)).toMatchObject({
		message:
			'priorityclasses.scheduling.k8s.io "system-node-critical" is forbidden: this is a system priority class and cannot be deleted',
	});
});

test('an account may keep its Pods to the secrets that it names', () => {
	const { ask } = testServer();
	ask('POST', '/api/v1/namespaces/default/serviceaccounts', {
		metadata: { name: 'strict', annotations: { 'kubernetes.io/enforce-mountable-secrets': 'true' } },
		secrets: [{ name: 'mine' }],
		imagePullSecrets: [{ name: 'pull' }],
	});
	const pod = (fields: object, container: object = {}): object => ({
		metadata: { name: 'x' },
		spec: { serviceAccountName: 'strict', containers: [{ name: 'a', image: 'nginx', ...container }], ...fields },
	});
	const answer = (body: object): string | undefined =>
		ask<{ message?: string }>('POST', '/api/v1/namespaces/default/pods?dryRun=All', body).message;
	const volume = (secretName: string): object => ({ volumes: [{ name: 'v', secret: { secretName } }] });
	const variable = { env: [{ name: 'E', valueFrom: { secretKeyRef: { name: 'yours', key: 'k' } } }] };
	expect([
		answer(pod(volume('mine'))),
		answer(pod(volume('yours'))),
		answer(pod({}, variable)),
		answer(pod({ imagePullSecrets: [{ name: 'pull' }, { name: 'other' }] })),
	]).toEqual([
		undefined,
		'pods "x" is forbidden: volume with secret.secretName="yours" is not allowed because service account strict does not reference that secret',
		'pods "x" is forbidden: container a with envVar E referencing secret.secretName="yours" is not allowed because service account strict does not reference that secret',
		'pods "x" is forbidden: imagePullSecrets[1].name="other" is not allowed because service account strict does not reference that imagePullSecret',
	]);
});
