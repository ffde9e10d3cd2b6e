import { liveBackendFile } from '../../hosts/etcd/backend-file.ts';
import { DEFAULT_CLUSTER_TOKEN, etcdMember } from '../../hosts/etcd/member.ts';
import { type Process, type Program, SystemError } from '../../kernel/process-api.ts';
import { type HttpAnswer, type HttpRequest, serveHttp } from '../../kernel/serving/http-server.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { grpcHealthTarget } from '../../kubelet/images/programs/grpc-health.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import type { Memo } from '../../machinery/memo.ts';
import type { Task } from '../../machinery/task.ts';
import { formatMicroTime } from '../../machinery/timestamp.ts';
import { wishedCiphers, wishedVersions } from '../../machinery/tls/cipher-suites.ts';
import { type AlertName, alertRecord } from '../../machinery/tls/record.ts';
import { type ServerConnection, serverHandshake } from '../../machinery/tls/server-handshake.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { type Certificate, readCertificates } from '../../machinery/x509/certificate.ts';
import { DerError } from '../../machinery/x509/der-reader.ts';
import { keyPairComplaint } from '../../machinery/x509/key-pair.ts';
import { verifyCertificate } from '../../machinery/x509/verify-certificate.ts';
import { Store } from '../../store/store.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { EtcdDisks, InvalidDatabase } from './etcd-disks.ts';
import { type EtcdCredentials, type EtcdFlags, etcdFlags, listenAddress } from './etcd-flags.ts';
import { EtcdService } from './etcd-service.ts';
import { EtcdSpace, liveBytes } from './etcd-space.ts';
import { StoredBytes } from './stored-bytes.ts';

/**
 * The process of etcd's container: it takes the state of its data directory and answers on its ports until it ends.
 * Models server/etcdmain startEtcdOrProxyV2 and server/embed StartEtcd.
 */
export function etcdProgram(cluster: Cluster, args: readonly string[]): Program {
	return (process) => runEtcd(process, cluster, etcdFlags(args));
}

function* runEtcd(process: Process, cluster: Cluster, flags: EtcdFlags): Task<number> {
	const credentials = yield* readCredentials(process, flags);
	if (typeof credentials === 'string') return yield* fail(process, credentials);
	const folder = `${flags.dataDir}/member/snap`;
	const path = `${folder}/db`;
	const fresh = etcdMember(flags.advertisedPeerUrls, flags.token ?? DEFAULT_CLUSTER_TOKEN);
	let opened: ReturnType<Cluster['controlPlane']['etcdStarted']>;
	let { store, etcdDisks: disks } = cluster;
	try {
		if (!isOfCluster(process, cluster)) {
			const { limits } = cluster.context;
			store = new Store(limits);
			disks = new EtcdDisks(store, limits, undefined);
			opened = { member: fresh, token: undefined, stop: () => undefined };
		} else opened = cluster.controlPlane.etcdStarted(credentials, yield* fileOrNothing(process, path), fresh);
	} catch (error) {
		if (!(error instanceof InvalidDatabase)) throw error;
		yield* log(process, 'panic', 'backend/backend.go:198', 'failed to open database', {
			path,
			error: 'invalid database',
		});
		return 2;
	}
	process.onEnd(() => opened.stop());
	if (flags.isNewCluster) disks.membership.reset();
	if (opened.token !== undefined) yield* writeDataDirectory(process, flags.dataDir, opened.token);
	const bytes = new StoredBytes(cluster.kinds);
	const space = spaceOf(disks, flags, bytes);
	if (space !== undefined) process.onEnd(space.guard(store));
	const service = new EtcdService({
		store,
		disks,
		bytes,
		space,
		quotaBytes: flags.quotaBytes,
		member: opened.member,
		name: flags.name,
		peerUrls: flags.advertisedPeerUrls,
		clientUrls: flags.advertisedUrls,
		post: cluster.context.loop.post,
		loop: cluster.context.loop,
		random: cluster.context.random.stream(`etcd-leases/${process.hostname}`),
	});
	const group = new TaskGroup();
	const trouble = listenAll(process, group, flags, service, credentials, cluster.hostCalls);
	if (trouble !== undefined) return yield* fail(process, trouble);
	process.onSignal('TERM', 'catch');
	process.onSignal('INT', 'catch');
	const status = yield* group.run(process, () => 0);
	yield* log(process, 'info', 'osutil/interrupt_unix.go:64', 'received signal; shutting down', {
		signal: 'terminated',
	});
	yield* log(process, 'info', 'embed/etcd.go:426', 'closing etcd server', {
		name: flags.name,
		'data-dir': flags.dataDir,
		'advertise-peer-urls': flags.advertisedPeerUrls,
		'advertise-client-urls': flags.advertisedUrls,
	});
	return status;
}

/** Undefined: it is not counted, because there is room for more than a world can hold. */
function spaceOf(disks: EtcdDisks, { quotaBytes }: EtcdFlags, bytes: StoredBytes): EtcdSpace | undefined {
	if (quotaBytes === undefined && disks.space?.hasAlarm !== true) return undefined;
	const live = disks.space === undefined ? liveBytes(disks.running()) : 0;
	disks.space ??= { sizeBytes: live, usedBytes: live, hasAlarm: false };
	return new EtcdSpace(disks.space, quotaBytes ?? Number.POSITIVE_INFINITY, bytes);
}

/** One in a Pod with a network of its own is somebody's own. Differs: it forgets what it held when it ends. */
function isOfCluster({ machine }: Process, { nodes }: Cluster): boolean {
	const own = machine
		.interfaces()
		.flatMap(({ addresses }) => addresses.map((address) => address.replace(/\/\d+$/, '')));
	return [...nodes.values()].some(({ host }) => own.includes(host.address));
}

/** Files that the flags name; a text: why one cannot be used. */
function* readCredentials(process: Process, flags: EtcdFlags): Task<EtcdCredentials | string> {
	const { certFile, keyFile, trustedCaFile, clientUrls } = flags;
	if (!clientUrls.some((url) => url.startsWith('https:'))) return { certificatePem: '', authorities: undefined };
	if (certFile === '' || keyFile === '') {
		return `KeyFile and CertFile must both be present[key: ${keyFile}, cert: ${certFile}]`;
	}
	let reading = certFile;
	try {
		const certificatePem = decodeUtf8(yield* readWholeFile(process, certFile));
		reading = keyFile;
		const keyPem = decodeUtf8(yield* readWholeFile(process, keyFile));
		const judge = (): string | undefined => keyPairComplaint(certificatePem, keyPem);
		const memo = process.port<Memo>('memo');
		const complaint = memo === undefined ? judge() : memo.of('key pair', `${certificatePem}\0${keyPem}`, judge);
		if (complaint !== undefined) return complaint;
		// As soon as there is an authority everybody has to show a certificate, whatever --client-cert-auth says.
		if (trustedCaFile === '') return { certificatePem, authorities: undefined };
		reading = trustedCaFile;
		return { certificatePem, authorities: readCertificates(decodeUtf8(yield* readWholeFile(process, trustedCaFile))) };
	} catch (error) {
		if (error instanceof DerError) return 'x509: malformed certificate';
		return openError(error, reading);
	}
}

function openError(error: unknown, path: string): string {
	if (!(error instanceof SystemError)) throw error;
	return `open ${path}: ${error.errno === 'EACCES' ? 'permission denied' : 'no such file or directory'}`;
}

function* fileOrNothing(process: Process, path: string): Task<Uint8Array | undefined> {
	try {
		return yield* readWholeFile(process, path);
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

function* writeDataDirectory(process: Process, dataDir: string, token: string): Task<void> {
	for (const folder of [dataDir, `${dataDir}/member`, `${dataDir}/member/snap`, `${dataDir}/member/wal`]) {
		if (!process.access(folder, {})) process.mkdir(folder, 0o700);
	}
	yield* writeFile(process, `${dataDir}/member/snap/db`, encodeUtf8(liveBackendFile(token)));
	const wal = `${dataDir}/member/wal/0000000000000000-0000000000000000.wal`;
	if (!process.access(wal, {})) yield* writeFile(process, wal, new Uint8Array(0));
}

function* writeFile(process: Process, path: string, data: Uint8Array): Task<void> {
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o600);
	yield* process.write(fd, data);
	process.close(fd);
}

/** Starts listening on every address; the reason when one is taken. */
function listenAll(
	process: Process,
	group: TaskGroup,
	flags: EtcdFlags,
	service: EtcdService,
	credentials: EtcdCredentials,
	hostCalls: HostCalls,
): string | undefined {
	const refuse = (status: number): HttpAnswer => ({ status, headers: PLAIN, body: '400 Bad Request', close: true });
	const handle = (request: HttpRequest): Task<HttpAnswer> => service.handle(request);
	const secure = (duplex: ByteDuplex): Task<ServerConnection | undefined> =>
		beginTls(duplex, flags, credentials, process, hostCalls);
	for (const [urls, isClientPort] of [
		[flags.clientUrls, true],
		[flags.metricsUrls, false],
		// No member calls: there is one.
		[flags.peerUrls, false],
	] as const) {
		for (const url of urls) {
			const where = listenAddress(url);
			if (where === undefined) return `listen tcp: address ${url.replace(/^https?:\/\//, '')}: missing port in address`;
			try {
				serveHttp(process, group, where.address, where.port, {
					handle: isClientPort ? handle : answerHealth,
					refuse,
					bodyBytesMax: REQUEST_BYTES_MAX,
					...(where.secure ? { secure } : {}),
					vouchedStatus: isClientPort ? grpcHealth : healthStatus,
				});
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				const reason = error.errno === 'EADDRINUSE' ? 'address already in use' : 'cannot assign requested address';
				return `listen tcp ${where.address}:${where.port}: bind: ${reason}`;
			}
		}
	}
	return undefined;
}

/** Models --max-request-bytes, with what base64 adds. */
const REQUEST_BYTES_MAX = 3 * 1024 * 1024;

/**
 * The client has to show a certificate of the trusted authority; files are read for each handshake.
 * Models client/pkg/transport TLSInfo and crypto/tls processCertsFromClient.
 */
function* beginTls(
	duplex: ByteDuplex,
	flags: EtcdFlags,
	before: EtcdCredentials,
	process: Process,
	hostCalls: HostCalls,
): Task<ServerConnection | undefined> {
	const read = yield* readCredentials(process, flags);
	const { certificatePem, authorities } = typeof read === 'string' ? before : read;
	const versions = (): readonly number[] => wishedVersions(flags.tls);
	const connection = yield* serverHandshake(duplex, certificatePem, undefined, versions, wishedCiphers(flags.tls));
	if (connection === undefined || authorities === undefined) return connection;
	const alert = clientAlert(connection.hello.certificatePem, authorities, process.now(), hostCalls);
	if (alert === undefined) return connection;
	yield* connection.duplex.write(alertRecord(alert));
	connection.duplex.close();
	return undefined;
}

function clientAlert(
	pem: string | undefined,
	roots: readonly Certificate[],
	atMs: number,
	hostCalls: HostCalls,
): AlertName | undefined {
	if (pem === undefined) return 'certificateRequired';
	const [leaf, ...intermediates] = readCertificates(pem);
	if (leaf === undefined) return 'badCertificate';
	const problem = verifyCertificate(leaf, { roots, intermediates, atMs, usage: 'clientAuth' }, hostCalls);
	if (problem === undefined) return undefined;
	if (problem.includes('unknown authority')) return 'unknownAuthority';
	return problem.includes('expired') ? 'certificateExpired' : 'badCertificate';
}

const HEALTH: ReadonlyMap<string, string> = new Map([
	['/health', '{"health":"true","reason":""}'],
	['/livez', 'ok\n'],
	['/readyz', 'ok\n'],
]);

/** The port for metrics and probes, open to everybody. */
function* answerHealth({ target }: HttpRequest): Task<HttpAnswer> {
	const path = target.replace(/\?.*/, '');
	if (path === '/metrics') return { status: 200, headers: PLAIN, body: METRICS };
	const body = HEALTH.get(path);
	if (body === undefined) return { status: 404, headers: PLAIN, body: '404 page not found\n' };
	return { status: 200, headers: PLAIN, body };
}

/** The client port speaks gRPC, whose health it serves. */
function grpcHealth(target: string): number | undefined {
	return target === grpcHealthTarget('') ? 200 : undefined;
}

function healthStatus(target: string): number | undefined {
	return HEALTH.has(target.replace(/\?.*/, '')) ? 200 : 404;
}

const METRICS = `# HELP etcd_server_has_leader Whether or not a leader exists. 1 is existence, 0 is not.
# TYPE etcd_server_has_leader gauge
etcd_server_has_leader 1
# HELP etcd_server_is_leader Whether or not this member is a leader. 1 if is, 0 otherwise.
# TYPE etcd_server_is_leader gauge
etcd_server_is_leader 1
`;

const PLAIN = [['Content-Type', 'text/plain; charset=utf-8']] as const;

function* fail(process: Process, error: string): Task<number> {
	yield* log(process, 'warn', 'etcdmain/etcd.go:146', 'failed to start etcd', { error });
	yield* log(process, 'fatal', 'etcdmain/etcd.go:204', 'discovery failed', { error });
	return 1;
}

function* log(process: Process, level: string, caller: string, msg: string, fields: object): Task<void> {
	const line = JSON.stringify({ level, ts: formatMicroTime(process.now()), caller, msg, ...fields });
	yield* process.write(2, encodeUtf8(`${line}\n`));
}
