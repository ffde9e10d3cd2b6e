import type { Container, EphemeralContainer } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { ContainerRecord, SandboxRecord } from '../runtime/container-record.ts';
import { hasStartedRegularContainer, shouldBeRestarted } from './container-statuses.ts';
import { containerHash, isSidecar, latestOf, shouldRestart } from './pod-facts.ts';

/** Why a running container is ended by a sync. */
export interface ContainerKill {
	readonly record: ContainerRecord;
	readonly message: string;
	readonly probe?: 'startup' | 'liveness';
	/** Told as it is. */
	readonly resize?: true;
}

/** What has to be done so that the node runs what the Pod says. */
export interface PodActions {
	/** End everything first: the sandbox is gone, or nothing is left to run. */
	readonly killPod: boolean;
	readonly createSandbox: boolean;
	readonly attempt: number;
	readonly kill: readonly ContainerKill[];
	/** The next init container, or sidecars that are down. */
	readonly startInit: readonly Container[];
	readonly start: readonly Container[];
	readonly startEphemeral: readonly EphemeralContainer[];
}

export interface ActionsInput {
	readonly pod: Pod;
	/** Newest first. */
	readonly sandboxes: readonly SandboxRecord[];
	readonly records: readonly ContainerRecord[];
	/** A probe that has failed for good, by container. */
	readonly failedProbe: (container: string) => 'startup' | 'liveness' | undefined;
	/** It is to run with other resources, and must be started again for that. */
	readonly needsRestart: (container: string) => boolean;
	/** Startup probes passed: the next init container may follow a sidecar. */
	readonly isStarted: (container: string) => boolean;
}

/** Models pkg/kubelet/kuberuntime computePodActions. */
export function computePodActions(input: ActionsInput): PodActions {
	const { pod, sandboxes, records } = input;
	const sandbox = sandboxes[0];
	const none = { kill: [], startInit: [], start: [], startEphemeral: [] };
	if (sandbox === undefined || sandbox.state !== 'ready') {
		const attempt = sandbox === undefined ? 0 : sandbox.config.attempt + 1;
		const base = { killPod: true, createSandbox: true, attempt, ...none };
		const start = pod.spec.containers.filter((container) => {
			const record = latestOf(records, container.name);
			return record === undefined || record.state === 'running' || shouldBeRestarted(pod, container, record);
		});
		if (start.length === 0 && sandbox !== undefined) return { ...base, createSandbox: false };
		const [firstInit] = pod.spec.initContainers ?? [];
		return firstInit === undefined ? { ...base, start } : { ...base, startInit: [firstInit] };
	}
	const base = { killPod: false, createSandbox: false, attempt: sandbox.config.attempt, ...none };
	const startEphemeral = (pod.spec.ephemeralContainers ?? []).filter(
		(container) => latestOf(records, container.name) === undefined,
	);
	const init = computeInitActions(input);
	if (init.failed) return { ...base, killPod: true };
	if (!init.done) return { ...base, kill: init.kill, startInit: init.start, startEphemeral };
	return computeContainerActions(input, { ...base, startEphemeral, startInit: init.start, kill: init.kill });
}

interface InitActions {
	/** Regular containers may start. */
	readonly done: boolean;
	readonly failed: boolean;
	readonly start: readonly Container[];
	readonly kill: readonly ContainerKill[];
}

/** One init container after the other; sidecars are kept up beside what follows them. */
function computeInitActions(input: ActionsInput): InitActions {
	const { pod, records } = input;
	const initialized = hasStartedRegularContainer(pod, records);
	const start: Container[] = [];
	const kill: ContainerKill[] = [];
	for (const container of pod.spec.initContainers ?? []) {
		const record = latestOf(records, container.name);
		if (isSidecar(container)) {
			const change = record?.state === 'running' ? killReason(input, container, record) : undefined;
			if (change !== undefined) kill.push(change);
			if (record?.state !== 'running' || change !== undefined) start.push(container);
			const up = record?.state === 'running' && change === undefined && input.isStarted(container.name);
			if (!initialized && !up) return { done: false, failed: false, start, kill };
			continue;
		}
		if (initialized) continue;
		if (record?.state === 'exited' && record.exitCode === 0) continue;
		if (record?.state === 'running') return { done: false, failed: false, start, kill };
		if (record?.state === 'exited' && !shouldRestart(container, pod.spec, record.exitCode)) {
			return { done: false, failed: true, start, kill };
		}
		return { done: false, failed: false, start: [...start, container], kill };
	}
	return { done: true, failed: false, start, kill };
}

function computeContainerActions(input: ActionsInput, base: PodActions): PodActions {
	const { pod, records } = input;
	const start: Container[] = [];
	const kill: ContainerKill[] = [...base.kill];
	let kept = 0;
	for (const container of pod.spec.containers) {
		const record = latestOf(records, container.name);
		if (record === undefined || record.state !== 'running') {
			if (shouldBeRestarted(pod, container, record)) start.push(container);
			continue;
		}
		const change = killReason(input, container, record);
		if (change === undefined) {
			kept++;
			continue;
		}
		kill.push(change);
		const restart = change.probe === undefined || shouldRestart(container, pod.spec, 137);
		if (restart) {
			if (change.resize === undefined)
				kill[kill.length - 1] = { ...change, message: `${change.message}, will be restarted` };
			start.push(container);
		}
	}
	const killPod = kept === 0 && start.length === 0;
	return { ...base, kill, start, killPod };
}

function killReason(input: ActionsInput, container: Container, record: ContainerRecord): ContainerKill | undefined {
	if (record.config.annotations.get('hash') !== containerHash(container)) {
		return { record, message: `Container ${container.name} definition changed` };
	}
	const probe = input.failedProbe(container.name);
	if (probe === undefined && input.needsRestart(container.name)) {
		return { record, resize: true, message: `Container ${container.name} resize requires restart` };
	}
	if (probe === undefined) return undefined;
	return { record, probe, message: `Container ${container.name} failed ${probe} probe` };
}
