import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { readPrivateKey } from '../../machinery/x509/private-key.ts';
import type { Cluster } from './cluster-view.ts';
import {
	CLUSTER_ISSUERS,
	conditionOf,
	ISSUERS,
	type Issuer,
	ownNamespace,
	REQUESTS,
	type Request,
	withCondition,
} from './resources.ts';
import { type Signer, secretText, signed, signerOf } from './signing.ts';

/** Where an issuer's Secrets are: a ClusterIssuer's in the namespace of the controller. */
function namespaceOf({ process }: Cluster, { metadata, kind }: Issuer): string {
	return kind === 'ClusterIssuer' ? ownNamespace(process) : (metadata.namespace ?? '');
}

interface Verdict {
	readonly status: 'True' | 'False';
	readonly reason: string;
	readonly message: string;
	/** What is said of it as an event; none: nothing. */
	readonly event?: 'Normal' | 'Warning';
}

/** Models pkg/issuer: what each kind of issuer needs. Differs: ACME servers, Vault and Venafi are never reached. */
function verdict(cluster: Cluster, issuer: Issuer): Verdict {
	const { selfSigned, ca, acme } = issuer.spec;
	if (selfSigned !== undefined) return { status: 'True', reason: 'IsReady', message: '' };
	if (ca !== undefined) {
		const signer = signerOf(cluster.secrets.get(namespaceOf(cluster, issuer), ca.secretName), ca.secretName);
		if (typeof signer === 'string') {
			const message = `Error getting keypair for CA issuer: ${signer}`;
			return { status: 'False', reason: 'ErrGetKeyPair', message, event: 'Warning' };
		}
		if (signer.certificate?.isCa !== true) {
			const message = 'Signing CA is not a certificate authority: certificate is not a CA';
			return { status: 'False', reason: 'ErrInvalidKeyPair', message, event: 'Warning' };
		}
		return { status: 'True', reason: 'KeyPairVerified', message: 'Signing CA verified', event: 'Normal' };
	}
	if (acme !== undefined) {
		const server = acme.server ?? '';
		const host = /^https?:\/\/([^/:]+)/.exec(server)?.[1] ?? '';
		const message = `Failed to register ACME account: Get "${server}": dial tcp: lookup ${host}: no such host`;
		return { status: 'False', reason: 'ErrRegisterACMEAccount', message, event: 'Warning' };
	}
	return {
		status: 'False',
		reason: 'ErrInitIssuer',
		message: 'Error initializing issuer: the server cannot be reached',
	};
}

export function* syncIssuer(cluster: Cluster, issuer: Issuer): Task<void> {
	const { status, reason, message, event } = verdict(cluster, issuer);
	const { metadata } = issuer;
	const known = conditionOf(issuer.status?.conditions, 'Ready');
	if (known?.status === status && known.reason === reason && (known.message ?? '') === message) return;
	const condition = { type: 'Ready', status, reason, message, observedGeneration: metadata.generation ?? 1 };
	const conditions = withCondition(issuer.status?.conditions, condition, formatTime(cluster.nowMs()));
	const resource = issuer.kind === 'ClusterIssuer' ? CLUSTER_ISSUERS : ISSUERS;
	const of = { namespace: metadata.namespace ?? '', name: metadata.name };
	const source = issuer.kind === 'ClusterIssuer' ? 'cert-manager-clusterissuers' : 'cert-manager-issuers';
	yield* cluster.as(source).patch(resource, of, 'merge', { status: { conditions } }, 'status');
	if (event !== undefined) yield* cluster.event(issuer, source, reason, message, event);
}

/** Approves a CertificateRequest and signs it. Models pkg/controller/certificaterequests and its approver. */
export function* syncRequest(cluster: Cluster, request: Request): Task<void> {
	const { conditions } = request.status ?? {};
	const ready = conditionOf(conditions, 'Ready');
	const { name, kind = 'Issuer', group = 'cert-manager.io' } = request.spec.issuerRef;
	if (group !== 'cert-manager.io' || ready?.status === 'True' || ready?.reason === 'Failed') return;
	if (conditionOf(conditions, 'Denied')?.status === 'True') return;
	if (conditionOf(conditions, 'Approved') === undefined) {
		const message = 'Certificate request has been approved by cert-manager.io';
		const approver = 'cert-manager-certificaterequests-approver';
		yield* note(cluster, approver, request, { type: 'Approved', status: 'True', reason: 'cert-manager.io', message });
		yield* cluster.event(request, approver, 'cert-manager.io', message);
		return;
	}
	const issuer =
		kind === 'ClusterIssuer'
			? cluster.clusterIssuers.get('', name)
			: cluster.issuers.get(request.metadata.namespace ?? '', name);
	if (issuer === undefined) {
		const missing = `${kind.toLowerCase()}.cert-manager.io ${JSON.stringify(name)} not found`;
		return yield* pending(
			cluster,
			request,
			'IssuerNotFound',
			`Referenced ${JSON.stringify(kind)} not found: ${missing}`,
		);
	}
	if (conditionOf(issuer.status?.conditions, 'Ready')?.status !== 'True') {
		const message = 'Referenced issuer does not have a Ready status condition';
		return yield* pending(cluster, request, 'IssuerNotReady', message);
	}
	const signer = signerFor(cluster, issuer, request);
	const source = issuerSource(issuer);
	if (typeof signer === 'string') return yield* pending(cluster, request, 'SecretMissing', signer);
	const message = 'Certificate fetched from issuer successfully';
	const result = signed(request, signer, cluster.process);
	yield* note(cluster, source, request, { type: 'Ready', status: 'True', reason: 'Issued', message }, result);
	yield* cluster.event(request, source, 'CertificateIssued', message);
}

function issuerSource({ spec }: Issuer): string {
	return `cert-manager-certificaterequests-issuer-${spec.ca === undefined ? 'selfsigned' : 'ca'}`;
}

/** A text: what is missing. */
function signerFor(cluster: Cluster, issuer: Issuer, request: Request): Signer | string {
	const { ca } = issuer.spec;
	if (ca !== undefined) {
		return signerOf(cluster.secrets.get(namespaceOf(cluster, issuer), ca.secretName), ca.secretName);
	}
	const { annotations, namespace = '' } = request.metadata;
	const name = annotations?.['cert-manager.io/private-key-secret-name'];
	if (name === undefined) return 'Annotation "cert-manager.io/private-key-secret-name" missing or reference empty';
	const key = readPrivateKey(secretText(cluster.secrets.get(namespace, name), 'tls.key'));
	if (key === undefined) return `Referenced secret ${namespace}/${name} not found`;
	return { certificate: undefined, key };
}

function* pending(cluster: Cluster, request: Request, reason: string, message: string): Task<void> {
	if (conditionOf(request.status?.conditions, 'Ready')?.message === message) return;
	const source = 'cert-manager-certificaterequests-issuer';
	yield* note(cluster, source, request, { type: 'Ready', status: 'False', reason: 'Pending', message });
	yield* cluster.event(request, source, reason, message);
}

function* note(
	cluster: Cluster,
	controller: string,
	{ metadata, status }: Request,
	condition: { type: string; status: string; reason: string; message: string },
	more: object = {},
): Task<void> {
	const conditions = withCondition(status?.conditions, condition, formatTime(cluster.nowMs()));
	const of = { namespace: metadata.namespace ?? '', name: metadata.name };
	yield* cluster.as(controller).patch(REQUESTS, of, 'merge', { status: { ...more, conditions } }, 'status');
}
