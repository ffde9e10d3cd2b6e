import type { UserInfo } from '../../apiserver/request.ts';
import { decodeBase64 } from '../../machinery/base64.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';

// Tokens that Secrets hold: they do not expire. Models pkg/serviceaccount legacy.go.

const ISSUER = 'kubernetes/serviceaccount';
const PREFIX = 'kubernetes.io/serviceaccount/';

export interface LegacyClaims {
	readonly iss: typeof ISSUER;
	readonly [claim: string]: string;
}

export function legacyClaims(namespace: string, account: KubeObject, secret: string): LegacyClaims {
	const { name, uid } = account.metadata;
	return {
		iss: ISSUER,
		[`${PREFIX}namespace`]: namespace,
		[`${PREFIX}secret.name`]: secret,
		[`${PREFIX}service-account.name`]: name,
		[`${PREFIX}service-account.uid`]: uid,
		sub: `system:serviceaccount:${namespace}:${name}`,
	};
}

export function isLegacy(claims: object): claims is LegacyClaims {
	return (claims as { readonly iss?: unknown }).iss === ISSUER;
}

/** The stored object, or undefined. */
export type FindObject = (kind: string, namespace: string, name: string) => KubeObject | undefined;

/** Why a token is not accepted. Models legacyValidator.Validate. */
export function legacyProblem(claims: LegacyClaims, token: string, find: FindObject): string | undefined {
	const namespace = claims[`${PREFIX}namespace`] ?? '';
	const secretName = claims[`${PREFIX}secret.name`] ?? '';
	const secret = find('Secret', namespace, secretName) as (KubeObject & { data?: { token?: string } }) | undefined;
	if (secret === undefined || secret.metadata.deletionTimestamp !== undefined) {
		return 'service account token has been invalidated';
	}
	if (decodeUtf8(decodeBase64(secret.data?.token ?? '')) !== token) {
		return "service account token does not match server's copy";
	}
	const name = claims[`${PREFIX}service-account.name`] ?? '';
	const account = find('ServiceAccount', namespace, name);
	if (account === undefined) return `serviceaccounts ${JSON.stringify(name)} not found`;
	const { uid } = account.metadata;
	const given = claims[`${PREFIX}service-account.uid`];
	return uid === given ? undefined : `service account UID (${uid}) does not match claim (${given})`;
}

export function legacyUser(claims: LegacyClaims): UserInfo {
	const namespace = claims[`${PREFIX}namespace`] ?? '';
	return {
		name: claims.sub ?? '',
		uid: claims[`${PREFIX}service-account.uid`] ?? '',
		groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
	};
}
