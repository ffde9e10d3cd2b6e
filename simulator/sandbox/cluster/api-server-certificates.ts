import type { Process } from '../../kernel/process-api.ts';
import { type ComponentFault, commandFailed } from '../../kubelet/images/programs/component-fault.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import type { Memo } from '../../machinery/memo.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { Certificate } from '../../machinery/x509/certificate.ts';
import { keyPairComplaint } from '../../machinery/x509/key-pair.ts';
import type { ExtendedKeyUsage } from '../../machinery/x509/object-identifiers.ts';
import { verifyCertificate } from '../../machinery/x509/verify-certificate.ts';
import type { EtcdCredentials } from '../etcd/etcd-flags.ts';
import { certificatesIn } from './api-server-files.ts';
import type { Cluster } from './cluster.ts';
import { flagValue } from './etcd-address.ts';

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

/**
 * Why etcd and kube-apiserver do not come to terms, as gRPC tells it; undefined when they do. Both sides look at what
 * the other one shows. Those of a copied cluster have done so. Models google.golang.org/grpc/credentials
 * tlsCreds.ClientHandshake and crypto/tls 1.3.
 */
export function* etcdDistrust(
	cluster: Cluster,
	process: Process,
	args: readonly string[],
): Task<(etcd: EtcdCredentials) => string | undefined> {
	const server = flagValue(args, 'etcd-servers') ?? '';
	if (!cluster.isAwake || !server.startsWith('https://')) return () => undefined;
	const authority = yield* fileOf(process, args, 'etcd-cafile');
	const shown = yield* fileOf(process, args, 'etcd-certfile');
	return (etcd) => distrustOf(cluster, authority, shown, etcd);
}

function distrustOf(
	{ context, hostCalls }: Cluster,
	authority: string,
	shown: string,
	etcd: EtcdCredentials,
): string | undefined {
	const verify = (leaf: Certificate | undefined, roots: readonly Certificate[], usage: ExtendedKeyUsage) =>
		leaf && verifyCertificate(leaf, { roots, atMs: context.loop.now(), usage }, hostCalls);
	const wrongServer =
		authority && verify(certificatesIn(etcd.certificatePem)[0], certificatesIn(authority), 'serverAuth');
	if (wrongServer) {
		return `transport: authentication handshake failed: tls: failed to verify certificate: ${wrongServer}`;
	}
	if (etcd.authorities === undefined) return undefined;
	if (shown === '') return 'error reading server preface: remote error: tls: certificate required';
	const wrongClient = verify(certificatesIn(shown)[0], etcd.authorities, 'clientAuth');
	return wrongClient && `error reading server preface: remote error: tls: ${alertOf(wrongClient)}`;
}

/** Models crypto/tls Conn.processCertsFromClient. */
function alertOf(problem: string): string {
	if (problem.includes('unknown authority')) return 'unknown certificate authority';
	return problem.includes('expired') ? 'expired certificate' : 'bad certificate';
}

function* fileOf(process: Process, args: readonly string[], flag: string): Task<string> {
	const path = flagValue(args, flag) ?? '';
	return path === '' ? '' : decodeUtf8(yield* readWholeFile(process, path));
}
