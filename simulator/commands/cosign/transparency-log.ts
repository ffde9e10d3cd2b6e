import { decodeBase64, encodeBase64 } from '../../machinery/base64.ts';
import type { EcdsaKey } from '../../machinery/ecdsa/ecdsa.ts';
import { ecdsaKey, ecdsaSign, ecdsaVerify } from '../../machinery/ecdsa/ecdsa.ts';
import { sha256, sha256Hex } from '../../machinery/sha256.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';

/** A log entry that signatures carry along: what was signed when, with the log's own signature. */
export interface Bundle {
	readonly SignedEntryTimestamp: string;
	readonly Payload: {
		readonly body: string;
		readonly integratedTime: number;
		readonly logIndex: number;
		readonly logID: string;
	};
}

/** The world's log signs with a published key: it protects nothing. */
const logKey = (): EcdsaKey => ecdsaKey(sha256(encodeUtf8('rekor.sigstore.dev of the simulated internet')));

/** An entry for a signature. Models sigstore/rekor's hashedrekord. Differs: nobody else can look it up. */
export function logEntry(
	payloadDigest: string,
	signature: string,
	publicKeyPem: string,
	at: { readonly seconds: number; readonly index: number },
): Bundle {
	const body = encodeBase64(
		encodeUtf8(
			JSON.stringify({
				apiVersion: '0.0.1',
				kind: 'hashedrekord',
				spec: {
					data: { hash: { algorithm: 'sha256', value: payloadDigest } },
					signature: { content: signature, publicKey: { content: encodeBase64(encodeUtf8(publicKeyPem)) } },
				},
			}),
		),
	);
	const entry = {
		body,
		integratedTime: at.seconds,
		logIndex: at.index,
		logID: sha256Hex(encodeUtf8('rekor.sigstore.dev')),
	};
	return { SignedEntryTimestamp: encodeBase64(ecdsaSign(logKey(), canonical(entry))), Payload: entry };
}

function canonical({ body, integratedTime, logID, logIndex }: Bundle['Payload']): Uint8Array {
	return encodeUtf8(JSON.stringify({ body, integratedTime, logID, logIndex }));
}

/** Whether the log has said so, of this payload. */
export function isLogged(bundle: string | undefined, payloadDigest: string): Bundle | undefined {
	if (bundle === undefined) return undefined;
	try {
		const json = JSON.parse(bundle) as Bundle;
		const signature = decodeBase64(json.SignedEntryTimestamp);
		if (!ecdsaVerify(logKey().point, canonical(json.Payload), signature)) return undefined;
		const body = JSON.parse(decodeUtf8(decodeBase64(json.Payload.body))) as {
			spec: { data: { hash: { value: string } } };
		};
		return body.spec.data.hash.value === payloadDigest ? json : undefined;
	} catch {
		return undefined;
	}
}
