import { expect, test } from 'vitest';
import { verdictOfCreate, verdictOfUpdate } from './prepare.ts';

const flow = (kind: string, name: string, spec: string): string =>
	`apiVersion: flowcontrol.apiserver.k8s.io/v1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec: ${spec}\n`;
const network = (kind: string, name: string, spec: string): string =>
	`apiVersion: networking.k8s.io/v1\nkind: ${kind}\nmetadata: {name: "${name}"}\nspec: ${spec}\n`;
const service = (name: string, spec: string): string =>
	`apiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata: {name: ${name}}\nspec: ${spec}\n`;
const runtime = (rest: string): string =>
	`apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata: {name: gvisor}\n${rest}\n`;

const LABEL =
	"a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

test.each([
	[
		'a schema, all wrong',
		flow(
			'FlowSchema',
			'mine',
			`
  priorityLevelConfiguration: {name: ""}
  matchingPrecedence: 10001
  distinguisherMethod: {type: ByName}
  rules:
  - subjects: []
  - subjects:
    - {kind: Robot}
    - {kind: User, group: {name: a}}
    - {kind: ServiceAccount, serviceAccount: {name: "", namespace: ""}, user: {name: a}}
    resourceRules:
    - {verbs: [], apiGroups: [], resources: [], namespaces: []}
    - {verbs: [jump], apiGroups: ["*", apps], resources: ["*", pods], namespaces: [A_b]}
    - {verbs: ["*", get], apiGroups: ["*"], resources: ["*"], namespaces: ["*", a]}
    nonResourceRules:
    - {verbs: [get], nonResourceURLs: [healthz, /a//b, /a*b, "/a b", /ok/*]}
    - {verbs: [get], nonResourceURLs: []}`,
		),
		`FlowSchema.flowcontrol.apiserver.k8s.io "mine" is invalid: [spec.matchingPrecedence: Invalid value: 10001: must not be greater than 10000, spec.distinguisherMethod.type: Unsupported value: {"Type":"ByName"}: supported values: "ByNamespace", "ByUser", spec.priorityLevelConfiguration.name: Required value: must reference a priority level, spec.rules[0].subjects: Required value: subjects must contain at least one value, spec.rules[0]: Required value: at least one of resourceRules and nonResourceRules has to be non-empty, spec.rules[1].subjects[0].kind: Unsupported value: "Robot": supported values: "Group", "ServiceAccount", "User", spec.rules[1].subjects[1].user: Required value: user is required when subject kind is 'User', spec.rules[1].subjects[1].group: Forbidden: group is forbidden when subject kind is not 'Group', spec.rules[1].subjects[2].serviceAccount.name: Required value, spec.rules[1].subjects[2].serviceAccount.namespace: Required value: must specify namespace for service account, spec.rules[1].subjects[2].user: Forbidden: user is forbidden when subject kind is not 'User', spec.rules[1].resourceRules[0].verbs: Required value: verbs must contain at least one value, spec.rules[1].resourceRules[0].apiGroups: Required value: resource rules must supply at least one api group, spec.rules[1].resourceRules[0].resources: Required value: resource rules must supply at least one resource, spec.rules[1].resourceRules[0].namespaces: Required value: resource rules that are not cluster scoped must supply at least one namespace, spec.rules[1].resourceRules[1].verbs: Unsupported value: ["jump"]: supported values: "create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch", spec.rules[1].resourceRules[1].apiGroups: Invalid value: ["*","apps"]: if '*' is present, must not specify other api groups, spec.rules[1].resourceRules[1].resources: Invalid value: ["*","pods"]: if '*' is present, must not specify other resources, spec.rules[1].resourceRules[1].namespaces[0]: Invalid value: "A_b": each member of this list must be '*' or a DNS-1123 label; ${LABEL}, spec.rules[1].resourceRules[2].verbs: Invalid value: ["*","get"]: if '*' is present, must not specify other verbs, spec.rules[1].resourceRules[2].namespaces: Invalid value: ["*","a"]: if '*' is present, must not specify other namespaces, spec.rules[1].nonResourceRules[0].nonResourceURLs[0]: Invalid value: "healthz": must start with slash, spec.rules[1].nonResourceRules[0].nonResourceURLs[1]: Invalid value: "/a//b": must not contain double slash, spec.rules[1].nonResourceRules[0].nonResourceURLs[2]: Invalid value: "/a*b": wildcard can only do suffix matching, spec.rules[1].nonResourceRules[0].nonResourceURLs[3]: Invalid value: "/a b": must not contain white-space, spec.rules[1].nonResourceRules[1].nonResourceURLs: Required value: nonResourceURLs must contain at least one value]`,
	],
	['a schema', flow('FlowSchema', 'mine', '{priorityLevelConfiguration: {name: exempt}}'), 'valid'],
	[
		'a precedence that is taken',
		flow('FlowSchema', 'mine', '{priorityLevelConfiguration: {name: exempt}, matchingPrecedence: 1}'),
		`FlowSchema.flowcontrol.apiserver.k8s.io "mine" is invalid: spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1`,
	],
	[
		'a level of no type',
		flow('PriorityLevelConfiguration', 'mine', '{type: Some}'),
		'PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io "mine" is invalid: spec.type: Unsupported value: "Some": supported values: "Exempt", "Limited"',
	],
	[
		'a level, all wrong',
		flow(
			'PriorityLevelConfiguration',
			'mine',
			'{type: Limited, exempt: {}, limited: {nominalConcurrencyShares: -1, lendablePercent: 101, borrowingLimitPercent: -1, limitResponse: {type: Queue, queuing: {queues: 4, handSize: 8, queueLengthLimit: -1}}}}',
		),
		'PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io "mine" is invalid: [spec.exempt: Forbidden: must be nil if the type is Limited, spec.limited.nominalConcurrencyShares: Invalid value: -1: must be a non-negative integer, spec.limited.limitResponse.queuing.queueLengthLimit: Invalid value: -1: must be positive, spec.limited.limitResponse.queuing.handSize: Invalid value: 8: should not be greater than queues (4), spec.limited.lendablePercent: Invalid value: 101: must be between 0 and 100, inclusive, spec.limited.borrowingLimitPercent: Invalid value: -1: if specified, must be a non-negative integer]',
	],
	[
		'hands that are too large to shuffle',
		flow(
			'PriorityLevelConfiguration',
			'mine',
			'{type: Limited, limited: {limitResponse: {type: Queue, queuing: {queues: 1024, handSize: 7}}}}',
		),
		'PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io "mine" is invalid: spec.limited.limitResponse.queuing.handSize: Invalid value: 7: required entropy bits of deckSize 1024 and handSize 7 should not be greater than 60',
	],
	[
		'an exempt level of another name',
		flow('PriorityLevelConfiguration', 'mine', '{type: Exempt, limited: {limitResponse: {type: Reject}}}'),
		`PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io "mine" is invalid: [spec.type: Invalid value: "Exempt": type must be 'Exempt' if and only if name is 'exempt', spec.limited: Forbidden: must be nil if the type is not Limited]`,
	],
	[
		'an address that is not canonical',
		network('IPAddress', '2001:DB8::1', '{parentRef: {resource: "", name: a/b, group: A_b}}'),
		`IPAddress.networking.k8s.io "2001:DB8::1" is invalid: [metadata.name: Invalid value: "2001:DB8::1": must be in canonical form ("2001:db8::1"), spec.parentRef.group: Invalid value: "A_b": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*'), spec.parentRef.resource: Required value, spec.parentRef.name: Invalid value: "a/b": may not contain '/']`,
	],
	[
		'no address at all',
		network('IPAddress', 'web', '{}'),
		'IPAddress.networking.k8s.io "web" is invalid: [metadata.name: Invalid value: "web": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff), spec.parentRef: Required value]',
	],
	[
		'no range',
		network('ServiceCIDR', 'more', '{}'),
		'ServiceCIDR.networking.k8s.io "more" is invalid: spec.cidrs: Required value: at least one CIDR required',
	],
	[
		'two ranges of one family',
		network('ServiceCIDR', 'more', '{cidrs: [10.0.0.0/24, 10.1.0.0/24]}'),
		'ServiceCIDR.networking.k8s.io "more" is invalid: spec.cidrs: Invalid value: {"CIDRs":["10.0.0.0/24","10.1.0.0/24"]}: may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64',
	],
	[
		'ranges that are not canonical',
		network('ServiceCIDR', 'more', '{cidrs: [10.0.0.1/24, "2001:DB8::/64"]}'),
		'ServiceCIDR.networking.k8s.io "more" is invalid: [spec.cidrs[0]: Invalid value: "10.0.0.1/24": must not have bits set beyond the prefix length, spec.cidrs[1]: Invalid value: "2001:DB8::/64": must be in canonical form ("2001:db8::/64")]',
	],
	['a second range', network('ServiceCIDR', 'more', '{cidrs: [10.112.0.0/16]}'), 'valid'],
	[
		'a runtime, all wrong',
		runtime(
			'handler: Run_sc\noverhead: {podFixed: {cpu: -1}}\nscheduling: {nodeSelector: {"a b": c}, tolerations: [{operator: Like, key: a}]}',
		),
		`RuntimeClass.node.k8s.io "gvisor" is invalid: [handler: Invalid value: "Run_sc": ${LABEL}, overhead.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0, scheduling.nodeSelector: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'), scheduling.tolerations[0].operator: Unsupported value: "Like": supported values: "Equal", "Exists"]`,
	],
	[
		'a service of another name',
		service(
			'v1.example.com',
			'{group: "", version: v2, groupPriorityMinimum: 0, versionPriority: 1001, caBundle: YWJj}',
		),
		'APIService.apiregistration.k8s.io "v1.example.com" is invalid: [metadata.name: Invalid value: "v1.example.com": must be `spec.version+"."+spec.group`: "v2.", spec.group: Required value: only v1 may have an empty group and it better be legacy kube, spec.groupPriorityMinimum: Invalid value: 0: must be positive and less than 20000, spec.versionPriority: Invalid value: 1001: must be positive and less than 1000, spec.caBundle: Invalid value: "3 bytes": local APIServices may not have a caBundle]',
	],
	[
		'a service that nobody serves',
		service(
			'v1.example.com',
			'{group: example.com, version: v1, groupPriorityMinimum: 100, versionPriority: 10, service: {port: 70000}, insecureSkipTLSVerify: true, caBundle: YWJj}',
		),
		'APIService.apiregistration.k8s.io "v1.example.com" is invalid: [spec.service.namespace: Required value, spec.service.name: Required value, spec.service.port: Invalid value: 70000: port is not valid: must be between 1 and 65535, inclusive, spec.insecureSkipTLSVerify: Invalid value: true: may not be true if caBundle is present]',
	],
	[
		'a template of no containers',
		'apiVersion: v1\nkind: PodTemplate\nmetadata: {name: t}\ntemplate: {spec: {containers: []}}\n',
		'PodTemplate "t" is invalid: template.spec.containers: Required value',
	],
])('%s', (_, yaml, expected) => expect(verdictOfCreate(yaml)).toBe(expected));

test.each([
	[
		"the server's own schema",
		flow('FlowSchema', 'catch-all', '{priorityLevelConfiguration: {name: catch-all}, matchingPrecedence: 9999}'),
		`FlowSchema.flowcontrol.apiserver.k8s.io "catch-all" is invalid: spec: Invalid value: {"priorityLevelConfiguration":{"name":"catch-all"},"matchingPrecedence":9999}: spec of 'catch-all' must equal the fixed value`,
	],
])('%s', (_, yaml, expected) => expect(verdictOfCreate(yaml)).toBe(expected));

test.each([
	[
		'whose an address is stays',
		network('IPAddress', '10.96.0.9', '{parentRef: {resource: services, namespace: default, name: a}}'),
		network('IPAddress', '10.96.0.9', '{parentRef: {resource: services, namespace: default, name: b}}'),
		'IPAddress.networking.k8s.io "10.96.0.9" is invalid: spec.parentRef: Invalid value: {"Group":"","Resource":"services","Namespace":"default","Name":"b"}: field is immutable',
	],
	[
		'a range stays',
		network('ServiceCIDR', 'more', '{cidrs: [10.112.0.0/16]}'),
		network('ServiceCIDR', 'more', '{cidrs: [10.113.0.0/16]}'),
		'ServiceCIDR.networking.k8s.io "more" is invalid: spec.cidrs: Invalid value: ["10.113.0.0/16"]: field is immutable',
	],
	[
		'a handler stays',
		runtime('handler: runsc'),
		runtime('handler: kata'),
		'RuntimeClass.node.k8s.io "gvisor" is invalid: handler: Invalid value: "kata": field is immutable',
	],
])('%s', (_, before, after, expected) => expect(verdictOfUpdate(before, after)).toBe(expected));
