import type { Container, EphemeralContainer, LifecycleHandler } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Context } from '../../machinery/context.ts';
import { delay } from '../../machinery/delay.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { type HostConnector, httpGet } from '../probes/http-get.ts';
import { resolvePort } from '../probes/probe.ts';
import type { ContainerRuntime } from '../runtime/container-runtime.ts';
import { execToEnd } from '../runtime/exec.ts';
import type { LiveContainer } from '../runtime/live-container.ts';
import { RuntimeError } from '../runtime/runtime-error.ts';
import { formatPod } from './pod-facts.ts';

export interface HookInput {
	readonly context: Context;
	readonly runtime: ContainerRuntime;
	readonly connector: HostConnector;
	readonly pod: Pod;
	readonly container: Container | EphemeralContainer;
	readonly live: LiveContainer;
	readonly podIP: string;
}

/** A hook may take as long as its container lives; the caller sets a deadline where there is one. */
const HOOK_MS_MAX = 24 * 3_600_000;

/** Runs a lifecycle hook. Undefined: done; else what went wrong. Models pkg/kubelet/lifecycle handlerRunner. */
export function* runHook(input: HookInput, hook: LifecycleHandler): Task<string | undefined> {
	const { context, runtime, connector, pod, container, live } = input;
	const where = `for Container ${JSON.stringify(container.name)} in Pod ${JSON.stringify(formatPod(pod))} failed`;
	if (hook.sleep !== undefined) {
		yield delay(context.loop, hook.sleep.seconds * 1_000);
		return undefined;
	}
	if (hook.exec !== undefined) {
		const command = hook.exec.command ?? [];
		const title = `Exec lifecycle hook ([${command.join(' ')}]) ${where}`;
		try {
			const outcome = yield* execToEnd(context, runtime, live, command, HOOK_MS_MAX);
			if (outcome === 'deadline' || outcome.exitCode === 0) return undefined;
			const message = JSON.stringify(decodeUtf8(outcome.output));
			return `${title} - error: command '${command.join(' ')}' exited with ${outcome.exitCode}: , message: ${message}`;
		} catch (error) {
			if (!(error instanceof RuntimeError)) throw error;
			return `${title} - error: rpc error: code = ${error.code} desc = ${error.message}, message: ""`;
		}
	}
	if (hook.httpGet !== undefined) {
		const { path = '/', port, host, scheme, httpHeaders } = hook.httpGet;
		const number = resolvePort(container, port);
		if (number === undefined) return `Http lifecycle hook (${path}) ${where} - error: couldn't find port`;
		const result = yield* httpGet(connector, {
			scheme: scheme === 'HTTPS' ? 'HTTPS' : 'HTTP',
			address: host === undefined || host === '' ? input.podIP : host,
			port: number,
			path,
			headers: (httpHeaders ?? []).map((header) => [header.name, header.value] as const),
		});
		if (result.kind === 'answer') return undefined;
		const url = `http://${input.podIP}:${number}${path}`;
		return `HTTP lifecycle hook (${path}) ${where} - error: Get "${url}": ${result.message}, message: ""`;
	}
	return undefined;
}
