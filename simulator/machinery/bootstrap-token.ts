import { decodeBase64, encodeBase64 } from './base64.ts';
import { hmacSha256 } from './hmac.ts';
import { parseTime } from './timestamp.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

export const BOOTSTRAP_TOKEN_TYPE = 'bootstrap.kubernetes.io/token';
export const BOOTSTRAP_TOKEN_PREFIX = 'bootstrap-token-';
/** Before the id of the token that has signed cluster-info. */
export const SIGNATURE_PREFIX = 'jws-kubeconfig-';

/** A bootstrap token as its Secret holds it. */
export interface BootstrapToken {
	readonly id: string;
	readonly secret: string;
	/** Undefined: it never ends. */
	readonly expiresAtMs: number | undefined;
	readonly isFor: (usage: 'authentication' | 'signing') => boolean;
	readonly groups: readonly string[];
}

/** Undefined: the Secret holds none. Models staging/src/k8s.io/cluster-bootstrap/token/util. */
export function readBootstrapToken(secret: {
	readonly metadata: { readonly name: string };
	readonly type?: string;
	readonly data?: { readonly [key: string]: string };
}): BootstrapToken | undefined {
	const text = (key: string): string => decodeUtf8(decodeBase64(secret.data?.[key] ?? ''));
	const id = text('token-id');
	if (secret.type !== BOOTSTRAP_TOKEN_TYPE || secret.metadata.name !== BOOTSTRAP_TOKEN_PREFIX + id) return undefined;
	if (!/^[a-z0-9]{6}$/.test(id) || text('token-secret') === '') return undefined;
	const expiration = text('expiration');
	return {
		id,
		secret: text('token-secret'),
		// One that cannot be read counts as over.
		expiresAtMs: expiration === '' ? undefined : (parseTime(expiration) ?? 0),
		isFor: (usage) => text(`usage-bootstrap-${usage}`) === 'true',
		groups: text('auth-extra-groups').split(',').filter(Boolean),
	};
}

/** A JSON web signature without what it signs. Models cluster-bootstrap/token/jws ComputeDetachedSignature. */
export function detachedSignature(content: string, id: string, secret: string): string {
	const header = url(encodeUtf8(JSON.stringify({ alg: 'HS256', kid: id })));
	const signature = hmacSha256(encodeUtf8(secret), encodeUtf8(`${header}.${url(encodeUtf8(content))}`));
	return `${header}..${url(signature)}`;
}

function url(bytes: Uint8Array): string {
	return encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
