import type { Container, EphemeralContainer } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Machine } from '../../kernel/machine-api.ts';
import { formatDuration } from '../../machinery/duration.ts';
import type { Task } from '../../machinery/task.ts';
import type { KubeletParts } from '../parts.ts';
import type { ContainerConfig } from '../runtime/container-record.ts';
import { RuntimeError } from '../runtime/runtime-error.ts';
import { containerConfig } from './container-config.ts';
import type { StartFailure } from './container-statuses.ts';
import type { DownwardFacts } from './downward.ts';
import { ContainerConfigError } from './environment-file.ts';
import { runHook } from './hooks.ts';
import { containerHash, formatPod, latestOf } from './pod-facts.ts';
import type { PodState } from './pod-state.ts';

/** Dead instances of one container that are kept: the last one, for its logs. */
const DEAD_KEPT = 1;

/** Starts one container: its image, its configuration, the runtime, its hook. Models kuberuntime startContainer. */
export class ContainerStarter {
	readonly #parts: KubeletParts;

	constructor(parts: KubeletParts) {
		this.#parts = parts;
	}

	/**
	 * Undefined when it runs; else what its status says while it waits.
	 * @param exitedAtMs when the last one that had ended before this sync did so.
	 */
	*start(
		state: PodState,
		container: Container | EphemeralContainer,
		facts: DownwardFacts,
		exitedAtMs: number | undefined,
	): Task<StartFailure | undefined> {
		const { pod } = state;
		const { puller, events, runtime } = this.#parts;
		const waiting = this.#backOff(state, container, exitedAtMs);
		if (waiting !== undefined) return waiting;
		const failedPull = yield* puller.ensure(pod, container, events);
		if (failedPull !== undefined) {
			events.ofContainer(pod, container.name, 'Warning', 'Failed', `Error: ${failedPull.reason}`);
			return failedPull;
		}
		const failedVolume = yield* this.#pullVolumes(pod, container);
		if (failedVolume !== undefined) {
			events.ofContainer(pod, container.name, 'Warning', 'Failed', `Error: ${failedVolume.message}`);
			return failedVolume;
		}
		const fail = (reason: string, message: string): StartFailure => {
			events.ofContainer(pod, container.name, 'Warning', 'Failed', `Error: ${message}`);
			return { reason, message };
		};
		const sandbox = runtime.sandboxesOf(pod.metadata.uid)[0];
		if (sandbox === undefined || sandbox.state !== 'ready') return undefined;
		let config: ContainerConfig;
		try {
			config = yield* this.#configure(state, container, facts);
		} catch (error) {
			if (!(error instanceof ContainerConfigError)) throw error;
			return fail('CreateContainerConfigError', error.message);
		}
		let id: string;
		try {
			id = (yield* runtime.createContainer(sandbox.id, config)).id;
		} catch (error) {
			if (!(error instanceof RuntimeError)) throw error;
			return fail('CreateContainerError', error.message);
		}
		events.ofContainer(pod, container.name, 'Normal', 'Created', 'Container created');
		this.#prune(state, container.name);
		try {
			yield* runtime.startContainer(id);
		} catch (error) {
			if (!(error instanceof RuntimeError)) throw error;
			return fail('RunContainerError', error.message);
		}
		events.ofContainer(pod, container.name, 'Normal', 'Started', 'Container started');
		this.#linkLog(state, container.name, id, config.logPath);
		return yield* this.#postStart(state, container, id, facts);
	}

	/** The images that are volumes of the container. */
	*#pullVolumes(pod: Pod, container: Container | EphemeralContainer): Task<StartFailure | undefined> {
		const { puller, events } = this.#parts;
		for (const { name, image } of pod.spec.volumes ?? []) {
			if (image === undefined || !container.volumeMounts?.some((mount) => mount.name === name)) continue;
			const failure = yield* puller.ensureVolume(pod, image, events);
			if (failure !== undefined) return failure;
		}
		return undefined;
	}

	/** Models doBackOff: a container that has ended before waits, longer each time. */
	#backOff(
		{ pod }: PodState,
		container: Container | EphemeralContainer,
		exitedAtMs: number | undefined,
	): StartFailure | undefined {
		if (exitedAtMs === undefined) return undefined;
		const { crashBackoff, context, events } = this.#parts;
		const key = `${formatPod(pod)}_${containerHash({ name: container.name, image: container.image ?? '' })}`;
		if (crashBackoff.isInBackoffSince(key, exitedAtMs, context.loop.now())) {
			const text = `Back-off restarting failed container ${container.name} in pod ${formatPod(pod)}`;
			events.ofContainer(pod, container.name, 'Warning', 'BackOff', text);
			const waitMs = crashBackoff.get(key);
			const message = `back-off ${formatDuration(waitMs)} restarting failed container=${container.name} pod=${formatPod(pod)}`;
			return { reason: 'CrashLoopBackOff', message, backoffUntilMs: exitedAtMs + waitMs };
		}
		crashBackoff.next(key, exitedAtMs);
		return undefined;
	}

	*#configure(state: PodState, container: Container | EphemeralContainer, facts: DownwardFacts): Task<ContainerConfig> {
		const { pod } = state;
		const parts = this.#parts;
		const records = parts.runtime.containersOf(pod.metadata.uid);
		const last = latestOf(records, container.name);
		const attempt = last === undefined ? attemptByLogs(parts.machine, pod, container.name) : last.config.attempt + 1;
		const target = 'targetContainerName' in container ? container.targetContainerName : undefined;
		return yield* containerConfig({
			pod,
			container,
			attempt,
			services: parts.services.list(),
			objects: parts.objects,
			volumes: parts.volumes,
			facts,
			root: parts.machine.root,
			configuration: parts.configuration,
			memoryBytes: parts.machine.memoryBytes,
			imageUser: parts.runtime.images.find(container.image ?? '')?.version.config.user ?? '',
			noise: parts.random.hex(8),
			targetContainerId: target === undefined || target === '' ? undefined : latestOf(records, target)?.id,
			onInvalidNames: (kind, name, keys) =>
				parts.events.ofPod(
					pod,
					'Warning',
					'InvalidEnvironmentVariableNames',
					`Keys [${keys.join(', ')}] from the EnvFrom ${kind === 'Secret' ? 'secret' : 'configMap'} ${name} were skipped since they are considered invalid environment variable names.`,
				),
		});
	}

	/** Models pkg/kubelet/kuberuntime containerGC: old dead instances go, with their logs. */
	#prune(state: PodState, name: string): void {
		const { runtime } = this.#parts;
		const dead = runtime
			.containersOf(state.pod.metadata.uid)
			.filter((record) => record.config.name === name && record.state === 'exited');
		for (const record of dead.slice(DEAD_KEPT)) {
			runtime.removeContainer(record.id);
			this.#unlinkLog(state, name, record.id);
		}
	}

	#linkLog(state: PodState, name: string, id: string, path: string): void {
		this.#parts.machine.root.symlink(path, logLink(state, name, id));
	}

	#unlinkLog(state: PodState, name: string, id: string): void {
		const { root } = this.#parts.machine;
		const link = logLink(state, name, id);
		if (root.list('/var/log/containers')?.includes(link.slice('/var/log/containers/'.length))) root.remove(link);
	}

	*#postStart(
		state: PodState,
		container: Container | EphemeralContainer,
		id: string,
		facts: DownwardFacts,
	): Task<StartFailure | undefined> {
		const hook = container.lifecycle?.postStart;
		if (hook === undefined) return undefined;
		const { context, runtime, connector, events } = this.#parts;
		const { pod } = state;
		const live = runtime.live(id);
		const complaint = yield* runHook({ context, runtime, connector, pod, container, live, podIP: facts.podIP }, hook);
		if (complaint === undefined) return undefined;
		events.ofContainer(pod, container.name, 'Warning', 'FailedPostStartHook', 'PostStartHook failed');
		events.ofContainer(pod, container.name, 'Normal', 'Killing', 'FailedPostStartHook');
		yield* runtime.stopContainer(id, (pod.spec.terminationGracePeriodSeconds ?? 30) * 1_000);
		return { reason: 'PostStartHookError', message: complaint };
	}
}

/** "/var/log/containers/web_default_app-1f3c….log". */
function logLink(state: PodState, name: string, id: string): string {
	const { metadata } = state.pod;
	return `/var/log/containers/${metadata.name}_${metadata.namespace}_${name}-${id}.log`;
}

/** Of a container that the runtime knows nothing of any more. Models kuberuntime calcRestartCountByLogDir. */
function attemptByLogs(machine: Machine, { metadata }: Pod, container: string): number {
	const folder = `/var/log/pods/${metadata.namespace}_${metadata.name}_${metadata.uid}/${container}`;
	const logs = (machine.root.list(folder) ?? []).filter((name) => /^\d+\.log(?:\.|$)/.test(name));
	return logs.reduce((attempt, name) => Math.max(attempt, Number.parseInt(name, 10) + 1), 0);
}
