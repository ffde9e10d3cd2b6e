import type { UserInfo } from '../../apiserver/request.ts';
import { serveConnection } from '../../apiserver/serving/serve-connection.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import type { Task } from '../../machinery/task.ts';
import { wishedCiphers, wishedVersions } from '../../machinery/tls/cipher-suites.ts';
import { serverHandshake } from '../../machinery/tls/server-handshake.ts';
import { type Certificate, readCertificates } from '../../machinery/x509/certificate.ts';
import { verifyCertificate } from '../../machinery/x509/verify-certificate.ts';
import { certificateUser } from './certificate-user.ts';
import type { Cluster } from './cluster.ts';
import { NOBODY } from './component-client.ts';

/** One client of the API server's port: handshake, whom its certificate proves, then HTTP. */
export function* serveApiConnection(raw: ByteDuplex, source: string, cluster: Cluster): Task<void> {
	cluster.controlPlane.refreshTrust();
	const { trust } = cluster.controlPlane;
	if (trust === undefined) {
		raw.close();
		return;
	}
	const connection = yield* serverHandshake(
		raw,
		trust.certificatePem,
		undefined,
		() => wishedVersions(trust.tls),
		wishedCiphers(trust.tls),
	);
	if (connection === undefined) return;
	// Without etcd nothing is answered until it is back, or this process has given up.
	while (cluster.api.server === undefined) yield cluster.controlPlane.changed;
	const { server } = cluster.api;
	const { certificatePem } = connection.hello;
	const peer = certificatePem === undefined ? undefined : subjectOf(certificatePem, cluster, trust.authorities);
	yield* serveConnection(connection.duplex, server, peer, source);
}

function subjectOf(certificatePem: string, cluster: Cluster, roots: readonly Certificate[]): UserInfo {
	const [leaf, ...intermediates] = cluster.memo.of('x509.certificates', certificatePem, () =>
		readCertificates(certificatePem),
	);
	if (leaf === undefined) return NOBODY;
	const atMs = cluster.context.loop.now();
	const problem = verifyCertificate(leaf, { roots, intermediates, atMs, usage: 'clientAuth' }, cluster.hostCalls);
	if (problem !== undefined || leaf.subject.commonName === '') return NOBODY;
	return cluster.memo.of('x509.user', certificatePem, () => certificateUser({ ...leaf.subject, raw: leaf.raw }));
}
