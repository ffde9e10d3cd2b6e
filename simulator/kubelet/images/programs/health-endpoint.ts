import { errorMessage } from '../../../kernel/error-message.ts';
import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { type HttpAnswer, type HttpServerOptions, serveHttp } from '../../../kernel/serving/http-server.ts';
import type { TaskGroup } from '../../../kernel/serving/task-group.ts';
import type { Task } from '../../../machinery/task.ts';

/** A port on which a component says how it is. */
export interface HealthEndpoint {
	readonly address: (args: readonly string[]) => string;
	/** TLS; absent: none. */
	readonly secure?: HttpServerOptions['secure'];
	readonly port: (args: readonly string[]) => number;
	/** What is checked, by path ("/healthz"). */
	readonly checks: ReadonlyMap<string, readonly string[]>;
	/** Other texts, by path. */
	readonly pages?: ReadonlyMap<string, (process: Process) => string>;
	/** Whether everything else is for those whom the cluster knows. */
	readonly guarded: boolean;
}

/** Answers in `group`. The text of what keeps it from listening, or undefined. */
export function serveHealth(
	process: Process,
	group: TaskGroup,
	endpoint: HealthEndpoint,
	healthy: () => boolean,
): string | undefined {
	const args = process.argv.slice(1);
	const address = endpoint.address(args);
	const port = endpoint.port(args);
	try {
		serveHttp(process, group, address, port, {
			...(endpoint.secure === undefined ? {} : { secure: endpoint.secure }),
			handle: ({ target }) => answer(process, endpoint, target, healthy()),
			vouchedStatus: (target) => answerTo(process, endpoint, target, healthy()).status,
			refuse: (status) => ({ status, headers: PLAIN, body: '400 Bad Request' }),
		});
		return undefined;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const where = `${address}:${port}`;
		return `failed to create listener: failed to listen on ${where}: listen tcp ${where}: bind: ${errorMessage(error.errno).toLowerCase()}`;
	}
}

function* answer(process: Process, endpoint: HealthEndpoint, target: string, healthy: boolean): Task<HttpAnswer> {
	return answerTo(process, endpoint, target, healthy);
}

/** Models apiserver/pkg/server/healthz and the filters before it. */
function answerTo(process: Process, endpoint: HealthEndpoint, target: string, healthy: boolean): HttpAnswer {
	const [path = '', query = ''] = target.split('?');
	const page = endpoint.pages?.get(path);
	if (page !== undefined) return { status: 200, headers: PLAIN, body: page(process) };
	const root = path.split('/', 2).join('/');
	const checks = endpoint.checks.get(root);
	if (checks !== undefined && (path === root || checks.includes(path.slice(root.length + 1)))) {
		if (!healthy) return { status: 500, headers: PLAIN, body: 'unhealthy' };
		if (path !== root || !/(^|&)verbose\b/.test(query)) return { status: 200, headers: PLAIN, body: 'ok' };
		const lines = checks.map((name) => `[+]${name} ok\n`).join('');
		return { status: 200, headers: PLAIN, body: `${lines}${root.slice(1)} check passed\n` };
	}
	if (!endpoint.guarded || OPEN_TO_ALL.has(path)) return { status: 404, headers: PLAIN, body: '404 page not found\n' };
	return { status: 403, headers: JSON_TYPE, body: forbidden(path) };
}

/** Models DelegatingAuthorizationOptions' paths that are always allowed. */
const OPEN_TO_ALL: ReadonlySet<string> = new Set(['/healthz', '/livez', '/readyz']);

/** Differs: clients' certificates and tokens are not looked at, so everybody is anonymous. */
function forbidden(path: string): string {
	const status = {
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message: `forbidden: User "system:anonymous" cannot get path ${JSON.stringify(path)}`,
		reason: 'Forbidden',
		details: {},
		code: 403,
	};
	return JSON.stringify(status, undefined, 2);
}

const PLAIN = [['Content-Type', 'text/plain; charset=utf-8']] as const;
const JSON_TYPE = [['Content-Type', 'application/json']] as const;
