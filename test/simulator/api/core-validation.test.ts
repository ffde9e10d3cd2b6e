import { expect, test } from 'vitest';
import { create, kindOf, verdictOfCreate, verdictOfUpdate } from './prepare.ts';

/** All of an object's errors together, in the server's order and words. */
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

const named = (kind: string, rest: string, metadata = '{name: a}'): string =>
	`apiVersion: v1\nkind: ${kind}\nmetadata: ${metadata}\n${rest}`;
const volume = (spec: string): string => named('PersistentVolume', `spec: ${spec}`);
const claim = (spec: string): string => named('PersistentVolumeClaim', `spec: ${spec}`);
const service = (spec: string, metadata = '{name: a}'): string => named('Service', `spec: ${spec}`, metadata);
const quota = (spec: string): string => named('ResourceQuota', `spec: ${spec}`);

refuse(
	'finalizers need a domain',
	named('ConfigMap', '', '{name: a, finalizers: [foo, orphan, a.io/b]}'),
	'ConfigMap "a" is invalid: metadata.finalizers[0]: Invalid value: "foo": name is neither a standard finalizer name nor is it fully qualified',
);
refuseChange(
	'also later',
	named('ConfigMap', ''),
	named('ConfigMap', '', '{name: a, finalizers: [foo]}'),
	'ConfigMap "a" is invalid: metadata.finalizers[0]: Invalid value: "foo": name is neither a standard finalizer name nor is it fully qualified',
);
refuse(
	'an empty volume',
	volume('{}'),
	'PersistentVolume "a" is invalid: [spec.accessModes: Required value, spec.capacity: Required value, spec.capacity: Unsupported value: null: supported values: "storage", spec: Required value: must specify a volume type]',
);
refuse(
	'a volume of less than nothing',
	volume(
		'{capacity: {storage: -1Gi}, accessModes: [ReadWriteOnce, ReadWriteOncePod, RWX], hostPath: {path: //}, persistentVolumeReclaimPolicy: Recycle, storageClassName: A_B, volumeMode: Disk, volumeAttributesClassName: ""}',
	),
	'PersistentVolume "a" is invalid: [spec.accessModes: Unsupported value: "RWX": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod", spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes, spec.capacity[storage]: Invalid value: -1073741824: must be a valid resource quantity, spec.capacity[storage]: Invalid value: "-1Gi": must be greater than zero, spec.persistentVolumeReclaimPolicy: Forbidden: may not be \'recycle\' for a hostPath mount of \'/\', spec.storageClassName: Invalid value: "A_B": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, \'-\' or \'.\', and must start and end with an alphanumeric character (e.g. \'example.com\', regex used for validation is \'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\'), spec.volumeMode: Unsupported value: "Disk": supported values: "Block", "Filesystem", spec.volumeAttributesClassName: Required value: an empty string is disallowed, spec.csi: Required value: has to be specified when using volumeAttributesClassName]',
);
refuseChange(
	'another source',
	volume('{capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /a}}'),
	volume('{capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /b}}'),
	`PersistentVolume "a" is invalid: spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation
@@ -2,7 +2,7 @@
  "GCEPersistentDisk": null,
  "AWSElasticBlockStore": null,
  "HostPath": {
-  "Path": "/a",
+  "Path": "/b",
   "Type": ""
  },
  "Glusterfs": null,
`,
);
refuseChange(
	'another node',
	volume(
		'{capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], local: {path: /a}, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In, values: [b]}]}]}}}',
	),
	volume(
		'{capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], local: {path: /a}, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In, values: [c]}]}]}}}',
	),
	'PersistentVolume "a" is invalid: nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"a","Operator":"In","Values":["c"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA',
);
refuse(
	'claims: data sources',
	claim(
		'{accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, storageClassName: A, volumeMode: X, dataSource: {kind: PersistentVolumeClaim, name: a}, dataSourceRef: {apiGroup: A_B, kind: "", name: ""}}',
	),
	"PersistentVolumeClaim \"a\" is invalid: [spec.storageClassName: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*'), spec.volumeMode: Unsupported value: \"X\": supported values: \"Block\", \"Filesystem\", spec.dataSourceRef.name: Required value, spec.dataSourceRef.kind: Required value, spec.dataSourceRef.apiGroup: Invalid value: \"A_B\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*'), spec: Invalid value: {}: must match dataSourceRef]",
);
refuseChange(
	'Services: the change first',
	service('{clusterIP: 10.96.0.7, ports: [{port: 80}]}'),
	service('{clusterIP: 10.96.0.8, ports: [{port: 0}]}'),
	'Service "a" is invalid: [spec.clusterIPs[0]: Invalid value: ["10.96.0.8"]: may not change once set, spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive, spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive]',
);
refuse(
	'Services: annotations',
	service(
		'{ports: [{port: 80}]}',
		'{name: a, annotations: {service.kubernetes.io/topology-aware-hints: auto, service.kubernetes.io/topology-mode: disabled, service.beta.kubernetes.io/load-balancer-source-ranges: "10.0.0.0/8, x"}}',
	),
	'Service "a" is invalid: [metadata.annotations[service.kubernetes.io/topology-mode]: Invalid value: "disabled": must match annotations[service.kubernetes.io/topology-aware-hints] when both are specified, metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Forbidden: may only be used when `type` is \'LoadBalancer\', metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)]',
);
refuseChange(
	'Secrets: the change first',
	named('Secret', 'type: Opaque'),
	named('Secret', 'type: a\ndata: {a/b: aGk=}'),
	"Secret \"a\" is invalid: [type: Invalid value: \"a\": field is immutable, data[a/b]: Invalid value: \"a/b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')]",
);
refuse(
	'scopes',
	quota(
		'{hard: {pods: 1, services: 1}, scopes: [BestEffort, NotBestEffort], scopeSelector: {matchExpressions: [{scopeName: Terminating, operator: In, values: [a]}, {scopeName: NotTerminating, operator: Exists}]}}',
	),
	'ResourceQuota "a" is invalid: [spec.scopes: Invalid value: ["BestEffort","NotBestEffort"]: unsupported scope applied to resource, spec.scopes: Invalid value: ["BestEffort","NotBestEffort"]: conflicting scopes, spec.scopeSelector.matchExpressions: Invalid value: {"MatchExpressions":[{"ScopeName":"Terminating","Operator":"In","Values":["a"]},{"ScopeName":"NotTerminating","Operator":"Exists","Values":null}]}: unsupported scope applied to resource, spec.scopeSelector.matchExpressions.operator: Invalid value: "In": must be \'Exists\' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity, spec.scopeSelector.matchExpressions: Invalid value: ["BestEffort","NotBestEffort"]: conflicting scopes]',
);
refuse(
	'ratios',
	named(
		'LimitRange',
		'spec: {limits: [{type: Container, min: {cpu: 100m}, max: {cpu: 150m}, maxLimitRequestRatio: {cpu: 2, memory: 500m}}]}',
	),
	'LimitRange "a" is invalid: [spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "2": ratio 2 is greater than max/min = 1.500000, spec.limits[0].maxLimitRequestRatio[memory]: Invalid value: "500m": ratio 500m is less than 1]',
);
refuseChange(
	'Nodes',
	named('Node', 'spec: {podCIDRs: [10.0.0.0/24]}'),
	named('Node', 'spec: {podCIDRs: [10.0.0.0/33], taints: [{key: a, effect: Nope}]}'),
	'Node "a" is invalid: [metadata.taints[0].effect: Unsupported value: "Nope": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute", spec.podCIDRs[0]: Invalid value: "10.0.0.0/33": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64), spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid]',
);

warn(
	'volumes',
	volume(
		'{capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /a}, persistentVolumeReclaimPolicy: Recycle, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: beta.kubernetes.io/os, operator: Exists}]}]}}}',
	),
	[
		'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
		'spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/os is deprecated since v1.14; use "kubernetes.io/os" instead',
	],
);
warn(
	'claims',
	named(
		'PersistentVolumeClaim',
		'spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1500m}}}',
		'{name: a, annotations: {volume.beta.kubernetes.io/storage-class: x}}',
	),
	[
		'metadata.annotations[volume.beta.kubernetes.io/storage-class]: deprecated since v1.8; use "storageClassName" attribute instead',
		'spec.resources.requests[storage]: fractional byte value "1500m" is invalid, must be an integer',
	],
);
warn(
	'Services',
	service(
		'{ports: [{port: 80}], trafficDistribution: PreferClose, loadBalancerIP: 010.0.0.1, loadBalancerSourceRanges: [10.0.0.1/8, 010.0.0.0/8]}',
		'{name: a, annotations: {service.kubernetes.io/topology-aware-hints: auto}}',
	),
	[
		'annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead',
		'spec.loadBalancerIP: non-standard IP address "010.0.0.1" will be considered invalid in a future Kubernetes release: use "10.0.0.1"',
		'spec.loadBalancerSourceRanges[0]: CIDR value "10.0.0.1/8" is ambiguous in this context (should be "10.0.0.0/8" or "10.0.0.1/32"?)',
		'spec.loadBalancerSourceRanges[1]: non-standard CIDR value "010.0.0.0/8" will be considered invalid in a future Kubernetes release: use "10.0.0.0/8"',
		'spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"',
	],
);
warn('no certificate', named('Secret', 'type: kubernetes.io/tls\nstringData: {tls.crt: a, tls.key: b}'), [
	'tls: failed to find any PEM data in certificate input',
]);
warn('Endpoints', named('Endpoints', 'subsets: [{addresses: [{ip: 010.0.0.1}]}]'), [
	'subsets[0].addresses[0].ip: non-standard IP address "010.0.0.1" will be considered invalid in a future Kubernetes release: use "10.0.0.1"',
]);
warn(
	'accounts',
	named('ServiceAccount', '', '{name: a, annotations: {kubernetes.io/enforce-mountable-secrets: "true"}}'),
	[
		'metadata.annotations[kubernetes.io/enforce-mountable-secrets]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets',
	],
);

refuse(
	'no JSON',
	named('Secret', 'type: kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: "{\\"auths\\": {a}}"}'),
	`Secret "a" is invalid: data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": invalid character 'a' looking for beginning of object key string`,
);

test('amounts are rounded up to thousandths', () => {
	const amounts = (yaml: string): unknown => (create(yaml) as unknown as { spec: unknown }).spec;
	expect(amounts(quota('{hard: {requests.cpu: 100u, pods: 2}}'))).toEqual({
		hard: { pods: '2', 'requests.cpu': '1m' },
	});
	expect(
		amounts(named('Pod', 'spec: {containers: [{name: a, image: b, resources: {limits: {cpu: 1.0001, memory: 1Gi}}}]}')),
	).toMatchObject({
		containers: [{ resources: { limits: { cpu: '1001m', memory: '1Gi' }, requests: { cpu: '1001m', memory: '1Gi' } } }],
	});
});
