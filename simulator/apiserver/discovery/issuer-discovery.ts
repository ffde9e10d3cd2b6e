import { encodeBase64Url } from '../../machinery/base64.ts';
import { sha256 } from '../../machinery/sha256.ts';
import { publicKeyNumbers } from '../../machinery/x509/rsa-key.ts';
import type { TokenIssuer } from '../ports.ts';
import type { ApiResponse } from '../request.ts';
import { textResponse } from '../verbs/response.ts';

export const ISSUER_METADATA = '/.well-known/openid-configuration';
export const ISSUER_KEYS = '/openid/v1/jwks';

/**
 * Where others learn how to believe service-account tokens. Models kube-apiserver's pkg/serviceaccount openidmetadata.go.
 * @param address "172.30.1.2:6443": where the API server says that it is.
 */
export function issuerMetadata({ issuer }: TokenIssuer, address: string): ApiResponse {
	const body = {
		issuer,
		jwks_uri: `https://${address}${ISSUER_KEYS}`,
		response_types_supported: ['id_token'],
		subject_types_supported: ['public'],
		id_token_signing_alg_values_supported: ['RS256'],
	};
	return cacheable(JSON.stringify(body), 'application/json');
}

/** The keys, as RFC 7517 writes them. */
export function issuerKeys({ publicKeys }: TokenIssuer): ApiResponse {
	const keys = publicKeys.map((spki) => {
		const { modulus, exponent } = publicKeyNumbers(spki);
		const kid = encodeBase64Url(sha256(spki));
		return { use: 'sig', kty: 'RSA', kid, alg: 'RS256', n: encodeBase64Url(modulus), e: encodeBase64Url(exponent) };
	});
	return cacheable(JSON.stringify({ keys }), 'application/jwk-set+json');
}

function cacheable(body: string, contentType: string): ApiResponse {
	const response = textResponse(200, body, contentType);
	return { ...response, headers: new Map([...response.headers, ['cache-control', 'public, max-age=3600']]) };
}
