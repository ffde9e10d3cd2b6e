import type { Container, EphemeralContainer, Probe } from '../../api/core/types/container.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Context } from '../../machinery/context.ts';
import { delay } from '../../machinery/delay.ts';
import { formatDuration } from '../../machinery/duration.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { grpcHealthTarget } from '../images/programs/grpc-health.ts';
import type { ContainerRuntime } from '../runtime/container-runtime.ts';
import { withDeadline } from '../runtime/deadline.ts';
import { execToEnd, foreseenExitCode } from '../runtime/exec.ts';
import type { LiveContainer } from '../runtime/live-container.ts';
import { RuntimeError } from '../runtime/runtime-error.ts';
import { dialError, type HostConnector, httpGet } from './http-get.ts';

export interface ProbeResult {
	readonly result: 'success' | 'failure' | 'unknown';
	readonly output: string;
}

export interface ProbeInput {
	readonly context: Context;
	readonly runtime: ContainerRuntime;
	readonly connector: HostConnector;
	readonly probe: Probe;
	readonly container: Container | EphemeralContainer;
	readonly live: LiveContainer;
	readonly podIP: string;
}

/** Asks once. Models pkg/kubelet/prober runProbe and pkg/probe. */
export function* runProbe(input: ProbeInput): Task<ProbeResult> {
	const { probe } = input;
	if (probe.exec !== undefined) return yield* probeExec(input, probe.exec.command ?? []);
	if (probe.httpGet !== undefined) return yield* probeHttp(input);
	if (probe.tcpSocket !== undefined) return yield* probeTcp(input, probe.tcpSocket.port, probe.tcpSocket.host);
	if (probe.grpc !== undefined) return yield* probeGrpc(input, probe.grpc.port, probe.grpc.service ?? '');
	return { result: 'unknown', output: `missing probe handler for ${input.container.name}` };
}

function timeoutMsOf(probe: Probe): number {
	return (probe.timeoutSeconds ?? 1) * 1_000;
}

function* probeExec(input: ProbeInput, command: readonly string[]): Task<ProbeResult> {
	const { context, runtime, live, probe } = input;
	const exitCode = foreseenExitCode(runtime, live, command);
	if (exitCode !== undefined) return { result: exitCode === 0 ? 'success' : 'failure', output: '' };
	try {
		const outcome = yield* execToEnd(context, runtime, live, command, timeoutMsOf(probe));
		if (outcome === 'deadline') {
			return { result: 'failure', output: `command "${command.join(' ')}" timed out` };
		}
		const output = decodeUtf8(outcome.output).slice(0, 10_240);
		return { result: outcome.exitCode === 0 ? 'success' : 'failure', output };
	} catch (error) {
		if (!(error instanceof RuntimeError)) throw error;
		return { result: 'unknown', output: `rpc error: code = ${error.code} desc = ${error.message}` };
	}
}

function* probeHttp(input: ProbeInput): Task<ProbeResult> {
	const { probe, container, podIP, context } = input;
	const get = probe.httpGet;
	if (get === undefined) throw new Error('assertion failed: no httpGet in the probe');
	const port = resolvePort(container, get.port);
	if (port === undefined) return { result: 'unknown', output: `couldn't find port: "${get.port}" in container` };
	const scheme = get.scheme === 'HTTPS' ? 'HTTPS' : 'HTTP';
	const address = get.host === undefined || get.host === '' ? podIP : get.host;
	const path = get.path === undefined || get.path === '' ? '/' : get.path.startsWith('/') ? get.path : `/${get.path}`;
	const headers = (get.httpHeaders ?? []).map((header) => [header.name, header.value] as const);
	const vouched =
		headers.length === 0 ? input.connector.vouchedStatus(address, port, scheme === 'HTTPS', path) : undefined;
	if (vouched !== undefined) return resultOfStatus(vouched, '');
	const url = `${scheme.toLowerCase()}://${address}:${port}${path}`;
	const outcome = yield* withDeadline(
		context.loop,
		timeoutMsOf(probe),
		httpGet(input.connector, { scheme, address, port, path, headers }),
	);
	if (outcome === 'deadline') {
		return {
			result: 'failure',
			output: `Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
		};
	}
	if (outcome.kind === 'error') return { result: 'failure', output: `Get "${url}": ${outcome.message}` };
	return resultOfStatus(outcome.status, outcome.body);
}

function resultOfStatus(status: number, body: string): ProbeResult {
	if (status >= 200 && status < 400) return { result: 'success', output: body };
	return { result: 'failure', output: `HTTP probe failed with statuscode: ${status}` };
}

function* probeTcp(input: ProbeInput, port: number | string, host: string | undefined): Task<ProbeResult> {
	const number = resolvePort(input.container, port);
	if (number === undefined) return { result: 'unknown', output: `couldn't find port: "${port}" in container` };
	const address = host === undefined || host === '' ? input.podIP : host;
	const message = yield* dial(input, address, number);
	return message === undefined ? { result: 'success', output: '' } : { result: 'failure', output: message };
}

/**
 * Models pkg/probe/grpc. Differs: no bytes of gRPC are spoken; who serves it vouches for its answers, and whoever does not
 * is a server that never becomes ready.
 */
function* probeGrpc(input: ProbeInput, port: number, service: string): Task<ProbeResult> {
	const { connector, context, podIP, probe } = input;
	const status = connector.vouchedStatus(podIP, port, false, grpcHealthTarget(service));
	switch (status) {
		case 200:
			return { result: 'success', output: 'service healthy' };
		case 503:
			return { result: 'failure', output: 'service unhealthy (responded with "NOT_SERVING")' };
		case 404:
			return {
				result: 'failure',
				output: 'error: health rpc probe failed: rpc error: code = NotFound desc = unknown service',
			};
		default: {
			yield delay(context.loop, timeoutMsOf(probe));
			const timeout = formatDuration(timeoutMsOf(probe));
			const output = `timeout: failed to connect service "${podIP}:${port}" within ${timeout}: context deadline exceeded`;
			return { result: 'failure', output };
		}
	}
}

/** Undefined when the connection was made. */
function* dial(input: ProbeInput, address: string, port: number): Task<string | undefined> {
	const { connector, context, probe } = input;
	try {
		const outcome = yield* withDeadline(context.loop, timeoutMsOf(probe), connector.connect(address, port));
		if (outcome === 'deadline') return `dial tcp ${address}:${port}: i/o timeout`;
		outcome.close();
		return undefined;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return dialError(address, port, error.errno);
	}
}

/** A port by number or by its name in the container. */
export function resolvePort(container: Container | EphemeralContainer, port: number | string): number | undefined {
	if (typeof port === 'number') return port;
	const named = container.ports?.find((each) => each.name === port)?.containerPort;
	if (named !== undefined) return named;
	return /^\d+$/.test(port) ? Number(port) : undefined;
}
