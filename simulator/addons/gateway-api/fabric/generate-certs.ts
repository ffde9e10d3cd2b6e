import { ApiClient } from '../../../client/api-client.ts';
import type { Process } from '../../../kernel/process-api.ts';
import { goFlag } from '../../../kubelet/images/programs/simple-http.ts';
import { encodeBase64 } from '../../../machinery/base64.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { InClusterTransport } from '../../in-cluster-transport.ts';
import { makeOwnCertificate, type OwnCertificate } from '../../serving/own-certificates.ts';
import { SECRETS } from './fabric-view.ts';

const LIFE_MS = 3 * 365 * 86_400_000;

/** Certificates for the way between control plane and agents, in two Secrets. Models cmd/gateway generateCertificates. */
export function* generateCerts(process: Process): Task<number> {
	const args = process.argv.slice(2);
	const client = new ApiClient(new InClusterTransport(process), 'gateway');
	const namespace = process.env.get('POD_NAMESPACE') ?? 'default';
	const service = goFlag(args, 'service') ?? 'nginx-gateway';
	const domain = goFlag(args, 'cluster-domain') ?? 'cluster.local';
	const authority = makeOwnCertificate(
		process,
		{ commonName: 'nginx-gateway', organizations: ['F5'], keyUsages: ['digitalSignature', 'certSign'], isCa: true },
		LIFE_MS,
	);
	const leaf = (dnsNames: readonly string[], usage: 'serverAuth' | 'clientAuth'): OwnCertificate =>
		makeOwnCertificate(
			process,
			{
				commonName: 'nginx-gateway',
				organizations: ['F5'],
				keyUsages: ['digitalSignature', 'keyEncipherment'],
				extendedKeyUsages: [usage],
				isCa: false,
				dnsNames,
			},
			LIFE_MS,
			authority,
		);
	const server = leaf([`${service}.${namespace}.svc`], 'serverAuth');
	const agent = leaf([`*.${domain}`], 'clientAuth');
	const secrets = [
		[goFlag(args, 'server-tls-secret') ?? 'server-tls', server],
		[goFlag(args, 'agent-tls-secret') ?? 'agent-tls', agent],
	] as const;
	for (const [name, { certificatePem, key }] of secrets) {
		const data = {
			'ca.crt': encodeBase64(encodeUtf8(authority.certificatePem)),
			'tls.crt': encodeBase64(encodeUtf8(certificatePem)),
			'tls.key': encodeBase64(encodeUtf8(key.privateKeyPem)),
		};
		try {
			yield* client.create(SECRETS, { metadata: { namespace, name }, data, type: 'kubernetes.io/tls' } as never);
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			if (error.code === 409 && goFlag(args, 'overwrite') !== 'true') continue;
			yield* process.write(2, encodeUtf8(`Error: error creating or updating Secrets: ${error.message}\n`));
			return 1;
		}
	}
	return 0;
}
