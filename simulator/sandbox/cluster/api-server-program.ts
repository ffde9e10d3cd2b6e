import type { Process, Program } from '../../kernel/process-api.ts';
import { processDuplex } from '../../kernel/serving/process-duplex.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { anyOf, type Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { serveApiConnection } from './api-connection.ts';
import type { Cluster, ClusterNode } from './cluster.ts';

const PORT = 6443;
/** How long it waits for etcd when it starts. Models apiserver/pkg/storage/storagebackend/factory, which gives up then. */
const ETCD_START_MS = 20_000;
/**
 * How long it lives without etcd. Differs: the real one's requests time out until its liveness probe, which asks etcd too,
 * has failed often enough for the kubelet to restart it.
 */
const ETCD_LOSS_MS = 10_000;
const POLL_MS = 1_000;

/** What the process of kube-apiserver's container does: it listens on the node and answers each connection. */
export function apiServerProgram(cluster: Cluster, node: ClusterNode): Program {
	return (process) => runApiServer(process, cluster, node);
}

function* runApiServer(process: Process, cluster: Cluster, node: ClusterNode): Task<number> {
	cluster.health.adopt(process);
	cluster.webhooks.adopt(process);
	if (!(yield* etcdWithin(cluster, process, ETCD_START_MS))) return yield* giveUp(process);
	const group = new TaskGroup();
	const listening = process.listen('0.0.0.0', PORT);
	process.vouch(listening, { secure: true, status: (target) => vouchedStatus(cluster, target) });
	let lost = false;
	group.add(acceptAll(process, group, listening, cluster, node));
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

function* acceptAll(
	process: Process,
	group: TaskGroup,
	listening: number,
	cluster: Cluster,
	node: ClusterNode,
): Task<void> {
	for (;;) {
		const { fd } = yield* process.accept(listening);
		group.add(serveApiConnection(processDuplex(process, fd), cluster, node));
	}
}

const HEALTH_PATHS: ReadonlySet<string> = new Set(['/healthz', '/livez', '/readyz']);

/** What the kubelet's probes get, who need not ask: everybody may, and the answer leaves no trace. */
function vouchedStatus(cluster: Cluster, target: string): number | undefined {
	const query = target.indexOf('?');
	const healthy = cluster.api.server !== undefined && HEALTH_PATHS.has(query < 0 ? target : target.slice(0, query));
	return healthy ? 200 : undefined;
}

function* watchEtcd(cluster: Cluster, process: Process, onLost: () => void): Task<void> {
	const { loop } = cluster.context;
	for (;;) {
		while (cluster.etcdRuns) yield cluster.etcdChanged;
		const deadlineMs = loop.now() + ETCD_LOSS_MS;
		while (!cluster.etcdRuns && loop.now() < deadlineMs)
			yield process.timer(Math.min(deadlineMs, loop.now() + POLL_MS));
		if (!cluster.etcdRuns) return onLost();
	}
}

function* etcdWithin(cluster: Cluster, process: Process, limitMs: number): Task<boolean> {
	const deadlineMs = process.now() + limitMs;
	while (!cluster.etcdRuns && process.now() < deadlineMs) {
		yield anyOf([cluster.etcdChanged, process.timer(deadlineMs)]);
	}
	return cluster.etcdRuns;
}

function* giveUp(process: Process): Task<number> {
	yield* process.write(2, encodeUtf8(`F${CONTEXT_DEADLINE}\n`));
	return 1;
}

const CONTEXT_DEADLINE =
	'instance.go:233] Error creating leases: error creating storage factory: context deadline exceeded';
