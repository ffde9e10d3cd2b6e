import { ApiClient } from '../../client/api-client.ts';
import type { Resource } from '../../client/resource.ts';
import { type Transport, TransportError } from '../../client/transport.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { type Certificate, readCertificates } from '../../machinery/x509/certificate.ts';
import { verifyCertificate } from '../../machinery/x509/verify-certificate.ts';

/** `authentication` and `authorization` of the KubeletConfiguration. */
export interface AccessSettings {
	readonly anonymous: boolean;
	readonly webhook: boolean;
	/** PEM of clientCAFile; undefined: certificates prove nothing. */
	readonly clientCa: string | undefined;
	readonly mode: 'Webhook' | 'AlwaysAllow';
	/** How long answers of the API are believed, in milliseconds. */
	readonly cacheAuthorizedTTL: number;
	readonly cacheUnauthorizedTTL: number;
}

/** The same with the name of clientCAFile; '' without one. */
export interface AccessChoice extends Pick<AccessSettings, 'anonymous' | 'webhook' | 'mode'> {
	readonly clientCaFile: string;
}

/** Models SetDefaults_KubeletConfiguration, and what kubeadm writes. */
export const USUAL_ACCESS: AccessChoice = {
	anonymous: false,
	webhook: true,
	mode: 'Webhook',
	clientCaFile: '/etc/kubernetes/pki/ca.crt',
};

export interface KubeletUser {
	readonly username: string;
	readonly groups: readonly string[];
	readonly uid?: string;
	readonly extra?: { readonly [key: string]: readonly string[] };
}

interface TokenReview extends KubeObject {
	readonly spec: object;
	readonly status: { readonly authenticated?: boolean; readonly user?: KubeletUser };
}

interface SubjectAccessReview extends KubeObject {
	readonly spec: object;
	readonly status: { readonly allowed: boolean; readonly reason?: string };
}

const TOKEN_REVIEWS: Resource<TokenReview> = {
	group: 'authentication.k8s.io',
	version: 'v1',
	resource: 'tokenreviews',
	kind: 'TokenReview',
	namespaced: false,
};
const ACCESS_REVIEWS: Resource<SubjectAccessReview> = {
	group: 'authorization.k8s.io',
	version: 'v1',
	resource: 'subjectaccessreviews',
	kind: 'SubjectAccessReview',
	namespaced: false,
};

const ANONYMOUS: KubeletUser = { username: 'system:anonymous', groups: ['system:unauthenticated'] };

/** What somebody wants of the kubelet: a verb on a part of its node. */
export interface WantedAccess {
	readonly verb: string;
	/** Any of them is enough, asked in this order: ["pods", "proxy"]. */
	readonly subresources: readonly string[];
}

export interface KubeletAccessOptions {
	readonly transport: Transport;
	/** Its name. */
	readonly node: string;
	readonly settings: AccessSettings;
	readonly hostCalls: HostCalls | undefined;
	readonly now: () => number;
	/** Told why a certificate proves nobody. */
	readonly onUnknown: (reason: string) => void;
}

export type Verdict = 'allowed' | 'denied' /** Nobody could say. */ | 'unknown';

/** Users and what they want that are remembered at most. Models apiserver/plugin/pkg/authorizer/webhook's cache. */
const REMEMBERED_MAX = 1_024;

/** Who asks, and whether they may: the API server knows. Models pkg/kubelet/server/auth.go. */
export class KubeletAccess {
	readonly #options: KubeletAccessOptions;
	readonly #client: ApiClient;
	#roots: readonly Certificate[] | undefined;
	/** The certificate that has come last, what it proves, and until when. */
	#last: { readonly pem: string; readonly user: KubeletUser; readonly untilMs: number } | undefined;
	readonly #verdicts = new Map<string, { readonly allowed: boolean; readonly untilMs: number }>();

	constructor(options: KubeletAccessOptions) {
		this.#options = options;
		this.#client = new ApiClient(options.transport, 'kubelet');
	}

	/** Undefined: nobody that is let in. */
	*authenticate(
		{
			certificatePem,
			authorization,
		}: { readonly certificatePem?: string | undefined; readonly authorization?: string | undefined },
		atMs: number,
	): Task<KubeletUser | undefined> {
		const { settings } = this.#options;
		const certified = certificatePem === undefined ? undefined : this.#certified(certificatePem, atMs);
		if (certified === 'invalid') return undefined;
		if (certified !== undefined) return certified;
		const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
		if (token !== undefined && settings.webhook) return yield* this.#reviewed(token);
		return settings.anonymous ? ANONYMOUS : undefined;
	}

	#certified(pem: string, atMs: number): KubeletUser | 'invalid' | undefined {
		if (this.#last?.pem === pem && atMs < this.#last.untilMs) return this.#last.user;
		const { hostCalls, onUnknown, settings } = this.#options;
		const { clientCa } = settings;
		const [leaf, ...intermediates] = readCertificates(pem);
		if (clientCa === undefined || leaf === undefined || hostCalls === undefined) return undefined;
		this.#roots ??= readCertificates(clientCa);
		const how = { roots: this.#roots, intermediates, atMs, usage: 'clientAuth' } as const;
		const problem = verifyCertificate(leaf, how, hostCalls);
		if (problem !== undefined) {
			onUnknown(`verifying certificate ${identifierOf(leaf)} failed: ${problem}`);
			return 'invalid';
		}
		const { commonName, organizations } = leaf.subject;
		const user = { username: commonName, groups: [...organizations, 'system:authenticated'] };
		const ends = [leaf, ...intermediates, ...this.#roots].map(({ notAfterMs }) => notAfterMs + 1);
		this.#last = { pem, user, untilMs: Math.min(...ends.filter((end) => end > atMs)) };
		return user;
	}

	*#reviewed(token: string): Task<KubeletUser | undefined> {
		const review = yield* this.#ask(() =>
			this.#client.create(TOKEN_REVIEWS, { metadata: {}, spec: { token }, status: {} } as never),
		);
		return review?.status.authenticated === true ? review.status.user : undefined;
	}

	*authorize(user: KubeletUser, { verb, subresources }: WantedAccess): Task<Verdict> {
		const { settings, node } = this.#options;
		if (settings.mode === 'AlwaysAllow') return 'allowed';
		const { username, groups, uid, extra } = user;
		let verdict: Verdict = 'denied';
		for (const subresource of subresources) {
			const resourceAttributes = { verb, group: '', version: 'v1', resource: 'nodes', subresource, name: node };
			const spec = { user: username, groups, ...(uid && { uid }), ...(extra && { extra }), resourceAttributes };
			const found = yield* this.#mayThey(spec);
			if (found === 'allowed') return 'allowed';
			if (found === 'unknown') verdict = 'unknown';
		}
		return verdict;
	}

	/** Models webhook WebhookAuthorizer.Authorize: what has been answered is not asked again at once. */
	*#mayThey(spec: object): Task<Verdict> {
		const { settings, now } = this.#options;
		const key = JSON.stringify(spec);
		const known = this.#verdicts.get(key);
		if (known !== undefined && now() < known.untilMs) return known.allowed ? 'allowed' : 'denied';
		const review = yield* this.#ask(() => this.#client.create(ACCESS_REVIEWS, { metadata: {}, spec } as never));
		if (review === undefined) return 'unknown';
		const { allowed } = review.status;
		if (this.#verdicts.size >= REMEMBERED_MAX) this.#verdicts.clear();
		const forMs = allowed ? settings.cacheAuthorizedTTL : settings.cacheUnauthorizedTTL;
		this.#verdicts.set(key, { allowed, untilMs: now() + forMs });
		return allowed ? 'allowed' : 'denied';
	}

	/** Undefined when nobody answers: then nobody is let in. */
	*#ask<T>(request: () => Task<T>): Task<T | undefined> {
		try {
			return yield* request();
		} catch (error) {
			if (error instanceof ApiError || error instanceof TransportError) return undefined;
			throw error;
		}
	}
}

/** Models apiserver/pkg/authentication/request/x509 certificateIdentifier. */
function identifierOf({ serial, subjectKeyId, authorityKeyId }: Certificate): string {
	const number = serial.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
	return `SN=${number}, SKID=${hexOf(subjectKeyId)}, AKID=${hexOf(authorityKeyId)}`;
}

function hexOf(bytes: Uint8Array | undefined): string {
	return [...(bytes ?? [])].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');
}
