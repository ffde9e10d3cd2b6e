import { expect, test } from 'vitest';
import { create, kindOf, verdictOfCreate } from './prepare.ts';

const object = (apiVersion: string, kind: string, rest: string, metadata = '{name: x}'): string =>
	`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: ${metadata}\n${rest}\n`;
const NETWORKING = 'networking.k8s.io/v1';
const BACKEND = 'defaultBackend: {service: {name: web, port: {number: 80}}}';
const ANNOTATED = '{name: x, annotations: {kubernetes.io/ingress.class: nginx}}';
const slice = (rest: string): string => object('discovery.k8s.io/v1', 'EndpointSlice', rest);
const storageClass = (terms: string): string =>
	object('storage.k8s.io/v1', 'StorageClass', `provisioner: a.b/c\nallowedTopologies: ${terms}`);
const policy = (spec: string): string => object(NETWORKING, 'NetworkPolicy', `spec: ${spec}`);

test.each([
	[
		'an Ingress of two classes',
		object(NETWORKING, 'Ingress', `spec: {ingressClassName: traefik, ${BACKEND}}`, ANNOTATED),
		'Ingress.networking.k8s.io "x" is invalid: annotations.kubernetes.io/ingress.class: Invalid value: "nginx": must match `ingressClassName` when both are specified',
	],
	[
		'an IngressClass with nothing in it',
		object(NETWORKING, 'IngressClass', 'spec: {parameters: {}}'),
		'IngressClass.networking.k8s.io "x" is invalid: [spec.controller: Required value, spec.parameters.kind: Required value: kind is required, spec.parameters.name: Required value: name is required]',
	],
	[
		'a NetworkPolicy whose ports end before they begin',
		policy('{podSelector: {}, ingress: [{ports: [{port: 90, endPort: 80}]}]}'),
		'NetworkPolicy.networking.k8s.io "x" is invalid: spec.ingress[0].ports[0].endPort: Invalid value: 90: must be greater than or equal to `port`',
	],
	[
		'names as endpoints',
		slice('addressType: FQDN\nendpoints: [{addresses: [a.example, single, "a..b", ok.example.]}]'),
		`EndpointSlice.discovery.k8s.io "x" is invalid: [endpoints[0].addresses[1]: Invalid value: "single": should be a domain with at least two segments separated by dots, endpoints[0].addresses[2]: Invalid value: "a..b": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')]`,
	],
	[
		'topologies',
		storageClass('[{matchLabelExpressions: [{key: zone, values: [a, a]}, {key: zone, values: []}]}]'),
		'StorageClass.storage.k8s.io "x" is invalid: [allowedTopologies[0].matchLabelExpressions[0].values[1]: Duplicate value: "a", allowedTopologies[0].matchLabelExpressions[1].values: Required value, allowedTopologies[0].matchLabelExpressions[1].key: Duplicate value: "zone"]',
	],
	[
		'the same topology twice',
		storageClass(
			'[{matchLabelExpressions: [{key: z, values: [a, b]}]}, {matchLabelExpressions: [{key: z, values: [b, a]}]}]',
		),
		'StorageClass.storage.k8s.io "x" is invalid: allowedTopologies[1].matchLabelExpressions: Duplicate value: ""',
	],
	[
		'a system priority for everyone',
		object(
			'scheduling.k8s.io/v1',
			'PriorityClass',
			'value: 2000001000\nglobalDefault: true',
			'{name: system-node-critical}',
		),
		'PriorityClass.scheduling.k8s.io "system-node-critical" is invalid: metadata.name: Forbidden: priority class names with \'system-\' prefix are reserved for system use only. error: globalDefault of system-node-critical PriorityClass must be false',
	],
])('%s', (_, yaml, expected) => {
	expect(verdictOfCreate(yaml)).toBe(expected);
});

// Models the WarningsOnCreate of pkg/registry/networking, discovery, storage, node, batch.
test.each([
	[
		object(NETWORKING, 'Ingress', `spec: {${BACKEND}}`, ANNOTATED),
		['annotation "kubernetes.io/ingress.class" is deprecated, please use \'spec.ingressClassName\' instead'],
	],
	[
		policy('{podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.1/8, except: [10.1.0.0/16, 10.2.3.4/16]}}]}]}'),
		[
			'spec.egress[0].to[0].ipBlock.cidr: CIDR value "10.0.0.1/8" is ambiguous in this context (should be "10.0.0.0/8" or "10.0.0.1/32"?)',
			'spec.egress[0].to[0].ipBlock.except[1]: CIDR value "10.2.3.4/16" is ambiguous in this context (should be "10.2.0.0/16" or "10.2.3.4/32"?)',
		],
	],
	[
		slice('addressType: FQDN\nendpoints: [{addresses: [a.example]}]'),
		['spec.addressType: FQDN endpoints are deprecated'],
	],
	[
		slice('addressType: IPv4\nendpoints: [{addresses: [10.0.0.1, 010.0.0.2]}]'),
		[
			'endpoints[0].addresses[1]: non-standard IP address "010.0.0.2" will be considered invalid in a future Kubernetes release: use "10.0.0.2"',
		],
	],
	[
		storageClass('[{matchLabelExpressions: [{key: failure-domain.beta.kubernetes.io/zone, values: [a]}]}]'),
		[
			'allowedTopologies[0].matchLabelExpressions[0].key: deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
		],
	],
	[
		object(
			'node.k8s.io/v1',
			'RuntimeClass',
			'handler: runc\nscheduling: {nodeSelector: {beta.kubernetes.io/os: linux}}',
		),
		['scheduling.nodeSelector: deprecated since v1.14; use "kubernetes.io/os" instead'],
	],
	[
		object(
			'batch/v1',
			'CronJob',
			'spec: {schedule: "CRON_TZ=UTC 0 * * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}}',
		),
		[
			'cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details',
		],
	],
])('a warning', (yaml, expected) => {
	const made = create(yaml);
	expect(kindOf(made).warnings?.(made, undefined)).toEqual(expected);
});
