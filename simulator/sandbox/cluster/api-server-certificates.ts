import { type Process, SystemError } from '../../kernel/process-api.ts';
import { type ComponentFault, commandFailed } from '../../kubelet/images/programs/component-fault.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import type { Memo } from '../../machinery/memo.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { type Certificate, readCertificates } from '../../machinery/x509/certificate.ts';
import { DerError } from '../../machinery/x509/der-reader.ts';
import { keyPairComplaint } from '../../machinery/x509/key-pair.ts';
import type { ExtendedKeyUsage } from '../../machinery/x509/object-identifiers.ts';
import { verifyCertificate } from '../../machinery/x509/verify-certificate.ts';
import type { Cluster, ClusterNode } from './cluster.ts';
import { flagValue } from './etcd-address.ts';

const DAY_MS = 86_400_000;

/**
 * Why kube-apiserver's files are no use to it, in the order in which it looks; they can be read. That of a copied
 * cluster goes on from where it was: it has looked.
 */
export function* certificateFault(
	{ memo, isAwake }: Cluster,
	process: Process,
	args: readonly string[],
): Task<ComponentFault | undefined> {
	if (!isAwake) return undefined;
	const serving = yield* pairProblem(memo, process, args, ['tls-cert-file', 'tls-private-key-file']);
	if (serving !== undefined) return commandFailed('configuration', [serving]);
	const client = yield* pairProblem(memo, process, args, ['etcd-certfile', 'etcd-keyfile']);
	if (client === undefined) return undefined;
	const text = `Error creating leases: error creating storage factory: ${client}`;
	return { stage: 'configuration', line: { as: 'klog', level: 'F', source: 'instance.go:233', text }, status: 255 };
}

function* pairProblem(
	memo: Memo,
	process: Process,
	args: readonly string[],
	[certificateFlag, keyFlag]: readonly [string, string],
): Task<string | undefined> {
	const certificate = yield* fileOf(process, args, certificateFlag);
	const key = yield* fileOf(process, args, keyFlag);
	if (certificate === '' || key === '') return undefined;
	return memo.of('key pair', `${certificate}\0${key}`, () => keyPairComplaint(certificate, key));
}

/** Whose client certificates are believed. Differs: the file is read once, when the first client comes. */
export function* clientAuthorities(
	{ memo, blueprint }: Cluster,
	process: Process,
	args: readonly string[],
): Task<readonly Certificate[]> {
	try {
		const text = yield* fileOf(process, args, 'client-ca-file');
		return memo.of('x509.authorities', text, () => certificatesIn(text));
	} catch (error) {
		// It was there when the server began.
		if (error instanceof SystemError) return [blueprint.pki.ca.certificate];
		throw error;
	}
}

/**
 * Why etcd and kube-apiserver do not come to terms, as gRPC tells it; undefined when they do. Both sides look at what
 * the other one shows. Models google.golang.org/grpc/credentials tlsCreds.ClientHandshake and crypto/tls 1.3.
 */
export function* etcdTrustProblem(
	cluster: Cluster,
	{ host }: ClusterNode,
	process: Process,
	args: readonly string[],
): Task<string | undefined> {
	const server = flagValue(args, 'etcd-servers') ?? '';
	const etcd = cluster.blueprint.pki.controlPlanes.get(host.name)?.etcdServer.certificate;
	if (!cluster.isAwake || etcd === undefined || !server.startsWith('https://')) return undefined;
	const authority = yield* fileOf(process, args, 'etcd-cafile');
	const shown = yield* fileOf(process, args, 'etcd-certfile');
	if (authority === '' || shown === '') return undefined;
	const day = Math.floor(process.now() / DAY_MS);
	const key = `${cluster.blueprint.pki.etcdCa.certificatePem}\0${authority}\0${shown}\0${day}`;
	const verify = (leaf: Certificate | undefined, roots: readonly Certificate[], usage: ExtendedKeyUsage) =>
		leaf && verifyCertificate(leaf, { roots, atMs: process.now(), usage }, cluster.hostCalls);
	return cluster.memo.of('trust in etcd', key, () => {
		const wrongServer = verify(etcd, certificatesIn(authority), 'serverAuth');
		if (wrongServer !== undefined) {
			return `transport: authentication handshake failed: tls: failed to verify certificate: ${wrongServer}`;
		}
		const { certificate } = cluster.blueprint.pki.etcdCa;
		const wrongClient = verify(certificatesIn(shown)[0], [certificate], 'clientAuth');
		return wrongClient && `error reading server preface: remote error: tls: ${alertOf(wrongClient)}`;
	});
}

/** Models crypto/tls Conn.processCertsFromClient. */
function alertOf(problem: string): string {
	if (problem.includes('unknown authority')) return 'unknown certificate authority';
	return problem.includes('expired') ? 'expired certificate' : 'bad certificate';
}

function certificatesIn(text: string): readonly Certificate[] {
	try {
		return readCertificates(text);
	} catch (error) {
		if (error instanceof DerError) return [];
		throw error;
	}
}

function* fileOf(process: Process, args: readonly string[], flag: string): Task<string> {
	const path = flagValue(args, flag) ?? '';
	return path === '' ? '' : decodeUtf8(yield* readWholeFile(process, path));
}
