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
