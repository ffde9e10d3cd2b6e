import type { Container, ResourceRequirements } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { delay } from '../../machinery/delay.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { milliValue, wholeValue } from '../../machinery/quantity.ts';
import type { Task } from '../../machinery/task.ts';
import type { KubeletParts } from '../parts.ts';
import type { ContainerRecord } from '../runtime/container-record.ts';
import { podRequest } from './admission.ts';
import { cpuShares } from './cpu-shares.ts';
import type { ConditionDraft } from './pod-conditions.ts';
import { containerHash, formatPod, isSidecar, latestOf } from './pod-facts.ts';
import type { PodState } from './pod-state.ts';

/** What a Pod's containers have that has been resized. */
export interface ResizeState {
	/** By container: what the node has granted, and what its containers run with. */
	readonly allocated: Map<string, ResourceRequirements>;
	readonly actuated: Map<string, ResourceRequirements>;
	/** Why what the spec says is not granted. */
	pending: { readonly reason: 'Infeasible' | 'Deferred'; readonly message: string } | undefined;
	/** Of the spec that was refused last. */
	pendingGeneration: number | undefined;
	/** What is granted is being given; what stands against it. */
	inProgress: boolean;
	error: string | undefined;
}

const CGROUP_MS = 120;
const RETRY_MS = 10_000;

/** Gives running containers other resources. Models pkg/kubelet/allocation Manager and kuberuntime doPodResizeAction. */
export class PodResizer {
	readonly #parts: KubeletParts;

	constructor(parts: KubeletParts) {
		this.#parts = parts;
	}

	/** Grants what the spec says, or notes why not. Models allocation Manager.handlePodResourcesResize. */
	allocate(state: PodState): void {
		const { pod } = state;
		// No Pod of the first generation has been changed.
		if ((pod.metadata.generation ?? 1) === 1) return;
		state.resize ??= begun(state);
		const { resize } = state;
		if (resize === undefined) return;
		const changed = resizable(pod).filter(
			(container) => !sameResources(resize.allocated.get(container.name), container.resources),
		);
		const refusal = changed.length === 0 ? undefined : this.#refusal(state);
		resize.pending = refusal;
		if (refusal !== undefined) {
			this.#tellPending(state, refusal);
			return;
		}
		resize.pendingGeneration = undefined;
		for (const { name, image, resources } of changed) {
			resize.allocated.set(name, resources ?? {});
			this.#parts.crashBackoff.forget(`${formatPod(pod)}_${containerHash({ name, image: image ?? '' })}`);
		}
		const differs = resizable(pod).some(({ name }) => this.#differs(state, name));
		if (!differs) {
			this.#settle(state);
			return;
		}
		if (resize.inProgress && changed.length === 0) return;
		resize.inProgress = true;
		resize.error = undefined;
		this.#parts.events.ofPod(pod, 'Normal', 'ResizeStarted', `Pod resize started: ${summary(state)}`);
	}

	/** Changes what can be changed while containers run. */
	*actuate(state: PodState): Task<void> {
		const { resize } = state;
		if (resize === undefined || !resize.inProgress) return;
		const { runtime, context } = this.#parts;
		yield delay(context.loop, CGROUP_MS);
		const records = runtime.containersOf(state.pod.metadata.uid);
		resize.error = this.#memoryInTheWay(state, records);
		if (resize.error !== undefined) {
			this.#parts.events.ofPod(
				state.pod,
				'Warning',
				'ResizeError',
				`Pod resize error: ${summary(state, resize.error)}`,
			);
			this.#parts.syncAfter(state.pod.metadata.uid, RETRY_MS);
			return;
		}
		for (const { name } of resizable(state.pod)) {
			const record = latestOf(records, name);
			if (record?.state !== 'running' || !this.#differs(state, name) || this.needsRestart(state, name)) continue;
			const granted = resize.allocated.get(name) ?? {};
			const { group } = runtime.live(record.id);
			group.cpuShares = cpuShares(granted);
			group.cpuLimitMillicores = granted.limits?.cpu === undefined ? undefined : milliValue(granted.limits.cpu);
			group.memoryLimitBytes = granted.limits?.memory === undefined ? undefined : wholeValue(granted.limits.memory);
			resize.actuated.set(name, granted);
		}
		this.#settle(state);
	}

	/** A container that has just been started has what was granted. */
	started(state: PodState, { name }: { readonly name: string }): void {
		const granted = state.resize?.allocated.get(name);
		if (state.resize === undefined || granted === undefined) return;
		state.resize.actuated.set(name, granted);
		this.#settle(state);
	}

	/** Whether a change that is granted asks for another instance of the container. */
	needsRestart(state: PodState, name: string): boolean {
		const { resize, pod } = state;
		if (resize === undefined || !resize.inProgress || resize.error !== undefined) return false;
		const policies = resizable(pod).find((each) => each.name === name)?.resizePolicy ?? [];
		const [before, after] = [resize.actuated.get(name), resize.allocated.get(name)];
		return policies.some(
			({ resourceName, restartPolicy }) =>
				restartPolicy === 'RestartContainer' &&
				(before?.limits?.[resourceName] !== after?.limits?.[resourceName] ||
					before?.requests?.[resourceName] !== after?.requests?.[resourceName]),
		);
	}

	#differs({ resize }: PodState, name: string): boolean {
		return resize !== undefined && !sameResources(resize.allocated.get(name), resize.actuated.get(name));
	}

	#settle(state: PodState): void {
		const { resize, pod } = state;
		if (resize === undefined || resizable(pod).some(({ name }) => this.#differs(state, name))) return;
		if (resize.inProgress) {
			this.#parts.events.ofPod(pod, 'Normal', 'ResizeCompleted', `Pod resize completed: ${summary(state)}`);
		}
		resize.inProgress = false;
		resize.error = undefined;
	}

	/** Models allocation Manager.canResizePod. */
	#refusal({ pod }: PodState): ResizeState['pending'] {
		const { allocatable, activePods } = this.#parts;
		for (const [resource, amount] of [
			['memory', wholeValue],
			['cpu', milliValue],
		] as const) {
			const requested = podRequest(pod, resource, amount);
			const capacity = amount(allocatable()[resource] ?? '0');
			if (requested <= capacity) continue;
			const message = `Node didn't have enough capacity: ${resource}, requested: ${requested}, capacity: ${capacity}`;
			return { reason: 'Infeasible', message };
		}
		const others = activePods().filter(({ metadata }) => metadata.uid !== pod.metadata.uid);
		for (const [resource, amount] of [
			['cpu', milliValue],
			['memory', wholeValue],
		] as const) {
			const requested = podRequest(pod, resource, amount);
			const capacity = amount(allocatable()[resource] ?? '0');
			const used = others.reduce((sum, each) => sum + podRequest(each, resource, amount), 0);
			if (requested + used <= capacity) continue;
			const message = `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`;
			return { reason: 'Deferred', message };
		}
		return undefined;
	}

	#tellPending(state: PodState, { reason, message }: NonNullable<ResizeState['pending']>): void {
		const { pod, resize } = state;
		const { generation } = pod.metadata;
		if (resize === undefined || resize.pendingGeneration === generation) return;
		resize.pendingGeneration = generation;
		const text = summaryOf(pod, (container) => container.resources ?? {}, message);
		this.#parts.events.ofPod(pod, 'Warning', `Resize${reason}`, `Pod resize ${reason}: ${text}`);
	}

	/** Models kuberuntime validateMemoryResizeAction. */
	#memoryInTheWay(state: PodState, records: readonly ContainerRecord[]): string | undefined {
		const complaints: string[] = [];
		for (const { name } of resizable(state.pod)) {
			const limit = state.resize?.allocated.get(name)?.limits?.memory;
			const record = latestOf(records, name);
			if (limit === undefined || record?.state !== 'running' || this.needsRestart(state, name)) continue;
			const used = this.#parts.runtime.live(record.id).group.usage().memoryBytes;
			if (wholeValue(limit) >= used) continue;
			const quoted = JSON.stringify(name);
			complaints.push(
				`attempting to set container ${quoted} memory limit (${wholeValue(limit)}) below current usage (${used})`,
			);
		}
		if (complaints.length === 0) return undefined;
		const text = complaints.length === 1 ? complaints[0] : `[${complaints.join(', ')}]`;
		return `cannot decrease memory limits: ${text}`;
	}
}

/** The Pod as it was granted its resources. */
export function allocatedPod({ pod, resize }: PodState): Pod {
	if (resize === undefined) return pod;
	const { initContainers } = pod.spec;
	return {
		...pod,
		spec: {
			...pod.spec,
			containers: withResources(pod.spec.containers, resize.allocated),
			...(initContainers === undefined ? {} : { initContainers: withResources(initContainers, resize.allocated) }),
		},
	};
}

/** Models status manager's GetPodResizeConditions. */
export function resizeConditions({ resize }: PodState): ConditionDraft[] {
	const conditions: ConditionDraft[] = [];
	if (resize?.pending !== undefined) conditions.push({ type: 'PodResizePending', status: 'True', ...resize.pending });
	if (resize?.inProgress === true) {
		const error = resize.error === undefined ? {} : { reason: 'Error', message: resize.error };
		conditions.push({ type: 'PodResizeInProgress', status: 'True', ...error });
	}
	return conditions;
}

function withResources(
	containers: readonly Container[],
	resources: ReadonlyMap<string, ResourceRequirements>,
): Container[] {
	return containers.map((each) => {
		const own = resources.get(each.name);
		return own === undefined ? each : { ...each, resources: own };
	});
}

/** What the containers have by their statuses; undefined when that is what the spec says. */
function begun({ pod, status }: PodState): ResizeState | undefined {
	const statuses = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])];
	const current = new Map<string, ResourceRequirements>();
	let differs = false;
	for (const container of resizable(pod)) {
		const has = statuses.find((each) => each.name === container.name)?.resources;
		if (has === undefined) continue;
		current.set(container.name, has);
		if (!sameResources(has, container.resources)) differs = true;
	}
	if (!differs) return undefined;
	return {
		allocated: new Map(current),
		actuated: current,
		pending: undefined,
		pendingGeneration: undefined,
		inProgress: false,
		error: undefined,
	};
}

function resizable({ spec }: Pod): readonly Container[] {
	const sidecars = (spec.initContainers ?? []).filter(isSidecar);
	return sidecars.length === 0 ? spec.containers : [...sidecars, ...spec.containers];
}

function sameResources(a: ResourceRequirements | undefined, b: ResourceRequirements | undefined): boolean {
	return jsonEqual(a?.requests ?? {}, b?.requests ?? {}) && jsonEqual(a?.limits ?? {}, b?.limits ?? {});
}

function summary({ pod, resize }: PodState, error?: string): string {
	return summaryOf(pod, ({ name, resources }) => resize?.allocated.get(name) ?? resources ?? {}, error);
}

/** Models allocation's podResizeMessage. */
function summaryOf(pod: Pod, resourcesOf: (container: Container) => ResourceRequirements, error?: string): string {
	const describe = (container: Container): object => {
		const { limits, requests } = resourcesOf(container);
		const resources = {
			...(limits === undefined ? {} : { limits: sorted(limits) }),
			...(requests === undefined ? {} : { requests: sorted(requests) }),
		};
		return { name: container.name, resources };
	};
	const sidecars = (pod.spec.initContainers ?? []).filter(isSidecar);
	return JSON.stringify({
		...(sidecars.length === 0 ? {} : { initContainers: sidecars.map(describe) }),
		containers: pod.spec.containers.map(describe),
		generation: pod.metadata.generation,
		...(error === undefined ? {} : { error }),
	});
}

function sorted(list: { readonly [resource: string]: string }): object {
	return Object.fromEntries(Object.entries(list).sort(([a], [b]) => (a < b ? -1 : 1)));
}
