import type { Container, EphemeralContainer } from '../../api/core/types/container.ts';
import { delay } from '../../machinery/delay.ts';
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

/** How long the runtime takes to end a sandbox, with its network and without. */
const SANDBOX_MS = 200;
const HOST_SANDBOX_MS = 60;

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
		const { runtime } = this.#parts;
		const { uid } = state.pod.metadata;
		const graceMs = this.#graceSeconds(state) * 1_000;
		const running = runtime.containersOf(uid).filter((record) => record.state === 'running');
		const sidecars = (state.pod.spec.initContainers ?? []).filter(isSidecar).map((container) => container.name);
		yield* this.#killTogether(state, running, sidecars, graceMs);
		for (const { id, config } of runtime.sandboxesOf(uid).filter(({ state }) => state === 'ready')) {
			const { loop, random } = this.#parts.context;
			const share = 0.75 + random.stream(`stop/${id}`).float() * 0.6;
			yield delay(loop, share * (config.hostNetwork ? HOST_SANDBOX_MS : SANDBOX_MS));
			if (runtime.sandboxesOf(uid).some((each) => each.id === id)) runtime.stopSandbox(id);
		}
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

	/** All are told and run their hooks at once; a sidecar gets its signal when all that came after it have ended. Models terminationOrdering. */
	*#killTogether(
		state: PodState,
		records: readonly ContainerRecord[],
		sidecars: readonly string[],
		graceMs: number,
	): Task<void> {
		const done = new Signal(this.#parts.context.loop.post);
		const rankOf = ({ config }: ContainerRecord): number => {
			const at = sidecars.indexOf(config.name);
			return at < 0 ? sidecars.length : at;
		};
		const left = new Set(records);
		for (const record of records) {
			const rank = rankOf(record);
			const isNext = (): boolean => [...left].every((other) => rankOf(other) <= rank);
			startTask(this.#kill(state, record, '', graceMs, { done, isNext }), () => {
				left.delete(record);
				done.wakeAll();
			});
		}
		while (left.size > 0) yield done;
	}

	*#kill(state: PodState, record: ContainerRecord, message: string, graceMs: number, turn?: Turn): Task<void> {
		const { runtime, events, context } = this.#parts;
		const { name } = record.config;
		const spec = findContainer(state.pod.spec, name);
		events.ofContainer(state.pod, name, 'Normal', 'Killing', message === '' ? `Stopping container ${name}` : message);
		const startedMs = context.loop.now();
		if (spec?.lifecycle?.preStop !== undefined && graceMs > 0) yield* this.#preStop(state, record, spec, graceMs);
		const leftMs = (): number => graceMs - (context.loop.now() - startedMs);
		if (turn !== undefined && leftMs() > 0) yield* withDeadline(context.loop, leftMs(), waitForTurn(turn));
		if (runtime.find(record.id) === undefined) return;
		yield* runtime.stopContainer(record.id, Math.max(leftMs(), GRACE_SECONDS_MIN * 1_000));
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

interface Turn {
	readonly done: Signal;
	readonly isNext: () => boolean;
}

function* waitForTurn({ done, isNext }: Turn): Task<'next'> {
	while (!isNext()) yield done;
	return 'next';
}
