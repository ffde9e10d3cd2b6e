import type { Container, EphemeralContainer } from '../../api/core/types/container.ts';
import { Signal, startTask, type Task } from '../../machinery/task.ts';
import type { KubeletParts } from '../parts.ts';
import type { ContainerRecord } from '../runtime/container-record.ts';
import { withDeadline } from '../runtime/deadline.ts';
import { runHook } from './hooks.ts';
import type { ContainerKill } from './pod-actions.ts';
import { findContainer, isSidecar } from './pod-facts.ts';
import type { PodState } from './pod-state.ts';

/** Even a container without grace gets this long. Models minimumGracePeriodInSeconds. */
const GRACE_SECONDS_MIN = 2;

/** Ends containers: the hook, SIGTERM, the grace, SIGKILL. Models kuberuntime killContainer and killPodWithSyncResult. */
export class PodKiller {
	readonly #parts: KubeletParts;

	constructor(parts: KubeletParts) {
		this.#parts = parts;
	}

	/** Ends one container because of what a sync found. */
	*killContainer(state: PodState, kill: ContainerKill): Task<void> {
		const spec = findContainer(state.pod.spec, kill.record.config.name);
		const probe =
			kill.probe === 'startup' ? spec?.startupProbe : kill.probe === 'liveness' ? spec?.livenessProbe : undefined;
		const grace = probe?.terminationGracePeriodSeconds ?? this.#graceSeconds(state);
		yield* this.#kill(state, kill.record, kill.message, grace * 1_000);
	}

	/** Ends all containers, sidecars after the others in reverse order, and takes the sandbox down. */
	*killPod(state: PodState): Task<void> {
		const { runtime, context } = this.#parts;
		const { uid } = state.pod.metadata;
		const graceMs = this.#graceSeconds(state) * 1_000;
		const deadlineMs = context.loop.now() + graceMs;
		const running = runtime.containersOf(uid).filter((record) => record.state === 'running');
		const sidecars = (state.pod.spec.initContainers ?? []).filter(isSidecar).map((container) => container.name);
		const others = running.filter((record) => !sidecars.includes(record.config.name));
		yield* this.#killTogether(state, others, graceMs);
		for (const name of sidecars.reverse()) {
			const record = running.find((each) => each.config.name === name);
			if (record === undefined || record.state !== 'running') continue;
			const leftMs = Math.max(deadlineMs - context.loop.now(), GRACE_SECONDS_MIN * 1_000);
			yield* this.#kill(state, record, '', leftMs);
		}
		for (const sandbox of runtime.sandboxesOf(uid)) if (sandbox.state === 'ready') runtime.stopSandbox(sandbox.id);
	}

	/** A second delete asked for less grace: what is still running gets the shorter one from now. */
	shortenGrace(state: PodState): void {
		const { runtime } = this.#parts;
		const graceMs = Math.max(this.#graceSeconds(state), GRACE_SECONDS_MIN) * 1_000;
		for (const record of runtime.containersOf(state.pod.metadata.uid)) {
			if (record.state === 'running') startTask(runtime.stopContainer(record.id, graceMs), () => undefined);
		}
	}

	#graceSeconds(state: PodState): number {
		const { metadata, spec } = state.pod;
		if (metadata.deletionTimestamp !== undefined) return metadata.deletionGracePeriodSeconds ?? 0;
		const isHurried = state.removed || state.failure?.disruption === true;
		return isHurried && state.graceSeconds !== undefined
			? state.graceSeconds
			: (spec.terminationGracePeriodSeconds ?? 30);
	}

	*#killTogether(state: PodState, records: readonly ContainerRecord[], graceMs: number): Task<void> {
		const done = new Signal(this.#parts.context.loop.post);
		let left = records.length;
		for (const record of records) {
			startTask(this.#kill(state, record, '', graceMs), () => {
				left--;
				done.wakeAll();
			});
		}
		while (left > 0) yield done;
	}

	*#kill(state: PodState, record: ContainerRecord, message: string, graceMs: number): Task<void> {
		const { runtime, events, context } = this.#parts;
		const { name } = record.config;
		const spec = findContainer(state.pod.spec, name);
		events.ofContainer(state.pod, name, 'Normal', 'Killing', message === '' ? `Stopping container ${name}` : message);
		const startedMs = context.loop.now();
		if (spec?.lifecycle?.preStop !== undefined && graceMs > 0) yield* this.#preStop(state, record, spec, graceMs);
		const leftMs = Math.max(graceMs - (context.loop.now() - startedMs), GRACE_SECONDS_MIN * 1_000);
		if (runtime.find(record.id) !== undefined) yield* runtime.stopContainer(record.id, leftMs);
	}

	*#preStop(
		state: PodState,
		record: ContainerRecord,
		container: Container | EphemeralContainer,
		graceMs: number,
	): Task<void> {
		const hook = container.lifecycle?.preStop;
		if (hook === undefined) return;
		const { context, runtime, connector, events, nodeIP } = this.#parts;
		const { pod } = state;
		const live = runtime.live(record.id);
		const podIP = runtime.sandboxesOf(pod.metadata.uid)[0]?.address ?? nodeIP;
		const run = runHook({ context, runtime, connector, pod, container, live, podIP }, hook);
		const complaint = yield* withDeadline(context.loop, graceMs, run);
		if (complaint !== undefined && complaint !== 'deadline') {
			events.ofContainer(pod, record.config.name, 'Warning', 'FailedPreStopHook', 'PreStopHook failed');
		}
	}
}
