import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { type HttpAnswer, serveHttp } from '../../kernel/serving/http-server.ts';
import type { TaskGroup } from '../../kernel/serving/task-group.ts';
import { nothing, type Task } from '../../machinery/task.ts';
import type { ServiceTable } from '../../network/service-table.ts';

/**
 * What a node's service proxy tells load balancers outside: whether a Service has endpoints there. Models pkg/proxy/healthcheck
 * service_health.go. Differs: a port whose Service is gone stays open and answers that there are none.
 */
export class HealthCheckPorts {
	readonly #table: ServiceTable;
	readonly #open = new Set<number>();
	#listen: ((port: number) => void) | undefined;

	constructor(table: ServiceTable) {
		this.#table = table;
	}

	serve(process: Process, group: TaskGroup): Task<void> {
		this.#listen = (port) => {
			serveHttp(process, group, '0.0.0.0', port, {
				handle: () => answer(this.#table, port),
				refuse: (status) => ({ status, headers: [], body: '' }),
			});
		};
		this.open();
		return nothing();
	}

	/** Listens on the ports that are not open yet. */
	open(): void {
		if (this.#listen === undefined) return;
		for (const port of this.#table.healthChecks().keys()) {
			if (this.#open.has(port)) continue;
			this.#open.add(port);
			try {
				this.#listen(port);
			} catch (error) {
				// Somebody else has it: upstream logs that and goes on.
				if (!(error instanceof SystemError)) throw error;
			}
		}
	}
}

function* answer(table: ServiceTable, port: number): Task<HttpAnswer> {
	const check = table.healthChecks().get(port);
	const [namespace = '', name = ''] = (check?.service ?? '/').split('/');
	const localEndpoints = check?.endpoints ?? 0;
	const told = { service: { namespace, name }, localEndpoints, serviceProxyHealthy: true };
	return {
		status: localEndpoints > 0 ? 200 : 503,
		headers: [
			['Content-Type', 'application/json'],
			['X-Content-Type-Options', 'nosniff'],
			['X-Load-Balancing-Endpoint-Weight', String(localEndpoints)],
		],
		body: JSON.stringify(told, undefined, '\t'),
	};
}
