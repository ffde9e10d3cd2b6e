import type { Process, Program } from '../../kernel/process-api.ts';
import { processDuplex } from '../../kernel/serving/process-duplex.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import type { Task } from '../../machinery/task.ts';
import { serveApiConnection } from './api-connection.ts';
import type { Cluster, ClusterNode } from './cluster.ts';

const PORT = 6443;

/** What the process of kube-apiserver's container does: it listens on the node and answers each connection. */
export function apiServerProgram(cluster: Cluster, node: ClusterNode): Program {
	return function* (process): Task<number> {
		const group = new TaskGroup();
		const listening = process.listen('0.0.0.0', PORT);
		group.add(acceptAll(process, group, listening, cluster, node));
		process.onSignal('TERM', 'catch');
		process.onSignal('INT', 'catch');
		return yield* group.run(process, () => 0);
	};
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
