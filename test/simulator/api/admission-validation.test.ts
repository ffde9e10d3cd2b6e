import { expect, test } from 'vitest';
import { create, verdictOfCreate, verdictOfUpdate } from './prepare.ts';

const configuration = (kind: 'Mutating' | 'Validating', webhooks: string): string =>
	`apiVersion: admissionregistration.k8s.io/v1\nkind: ${kind}WebhookConfiguration\nmetadata: {name: x}\nwebhooks: ${webhooks}\n`;
const policy = (kind: string, spec: string): string =>
	`apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmission${kind}\nmetadata: {name: x}\nspec: ${spec}\n`;
const HEAD = {
	Mutating: 'MutatingWebhookConfiguration.admissionregistration.k8s.io "x" is invalid: ',
	Validating: 'ValidatingWebhookConfiguration.admissionregistration.k8s.io "x" is invalid: ',
	Policy: 'ValidatingAdmissionPolicy.admissionregistration.k8s.io "x" is invalid: ',
	Binding: 'ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io "x" is invalid: ',
};
const GOOD =
	'name: a.example.com, sideEffects: None, admissionReviewVersions: [v1], clientConfig: {service: {name: hook, namespace: default}}';

test('what a webhook is filled in with', () => {
	expect(create(configuration('Mutating', `[{${GOOD}, rules: [{operations: ["*"], apiGroups: [""]}]}]`))).toEqual({
		apiVersion: 'admissionregistration.k8s.io/v1',
		kind: 'MutatingWebhookConfiguration',
		metadata: { name: 'x', uid: '7d1f4a0e-0000-4000-8000-000000000000', generation: 1 },
		webhooks: [
			{
				name: 'a.example.com',
				clientConfig: { service: { namespace: 'default', name: 'hook', port: 443 } },
				rules: [{ operations: ['*'], apiGroups: [''], scope: '*' }],
				failurePolicy: 'Fail',
				matchPolicy: 'Equivalent',
				namespaceSelector: {},
				objectSelector: {},
				sideEffects: 'None',
				timeoutSeconds: 10,
				admissionReviewVersions: ['v1'],
				reinvocationPolicy: 'Never',
			},
		],
	});
});

test.each([
	['a webhook', configuration('Validating', `[{${GOOD}}]`), 'valid'],
	[
		'an empty webhook',
		configuration('Validating', '[{}]'),
		`${HEAD.Validating}[webhooks[0].name: Required value, webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun, webhooks[0].clientConfig: Required value: exactly one of url or service is required, webhooks[0].admissionReviewVersions: Required value: must specify one of v1, v1beta1]`,
	],
	[
		'a webhook, all wrong',
		configuration(
			'Mutating',
			`
- name: hook
  failurePolicy: Maybe
  matchPolicy: Similar
  sideEffects: Some
  timeoutSeconds: 31
  reinvocationPolicy: Always
  admissionReviewVersions: [v2, v2]
  clientConfig: {url: "http://me@/path?a=b#c"}
  namespaceSelector: {matchExpressions: [{key: a, operator: In}]}
  rules:
  - {operations: ["*", GET], apiGroups: ["*", apps], apiVersions: [], resources: ["*", pods, pods/*, pods/log, ""], scope: Some}
  - {operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: ["*/*", "*/status", pods/status]}
  matchConditions: [{name: "", expression: " "}, {name: a, expression: "true"}, {name: a, expression: "true"}]
- ${`{${GOOD}}`}
- ${`{${GOOD}}`}`,
		),
		`${HEAD.Mutating}[webhooks[0].name: Invalid value: "hook": should be a domain with at least three segments separated by dots, webhooks[0].rules[0].operations: Invalid value: ["*","GET"]: if '*' is present, must not specify other operations, webhooks[0].rules[0].operations[1]: Unsupported value: "GET": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE", webhooks[0].rules[0].apiGroups: Invalid value: ["*","apps"]: if '*' is present, must not specify other API groups, webhooks[0].rules[0].apiVersions: Required value, webhooks[0].rules[0].resources[3]: Invalid value: "pods/log": if 'pods/*' is present, must not specify pods/log, webhooks[0].rules[0].resources[4]: Required value, webhooks[0].rules[0].resources: Invalid value: ["*","pods","pods/*","pods/log",""]: if '*' is present, must not specify other resources without subresources, webhooks[0].rules[0].scope: Unsupported value: "Some": supported values: "*", "Cluster", "Namespaced", webhooks[0].rules[1].resources[1]: Invalid value: "*/status": if '*/*' is present, must not specify */status, webhooks[0].rules[1].resources[2]: Invalid value: "pods/status": if '*/status' is present, must not specify pods/status, webhooks[0].rules[1].resources: Invalid value: ["*/*","*/status","pods/status"]: if '*/*' is present, must not specify other resources, webhooks[0].failurePolicy: Unsupported value: "Maybe": supported values: "Fail", "Ignore", webhooks[0].matchPolicy: Unsupported value: "Similar": supported values: "Equivalent", "Exact", webhooks[0].sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun", webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds, webhooks[0].namespaceSelector.matchExpressions[0].values: Required value: must be specified when \`operator\` is 'In' or 'NotIn', webhooks[0].reinvocationPolicy: Unsupported value: "Always": supported values: "IfNeeded", "Never", webhooks[0].clientConfig.url: Invalid value: "http": 'https' is the only allowed URL scheme; desired format: https://host[/path], webhooks[0].clientConfig.url: Invalid value: "": host must be specified; desired format: https://host[/path], webhooks[0].clientConfig.url: Invalid value: "me": user information is not permitted in the URL, webhooks[0].clientConfig.url: Invalid value: "c": fragments are not permitted in the URL, webhooks[0].clientConfig.url: Invalid value: "a=b": query parameters are not permitted in the URL, webhooks[0].matchConditions[0].expression: Required value, webhooks[0].matchConditions[0].name: Required value, webhooks[0].matchConditions[2].name: Duplicate value: "a", webhooks[0].admissionReviewVersions[1]: Invalid value: "v2": duplicate version, webhooks[0].admissionReviewVersions: Invalid value: ["v2","v2"]: must include at least one of v1, v1beta1, webhooks[2].name: Duplicate value: "a.example.com"]`,
	],
	[
		'a service that cannot be called',
		configuration(
			'Validating',
			`[{name: a.example.com, sideEffects: None, admissionReviewVersions: [v1], clientConfig: {service: {name: "", namespace: default, path: a//B, port: 70000}}}]`,
		),
		`${HEAD.Validating}[webhooks[0].clientConfig.service.namespace: Required value, webhooks[0].clientConfig.service.port: Invalid value: 70000: port is not valid: must be between 1 and 65535, inclusive, webhooks[0].clientConfig.service.path: Invalid value: "a//B": must start with a '/', webhooks[0].clientConfig.service.path: Invalid value: "a//B": segment[0] may not be empty, webhooks[0].clientConfig.service.path: Invalid value: "a//B": segment[1] may not be empty, webhooks[0].clientConfig.service.path: Invalid value: "a//B": segment[2]: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')]`,
	],
	[
		'a policy',
		policy(
			'Policy',
			'{matchConstraints: {resourceRules: [{operations: [CREATE], apiGroups: [apps], apiVersions: [v1], resources: [deployments]}]}, validations: [{expression: "object.spec.replicas <= 5"}]}',
		),
		'valid',
	],
	[
		'an empty policy',
		policy('Policy', '{}'),
		`${HEAD.Policy}[spec.matchConstraints: Required value, spec.validations: Required value: validations or auditAnnotations must contain at least one item, spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item]`,
	],
	[
		'a policy, all wrong',
		policy(
			'Policy',
			`
  failurePolicy: Maybe
  paramKind: {apiVersion: a/b/c, kind: A_b}
  matchConstraints: {resourceRules: [], excludeResourceRules: [{resourceNames: [a/b], operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods]}]}
  variables: [{name: in, expression: ""}]
  validations: [{expression: " ", message: "a\\nb", reason: Gone, messageExpression: " "}]
  auditAnnotations: [{key: "a b", valueExpression: ""}, {key: "a b", valueExpression: "'x'"}]`,
		),
		`${HEAD.Policy}[spec.failurePolicy: Unsupported value: "Maybe": supported values: "Fail", "Ignore", spec.paramKind.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c, spec.paramKind.kind: Invalid value: "A_b": may have mixed case, but should otherwise match: a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?'), spec.matchConstraints.excludeResourceRules[0].resourceNames[0]: Invalid value: "a/b": may not contain '/', spec.matchConstraints.resourceRules: Required value, spec.variables[0].name: Invalid value: "in": name is not a valid CEL identifier, spec.variables[0].expression: Required value: expression is not specified, spec.validations[0].expression: Required value: expression is not specified, spec.validations[0].messageExpression: Invalid value: " ": must be non-empty if specified, spec.validations[0].message: Invalid value: "a\\nb": message must not contain line breaks, spec.validations[0].reason: Unsupported value: "Gone": supported values: "Forbidden", "Invalid", "RequestEntityTooLarge", spec.auditAnnotations[0].key: Invalid value: "x/a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'), spec.auditAnnotations[0].valueExpression: Required value: valueExpression is not specified, spec.auditAnnotations[1].key: Invalid value: "x/a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'), spec.auditAnnotations[1].key: Duplicate value: "a b"]`,
	],
	['a binding', policy('PolicyBinding', '{policyName: x, validationActions: [Deny, Audit]}'), 'valid'],
	[
		'a binding, all wrong',
		policy(
			'PolicyBinding',
			`{policyName: "", paramRef: {name: a, selector: {}, parameterNotFoundAction: Ask}, matchResources: {matchPolicy: Similar}, validationActions: [Deny, Warn, Warn, Log]}`,
		),
		`${HEAD.Binding}[spec.policyName: Required value, spec.paramRef.name: Forbidden: name and selector are mutually exclusive, spec.paramRef.selector: Forbidden: name and selector are mutually exclusive, spec.paramRef.parameterNotFoundAction: Unsupported value: "Ask": supported values: "Deny", "Allow", spec.matchResouces.matchPolicy: Unsupported value: "Similar": supported values: "Equivalent", "Exact", spec.validationActions[2]: Duplicate value: "Warn", spec.validationActions[3]: Unsupported value: "Log": supported values: "Audit", "Deny", "Warn", spec.validationActions: Invalid value: ["Deny","Warn","Warn","Log"]: must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)]`,
	],
	[
		'a binding that does nothing',
		policy('PolicyBinding', '{policyName: x, paramRef: {}, validationActions: []}'),
		`${HEAD.Binding}[spec.paramRef: Required value: one of name or selector must be specified, spec.paramRef.parameterNotFoundAction: Required value, spec.validationActions: Required value: at least one validation action is required]`,
	],
])('%s', (_, yaml, expected) => expect(verdictOfCreate(yaml)).toBe(expected));

test('an update may keep what was wrong before, and no more', () => {
	const before = `[{${GOOD.replace('None', 'Some')}}]`;
	expect(verdictOfUpdate(configuration('Validating', before), configuration('Validating', before))).toBe('valid');
	expect(
		verdictOfUpdate(
			configuration('Validating', before),
			configuration('Validating', before.replace('[v1]', '[v2]').replace('Some', 'Many')),
		),
	).toBe(
		`${HEAD.Validating}[webhooks[0].sideEffects: Unsupported value: "Many": supported values: "None", "NoneOnDryRun", "Some", "Unknown", webhooks[0].admissionReviewVersions: Invalid value: ["v2"]: must include at least one of v1, v1beta1]`,
	);
});
