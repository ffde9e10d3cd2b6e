import { expect, test } from 'vitest';
import { create, kindOf, verdictOfCreate, verdictOfUpdate } from './prepare.ts';

/** All of a Pod's errors together, in the server's order and words. */
function refuse(name: string, yaml: string, expected: string): void {
	test(name, () => expect(verdictOfCreate(yaml)).toBe(expected));
}

function refuseChange(name: string, before: string, after: string, expected: string): void {
	test(name, () => expect(verdictOfUpdate(before, after)).toBe(expected));
}

function warn(name: string, yaml: string, expected: readonly string[]): void {
	test(name, () => {
		const object = create(yaml);
		expect(kindOf(object).warnings?.(object, undefined) ?? []).toEqual(expected);
	});
}

const named = (spec: string, metadata = '{name: a}'): string =>
	`apiVersion: v1\nkind: Pod\nmetadata: ${metadata}\nspec: ${spec}\n`;
const ONE = 'containers: [{name: c, image: i}]';
const gated = (rest: string): string => named(`{${ONE}, schedulingGates: [{name: a.io/b}], ${rest}}`);
const affinity = (terms: string): string =>
	`affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: ${terms}}}}`;
const deployment = (template: string): string =>
	`apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {selector: {matchLabels: {a: b}}, template: ${template}}\n`;

refuse(
	'files of variables',
	named(
		'{containers: [{name: c, image: i, env: [{name: A, valueFrom: {fileKeyRef: {volumeName: v, path: a, key: A}}}, {name: B, valueFrom: {fileKeyRef: {volumeName: w, path: ../a, key: ""}}}]}], volumes: [{name: v, hostPath: {path: /a}}]}',
	),
	'Pod "a" is invalid: [spec.containers[0].env[1].valueFrom.fileKeyRef.key: Required value, spec.containers[0].env[1].valueFrom.fileKeyRef.path: Invalid value: "../a": must not contain \'..\', spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Invalid value: "v": referenced volume must be of type emptyDir, spec.containers[0].env[1].valueFrom.fileKeyRef.volumeName: Not found: "w"]',
);
refuse(
	'users of their own',
	named(
		'{hostUsers: false, hostNetwork: true, hostPID: true, containers: [{name: c, image: i, volumeDevices: [{name: v, devicePath: /a}]}], volumes: [{name: v, persistentVolumeClaim: {claimName: x}}]}',
	),
	'Pod "a" is invalid: [spec.hostNetwork: Forbidden: when `hostUsers` is false, spec.HostPID: Forbidden: when `hostUsers` is false, spec.containers[0].volumeDevices: Forbidden: when `hostUsers` is false]',
);
refuse(
	'resources of all',
	named(
		'{resources: {claims: [], requests: {cpu: 1, storage: 1}, limits: {hugepages-2Mi: 2Mi, cpu: 1}}, containers: [{name: c, image: i, resources: {requests: {cpu: 2}, limits: {cpu: 2, hugepages-2Mi: 4Mi}}}]}',
	),
	'Pod "a" is invalid: [spec.resources.requests[storage]: Unsupported value: "storage": supported values: "cpu", "hugepages-", "memory", spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2, spec.resources.requests[hugepages-2Mi]: Invalid value: "2Mi": must be greater than or equal to aggregate container requests of 4Mi, spec.resources.limits[hugepages-2Mi]: Invalid value: "2Mi": must be greater than or equal to aggregate container limits of 4Mi, spec.resources.containers[0][cpu].limits: Invalid value: "2": must be less than or equal to pod limits of 1, spec.resources.containers[0][hugepages-2Mi].limits: Invalid value: "4Mi": must be less than or equal to pod limits of 2Mi]',
);
refuse(
	'windows',
	named(
		'{os: {name: windows}, hostPID: true, hostUsers: true, securityContext: {runAsUser: 1, seLinuxOptions: {level: a}, windowsOptions: {runAsUserName: "a\\\\b\\\\c", gmsaCredentialSpecName: A_, gmsaCredentialSpec: ""}}, containers: [{name: c, image: i, securityContext: {privileged: true, capabilities: {add: [A]}, windowsOptions: {hostProcess: true, runAsUserName: "a:b\\\\.."}}}, {name: d, image: i}]}',
	),
	'Pod "a" is invalid: [spec.containers[0].securityContext.windowsOptions.runAsUserName: Invalid value: "a:b\\\\..": runAsUserName\'s Domain doesn\'t match the NetBios nor the DNS format, spec.containers[0].securityContext.windowsOptions.runAsUserName: Invalid value: "a:b\\\\..": runAsUserName\'s User cannot contain only periods or spaces, spec.securityContext.windowsOptions.gmsaCredentialSpecName: Invalid value: "A_": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, \'-\' or \'.\', and must start and end with an alphanumeric character (e.g. \'example.com\', regex used for validation is \'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\'), spec.securityContext.windowsOptions.gmsaCredentialSpec: Invalid value: "": gmsaCredentialSpec cannot be an empty string, spec.securityContext.windowsOptions.runAsUserName: Invalid value: "a\\\\b\\\\c": runAsUserName cannot contain more than one backslash, spec: Invalid value: "": If pod contains any hostProcess containers then all containers must be HostProcess containers, spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers, spec.securityContext.seLinuxOptions: Forbidden: cannot be set for a windows pod, spec.hostUsers: Forbidden: cannot be set for a windows pod, spec.hostPID: Forbidden: cannot be set for a windows pod, spec.securityContext.runAsUser: Forbidden: cannot be set for a windows pod, spec.containers[0].securityContext.capabilities: Forbidden: cannot be set for a windows pod, spec.containers[0].securityContext.privileged: Forbidden: cannot be set for a windows pod]',
);
refuse(
	'linux',
	named(
		'{os: {name: linux}, securityContext: {windowsOptions: {}}, containers: [{name: c, image: i, securityContext: {windowsOptions: {}}}]}',
	),
	'Pod "a" is invalid: [spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod, spec.containers[0].securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod]',
);
refuse('no system', named(`{os: {name: ""}, ${ONE}}`), 'Pod "a" is invalid: spec.os.name: Required value');
refuse(
	'in the order of the context',
	named(
		`{securityContext: {seLinuxChangePolicy: MountOption, supplementalGroupsPolicy: A, fsGroupChangePolicy: B, seccompProfile: {type: C}, appArmorProfile: {type: D}, sysctls: [{name: A}, {name: net.a, value: b}]}, hostNetwork: true, ${ONE}}`,
	),
	'Pod "a" is invalid: [spec.securityContext.sysctls[0].name: Invalid value: "A": must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$, spec.securityContext.sysctls[1].name: Invalid value: "net.a": may not be specified when \'hostNetwork\' is true, spec.securityContext.fsGroupChangePolicy: Unsupported value: "B": supported values: "Always", "OnRootMismatch", spec.securityContext.seccompProfile.type: Unsupported value: "C": supported values: "Localhost", "RuntimeDefault", "Unconfined", spec.securityContext.appArmorProfile.type: Unsupported value: "D": supported values: "Localhost", "RuntimeDefault", "Unconfined", spec.securityContext.supplementalGroupsPolicy: Unsupported value: "A": supported values: "Merge", "Strict", spec.securityContext.seLinuxChangePolicy: Unsupported value: "MountOption": supported values: "Recursive"]',
);
refuse(
	'old profiles',
	named(
		`{securityContext: {seccompProfile: {type: RuntimeDefault}, appArmorProfile: {type: Localhost, localhostProfile: a}}, ${ONE}}`,
		'{name: a, annotations: {seccomp.security.alpha.kubernetes.io/pod: localhost/../a, container.seccomp.security.alpha.kubernetes.io/c: x, container.apparmor.security.beta.kubernetes.io/d: z, container.apparmor.security.beta.kubernetes.io/c: localhost/b}}',
	),
	'Pod "a" is invalid: [metadata.annotations.seccomp.security.alpha.kubernetes.io/pod: Invalid value: "../a": must not contain \'..\', metadata.annotations.container.seccomp.security.alpha.kubernetes.io/c: Invalid value: "x": must be a valid seccomp profile, metadata.annotations[container.apparmor.security.beta.kubernetes.io/d]: Invalid value: "d": container not found, metadata.annotations[container.apparmor.security.beta.kubernetes.io/d]: Invalid value: "z": invalid AppArmor profile name: "z", spec.securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match]',
);
refuseChange(
	'profiles are not changed',
	named(`{${ONE}}`, '{name: a, annotations: {container.apparmor.security.beta.kubernetes.io/c: unconfined}}'),
	named(
		`{securityContext: {}, containers: [{name: c, image: i, securityContext: {appArmorProfile: {type: Unconfined}}}]}`,
		'{name: a, annotations: {kubernetes.io/config.mirror: a}}',
	),
	'Pod "a" is invalid: [metadata.annotations[kubernetes.io/config.mirror]: Invalid value: "a": must set spec.nodeName if mirror pod annotation is set, metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]: Forbidden: may not remove or update AppArmor annotations, metadata.annotations[kubernetes.io/config.mirror]: Forbidden: may not add mirror pod annotation]',
);
refuseChange(
	'gated Pods are narrowed only',
	gated(`nodeSelector: {a: b}, ${affinity('[{matchExpressions: [{key: a, operator: Exists}]}]')}`),
	gated(`nodeSelector: {c: d}, ${affinity('[{matchExpressions: [{key: b, operator: Exists}]}]')}`),
	'Pod "a" is invalid: [spec.nodeSelector: Invalid value: {"c":"d"}: only additions to spec.nodeSelector are allowed (no mutations or deletions), spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: Invalid value: {"MatchExpressions":[{"Key":"b","Operator":"Exists","Values":null}],"MatchFields":null}: only additions are allowed (no mutations or deletions)]',
);
refuseChange(
	'gated Pods: terms',
	gated(`nodeSelector: {a: b}, ${affinity('[{matchExpressions: [{key: a, operator: Exists}]}]')}`),
	gated('nodeSelector: {a: b, c: d}'),
	'Pod "a" is invalid: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Invalid value: null: no additions/deletions to non-empty NodeSelectorTerms list are allowed',
);
refuseChange(
	'gated Pods: expressions may be added',
	gated(affinity('[{matchExpressions: [{key: a, operator: Exists}]}]')),
	gated(affinity('[{matchExpressions: [{key: a, operator: Exists}, {key: b, operator: Exists}]}]')),
	'valid',
);
refuseChange(
	'deadlines are not taken away',
	named(`{activeDeadlineSeconds: 5, ${ONE}}`),
	named(`{${ONE}, tolerations: [{key: "", operator: Equal}]}`),
	'Pod "a" is invalid: [spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys", spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value]',
);

warn(
	'what has been used long enough',
	named(
		`{${ONE}, affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: beta.kubernetes.io/arch, operator: Exists}]}}]}}, volumes: [{name: a, storageos: {volumeName: a}}, {name: b, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1m}}}}}}, {name: c, projected: {sources: [{serviceAccountToken: {path: t}}, {secret: {name: s, items: [{key: k, path: t}]}}]}}], overhead: {memory: 1m}}`,
		'{name: a, annotations: {seccomp.security.alpha.kubernetes.io/pod: unconfined, container.seccomp.security.alpha.kubernetes.io/c: unconfined, container.apparmor.security.beta.kubernetes.io/c: localhost/a}}',
	),
	[
		'metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]: deprecated since v1.30; use the "appArmorProfile" field instead',
		'spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].key: beta.kubernetes.io/arch is deprecated since v1.14; use "kubernetes.io/arch" instead',
		'spec.volumes[0].storageOS: deprecated in v1.22, non-functional in v1.25+',
		'spec.volumes[1].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: fractional byte value "1m" is invalid, must be an integer',
		'spec.volumes[2].projected.sources.secrets[0]: has duplicated path with ServiceAccountToken "t"',
		'spec.overhead[memory]: fractional byte value "1m" is invalid, must be an integer',
		'metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: non-functional in v1.27+; use the "seccompProfile" field instead',
		'metadata.annotations[container.seccomp.security.alpha.kubernetes.io/c]: non-functional in v1.27+; use the "seccompProfile" field instead',
	],
);
warn('ports', named('{containers: [{name: c, image: i, ports: [{containerPort: 80, hostIP: 10.0.0.1}]}]}'), [
	'spec.containers[0].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:TCP HostIP:10.0.0.1}',
]);
warn(
	'of a template',
	deployment(
		'{metadata: {labels: {a: b}, annotations: {container.apparmor.security.beta.kubernetes.io/c: localhost/a}}, spec: {containers: [{name: c, image: i}]}}',
	),
	[
		'spec.template.metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]: deprecated since v1.30; use the "appArmorProfile" field instead',
	],
);

test('keys of labels and old profiles become what they stand for', () => {
	const { spec } = create(
		named(
			`{${ONE}, topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, matchLabelKeys: [b, none], labelSelector: {matchLabels: {a: b}}}]}`,
			'{name: a, labels: {b: c}, annotations: {container.apparmor.security.beta.kubernetes.io/c: runtime/default}}',
		),
	) as unknown as { spec: { topologySpreadConstraints: unknown[]; containers: { securityContext: unknown }[] } };
	expect(spec.topologySpreadConstraints).toEqual([
		{
			labelSelector: { matchExpressions: [{ key: 'b', operator: 'In', values: ['c'] }], matchLabels: { a: 'b' } },
			matchLabelKeys: ['b', 'none'],
			maxSkew: 1,
			topologyKey: 'a',
			whenUnsatisfiable: 'DoNotSchedule',
		},
	]);
	expect(spec.containers[0]?.securityContext).toEqual({ appArmorProfile: { type: 'RuntimeDefault' } });
});

test('what the Pod as a whole asks for follows from its limits and its containers', () => {
	const { spec } = create(
		named(
			'{resources: {limits: {cpu: 2, memory: 1Gi}}, containers: [{name: c, image: i, resources: {requests: {cpu: 500m}, limits: {hugepages-2Mi: 2Mi, memory: 1Mi}}}, {name: d, image: i, resources: {requests: {cpu: 250m}}}]}',
		),
	) as unknown as { spec: { resources: unknown } };
	expect(spec.resources).toEqual({
		limits: { cpu: '2', 'hugepages-2Mi': '2Mi', memory: '1Gi' },
		requests: { cpu: '750m', 'hugepages-2Mi': '2Mi', memory: '1Mi' },
	});
});
