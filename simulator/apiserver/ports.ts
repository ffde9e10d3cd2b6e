import type { LazyText } from '../machinery/lazy-text.ts';
import type { KubeObject } from '../machinery/meta.ts';
import type { Task } from '../machinery/task.ts';
import type { ApiStream, UpgradeSession, UserInfo } from './request.ts';

/** The server's way to a node's kubelet: what `logs`, `exec`, `attach` and `port-forward` are answered by. */
export interface KubeletPort {
	/** The log of a container from its node. */
	logs(target: KubeletTarget, options: LogOptions): Task<KubeletAnswer<ApiStream>>;
	exec(target: KubeletTarget, options: ExecOptions): Task<KubeletAnswer<UpgradeSession>>;
	attach(target: KubeletTarget, options: AttachOptions): Task<KubeletAnswer<UpgradeSession>>;
	portForward(target: Omit<KubeletTarget, 'container'>): Task<KubeletAnswer<PortForwarder>>;
}

/** The way to a Pod's ports. */
export interface PortForwarder {
	/** A connection to a port, from the Pod's own loopback: channel 0 is its data, 1 what went wrong. */
	open(port: number): UpgradeSession;
	close(): void;
}

/** The session or stream, or why there is none. */
export type KubeletAnswer<T> =
	| { readonly kind: 'open'; readonly value: T }
	/** The kubelet could not be reached: `dial tcp 172.30.2.2:10250: connect: connection refused`. */
	| { readonly kind: 'unreachable'; readonly detail: string }
	/** The kubelet's own refusal: an HTTP status and its text (`container "x" in pod "y" is waiting to start: …`). */
	| { readonly kind: 'refused'; readonly status: number; readonly message: string };

export interface KubeletTarget {
	readonly node: string;
	/** Where the Node says that its kubelet is. */
	readonly host: string;
	readonly port: number;
	readonly namespace: string;
	readonly pod: string;
	readonly uid: string;
	readonly container: string;
}

export interface LogOptions {
	readonly follow: boolean;
	readonly previous: boolean;
	readonly timestamps: boolean;
	readonly sinceSeconds: number | undefined;
	/** RFC 3339. */
	readonly sinceTime: string | undefined;
	readonly tailLines: number | undefined;
	readonly limitBytes: number | undefined;
}

export interface ExecOptions extends AttachOptions {
	readonly command: readonly string[];
}

export interface AttachOptions {
	readonly stdin: boolean;
	readonly stdout: boolean;
	readonly stderr: boolean;
	readonly tty: boolean;
}

/** Service-account tokens: made and read by whoever holds the cluster's signing key. */
export interface TokenPort {
	/** A signed token for the service account, as `serviceaccounts/token` answers. */
	sign(request: TokenRequest): { readonly token: LazyText; readonly expiresAtMs: number };
	/** Whom a bearer token names, or why it is not accepted. */
	verify(token: string, audiences: readonly string[]): TokenVerdict;
	/** Who signs, and with which keys. */
	issuer(): TokenIssuer;
}

export interface TokenIssuer {
	/** "https://kubernetes.default.svc.cluster.local". */
	readonly issuer: string;
	/** SubjectPublicKeyInfo, DER. */
	readonly publicKeys: readonly Uint8Array[];
}

export type TokenVerdict =
	| { readonly user: UserInfo /** Those of the wanted ones that it is for. */; readonly audiences: readonly string[] }
	/** Why it is not accepted. */
	| { readonly user: undefined; readonly error: string };

export interface TokenRequest {
	readonly namespace: string;
	readonly serviceAccount: KubeObject;
	readonly audiences: readonly string[];
	readonly expirationSeconds: number;
	/** A kubelet's token lives longer, so that Pods that never read it again go on: from when its use is warned of. */
	readonly warnAfterSeconds: number | undefined;
	/** Where the Pod runs that it is bound to. */
	readonly node: { readonly name: string; readonly uid: string } | undefined;
	readonly boundObject: { readonly kind: string; readonly name: string; readonly uid: string } | undefined;
}

/** The server's way to what runs in the cluster: admission webhooks. */
export interface WebhookPort {
	post(call: WebhookCall): Task<WebhookAnswer>;
}

export interface WebhookCall {
	/** "https://10.96.0.7:443". */
	readonly server: string;
	/** Whom the certificate must name, if not the host of `server`. */
	readonly serverName?: string | undefined;
	/** Who must have signed it; nobody when absent. */
	readonly caPem?: string | undefined;
	/** Any certificate will do. */
	readonly insecure?: boolean;
	/** How the server shows who it is. */
	readonly clientCertificatePem?: string | undefined;
	readonly clientKeyPem?: string | undefined;
	readonly token?: string | undefined;
	/** Who says that it calls; absent: the server itself. */
	readonly userAgent?: string;
	readonly path: string;
	readonly query: readonly (readonly [string, string])[];
	/** Sent as JSON. */
	readonly body: object;
	readonly timeoutMs: number;
}

export type WebhookAnswer =
	/** With decoded JSON, or text. */
	| { readonly kind: 'answered'; readonly status: number; readonly body: unknown }
	/** In the words of Go's net/http: "dial tcp 10.96.0.7:443: connect: connection refused". */
	| { readonly kind: 'failed'; readonly detail: string };
