import { expect, test } from 'vitest';
import { type TestServer, testServer } from './test-server.ts';

const REGISTRATION = '/apis/admissionregistration.k8s.io/v1';
const MAPS = '/api/v1/namespaces/default/configmaps';
const RULES = [{ operations: ['*'], apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'] }];

/** A server with one policy about ConfigMaps and a binding of it. */
function withPolicy(policy: object, binding: object = {}): TestServer {
	const server = testServer();
	server.ask('POST', `${REGISTRATION}/validatingadmissionpolicies`, {
		metadata: { name: 'maps' },
		spec: { matchConstraints: { resourceRules: RULES }, ...policy },
	});
	server.ask('POST', `${REGISTRATION}/validatingadmissionpolicybindings`, {
		metadata: { name: 'everywhere' },
		spec: { policyName: 'maps', validationActions: ['Deny'], ...binding },
	});
	return server;
}

interface Refusal {
	readonly code?: number;
	readonly reason?: string;
	readonly message?: string;
	readonly details?: { readonly causes?: readonly object[] };
}

const map = (data: object, name = 'm'): object => ({ metadata: { name }, data });
const DENIED =
	"configmaps \"m\" is forbidden: ValidatingAdmissionPolicy 'maps' with binding 'everywhere' denied request: ";

test.each<readonly [string, object, string]>([
	['an expression', { expression: 'object.data.a == "1"' }, 'failed expression: object.data.a == "1"'],
	['a message', { expression: 'false', message: ' no maps ' }, 'no maps'],
	[
		'a message that is computed',
		{ expression: 'false', messageExpression: '"no " + object.metadata.name + " for " + request.userInfo.username' },
		'no m for kubernetes-admin',
	],
	['what cannot be found out', { expression: 'object.data.c == "1"' }, expect.stringContaining('no such key: c')],
])('%s', (_, validation, expected) => {
	const { code, reason, message, details } = withPolicy({ validations: [validation] }).ask<Refusal>(
		'POST',
		MAPS,
		map({ a: '2' }),
	);
	expect([code, reason]).toEqual([422, 'Invalid']);
	expect(message?.slice(0, DENIED.length)).toBe(DENIED);
	expect(message?.slice(DENIED.length)).toEqual(expected);
	expect(details?.causes?.length).toBe(1);
});

test('reasons, conditions, variables, the old object and namespaces', () => {
	const { ask, call } = withPolicy({
		matchConditions: [{ name: 'not-free', expression: '!object.metadata.name.startsWith("free")' }],
		variables: [
			{ name: 'before', expression: 'oldObject == null ? {} : oldObject.data' },
			{ name: 'count', expression: 'size(variables.before)' },
		],
		validations: [
			{ expression: 'size(object.data) >= variables.count', reason: 'Forbidden', message: 'maps do not shrink' },
			{ expression: 'namespaceObject.metadata.name == "default"' },
		],
	});
	expect(call('POST', MAPS, map({ a: '1', b: '2' })).status).toBe(201);
	expect(ask<Refusal>('PUT', `${MAPS}/m`, map({ a: '1' }))).toMatchObject({
		code: 403,
		reason: 'Forbidden',
		message: `${DENIED}maps do not shrink`,
	});
	expect(call('POST', MAPS, map({ a: '1' }, 'free'))).toMatchObject({ status: 201 });
	expect(call('PUT', `${MAPS}/free`, map({}, 'free')).status).toBe(200);
});

test('parameters', () => {
	const paramKind = { apiVersion: 'v1', kind: 'ConfigMap' };
	const validations = [{ expression: 'object.metadata.name == "limits" || object.data.a <= params.data.max' }];
	const matchConditions = [{ name: 'others', expression: 'object.metadata.name != "limits"' }];
	const policy = { paramKind, validations, matchConditions };
	const reference = { name: 'limits', namespace: 'default', parameterNotFoundAction: 'Deny' };
	const { ask, call } = withPolicy(policy, { paramRef: reference });
	expect(ask<Refusal>('POST', MAPS, map({ a: '1' })).message).toBe(
		`${DENIED}failed to configure binding: no params found for policy binding with \`Deny\` parameterNotFoundAction`,
	);
	const lenient = withPolicy(policy, { paramRef: { ...reference, parameterNotFoundAction: 'Allow' } });
	expect(lenient.call('POST', MAPS, map({ max: '3' }, 'limits')).status).toBe(201);
	expect(lenient.call('POST', MAPS, map({ a: '2' })).status).toBe(201);
	expect(lenient.ask<Refusal>('PUT', `${MAPS}/m`, map({ a: '4' })).message).toBe(
		`${DENIED}failed expression: object.metadata.name == "limits" || object.data.a <= params.data.max`,
	);
	expect(call('DELETE', `${REGISTRATION}/validatingadmissionpolicybindings/everywhere`).status).toBe(200);
	expect(call('POST', MAPS, map({ a: '9' })).status).toBe(201);
});

test('who warns does not deny; who is passed over says nothing', () => {
	const validations = [{ expression: 'false', message: 'no maps' }];
	const warned = withPolicy({ validations }, { validationActions: ['Warn', 'Audit'] }).call('POST', MAPS, map({}));
	expect([warned.status, warned.headers.get('warning')]).toEqual([
		201,
		["299 - \"Validation failed for ValidatingAdmissionPolicy 'maps' with binding 'everywhere': no maps\""],
	]);
	const broken = { failurePolicy: 'Ignore', validations: [{ expression: 'object.data.nothing == "1"' }] };
	expect(withPolicy(broken).call('POST', MAPS, map({})).status).toBe(201);
	const exclude = { resourceRules: RULES, excludeResourceRules: [{ ...RULES[0], resourceNames: ['m'] }] };
	expect(withPolicy({ validations, matchConstraints: exclude }).call('POST', MAPS, map({})).status).toBe(201);
});

test('expressions know the request, the namespace and the variables before them', () => {
	const { ask } = testServer();
	const refused = (spec: object): string | undefined =>
		ask<Refusal>('POST', `${REGISTRATION}/validatingadmissionpolicies?dryRun=All`, {
			metadata: { name: 'maps' },
			spec: { matchConstraints: { resourceRules: RULES }, ...spec },
		}).message;
	const invalid = 'ValidatingAdmissionPolicy.admissionregistration.k8s.io "maps" is invalid: ';
	const validations = [{ expression: 'true' }];
	const variables = [
		{ name: 'count', expression: 'size(variables.names)' },
		{ name: 'names', expression: 'object.spec.names' },
	];
	expect([
		refused({ validations: [{ expression: 'request.user == 1' }] }),
		refused({ validations: [{ expression: 'namespaceObject.metadata.labels.team > 1' }] }),
		refused({ validations, variables }),
		refused({ validations: [{ expression: 'variables.names == 1' }], variables: variables.slice(1) }),
	]).toEqual([
		`${invalid}spec.validations[0].expression: Invalid value: "request.user == 1": compilation failed: ERROR: <input>:1:8: undefined field 'user'\n | request.user == 1\n | .......^`,
		`${invalid}spec.validations[0].expression: Invalid value: "namespaceObject.metadata.labels.team > 1": compilation failed: ERROR: <input>:1:38: found no matching overload for '_>_' applied to '(string, int)'\n | namespaceObject.metadata.labels.team > 1\n | .....................................^`,
		`${invalid}spec.variables[0].expression: Invalid value: "size(variables.names)": compilation failed: ERROR: <input>:1:15: undefined field 'names'\n | size(variables.names)\n | ..............^`,
		undefined,
	]);
});

test('expressions ask what somebody is allowed', () => {
	const jane = { name: 'jane', groups: ['system:authenticated'] };
	const { ask, call } = withPolicy({
		validations: [
			{
				expression:
					"!has(object.data.locked) || authorizer.group('apps').resource('deployments').check('delete').allowed()",
				message: 'only who may delete deployments locks maps',
			},
			{ expression: "authorizer.path('/healthz').check('get').allowed() || object.metadata.name != 'open'" },
			{ expression: "authorizer.requestResource.check('create').allowed()" },
			{
				expression:
					"!authorizer.serviceAccount('default', 'default').group('').resource('secrets').namespace('default').check('get').allowed()",
			},
		],
	});
	ask('POST', '/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles', {
		metadata: { name: 'maps' },
		rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['create'] }],
	});
	ask('POST', '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings', {
		metadata: { name: 'maps' },
		roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'maps' },
		subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'jane' }],
	});
	const locked = map({ locked: 'yes' });
	expect(ask<Refusal>('POST', MAPS, locked, { user: jane }).message).toBe(
		`${DENIED}only who may delete deployments locks maps`,
	);
	expect(call('POST', MAPS, map({ a: '1' }, 'n'), { user: jane }).status).toBe(201);
	expect(call('POST', MAPS, locked).status).toBe(201);
});
