import { goErrno } from '../../commands/kubectl/errors.ts';
import { type Process, type Program, SystemError } from '../../kernel/process-api.ts';
import { processDuplex } from '../../kernel/serving/process-duplex.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { klogLine } from '../../kubelet/images/programs/component-program.ts';
import { anyOf, type Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { AuditBackend } from '../audit/audit-backend.ts';
import { serveApiConnection } from './api-connection.ts';
import type { Cluster } from './cluster.ts';
import { flagValue } from './etcd-address.ts';
import { IdentityLease } from './identity-lease.ts';
import type { LoadedEncryption } from './loaded-encryption.ts';

/** How long it waits for etcd when it starts. Models apiserver/pkg/storage/storagebackend/factory, which gives up then. */
const ETCD_START_MS = 20_000;
/**
 * How long it lives without etcd. Differs: the real one's requests time out until its liveness probe, which asks etcd too,
 * has failed often enough for the kubelet to restart it.
 */
const ETCD_LOSS_MS = 10_000;
const POLL_MS = 1_000;
/** Models google.golang.org/grpc minConnectTimeout. */
const CONNECT_MS = 20_000;

/** What the process of kube-apiserver's container does: it listens on the node and answers each connection. */
export function apiServerProgram(
	cluster: Cluster,
	audit: readonly AuditBackend[],
	encryption: LoadedEncryption | undefined,
): Program {
	return (process) => runApiServer(process, cluster, audit, encryption);
}

function* runApiServer(
	process: Process,
	cluster: Cluster,
	audit: readonly AuditBackend[],
	encryption: LoadedEncryption | undefined,
): Task<number> {
	cluster.health.adopt(process);
	cluster.webhooks.adopt(process);
	cluster.proxy.adopt(process);
	if (!(yield* etcdWithin(cluster, process, ETCD_START_MS))) return yield* giveUp(process);
	const args = process.argv.slice(1);
	const port = Number(flagValue(args, 'secure-port') ?? 6443);
	const address = flagValue(args, 'bind-address') ?? '0.0.0.0';
	let listening: number;
	try {
		listening = process.listen(address, port);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const where = `${address}:${port}`;
		const reason = `failed to create listener: failed to listen on ${where}: listen tcp ${where}: bind: ${goErrno(error)}`;
		return yield* endWith(process, 'E', 'run.go:72', `"command failed" err=${JSON.stringify(reason)}`, 1);
	}
	const group = new TaskGroup();
	process.vouch(listening, { secure: true, status: (target) => vouchedStatus(cluster, target) });
	let lost = false;
	group.add(acceptAll(process, group, listening, cluster));
	group.add(new IdentityLease(cluster, process.hostname).keep(process));
	for (const backend of audit) group.add(backend.work(process));
	if (encryption?.reloads === true) group.add(encryption.follow(process));
	group.add(
		watchEtcd(cluster, process, () => {
			lost = true;
			process.kill(process.pid, 'TERM');
		}),
	);
	process.onSignal('TERM', 'catch');
	process.onSignal('INT', 'catch');
	const status = yield* group.run(process, () => 0);
	return lost ? yield* giveUp(process) : status;
}

function* acceptAll(process: Process, group: TaskGroup, listening: number, cluster: Cluster): Task<void> {
	for (;;) {
		const { fd, address } = yield* process.accept(listening);
		group.add(serveApiConnection(processDuplex(process, fd), address, cluster));
	}
}

const HEALTH_PATHS: ReadonlySet<string> = new Set(['/healthz', '/livez', '/readyz']);

/** What the kubelet's probes get, who need not ask: all or nobody may, and the answer leaves no trace. */
function vouchedStatus(cluster: Cluster, target: string): number | undefined {
	const query = target.indexOf('?');
	const { server } = cluster.api;
	const path = query < 0 ? target : target.slice(0, query);
	if (server === undefined || !HEALTH_PATHS.has(path)) return undefined;
	return server.allowsAnonymous(path) ? 200 : 401;
}

function* watchEtcd(cluster: Cluster, process: Process, onLost: () => void): Task<void> {
	const { loop } = cluster.context;
	for (;;) {
		while (cluster.controlPlane.etcdRuns) yield cluster.controlPlane.changed;
		const deadlineMs = loop.now() + ETCD_LOSS_MS;
		while (!cluster.controlPlane.etcdRuns && loop.now() < deadlineMs)
			yield process.timer(Math.min(deadlineMs, loop.now() + POLL_MS));
		if (!cluster.controlPlane.etcdRuns) return onLost();
	}
}

function* etcdWithin(cluster: Cluster, process: Process, limitMs: number): Task<boolean> {
	const deadlineMs = process.now() + limitMs;
	const server = (flagValue(process.argv, 'etcd-servers') ?? '').split(',')[0] ?? '';
	let retryMs = 1_000;
	while (!cluster.controlPlane.etcdRuns && process.now() < deadlineMs) {
		const { etcdProblem } = cluster.controlPlane;
		const isAway = etcdProblem === undefined && isNowhere(cluster, server);
		if (isAway) yield process.timer(Math.min(deadlineMs, process.now() + CONNECT_MS));
		const failure = etcdProblem === undefined ? dialFailure(server, isAway) : connectFailure(server, etcdProblem);
		if (!cluster.controlPlane.etcdIsSilent) yield* writeLine(process, 'W', 'logging.go:55', failure);
		const next = Math.min(deadlineMs, process.now() + retryMs);
		retryMs = Math.round(retryMs * 1.6);
		while (!cluster.controlPlane.etcdRuns && process.now() < next)
			yield anyOf([cluster.controlPlane.changed, process.timer(next)]);
	}
	return cluster.controlPlane.etcdRuns;
}

/** An address that no machine of the cluster has: nobody answers, not even to refuse. */
function isNowhere({ nodes }: Cluster, server: string): boolean {
	const [, host = ''] = /^(?:https?:\/\/)?([\d.]+):\d+$/.exec(server) ?? [];
	return host !== '' && !host.startsWith('127.') && ![...nodes.values()].some((node) => node.host.address === host);
}

function dialFailure(server: string, isAway: boolean): string {
	const where = server.replace(/^https?:\/\//, '');
	const reason = isAway ? `dial tcp ${where}: i/o timeout` : dialReason(where);
	return connectFailure(server, `transport: Error while dialing: ${reason}`);
}

/** What gRPC says of a connection that it cannot make. Models google.golang.org/grpc addrConn.tryAllAddrs. */
function connectFailure(server: string, problem: string): string {
	const where = server.replace(/^https?:\/\//, '');
	const address = `{Addr: "${where}", ServerName: "${where}", }`;
	return `[core] [Channel #1 SubChannel #2]grpc: addrConn.createTransport failed to connect to ${address}. Err: connection error: desc = ${JSON.stringify(problem)}`;
}

/** Models Go's net package. */
function dialReason(where: string): string {
	const [, host = '', port] = /^(.*?)(?::(\d+))?$/.exec(where) ?? [];
	const unknown = /:(?<port>[^:/]*\D[^:/]*)$/.exec(where)?.groups?.port;
	if (unknown !== undefined) return `dial tcp: lookup tcp/${unknown}: unknown port`;
	if (port === undefined) return `dial tcp: address ${where}: missing port in address`;
	const isNamed = !/^[\d.]+$/.test(host) && host !== 'localhost';
	return isNamed
		? `dial tcp: lookup ${host} on 127.0.0.53:53: no such host`
		: `dial tcp ${where}: connect: connection refused`;
}

function giveUp(process: Process): Task<number> {
	return endWith(process, 'F', 'instance.go:233', CONTEXT_DEADLINE, 255);
}

function* endWith(process: Process, level: 'E' | 'F', source: string, text: string, status: number): Task<number> {
	yield* writeLine(process, level, source, text);
	return status;
}

function* writeLine(process: Process, level: 'W' | 'E' | 'F', source: string, text: string): Task<void> {
	yield* process.write(2, encodeUtf8(klogLine(process.now(), process.pid, level, source, text)));
}

const CONTEXT_DEADLINE = 'Error creating leases: error creating storage factory: context deadline exceeded';
