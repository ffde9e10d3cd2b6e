import { ApiClient } from '../../client/api-client.ts';
import type { Process } from '../../kernel/process-api.ts';
import { type HttpAnswer, type HttpRequest, serveHttp } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { klogLine } from '../../kubelet/images/programs/component-program.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { serverHandshake } from '../../machinery/tls/server-handshake.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { readRsaKey } from '../../machinery/x509/rsa-key.ts';
import { InClusterTransport } from '../in-cluster-transport.ts';
import { recovering } from '../serving/answer-review.ts';
import { makeOwnCertificate, type OwnCertificate } from '../serving/own-certificates.ts';
import { type Certificate, type Issuer, ownNamespace, SECRETS } from './resources.ts';
import { encoded, firstCertificate, secretText } from './signing.ts';

const MIB = 1024 ** 2;
const YEAR_MS = 365 * 86_400_000;
const SECRET = 'cert-manager-webhook-ca';
const SERVICE = 'cert-manager-webhook';
const RETRY_MS = 2_000;

interface Review {
	readonly apiVersion: string;
	readonly kind: string;
	readonly request: {
		readonly uid: string;
		readonly operation: string;
		readonly userInfo?: { readonly username?: string; readonly uid?: string; readonly groups?: readonly string[] };
		readonly object: (KubeObject & { spec?: object }) | null;
	};
}

/** Checks what is written of cert-manager's kinds. Models cert-manager's webhook. */
export function* certManagerWebhook(process: Process): Task<number> {
	process.rest({ cpuMillicores: 1, memoryBytes: 17 * MIB });
	const group = new TaskGroup();
	process.onSignal('TERM', 'catch');
	process.onSignal('INT', 'catch');
	let isReady = false;
	serveHttp(process, group, '0.0.0.0', 6080, {
		handle: () => health(isReady),
		refuse: (status) => ({ status, headers: [], body: '' }),
	});
	group.add(
		serveReviews(process, group, () => {
			isReady = true;
		}),
	);
	return yield* group.run(process, () => 0);
}

function* health(isReady: boolean): Task<HttpAnswer> {
	return { status: isReady ? 200 : 500, headers: [], body: isReady ? '' : 'no tls.Certificate available yet' };
}

function* serveReviews(process: Process, group: TaskGroup, onReady: () => void): Task<void> {
	const client = new ApiClient(new InClusterTransport(process), 'cert-manager-webhook');
	const authority = yield* authorityOf(process, client);
	const namespace = ownNamespace(process);
	const own = makeOwnCertificate(
		process,
		{
			commonName: '',
			keyUsages: ['digitalSignature', 'keyEncipherment'],
			extendedKeyUsages: ['serverAuth'],
			isCa: false,
			dnsNames: [SERVICE, `${SERVICE}.${namespace}`, `${SERVICE}.${namespace}.svc`],
		},
		YEAR_MS,
		authority,
	);
	yield* log(process, 'I', 'server.go:192', `"Updated cert-manager TLS certificate" logger="cert-manager.webhook"`);
	serveHttp(process, group, '0.0.0.0', 10_250, {
		secure: (duplex) => serverHandshake(duplex, own.certificatePem),
		handle: recovering(answer),
		refuse: (status) => ({ status, headers: [], body: '' }),
		bodyBytesMax: 16 * MIB,
	});
	onReady();
}

function log(process: Process, level: 'I' | 'E', source: string, text: string): Task<void> {
	return process.write(2, encodeUtf8(klogLine(process.now(), process.pid, level, source, text)));
}

/** The authority in its Secret, which whoever comes first makes. Models pkg/server/tls/authority. */
function* authorityOf(process: Process, client: ApiClient): Task<OwnCertificate> {
	const namespace = ownNamespace(process);
	for (;;) {
		try {
			const secret = yield* client.get(SECRETS, namespace, SECRET);
			const pem = secretText(secret, 'tls.crt');
			const certificate = firstCertificate(pem);
			const key = readRsaKey(secretText(secret, 'tls.key'));
			if (certificate !== undefined && key !== undefined) return { certificate, certificatePem: pem, key };
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			if (error.status.code !== 404) {
				yield* log(
					process,
					'E',
					'dynamic_source.go:221',
					`"Failed to generate serving certificate" err=${JSON.stringify(error.message)}`,
				);
				yield* process.sleep(RETRY_MS);
				continue;
			}
		}
		const usages = ['digitalSignature', 'keyEncipherment', 'certSign'] as const;
		const made = makeOwnCertificate(process, { commonName: SECRET, keyUsages: usages, isCa: true }, YEAR_MS);
		const pem = encoded(made.certificatePem);
		const data = { 'ca.crt': pem, 'tls.crt': pem, 'tls.key': encoded(made.key.privateKeyPem) };
		const annotations = { 'cert-manager.io/allow-direct-injection': 'true' };
		try {
			const metadata = { namespace, name: SECRET, annotations };
			yield* client.create(SECRETS, { metadata, type: 'Opaque', data } as never);
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			yield* process.sleep(RETRY_MS);
		}
	}
}

function* answer(request: HttpRequest): Task<HttpAnswer> {
	const review = JSON.parse(decodeUtf8(request.body)) as Review;
	const { uid, operation } = review.request;
	const response = request.target.startsWith('/mutate')
		? { uid, allowed: true, ...requesterPatch(review) }
		: verdict(uid, operation === 'DELETE' ? undefined : problemOf(review.request.object));
	const body = JSON.stringify({ kind: review.kind, apiVersion: review.apiVersion, response });
	return { status: 200, headers: [['Content-Type', 'application/json']], body };
}

function verdict(uid: string, problem: string | undefined): object {
	if (problem === undefined) return { uid, allowed: true };
	return { uid, allowed: false, status: { metadata: {}, message: problem, reason: 'NotAcceptable', code: 406 } };
}

/** Who has made a CertificateRequest stands in it. Models internal/webhook/admission/certificaterequest/identity. */
function requesterPatch({ request: { object, operation, userInfo } }: Review): object {
	if (object?.kind !== 'CertificateRequest' || operation !== 'CREATE') return {};
	const { username, groups, uid } = userInfo ?? {};
	const values = Object.entries({ username, groups, uid }).filter(([, value]) => value !== undefined);
	const patch = values.map(([name, value]) => ({ op: 'add', path: `/spec/${name}`, value }));
	return { patchType: 'JSONPatch', patch: encoded(JSON.stringify(patch)) };
}

/** Models internal/apis/certmanager/validation. */
function problemOf(object: Review['request']['object']): string | undefined {
	const problems =
		object?.kind === 'Certificate'
			? certificateProblems((object as unknown as Certificate).spec)
			: object?.kind === 'Issuer' || object?.kind === 'ClusterIssuer'
				? issuerProblems((object as unknown as Issuer).spec)
				: [];
	const [only] = problems;
	return problems.length > 1 ? `[${problems.join(', ')}]` : only;
}

const DURATION_MIN_MS = 3_600_000;

function certificateProblems(spec: Certificate['spec']): string[] {
	const names = [spec.dnsNames, spec.ipAddresses, spec.uris, spec.emailAddresses].flatMap((each) => each ?? []);
	const {
		commonName = '',
		literalSubject,
		otherNames = [],
	} = spec as Certificate['spec'] & {
		literalSubject?: string;
		otherNames?: readonly object[];
	};
	const isNameless = names.length === 0 && commonName === '' && literalSubject === undefined && otherNames.length === 0;
	const { kind = 'Issuer', group = 'cert-manager.io', name } = spec.issuerRef;
	const hours = /^(\d+)([smh])$/.exec(spec.duration ?? '');
	const unit = hours?.[2] === 'h' ? 3_600_000 : hours?.[2] === 'm' ? 60_000 : 1_000;
	return [
		...(spec.secretName === '' ? ['spec.secretName: Required value: must be specified'] : []),
		...(name === '' ? ['spec.issuerRef.name: Required value: must be specified'] : []),
		...(group === 'cert-manager.io' && kind !== 'Issuer' && kind !== 'ClusterIssuer'
			? [`spec.issuerRef.kind: Invalid value: ${JSON.stringify(kind)}: must be one of Issuer or ClusterIssuer`]
			: []),
		...(isNameless
			? [
					'spec: Invalid value: "": at least one of commonName (from the commonName field or from a literalSubject), dnsNames, uriSANs, ipAddresses, emailSANs or otherNames must be set',
				]
			: []),
		...(commonName.length > 64 ? [`spec.commonName: Too long: may not be more than 64 bytes`] : []),
		...(hours !== null && Number(hours[1]) * unit < DURATION_MIN_MS
			? [
					`spec.duration: Invalid value: ${JSON.stringify(spec.duration)}: certificate duration must be greater than 1h0m0s`,
				]
			: []),
	];
}

const ISSUER_TYPES = ['acme', 'ca', 'selfSigned', 'vault', 'venafi'] as const;

function issuerProblems(spec: Issuer['spec']): string[] {
	const given = ISSUER_TYPES.filter((type) => spec[type] !== undefined);
	if (given.length === 0) return ['spec: Required value: at least one issuer must be configured'];
	return given.slice(1).map((type) => `spec.${type}: Forbidden: may not specify more than one issuer type`);
}
