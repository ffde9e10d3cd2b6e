import { createPublicKey, createVerify, type JsonWebKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { nodeHostCalls } from '../../../simulator/cli/host-calls.ts';
import { DEFAULT_PRESET, PresetImages, SimulatedWorld } from '../../../simulator/sandbox/index.ts';

/** As https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery. */
test('whoever reads the keys that the issuer publishes can verify service-account tokens', () => {
	const world = new SimulatedWorld({ preset: DEFAULT_PRESET, seed: 'issuer' }, new PresetImages(nodeHostCalls));
	const run = (script: string) => world.runScript({ name: 'oidc.sh', script }).stdout;
	expect(run('kubectl get --raw /.well-known/openid-configuration')).toBe(
		'{"issuer":"https://kubernetes.default.svc.cluster.local","jwks_uri":"https://172.30.1.2:6443/openid/v1/jwks",' +
			'"response_types_supported":["id_token"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}',
	);
	const { keys } = JSON.parse(run('kubectl get --raw /openid/v1/jwks')) as { keys: (JsonWebKey & { kid: string })[] };
	const [header = '', claims = '', signature = ''] = run('kubectl create token default').trim().split('.');
	const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
	const key = keys.find((each) => each.kid === kid);
	expect(key).toMatchObject({ use: 'sig', kty: 'RSA', alg: 'RS256', e: 'AQAB' });
	const verifier = createVerify('RSA-SHA256').update(`${header}.${claims}`);
	const publicKey = createPublicKey({ key: key as JsonWebKey, format: 'jwk' });
	expect(verifier.verify(publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
	expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
		iss: 'https://kubernetes.default.svc.cluster.local',
	});
});
