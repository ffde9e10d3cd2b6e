import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { nodeHostCalls } from '../../../simulator/cli/host-calls.ts';
import { createClusterPki } from '../../../simulator/hosts/pki/cluster-pki.ts';
import { nameText } from '../../../simulator/machinery/x509/distinguished-name.ts';
import { verifyCertificate } from '../../../simulator/machinery/x509/verify-certificate.ts';
import { FACTS, INITIALIZED_AT_MS } from './cluster-bench.ts';

const DAY_MS = 86_400_000;
const pki = createClusterPki(FACTS, nodeHostCalls);
const controlPlane = pki.controlPlanes.get('controlplane');
if (controlPlane === undefined) throw new Error('no control plane');

test('certificates are what Node reads as kubeadm’s', () => {
	const read = new X509Certificate(controlPlane.apiserver.certificatePem);
	expect([read.subject, read.issuer, read.subjectAltName, read.validFrom, read.validTo, read.ca]).toEqual([
		'CN=kube-apiserver',
		'CN=kubernetes',
		'DNS:controlplane, DNS:kubernetes, DNS:kubernetes.default, DNS:kubernetes.default.svc, ' +
			'DNS:kubernetes.default.svc.cluster.local, IP Address:10.96.0.1, IP Address:172.30.1.2',
		'Nov 20 08:55:00 2026 GMT',
		'Nov 20 09:00:00 2027 GMT',
		false,
	]);
	const authority = new X509Certificate(pki.ca.certificatePem);
	expect([authority.ca, read.verify(authority.publicKey), read.checkIssued(authority)]).toEqual([true, true, true]);
	expect(new X509Certificate(controlPlane.admin.certificatePem).subject).toBe(
		'O=kubeadm:cluster-admins\nCN=kubernetes-admin',
	);
	expect(nameText(controlPlane.superAdmin.certificate.subject)).toBe('CN=kubernetes-super-admin,O=system:masters');
});

test('extensions are in the places and forms that openssl accepts', () => {
	const { certificate, certificatePem } = controlPlane.etcdServer;
	expect(new X509Certificate(certificatePem).keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
	expect(certificate).toMatchObject({
		version: 3,
		keyUsages: ['digitalSignature', 'keyEncipherment'],
		extendedKeyUsages: ['serverAuth', 'clientAuth'],
		hasBasicConstraints: true,
		isCa: false,
		dnsNames: ['controlplane', 'localhost'],
		ipAddresses: ['172.30.1.2', '127.0.0.1', '::1'],
		subjectKeyId: undefined,
		authorityKeyId: pki.etcdCa.certificate.subjectKeyId,
	});
});

test('the same facts give the same bytes', () => {
	const again = createClusterPki(FACTS, nodeHostCalls);
	expect(again.controlPlanes.get('controlplane')?.scheduler.certificatePem).toBe(controlPlane.scheduler.certificatePem);
});

describe('verification in Go’s words', () => {
	const leaf = controlPlane.apiserver.certificate;
	const roots = [pki.ca.certificate];
	const at = INITIALIZED_AT_MS;
	test.each([
		['valid by name', { host: 'kubernetes.default' }, undefined],
		['valid by address', { host: '10.96.0.1' }, undefined],
		[
			'wrong name',
			{ host: 'example.com' },
			'x509: certificate is valid for controlplane, kubernetes, kubernetes.default, kubernetes.default.svc, kubernetes.default.svc.cluster.local, not example.com',
		],
		['wrong address', { host: '10.0.0.9' }, 'x509: certificate is valid for 10.96.0.1, 172.30.1.2, not 10.0.0.9'],
		[
			'expired',
			{ atMs: at + 400 * DAY_MS },
			'x509: certificate has expired or is not yet valid: current time 2027-12-25T09:00:00Z is after 2027-11-20T09:00:00Z',
		],
		[
			'too early',
			{ atMs: at - DAY_MS },
			'x509: certificate has expired or is not yet valid: current time 2026-11-19T09:00:00Z is before 2026-11-20T08:55:00Z',
		],
		['another authority', { roots: [pki.etcdCa.certificate] }, 'x509: certificate signed by unknown authority'],
		['wrong use', { usage: 'clientAuth' as const }, 'x509: certificate specifies an incompatible key usage'],
	])('%s', (_name, change, expected) => {
		expect(verifyCertificate(leaf, { roots, atMs: at, usage: 'serverAuth', ...change }, nodeHostCalls)).toBe(expected);
	});

	test('an authority of the same name with another key is named as a hint', () => {
		const other = createClusterPki(
			{ ...FACTS, initializedAtMs: at + DAY_MS },
			{
				...nodeHostCalls,
				rsaSha256Sign: (_key, data) => nodeHostCalls.rsaSha256Sign(pki.etcdCa.key.privateKeyPem, data),
			},
		);
		const forged = other.controlPlanes.get('controlplane')?.admin.certificate;
		if (forged === undefined) throw new Error('no certificate');
		expect(verifyCertificate(forged, { roots, atMs: at + DAY_MS, usage: 'clientAuth' }, nodeHostCalls)).toBe(
			'x509: certificate signed by unknown authority (possibly because of "crypto/rsa: verification error" while trying to verify candidate authority certificate "kubernetes")',
		);
	});

	test('no SANs', () => {
		const { certificate } = controlPlane.admin;
		const check = (host: string) =>
			verifyCertificate(certificate, { roots, atMs: at, usage: 'clientAuth', host }, nodeHostCalls);
		expect([check('kubernetes-admin'), check('x'), check('1.2.3.4')]).toEqual([
			'x509: certificate relies on legacy Common Name field, use SANs instead',
			'x509: certificate is not valid for any names, but wanted to match x',
			"x509: cannot validate certificate for 1.2.3.4 because it doesn't contain any IP SANs",
		]);
	});
});
