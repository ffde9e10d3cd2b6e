import type { ApiClient } from '../../client/api-client.ts';
import { newRsaKey } from '../../hosts/pki/new-rsa-key.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { readRsaKey } from '../../machinery/x509/rsa-key.ts';
import type { Cluster } from './cluster-view.ts';
import {
	CERTIFICATES,
	type Certificate,
	conditionOf,
	REQUESTS,
	type Request,
	SECRETS,
	type Secret,
	withCondition,
} from './resources.ts';
import { durationMs, encoded, firstCertificate, requestFor, secretText } from './signing.ts';

/** The controllers of pkg/controller/certificates that a certificate goes through. */
const TRIGGER = 'cert-manager-certificates-trigger';
const KEY_MANAGER = 'cert-manager-certificates-key-manager';
const REQUEST_MANAGER = 'cert-manager-certificates-request-manager';
const ISSUING = 'cert-manager-certificates-issuing';
const READINESS = 'cert-manager-certificates-readiness';

const SUFFIX = 'bcdfghjklmnpqrstvwxz2456789';
const ISSUER_GROUP = 'cert-manager.io';

/** Why a certificate has to be issued. */
interface Cause {
	readonly reason: string;
	readonly message: string;
}

/** When a certificate of this life is renewed: by what its spec says, else after two thirds. */
function renewalMs({ spec }: Certificate, notBeforeMs: number, notAfterMs: number): number {
	const life = notAfterMs - notBeforeMs;
	const before = durationMs(spec.renewBefore, life / 3);
	return Math.floor((notAfterMs - (before < life ? before : life / 3)) / 1000) * 1000;
}

/** Models pkg/controller/certificates/internal/policies NewTriggerPolicyChain. Undefined: all is as it should be. */
function causeOf(certificate: Certificate, secret: Secret | undefined, nowMs: number): Cause | undefined {
	if (secret === undefined) {
		return { reason: 'DoesNotExist', message: 'Issuing certificate as Secret does not exist' };
	}
	const [key, pem] = [secretText(secret, 'tls.key'), secretText(secret, 'tls.crt')];
	if (key === '' && pem === '') {
		return { reason: 'MissingData', message: 'Issuing certificate as Secret does not contain any data' };
	}
	if (key === '')
		return { reason: 'MissingData', message: 'Issuing certificate as Secret does not contain a private key' };
	const held = firstCertificate(pem);
	if (held === undefined) {
		return { reason: 'InvalidCertificate', message: 'Issuing certificate as Secret contains an invalid certificate' };
	}
	const { annotations = {} } = secret.metadata;
	const { name, kind = 'Issuer', group = ISSUER_GROUP } = certificate.spec.issuerRef;
	const issued = ['name', 'kind', 'group'].map((field) => annotations[`cert-manager.io/issuer-${field}`]);
	if (issued.some((each, at) => each !== [name, kind, group][at])) {
		const before = `${issued[1]}.${issued[2]}/${issued[0]}`;
		return { reason: 'IncorrectIssuer', message: `Issuing certificate as Secret was previously issued by "${before}"` };
	}
	const changed = changedFields(certificate, held);
	if (changed.length > 0) {
		const message = `Fields on existing CertificateRequest resource not up to date: [${changed.join(' ')}]`;
		return { reason: 'RequestChanged', message };
	}
	const renewal = renewalMs(certificate, held.notBeforeMs, held.notAfterMs);
	if (renewal > nowMs) return undefined;
	const at = `${formatTime(renewal).replace('T', ' ').replace('Z', '')} +0000 UTC`;
	return { reason: 'Renewing', message: `Renewing certificate as renewal was scheduled at ${at}` };
}

function changedFields({ spec }: Certificate, held: NonNullable<ReturnType<typeof firstCertificate>>): string[] {
	const differs = (a: readonly string[] | undefined, b: readonly string[]): boolean =>
		[...(a ?? [])].sort().join() !== [...b].sort().join();
	return [
		...((spec.commonName ?? '') === held.subject.commonName ? [] : ['spec.commonName']),
		...(differs(spec.dnsNames, held.dnsNames) ? ['spec.dnsNames'] : []),
		...(differs(spec.ipAddresses, held.ipAddresses) ? ['spec.ipAddresses'] : []),
		...((spec.isCA ?? false) === held.isCa ? [] : ['spec.isCA']),
	];
}

/** Brings one Certificate a step on. @returns when it has to be looked at again. Models pkg/controller/certificates. */
export function* syncCertificate(cluster: Cluster, certificate: Certificate): Task<number | undefined> {
	const { namespace = '', name } = certificate.metadata;
	const { spec, status } = certificate;
	const secret = cluster.secrets.get(namespace, spec.secretName);
	const cause = causeOf(certificate, secret, cluster.nowMs());
	const isIssuing = conditionOf(status?.conditions, 'Issuing')?.status === 'True';
	if (cause === undefined && !isIssuing) return yield* ready(cluster, certificate, secret as Secret);
	if (!isIssuing && cause !== undefined) {
		yield* setConditions(cluster.as(TRIGGER), cluster, certificate, [
			{ type: 'Issuing', status: 'True', ...cause },
			{ type: 'Ready', status: 'False', ...cause },
		]);
		yield* cluster.event(certificate, TRIGGER, 'Issuing', cause.message);
		return undefined;
	}
	const next = status?.nextPrivateKeySecretName;
	const keySecret = next === undefined ? undefined : cluster.secrets.get(namespace, next);
	if (next === undefined) return yield* makeKey(cluster, certificate, secret);
	if (keySecret === undefined) return undefined;
	const revision = (status?.revision ?? 0) + 1;
	const request = cluster.requests.get(namespace, `${name}-${revision}`);
	if (request === undefined) return yield* makeRequest(cluster, certificate, keySecret, revision);
	const condition = conditionOf(request.status?.conditions, 'Ready');
	if (condition?.status === 'True') return yield* issue(cluster, certificate, keySecret, request, revision);
	return undefined;
}

function* setConditions(
	client: ApiClient,
	cluster: Cluster,
	{ metadata, status }: Certificate,
	next: readonly { type: string; status: string; reason: string; message: string }[],
	more: object = {},
	without: readonly string[] = [],
): Task<void> {
	const now = formatTime(cluster.nowMs());
	const observedGeneration = metadata.generation ?? 1;
	const conditions = next.reduce<NonNullable<Certificate['status']>['conditions']>(
		(all, each) => withCondition(all, { ...each, observedGeneration }, now),
		(status?.conditions ?? []).filter(({ type }) => !without.includes(type)),
	);
	const of = { namespace: metadata.namespace ?? '', name: metadata.name };
	yield* client.patch(CERTIFICATES, of, 'merge', { status: { ...more, conditions } }, 'status');
}

const UP_TO_DATE = { reason: 'Ready', message: 'Certificate is up to date and has not expired' };

function* ready(cluster: Cluster, certificate: Certificate, secret: Secret): Task<number | undefined> {
	const held = firstCertificate(secretText(secret, 'tls.crt'));
	if (held === undefined) return undefined;
	const renewal = renewalMs(certificate, held.notBeforeMs, held.notAfterMs);
	const known = conditionOf(certificate.status?.conditions, 'Ready');
	if (known?.status !== 'True' || certificate.status?.renewalTime !== formatTime(renewal)) {
		yield* setConditions(
			cluster.as(READINESS),
			cluster,
			certificate,
			[{ type: 'Ready', status: 'True', ...UP_TO_DATE }],
			{
				notBefore: formatTime(held.notBeforeMs),
				notAfter: formatTime(held.notAfterMs),
				renewalTime: formatTime(renewal),
			},
		);
	}
	return renewal;
}

function ownedBy({ metadata }: Certificate): object {
	const { name, uid } = metadata;
	const owner = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', name, uid };
	return { ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }] };
}

function* makeKey(cluster: Cluster, certificate: Certificate, secret: Secret | undefined): Task<undefined> {
	const { namespace = '', name } = certificate.metadata;
	const random = (): number => cluster.process.randomUint32();
	const suffix = Array.from({ length: 5 }, () => SUFFIX[random() % SUFFIX.length]).join('');
	const kept =
		certificate.spec.privateKey?.rotationPolicy === 'Never' ? readRsaKey(secretText(secret, 'tls.key')) : undefined;
	const key = kept ?? newRsaKey(random);
	const draft = {
		metadata: {
			namespace,
			name: `${name}-${suffix}`,
			labels: { 'cert-manager.io/next-private-key': 'true', 'controller.cert-manager.io/fao': 'true' },
			...ownedBy(certificate),
		},
		type: 'Opaque',
		data: { 'tls.key': encoded(key.privateKeyPem) },
	};
	yield* cluster.as(KEY_MANAGER).create(SECRETS, draft);
	const patch = { status: { nextPrivateKeySecretName: draft.metadata.name } };
	yield* cluster.as(KEY_MANAGER).patch(CERTIFICATES, { namespace, name }, 'merge', patch, 'status');
	const [reason, message] =
		kept === undefined
			? ['Generated', `Stored new private key in temporary Secret resource ${JSON.stringify(draft.metadata.name)}`]
			: [
					'Reused',
					`Reusing private key stored in existing Secret resource ${JSON.stringify(certificate.spec.secretName)}`,
				];
	yield* cluster.event(certificate, KEY_MANAGER, reason as string, message as string);
	return undefined;
}

function* makeRequest(
	cluster: Cluster,
	certificate: Certificate,
	keySecret: Secret,
	revision: number,
): Task<undefined> {
	const { namespace = '', name, annotations = {} } = certificate.metadata;
	const key = readRsaKey(secretText(keySecret, 'tls.key'));
	if (key === undefined) return undefined;
	const { issuerRef, duration, isCA, usages } = certificate.spec;
	const own = Object.entries(annotations).filter(([each]) => !each.startsWith('kubectl.kubernetes.io/'));
	const draft = {
		metadata: {
			namespace,
			name: `${name}-${revision}`,
			annotations: {
				...Object.fromEntries(own),
				'cert-manager.io/certificate-name': name,
				'cert-manager.io/certificate-revision': String(revision),
				'cert-manager.io/private-key-secret-name': keySecret.metadata.name,
			},
			...ownedBy(certificate),
		},
		spec: {
			issuerRef,
			request: requestFor(certificate, key, cluster.process),
			...(duration !== undefined && { duration }),
			...(isCA !== undefined && { isCA }),
			usages: usages ?? ['digital signature', 'key encipherment'],
		},
	};
	yield* cluster.as(REQUEST_MANAGER).create(REQUESTS, draft as never);
	const message = `Created new CertificateRequest resource ${JSON.stringify(draft.metadata.name)}`;
	yield* cluster.event(certificate, REQUEST_MANAGER, 'Requested', message);
	return undefined;
}

function* issue(
	cluster: Cluster,
	certificate: Certificate,
	keySecret: Secret,
	request: Request,
	revision: number,
): Task<undefined> {
	const { namespace = '', name } = certificate.metadata;
	const {
		secretName,
		issuerRef,
		secretTemplate,
		commonName = '',
		dnsNames = [],
		ipAddresses = [],
		uris = [],
	} = certificate.spec;
	const metadata = {
		namespace,
		name: secretName,
		labels: { ...secretTemplate?.labels, 'controller.cert-manager.io/fao': 'true' },
		annotations: {
			...secretTemplate?.annotations,
			'cert-manager.io/alt-names': dnsNames.join(','),
			'cert-manager.io/certificate-name': name,
			'cert-manager.io/common-name': commonName,
			'cert-manager.io/ip-sans': ipAddresses.join(','),
			'cert-manager.io/issuer-group': issuerRef.group ?? ISSUER_GROUP,
			'cert-manager.io/issuer-kind': issuerRef.kind ?? 'Issuer',
			'cert-manager.io/issuer-name': issuerRef.name,
			'cert-manager.io/uri-sans': uris.join(','),
		},
	};
	const data = {
		'ca.crt': request.status?.ca ?? '',
		'tls.crt': request.status?.certificate ?? '',
		'tls.key': keySecret.data?.['tls.key'] ?? '',
	};
	if (cluster.secrets.get(namespace, secretName) === undefined) {
		yield* cluster.as(ISSUING).create(SECRETS, { metadata, type: 'kubernetes.io/tls', data } as never);
	} else {
		yield* cluster.as(ISSUING).patch(SECRETS, { namespace, name: secretName }, 'merge', { metadata, data });
	}
	const held = firstCertificate(secretText({ ...keySecret, data }, 'tls.crt'));
	if (held === undefined) return undefined;
	const more = {
		revision,
		nextPrivateKeySecretName: null,
		notBefore: formatTime(held.notBeforeMs),
		notAfter: formatTime(held.notAfterMs),
		renewalTime: formatTime(renewalMs(certificate, held.notBeforeMs, held.notAfterMs)),
	};
	yield* setConditions(
		cluster.as(ISSUING),
		cluster,
		certificate,
		[{ type: 'Ready', status: 'True', ...UP_TO_DATE }],
		more,
		['Issuing'],
	);
	yield* cluster.as(ISSUING).delete(SECRETS, { namespace, name: keySecret.metadata.name });
	const message = 'The certificate has been successfully issued';
	yield* cluster.event(certificate, ISSUING, 'Issuing', message);
	return undefined;
}
