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
}

/** The same with the name of clientCAFile; '' without one. */
export interface AccessChoice extends Omit<AccessSettings, 'clientCa'> {
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

/** Who asks, and whether they may: the API server knows. Models pkg/kubelet/server/auth.go. */
export class KubeletAccess {
	readonly #client: ApiClient;
	readonly #node: string;
	readonly #settings: AccessSettings;
	readonly #hostCalls: HostCalls | undefined;
	#roots: readonly Certificate[] | undefined;

	constructor(transport: Transport, node: string, settings: AccessSettings, hostCalls: HostCalls | undefined) {
		this.#client = new ApiClient(transport, 'kubelet');
		this.#node = node;
		this.#settings = settings;
		this.#hostCalls = hostCalls;
	}

	/** Undefined: nobody that is let in. */
	*authenticate(
		{
			certificatePem,
			authorization,
		}: { readonly certificatePem?: string | undefined; readonly authorization?: string | undefined },
		atMs: number,
	): Task<KubeletUser | undefined> {
		const certified = certificatePem === undefined ? undefined : this.#certified(certificatePem, atMs);
		if (certified === 'invalid') return undefined;
		if (certified !== undefined) return certified;
		const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
		if (token !== undefined && this.#settings.webhook) return yield* this.#reviewed(token);
		return this.#settings.anonymous ? ANONYMOUS : undefined;
	}

	#certified(pem: string, atMs: number): KubeletUser | 'invalid' | undefined {
		const { clientCa } = this.#settings;
		const [leaf, ...intermediates] = readCertificates(pem);
		if (clientCa === undefined || leaf === undefined || this.#hostCalls === undefined) return undefined;
		this.#roots ??= readCertificates(clientCa);
		const how = { roots: this.#roots, intermediates, atMs, usage: 'clientAuth' } as const;
		if (verifyCertificate(leaf, how, this.#hostCalls) !== undefined) return 'invalid';
		const { commonName, organizations } = leaf.subject;
		return { username: commonName, groups: [...organizations, 'system:authenticated'] };
	}

	*#reviewed(token: string): Task<KubeletUser | undefined> {
		const review = yield* this.#ask(() =>
			this.#client.create(TOKEN_REVIEWS, { metadata: {}, spec: { token }, status: {} } as never),
		);
		return review?.status.authenticated === true ? review.status.user : undefined;
	}

	*authorize(user: KubeletUser, { verb, subresources }: WantedAccess): Task<boolean> {
		if (this.#settings.mode === 'AlwaysAllow') return true;
		const { username, groups, uid, extra } = user;
		for (const subresource of subresources) {
			const resourceAttributes = { verb, group: '', version: 'v1', resource: 'nodes', subresource, name: this.#node };
			const spec = { user: username, groups, ...(uid && { uid }), ...(extra && { extra }), resourceAttributes };
			const review = yield* this.#ask(() => this.#client.create(ACCESS_REVIEWS, { metadata: {}, spec } as never));
			if (review?.status.allowed === true) return true;
		}
		return false;
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
