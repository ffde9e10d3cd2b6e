import type { Process, Program } from '../../../kernel/process-api.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import type { ByteDuplex } from '../../../machinery/http/byte-duplex.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatMicroTime } from '../../../machinery/timestamp.ts';
import { type ServerConnection, serverHandshake } from '../../../machinery/tls/server-handshake.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import type { ComponentFault } from './component-fault.ts';
import { type HealthEndpoint, serveHealth } from './health-endpoint.ts';
import { SELF_SIGNED_CERTIFICATE } from './self-signed-certificate.ts';

/** What `process.port('component:<name>')` gives: the part of the control plane that the container's life is. */
export interface ComponentPort {
	/** @param args the command line without argv[0]. */
	start(args: readonly string[]): ComponentHandle;
	/** Reads the command line and the files that it names, in the component's process: why it cannot begin, or how it does. */
	readonly prepare?: (process: Process, args: readonly string[]) => Task<ComponentFault | (() => ComponentHandle)>;
}

export interface ComponentHandle {
	stop(): void;
	/** What listens on the component's own ports, run in its process; absent when only its health endpoint is needed. */
	readonly serve?: Program;
	/** For health endpoints; healthy when absent. */
	readonly healthy?: () => boolean;
	/** What else its process does while it serves health. */
	readonly alongside?: (process: Process, group: TaskGroup) => Task<void>;
	/** What it does when it is asked to end. */
	readonly beforeExit?: () => Task<void>;
}

export interface ComponentSpec {
	/** "kube-scheduler": the port is "component:kube-scheduler". */
	readonly name: string;
	/** What it writes on its way up: klog lines, or etcd's JSON lines. */
	readonly log: (
		line: (level: 'I' | 'W' | 'E', source: string, text: string) => void,
		args: readonly string[],
		json: (level: 'info' | 'warn', caller: string, message: string, fields: object) => void,
		process: Process,
	) => void;
	/** What it writes before it looks at its options. */
	readonly early?: ComponentSpec['log'];
	/** What it writes before it looks at what its options name. */
	readonly opening?: ComponentSpec['log'];
	/** Its ports, but for those that its handle serves. */
	readonly health?: readonly (Omit<HealthEndpoint, 'secure'> & { readonly isSecure: boolean })[];
	/** What it uses while nothing happens. */
	readonly resting?: Parameters<Process['rest']>[0];
	/** Writes one more line when it is asked to end. */
	readonly onTerminate?: string;
}

/**
 * The program of a component's image: it logs, starts the component for as long as the container lives, and
 * answers health checks. How the component works is elsewhere; here is what makes it a process.
 */
export function componentProgram(spec: ComponentSpec): Program {
	return (process) => runComponent(process, spec);
}

function* runComponent(process: Process, spec: ComponentSpec): Task<number> {
	const args = process.argv.slice(1);
	const lines: string[] = [];
	const line = (level: 'I' | 'W' | 'E', source: string, text: string): void => {
		lines.push(klogLine(process.now(), process.pid, level, source, text));
	};
	const port = process.port<ComponentPort>(`component:${spec.name}`);
	if (port === undefined) {
		line('E', 'run.go:72', `"command failed" err="${spec.name} has nothing to work on here"`);
		yield* writeLines(process, lines);
		return 1;
	}
	const json: Parameters<ComponentSpec['log']>[2] = (level, caller, msg, fields) => {
		lines.push(`${JSON.stringify({ level, ts: formatMicroTime(process.now()), caller, msg, ...fields })}\n`);
	};
	const start = port.prepare === undefined ? () => port.start(args) : yield* port.prepare(process, args);
	const fault = typeof start === 'function' ? undefined : start;
	for (const part of logUntil(spec, fault)) part?.(line, args, json, process);
	if (fault !== undefined) lines.push(faultText(process, fault));
	yield* writeLines(process, lines);
	if (typeof start !== 'function') return start.status;
	if (spec.resting !== undefined) process.rest(spec.resting);
	const handle = start();
	process.onEnd(() => handle.stop());
	if (handle.serve !== undefined) return yield* handle.serve(process);
	const group = new TaskGroup();
	if (handle.alongside !== undefined) group.add(handle.alongside(process, group));
	for (const { isSecure, ...endpoint } of spec.health ?? []) {
		const secured = isSecure ? { ...endpoint, secure: beginTls } : endpoint;
		const problem = serveHealth(process, group, secured, () => handle.healthy?.() ?? true);
		if (problem === undefined) continue;
		line('E', 'run.go:72', `"command failed" err=${JSON.stringify(problem)}`);
		yield* writeLines(process, lines);
		return 1;
	}
	process.onSignal('TERM', 'catch');
	process.onSignal('INT', 'catch');
	const status = yield* group.run(process, () => 0);
	if (handle.beforeExit !== undefined) yield* handle.beforeExit();
	if (spec.onTerminate !== undefined) line('I', 'server.go:1', spec.onTerminate);
	yield* writeLines(process, lines);
	return status;
}

function logUntil({ early, opening, log }: ComponentSpec, fault: ComponentFault | undefined): ComponentSpec['early'][] {
	switch (fault?.stage) {
		case 'flags':
			return [];
		case 'options':
			return [early];
		case 'configuration':
			return [early, opening];
		default:
			return [early, opening, log];
	}
}

function faultText(process: Process, { line }: ComponentFault): string {
	switch (line.as) {
		case 'text':
			return line.text;
		case 'klog':
			return klogLine(process.now(), process.pid, line.level, line.source, line.text);
		case 'json': {
			const { caller, message: msg, fields } = line;
			return `${JSON.stringify({ level: 'fatal', ts: formatMicroTime(process.now()), caller, msg, ...fields })}\n`;
		}
	}
}

function* writeLines(process: Process, lines: string[]): Task<void> {
	if (lines.length === 0) return;
	const text = lines.join('');
	lines.length = 0;
	yield* process.write(2, encodeUtf8(text));
}

/** TLS with a certificate that nobody trusts. */
export function beginTls(duplex: ByteDuplex): Task<ServerConnection | undefined> {
	return serverHandshake(duplex, SELF_SIGNED_CERTIFICATE);
}

/** "I1120 09:00:00.123456       1 serving.go:386] text". */
export function klogLine(
	nowMs: number,
	pid: number,
	level: 'I' | 'W' | 'E' | 'F',
	source: string,
	text: string,
): string {
	const time = formatMicroTime(nowMs);
	const stamp = `${time.slice(5, 7)}${time.slice(8, 10)} ${time.slice(11, 26)}`;
	return `${level}${stamp} ${String(pid).padStart(7)} ${source}] ${text}\n`;
}
