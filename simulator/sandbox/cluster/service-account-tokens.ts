import type { TokenPort, TokenRequest } from '../../apiserver/ports.ts';
import type { UserInfo } from '../../apiserver/request.ts';
import { decodeBase64, encodeBase64 } from '../../machinery/base64.ts';
import type { EventLoop } from '../../machinery/event-loop.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import { LazyText } from '../../machinery/lazy-text.ts';
import type { Random } from '../../machinery/random.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import {
	type FindObject,
	isLegacy,
	type LegacyClaims,
	legacyClaims,
	legacyProblem,
	legacyUser,
} from './legacy-tokens.ts';

const ISSUER = 'https://kubernetes.default.svc.cluster.local';

export interface TokenKeys {
	readonly privateKeyPem: string;
	/** DER. */
	readonly publicKeySpki: Uint8Array;
	readonly keyId: string;
}

/** Tokens for Secrets. */
export interface LegacySigner {
	signLegacy(...of: Parameters<typeof legacyClaims>): string;
}

/** Service-account tokens: JSON web tokens signed with the cluster's key. Models pkg/serviceaccount jwt.go, claims.go. */
export function serviceAccountTokens(
	world: { readonly loop: EventLoop; readonly random: Random; readonly hostCalls: HostCalls },
	keys: TokenKeys,
	find: FindObject,
): TokenPort & LegacySigner {
	const random = world.random.stream('service-account-tokens');
	const header = encodeJson(JSON.stringify({ alg: 'RS256', kid: keys.keyId }));
	return {
		sign(request) {
			const issuedAt = Math.floor(world.loop.now() / 1000);
			const expiresAt = issuedAt + request.expirationSeconds;
			const claims = JSON.stringify(claimsOf(request, issuedAt, expiresAt, random.uuid()));
			const length = header.length + 1 + lengthInBase64(claims) + 1 + SIGNATURE_LENGTH;
			const token = new LazyText(length, () => {
				const signed = `${header}.${encodeJson(claims)}`;
				const signature = world.hostCalls.rsaSha256Sign(keys.privateKeyPem, encodeUtf8(signed));
				return `${signed}.${toUrl(encodeBase64(signature))}`;
			});
			return { token, expiresAtMs: expiresAt * 1000 };
		},
		signLegacy(...of) {
			const signed = `${header}.${encodeJson(JSON.stringify(legacyClaims(...of)))}`;
			return `${signed}.${toUrl(encodeBase64(world.hostCalls.rsaSha256Sign(keys.privateKeyPem, encodeUtf8(signed))))}`;
		},
		verify(token, audiences) {
			const claims = readClaims(token, keys.publicKeySpki, world.hostCalls);
			if (claims === undefined) return { user: undefined, error: 'invalid bearer token' };
			if (isLegacy(claims)) {
				const problem = legacyProblem(claims, token, find);
				if (problem !== undefined) return { user: undefined, error: `[invalid bearer token, ${problem}]` };
				return { user: legacyUser(claims), audiences };
			}
			const wanted = audiences.length === 0 ? [ISSUER] : audiences;
			const problem = problemOf(claims, wanted, world.loop.now(), find);
			if (problem !== undefined) return { user: undefined, error: `[invalid bearer token, ${problem}]` };
			return { user: userOf(claims), audiences: wanted.filter((each) => claims.aud.includes(each)) };
		},
	};
}

/** Undefined for what the cluster has not signed. */
function readClaims(token: string, publicKeySpki: Uint8Array, hostCalls: HostCalls): Claims | LegacyClaims | undefined {
	const [header = '', payload = '', signature = '', ...more] = token.split('.');
	const parts = [header, payload, signature];
	if (more.length > 0 || parts.some((part) => !/^[\w-]+$/.test(part) || part.length % 4 === 1)) return undefined;
	const bytes = decodeBase64(fromUrl(signature));
	if (!hostCalls.rsaSha256Verify(publicKeySpki, encodeUtf8(`${header}.${payload}`), bytes)) return undefined;
	return JSON.parse(decodeUtf8(decodeBase64(fromUrl(payload)))) as Claims;
}

/** Models pkg/serviceaccount claims.go Validate. */
function problemOf(claims: Claims, audiences: readonly string[], nowMs: number, find: FindObject): string | undefined {
	if (!audiences.some((each) => claims.aud.includes(each))) {
		const list = (values: readonly string[]): string => `[${values.map((each) => JSON.stringify(each)).join(' ')}]`;
		return `token audiences ${list(claims.aud)} is invalid for the target audiences ${list(audiences)}`;
	}
	if (claims.exp * 1000 <= nowMs) return 'service account token has expired';
	if (claims.nbf * 1000 > nowMs) return 'service account token is not valid yet';
	const { namespace, serviceaccount, pod, secret, node } = claims['kubernetes.io'];
	const { name, uid } = serviceaccount;
	const stillThere = (kind: string, where: string, object: { readonly name: string; readonly uid: string }): boolean =>
		find(kind, where, object.name)?.metadata.uid === object.uid;
	if (!stillThere('ServiceAccount', namespace, { name, uid }))
		return `serviceaccounts ${JSON.stringify(name)} not found`;
	const bound = [['Pod', namespace, pod] as const, ['Secret', namespace, secret] as const];
	for (const [kind, where, object] of [...bound, ['Node', '', pod === undefined ? node : undefined] as const]) {
		if (object !== undefined && !stillThere(kind, where, object)) {
			return 'service account token has been invalidated';
		}
	}
	return undefined;
}

/** 256 bytes in base64, unpadded: the cluster's key has 2,048 bits. */
const SIGNATURE_LENGTH = 342;

interface Claims {
	readonly aud: readonly string[];
	readonly exp: number;
	readonly iat: number;
	readonly iss: string;
	readonly jti: string;
	readonly 'kubernetes.io': {
		readonly namespace: string;
		readonly serviceaccount: { readonly name: string; readonly uid: string };
		readonly pod?: { readonly name: string; readonly uid: string };
		readonly secret?: { readonly name: string; readonly uid: string };
		readonly node?: { readonly name: string; readonly uid: string };
		readonly warnafter?: number;
	};
	readonly nbf: number;
	readonly sub: string;
}

function claimsOf(request: TokenRequest, issuedAt: number, expiresAt: number, id: string): Claims {
	const { namespace, serviceAccount, boundObject } = request;
	const { name, uid } = serviceAccount.metadata;
	return {
		aud: request.audiences.length === 0 ? [ISSUER] : request.audiences,
		exp: expiresAt,
		iat: issuedAt,
		iss: ISSUER,
		jti: id,
		'kubernetes.io': {
			namespace,
			...(request.node === undefined ? {} : { node: request.node }),
			...(boundObject === undefined
				? {}
				: { [boundObject.kind.toLowerCase()]: { name: boundObject.name, uid: boundObject.uid } }),
			serviceaccount: { name, uid },
			...(request.warnAfterSeconds === undefined ? {} : { warnafter: issuedAt + request.warnAfterSeconds }),
		},
		nbf: issuedAt,
		sub: `system:serviceaccount:${namespace}:${name}`,
	};
}

function userOf(claims: Claims): UserInfo {
	const { namespace, serviceaccount, pod, node } = claims['kubernetes.io'];
	const extra: [string, string][] = [['credential-id', `JTI=${claims.jti}`]];
	if (pod !== undefined) extra.push(['pod-name', pod.name], ['pod-uid', pod.uid]);
	if (node !== undefined) extra.push(['node-name', node.name], ['node-uid', node.uid]);
	return {
		name: claims.sub,
		uid: serviceaccount.uid,
		groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
		extra: Object.fromEntries(extra.map(([key, value]) => [`authentication.kubernetes.io/${key}`, [value]])),
	};
}

function encodeJson(json: string): string {
	return toUrl(encodeBase64(encodeUtf8(json)));
}

/** Unpadded. */
function lengthInBase64(text: string): number {
	return Math.ceil((encodeUtf8(text).length * 4) / 3);
}

function toUrl(base64: string): string {
	return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromUrl(text: string): string {
	const base64 = text.replaceAll('-', '+').replaceAll('_', '/');
	return base64 + '='.repeat((4 - (base64.length % 4)) % 4);
}
