import { expect, test } from 'vitest';
import { checkedPod } from '../../../simulator/apiserver/admission/pod-security/check.ts';
import { detailsText, violationsOf } from '../../../simulator/apiserver/admission/pod-security/evaluate.ts';
import type { Level } from '../../../simulator/apiserver/admission/pod-security/policy.ts';
import { testServer } from './test-server.ts';

const NEAT = {
	allowPrivilegeEscalation: false,
	capabilities: { drop: ['ALL'] },
	runAsNonRoot: true,
	seccompProfile: { type: 'RuntimeDefault' },
};
const neat = { containers: [{ name: 'a', securityContext: NEAT }] };
const withNeat = (spec: object, context: object = {}): object => ({
	...spec,
	containers: [{ name: 'a', securityContext: { ...NEAT, ...context } }],
});

// Models pod-security-admission/policy check_*.go: one row a text.
test.each<[Level, number | 'latest', object, string]>([
	['restricted', 'latest', neat, ''],
	[
		'restricted',
		'latest',
		{ containers: [{ name: 'a' }], initContainers: [{ name: 'i' }] },
		'allowPrivilegeEscalation != false (containers "i", "a" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (containers "i", "a" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or containers "i", "a" must set securityContext.runAsNonRoot=true), seccompProfile (pod or containers "i", "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
	],
	[
		'restricted',
		'latest',
		withNeat(
			{ securityContext: { runAsUser: 0, runAsNonRoot: false, seccompProfile: { type: 'Unconfined' } } },
			{ runAsUser: 0, capabilities: { drop: ['KILL'], add: ['SYS_TIME', 'NET_BIND_SERVICE', 'CHOWN'] } },
		),
		'unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"]; container "a" must not include "CHOWN", "SYS_TIME" in securityContext.capabilities.add), runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false), runAsUser=0 (pod and container "a" must not set runAsUser=0), seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")',
	],
	[
		'restricted',
		'latest',
		withNeat({
			volumes: [
				{ name: 'h', hostPath: {} },
				{ name: 'n', nfs: {} },
				{ name: 'e', emptyDir: {} },
			],
		}),
		'restricted volume types (volumes "h", "n" use restricted volume types "hostPath", "nfs")',
	],
	[
		'restricted',
		'latest',
		{ containers: [{ name: 'a' }], os: { name: 'windows' } },
		'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)',
	],
	['restricted', 'latest', withNeat({ hostUsers: false }, { runAsUser: 0, runAsNonRoot: false }), ''],
	[
		'restricted',
		34,
		withNeat({ hostUsers: false }, { runAsUser: 0 }),
		'runAsUser=0 (container "a" must not set runAsUser=0)',
	],
	[
		'restricted',
		18,
		{ containers: [{ name: 'a' }] },
		'allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false), runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)',
	],
	[
		'baseline',
		'latest',
		{
			hostNetwork: true,
			hostPID: true,
			hostIPC: true,
			volumes: [{ name: 'h', hostPath: {} }],
			containers: [
				{ name: 'a', ports: [{ hostPort: 80 }, { hostPort: 443 }], securityContext: { privileged: true } },
				{ name: 'b', securityContext: { procMount: 'Unmasked', capabilities: { add: ['NET_ADMIN'] } } },
			],
		},
		'non-default capabilities (container "b" must not include "NET_ADMIN" in securityContext.capabilities.add), host namespaces (hostNetwork=true, hostPID=true, hostIPC=true), hostPath volumes (volume "h"), hostPort (container "a" uses hostPorts 443, 80), privileged (container "a" must not set securityContext.privileged=true), procMount (container "b" must not set securityContext.procMount to "Unmasked")',
	],
	[
		'baseline',
		'latest',
		{
			securityContext: {
				appArmorProfile: { type: 'Unconfined' },
				seLinuxOptions: { type: 'spc_t', user: 'u' },
				sysctls: [{ name: 'kernel.msgmax' }, { name: 'net.ipv4.tcp_rmem' }],
				windowsOptions: { hostProcess: true },
			},
			containers: [
				{
					name: 'a',
					livenessProbe: { httpGet: { host: '1.2.3.4' } },
					securityContext: { seccompProfile: { type: 'Unconfined' }, seLinuxOptions: { role: 'r' } },
				},
			],
		},
		'forbidden AppArmor profile (pod must not set AppArmor profile type to "Unconfined"), probe or lifecycle host (container "a" uses probe or lifecycle host "1.2.3.4"), seLinuxOptions (pod and container "a" set forbidden securityContext.seLinuxOptions: type "spc_t"; user may not be set; role may not be set), seccompProfile (container "a" must not set securityContext.seccompProfile.type to "Unconfined"), forbidden sysctls (kernel.msgmax), hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)',
	],
	[
		'baseline',
		26,
		{ containers: [], securityContext: { sysctls: [{ name: 'net.ipv4.ip_local_reserved_ports' }] } },
		'forbidden sysctls (net.ipv4.ip_local_reserved_ports)',
	],
	['privileged', 'latest', { containers: [{ name: 'a', securityContext: { privileged: true } }] }, ''],
])('%s:%s of %j', (level, version, spec, expected) => {
	expect(detailsText(violationsOf(checkedPod(undefined, spec as never), { level, version }))).toBe(expected);
});

test('annotations of old profiles', () => {
	const annotations = {
		'container.apparmor.security.beta.kubernetes.io/a': 'unconfined',
		'seccomp.security.alpha.kubernetes.io/pod': 'unconfined',
	};
	const pod = checkedPod(annotations, { containers: [{ name: 'a' }] } as never);
	expect(detailsText(violationsOf(pod, { level: 'baseline', version: 18 }))).toBe(
		'forbidden AppArmor profile (annotation must not set AppArmor profile type to "container.apparmor.security.beta.kubernetes.io/a="unconfined""), seccompProfile (forbidden annotation seccomp.security.alpha.kubernetes.io/pod="unconfined")',
	);
});

function serverWith(labels: Record<string, string>): ReturnType<typeof testServer> {
	const made = testServer();
	made.ask('POST', '/api/v1/namespaces', { metadata: { name: 'shop', labels } });
	made.ask('POST', '/api/v1/namespaces/shop/serviceaccounts', { metadata: { name: 'default' } });
	return made;
}

const label = (mode: string): string => `pod-security.kubernetes.io/${mode}`;
const pod = (name: string, spec: object = {}): object => ({
	metadata: { name },
	spec: { containers: [{ name: 'a', image: 'nginx' }], ...spec },
});
const template = {
	metadata: { labels: { a: 'b' } },
	spec: { hostNetwork: true, containers: [{ name: 'a', image: 'nginx' }] },
};

test('Pods are refused, and what makes Pods is warned of', () => {
	const { call, ask } = serverWith({ [label('enforce')]: 'baseline', [label('enforce-version')]: 'v1.30' });
	const pods = '/api/v1/namespaces/shop/pods';
	expect(ask<{ message: string; code: number }>('POST', pods, pod('x', { hostPID: true }))).toMatchObject({
		code: 403,
		reason: 'Forbidden',
		message: 'pods "x" is forbidden: violates PodSecurity "baseline:v1.30": host namespaces (hostPID=true)',
		details: { name: 'x', kind: 'pods' },
	});
	expect(call('POST', pods, pod('fine')).status).toBe(201);
	const answer = call('POST', '/apis/apps/v1/namespaces/shop/deployments', {
		metadata: { name: 'web' },
		spec: { selector: { matchLabels: { a: 'b' } }, template },
	});
	expect([answer.status, answer.headers.get('warning')]).toEqual([
		201,
		['299 - "would violate PodSecurity \\"baseline:v1.30\\": host namespaces (hostNetwork=true)"'],
	]);
	const job = {
		metadata: { name: 'j' },
		spec: {
			schedule: '* * * * *',
			jobTemplate: { spec: { template: { spec: { ...template.spec, restartPolicy: 'Never' } } } },
		},
	};
	expect(call('POST', '/apis/batch/v1/namespaces/shop/cronjobs', job).headers.get('warning')).toEqual([
		'299 - "would violate PodSecurity \\"baseline:v1.30\\": host namespaces (hostNetwork=true)"',
	]);
});

test('warn alone warns', () => {
	const { call } = serverWith({ [label('warn')]: 'restricted' });
	const answer = call('POST', '/api/v1/namespaces/shop/pods', pod('x'));
	expect([answer.status, answer.headers.get('warning')]).toEqual([
		201,
		[
			'299 - "would violate PodSecurity \\"restricted:latest\\": allowPrivilegeEscalation != false (container \\"a\\" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container \\"a\\" must set securityContext.capabilities.drop=[\\"ALL\\"]), runAsNonRoot != true (pod or container \\"a\\" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container \\"a\\" must set securityContext.seccompProfile.type to \\"RuntimeDefault\\" or \\"Localhost\\")"',
		],
	]);
});

test('whoever enforces more hears of the Pods that are there', () => {
	const { call } = serverWith({});
	const pods = '/api/v1/namespaces/shop/pods';
	for (const name of ['b', 'a', 'c']) call('POST', pods, pod(name, { hostNetwork: true }));
	call('POST', pods, pod('d', { hostPID: true, volumes: [{ name: 'v', hostPath: { path: '/' } }] }));
	const patch = (labels: object): unknown =>
		call(
			'PATCH',
			'/api/v1/namespaces/shop?dryRun=All',
			{ metadata: { labels } },
			{
				headers: { 'content-type': 'application/merge-patch+json' },
			},
		).headers.get('warning');
	expect(patch({ [label('enforce')]: 'baseline' })).toEqual([
		'299 - "existing pods in namespace \\"shop\\" violate the new PodSecurity enforce level \\"baseline:latest\\""',
		'299 - "a (and 2 other pods): host namespaces"',
		'299 - "d: host namespaces, hostPath volumes"',
	]);
	expect(patch({ [label('warn')]: 'baseline' })).toBe(undefined);
});

test('labels must be right', () => {
	const { ask } = testServer();
	const labels = { [label('enforce')]: 'strict', [label('warn-version')]: '1.30', [label('audit')]: 'baseline' };
	expect(ask<{ message: string }>('POST', '/api/v1/namespaces', { metadata: { name: 'bad', labels } }).message).toBe(
		'Namespace "bad" is invalid: [metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted, metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: "1.30": must be "latest" or "v1.x"]',
	);
});
