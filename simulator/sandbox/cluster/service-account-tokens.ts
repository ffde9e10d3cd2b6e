import type { TokenIssuer, TokenPort, TokenRequest, TokenVerdict } from '../../apiserver/ports.ts';
import type { UserInfo } from '../../apiserver/request.ts';
import { decodeBase64, encodeBase64 } from '../../machinery/base64.ts';
import type { EventLoop } from '../../machinery/event-loop.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import { LazyText } from '../../machinery/lazy-text.ts';
import type { Random } from '../../machinery/random.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { TokenKeys } from './api-server-files.ts';
import { bootstrapVerdict } from './bootstrap-tokens.ts';
import {
	type FindObject,
	isLegacy,
	type LegacyClaims,
	legacyClaims,
	legacyProblem,
	legacyUser,
} from './legacy-tokens.ts';

/** Tokens for Secrets. */
export interface LegacySigner {
	signLegacy(...of: Parameters<typeof legacyClaims>): string;
}

interface TokenWorld {
	readonly loop: EventLoop;
	readonly random: Random;
	readonly hostCalls: HostCalls;
}

/** Service-account tokens: JSON web tokens signed with the cluster's key. Models pkg/serviceaccount jwt.go, claims.go. */
export class ServiceAccountTokens implements TokenPort, LegacySigner {
	readonly #world: TokenWorld;
	readonly #random: Random;
	readonly #keys: () => TokenKeys;
	readonly #find: FindObject;

	/** @param keys of the API server that runs. */
	constructor(world: TokenWorld, keys: () => TokenKeys, find: FindObject) {
		this.#world = world;
		this.#random = world.random.stream('service-account-tokens');
		this.#keys = keys;
		this.#find = find;
	}

	sign(request: TokenRequest): { readonly token: LazyText; readonly expiresAtMs: number } {
		const { loop, hostCalls } = this.#world;
		const keys = this.#keys();
		const header = headerOf(keys);
		const issuedAt = Math.floor(loop.now() / 1000);
		const expiresAt = issuedAt + request.expirationSeconds;
		const claims = JSON.stringify(claimsOf(request, keys.issuer, issuedAt, expiresAt, this.#id(request)));
		const length = header.length + 1 + lengthInBase64(claims) + 1 + SIGNATURE_LENGTH;
		const token = new LazyText(length, () => signed(`${header}.${encodeJson(claims)}`, keys, hostCalls));
		return { token, expiresAtMs: expiresAt * 1000 };
	}

	/** Of a token that a kubelet asks for: depends on when and for whom, not on what was asked for in the meantime. */
	#id({ boundObject, audiences }: TokenRequest): string {
		if (boundObject?.kind !== 'Pod') return this.#random.uuid();
		return this.#random.stream(`${boundObject.uid}/${audiences.join()}/${this.#world.loop.now()}`).uuid();
	}

	signLegacy(...of: Parameters<typeof legacyClaims>): string {
		const keys = this.#keys();
		return signed(`${headerOf(keys)}.${encodeJson(JSON.stringify(legacyClaims(...of)))}`, keys, this.#world.hostCalls);
	}

	issuer(): TokenIssuer {
		return this.#keys();
	}

	verify(token: string, audiences: readonly string[]): TokenVerdict {
		const { loop, hostCalls } = this.#world;
		const { issuer, publicKeys } = this.#keys();
		const claims = readClaims(token, publicKeys, hostCalls);
		if (claims === undefined) {
			return bootstrapVerdict(token, loop, this.#find) ?? { user: undefined, error: 'invalid bearer token' };
		}
		if (isLegacy(claims)) {
			const problem = legacyProblem(claims, token, this.#find);
			if (problem !== undefined) return { user: undefined, error: `[invalid bearer token, ${problem}]` };
			return { user: legacyUser(claims), audiences };
		}
		const wanted = audiences.length === 0 ? [issuer] : audiences;
		const problem = problemOf(claims, wanted, loop.now(), this.#find);
		if (problem !== undefined) return { user: undefined, error: `[invalid bearer token, ${problem}]` };
		return { user: userOf(claims), audiences: wanted.filter((each) => claims.aud.includes(each)) };
	}
}

function headerOf({ keyId }: TokenKeys): string {
	return encodeJson(JSON.stringify({ alg: 'RS256', kid: keyId }));
}

function signed(text: string, { privateKeyPem }: TokenKeys, hostCalls: HostCalls): string {
	return `${text}.${toUrl(encodeBase64(hostCalls.rsaSha256Sign(privateKeyPem, encodeUtf8(text))))}`;
}

/** Undefined for what the cluster has not signed. */
function readClaims(
	token: string,
	publicKeys: readonly Uint8Array[],
	hostCalls: HostCalls,
): Claims | LegacyClaims | undefined {
	const [header = '', payload = '', signature = '', ...more] = token.split('.');
	const parts = [header, payload, signature];
	if (more.length > 0 || parts.some((part) => !/^[\w-]+$/.test(part) || part.length % 4 === 1)) return undefined;
	const bytes = decodeBase64(fromUrl(signature));
	const text = encodeUtf8(`${header}.${payload}`);
	if (!publicKeys.some((key) => hostCalls.rsaSha256Verify(key, text, bytes))) return undefined;
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

function claimsOf(request: TokenRequest, issuer: string, issuedAt: number, expiresAt: number, id: string): Claims {
	const { namespace, serviceAccount, boundObject } = request;
	const { name, uid } = serviceAccount.metadata;
	return {
		aud: request.audiences.length === 0 ? [issuer] : request.audiences,
		exp: expiresAt,
		iat: issuedAt,
		iss: issuer,
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
