import type { UserInfo } from '../../apiserver/request.ts';
import type { Certificate } from '../../machinery/x509/certificate.ts';
import { verifyCertificate } from '../../machinery/x509/verify-certificate.ts';
import type { ClientConfig } from '../command-lines/client-config.ts';
import { certificatesIn, type ServerTrust } from './api-server-files.ts';
import { certificateUser } from './certificate-user.ts';
import type { Cluster, ClusterNode } from './cluster.ts';

const ANONYMOUS: UserInfo = { name: 'system:anonymous', groups: ['system:unauthenticated'] };
/** A certificate or token that proves nobody: the server answers 401. */
export const NOBODY: UserInfo = { name: '', groups: [] };

/** Reflectors, leases and leader elections try again every few seconds. */
const COMPLAINT_MS = 3_000;

/** Why a client and the API server do not come to terms. */
export interface Distrust {
	/** The client does not believe the server, or the server does not know the client. */
	readonly by: 'client' | 'server';
	/** "tls: failed to verify certificate: x509: …", "Unauthorized". */
	readonly reason: string;
}

/**
 * One of the world's components as a client of the API server: where its kubeconfig leads, and whether both sides take
 * what the other one shows. Between two answers nothing is verified again but the time.
 */
export class ComponentClient {
	readonly node: ClusterNode;
	/** Where it dials: an address, or a name that nobody knows. */
	readonly host: string;
	readonly #cluster: Cluster;
	#config: ClientConfig;
	#user: UserInfo;
	#certificates: readonly Certificate[];
	#trust: ServerTrust | undefined;
	#untilMs = 0;
	#distrust: Distrust | undefined;
	#onComplaint: ((reason: string) => void) | undefined;
	#complainedAtMs = 0;

	/** @param user who it is whatever its kubeconfig says. */
	constructor(cluster: Cluster, node: ClusterNode, config: ClientConfig, user?: UserInfo) {
		this.#cluster = cluster;
		this.node = node;
		this.#config = config;
		this.host = cluster.resolve(config.host, node);
		this.#certificates = this.#certificatesOf(config);
		this.#user = user ?? this.#userOf();
	}

	get config(): ClientConfig {
		return this.#config;
	}

	get user(): UserInfo {
		return this.#user;
	}

	/** It has got another certificate, from one request to the next. */
	become(config: ClientConfig): void {
		this.#config = config;
		this.#certificates = this.#certificatesOf(config);
		this.#user = this.#userOf();
		this.#trust = undefined;
	}

	#certificatesOf({ certificatePem: pem }: ClientConfig): readonly Certificate[] {
		return pem === undefined ? [] : this.#cluster.memo.of('x509.authorities', pem, () => certificatesIn(pem));
	}

	#userOf(): UserInfo {
		const { certificatePem, token } = this.#config;
		const [leaf] = this.#certificates;
		if (certificatePem !== undefined) {
			if (leaf === undefined) return NOBODY;
			const { memo } = this.#cluster;
			return memo.of('x509.user', certificatePem, () => certificateUser({ ...leaf.subject, raw: leaf.raw }));
		}
		return token === undefined ? ANONYMOUS : (this.#cluster.verifyToken(token) ?? NOBODY);
	}

	/** While the API server runs; undefined: they get on. */
	distrust(): Distrust | undefined {
		const { trust } = this.#cluster.controlPlane;
		const nowMs = this.#cluster.context.loop.now();
		if (trust !== undefined && (trust !== this.#trust || nowMs >= this.#untilMs)) this.#look(trust, nowMs);
		return this.#distrust;
	}

	/** Who writes what a component has to say. */
	set onComplaint(tell: ((reason: string) => void) | undefined) {
		this.#onComplaint = tell;
	}

	/** A request was refused: its log tells, not each time. */
	complain(reason: string): void {
		const nowMs = this.#cluster.context.loop.now();
		if (nowMs - this.#complainedAtMs < COMPLAINT_MS) return;
		this.#complainedAtMs = nowMs;
		this.#onComplaint?.(reason);
	}

	#look(trust: ServerTrust, nowMs: number): void {
		const { memo } = this.#cluster;
		const { caPem, certificatePem, insecure } = this.#config;
		const roots = caPem === undefined ? [] : memo.of('x509.authorities', caPem, () => certificatesIn(caPem));
		const shown = memo.of('x509.authorities', trust.certificatePem, () => certificatesIn(trust.certificatePem));
		const all = [...roots, ...shown, ...this.#certificates, ...trust.authorities];
		const edges = all.flatMap(({ notBeforeMs, notAfterMs }) => [notBeforeMs, notAfterMs + 1]);
		this.#trust = trust;
		this.#untilMs = Math.min(...edges.filter((edge) => edge > nowMs));
		const since = Math.max(...edges.filter((edge) => edge <= nowMs));
		const texts = [
			caPem,
			certificatePem,
			trust.certificatePem,
			trust.authoritiesPem,
			this.#config.host,
			insecure,
			since,
		];
		// The same in all worlds of a preset, which begin at one moment.
		this.#distrust = memo.of('distrust', JSON.stringify(texts), () => this.#judge(shown, roots, trust, nowMs));
	}

	#judge(
		shown: readonly Certificate[],
		roots: readonly Certificate[],
		trust: ServerTrust,
		atMs: number,
	): Distrust | undefined {
		const { hostCalls } = this.#cluster;
		const { insecure, host, url, certificatePem } = this.#config;
		const [serving, ...intermediates] = shown;
		if (!insecure && url.startsWith('https:') && serving !== undefined) {
			const wrong = verifyCertificate(serving, { roots, intermediates, atMs, host, usage: 'serverAuth' }, hostCalls);
			if (wrong !== undefined) return { by: 'client', reason: `tls: failed to verify certificate: ${wrong}` };
		}
		if (certificatePem === undefined) return undefined;
		const [leaf, ...rest] = this.#certificates;
		const accepted =
			leaf !== undefined &&
			verifyCertificate(
				leaf,
				{ roots: trust.authorities, intermediates: rest, atMs, usage: 'clientAuth' },
				hostCalls,
			) === undefined;
		return accepted ? undefined : { by: 'server', reason: 'Unauthorized' };
	}
}
