import { expect, test } from 'vitest';
import type { CertificateSigningRequest } from '../../../simulator/api/certificates/types.ts';
import { JANE_REQUEST, MASTER_REQUEST } from './certificate-requests.ts';
import { person, policyServer } from './policy-server.ts';
import { ADMIN } from './test-server.ts';

const REQUESTS = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
const CLIENT = 'kubernetes.io/kube-apiserver-client';
const request = (name: string, spec: object = {}): object => ({
	metadata: { name },
	spec: { request: JANE_REQUEST, signerName: CLIENT, usages: ['client auth'], ...spec },
});
const decided = (type: string): object => ({ type, status: 'True', reason: 'Test', message: 'so it is' });

test('a request says who has made it, whatever it says itself', () => {
	const server = policyServer();
	const jane = { ...ADMIN, name: 'jane', uid: 'u-1', extra: { 'example.com/floor': ['3'] } };
	const made = server.ask<CertificateSigningRequest>('POST', REQUESTS, request('a', { username: 'root' }), {
		user: jane,
	});
	expect(made.spec).toEqual({
		request: JANE_REQUEST,
		signerName: CLIENT,
		usages: ['client auth'],
		username: 'jane',
		uid: 'u-1',
		groups: [...ADMIN.groups, 'system:authenticated'],
		extra: { 'example.com/floor': ['3'] },
	});
	expect(made.status).toEqual({});
});

test('what is wrong with a request', () => {
	const server = policyServer();
	const outcome = (spec: object): string => server.outcome(ADMIN, 'POST', REQUESTS, request('a', spec));
	const invalid = (...errors: string[]): string =>
		`422 CertificateSigningRequest.certificates.k8s.io "a" is invalid: ${errors.length > 1 ? `[${errors.join(', ')}]` : errors[0]}`;
	expect(outcome({ request: 'YWJj', usages: [], signerName: 'x', expirationSeconds: 599 })).toBe(
		invalid(
			'spec.request: Invalid value: []byte{0x61, 0x62, 0x63}: PEM block type must be CERTIFICATE REQUEST',
			'spec.usages: Required value',
			'spec.signerName: Invalid value: "x": must be a fully qualified domain and path of the form \'example.com/signer-name\'',
			'spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 600 seconds (10 minutes)',
		),
	);
	for (const nothing of ['', null]) {
		expect(outcome({ request: nothing })).toBe(
			invalid('spec.request: Invalid value: []byte{}: PEM block type must be CERTIFICATE REQUEST'),
		);
	}
	expect(outcome({ signerName: 'kubernetes.io/legacy-unknown', usages: ['client auth', 'client auth'] })).toBe(
		invalid(
			'spec.usages[1]: Duplicate value: "client auth"',
			'spec.signerName: Invalid value: "kubernetes.io/legacy-unknown": the legacy signerName is not allowed via this API version',
		),
	);
	expect(outcome({ signerName: 'local/Me' })).toBe(
		invalid(
			'spec.signerName: Invalid value: "local": should be a domain with at least two segments separated by dots',
			`spec.signerName: Invalid value: "Me": validating label "Me": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
		),
	);
	expect(outcome({ request: MASTER_REQUEST })).toBe(
		'403 certificatesigningrequests.certificates.k8s.io "a" is forbidden: use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed',
	);
});

test('approving and signing are permissions for each signer', () => {
	const server = policyServer();
	const rules = (verbs: string[], signers: string[]): object[] => [
		{
			verbs: ['get', 'update', 'patch'],
			apiGroups: ['certificates.k8s.io'],
			resources: [
				'certificatesigningrequests',
				'certificatesigningrequests/approval',
				'certificatesigningrequests/status',
			],
		},
		{ verbs, apiGroups: ['certificates.k8s.io'], resources: ['signers'], resourceNames: signers },
	];
	const grant = (user: string, list: object[]): void => {
		server.ask('POST', '/apis/rbac.authorization.k8s.io/v1/clusterroles', { metadata: { name: user }, rules: list });
		server.ask('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
			metadata: { name: user },
			roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: user },
			subjects: [{ kind: 'User', name: user, apiGroup: 'rbac.authorization.k8s.io' }],
		});
	};
	grant('approver', rules(['approve'], ['kubernetes.io/*']));
	grant('other', rules(['approve', 'sign'], ['example.com/x']));
	server.ask('POST', REQUESTS, request('a'));
	const approval = { status: { conditions: [decided('Approved')] } };
	expect(server.outcome(person('other'), 'PATCH', `${REQUESTS}/a/approval`, approval)).toBe(
		'403 certificatesigningrequests.certificates.k8s.io "a" is forbidden: user not permitted to approve requests with signerName "kubernetes.io/kube-apiserver-client"',
	);
	expect(server.outcome(person('approver'), 'PATCH', `${REQUESTS}/a/approval`, approval)).toBe('200');
	expect(server.outcome(person('approver'), 'PATCH', `${REQUESTS}/a/status`, { status: { certificate: 'YWJj' } })).toBe(
		'403 certificatesigningrequests.certificates.k8s.io "a" is forbidden: user not permitted to sign requests with signerName "kubernetes.io/kube-apiserver-client"',
	);
});

test('a decision is made once, through the approval', () => {
	const server = policyServer();
	const forbidden = (...reasons: string[]): string => {
		const errors = reasons.map((reason) => `status.conditions: Forbidden: ${reason}`);
		return `422 CertificateSigningRequest.certificates.k8s.io "a" is invalid: ${errors.length > 1 ? `[${errors.join(', ')}]` : errors[0]}`;
	};
	server.ask('POST', REQUESTS, request('a'));
	const patch = (through: string, ...types: string[]): string =>
		server.outcome(ADMIN, 'PATCH', `${REQUESTS}/a${through}`, { status: { conditions: types.map(decided) } });
	expect(patch('/status', 'Approved')).toBe(forbidden('updates may not add a condition of type "Approved"'));
	expect(patch('/approval', 'Approved')).toBe('200');
	expect(patch('/approval')).toBe(forbidden('updates may not remove a condition of type "Approved"'));
	expect(patch('/approval', 'Approved', 'Denied')).toBe(
		'422 CertificateSigningRequest.certificates.k8s.io "a" is invalid: status.conditions[1].type: Invalid value: "Denied": Approved and Denied conditions are mutually exclusive',
	);
	expect(server.outcome(ADMIN, 'PATCH', `${REQUESTS}/a/approval`, { status: { certificate: 'YWJj' } })).toBe('200');
	const { status } = server.ask<CertificateSigningRequest>('GET', `${REQUESTS}/a`);
	expect(status).toEqual({
		conditions: [
			{
				...decided('Approved'),
				lastUpdateTime: '2026-11-20T09:00:00Z',
				lastTransitionTime: '2026-11-20T09:00:00Z',
			},
		],
	});
});
