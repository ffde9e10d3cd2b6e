import { humanDuration } from '../../machinery/duration.ts';
import { mustParseTime } from '../../machinery/timestamp.ts';
import type { Container, ContainerStatus } from '../core/types/container.ts';
import type { Pod, PodCondition } from '../core/types/pod.ts';

/** What `kubectl get pods` says of a Pod. */
export interface PodSummary {
	readonly readyContainers: number;
	readonly totalContainers: number;
	/** "Running", "Init:0/2", "CrashLoopBackOff", "Terminating", … */
	readonly status: string;
	readonly restarts: number;
	/** When a container that has been restarted since ended last; undefined when none was. Milliseconds. */
	readonly lastRestartMs: number | undefined;
}

/** Models pkg/printers/internalversion printPod. */
export function summarizePod(pod: Pod): PodSummary {
	const { status: podStatus, spec } = pod;
	const initContainers = new Map((spec.initContainers ?? []).map((container) => [container.name, container]));
	const sidecars = (spec.initContainers ?? []).filter(isSidecar).length;
	const base = podStatus.conditions?.some(isSchedulingGated)
		? 'SchedulingGated'
		: (podStatus.reason ?? podStatus.phase ?? '');
	const init = summarizeInit(podStatus.initContainerStatuses ?? [], initContainers);
	let { status = base, restarts, lastRestartMs } = init;
	let readyContainers = init.ready;
	if (init.status === undefined || isConditionTrue(podStatus.conditions, 'Initialized')) {
		const main = summarizeMain(podStatus.containerStatuses ?? [], status);
		status = main.status;
		if (status === 'Completed' && main.hasRunning) {
			status = isConditionTrue(podStatus.conditions, 'Ready') ? 'Running' : 'NotReady';
		}
		readyContainers += main.ready;
		restarts = init.sidecarRestarts + main.restarts;
		lastRestartMs = later(init.sidecarLastRestartMs, main.lastRestartMs);
	}
	if (pod.metadata.deletionTimestamp !== undefined) {
		if (podStatus.reason === 'NodeLost') status = 'Unknown';
		else if (podStatus.phase !== 'Succeeded' && podStatus.phase !== 'Failed') status = 'Terminating';
	}
	return {
		readyContainers,
		totalContainers: (spec.containers ?? []).length + sidecars,
		status,
		restarts,
		lastRestartMs,
	};
}

/** "3 (10s ago)"; the bare number when no restart has left a trace. */
export function restartsText(summary: PodSummary, nowMs: number): string {
	if (summary.restarts === 0 || summary.lastRestartMs === undefined) return String(summary.restarts);
	return `${summary.restarts} (${humanDuration(nowMs - summary.lastRestartMs)} ago)`;
}

interface InitSummary {
	/** Undefined when initialization is over. */
	readonly status: string | undefined;
	readonly ready: number;
	readonly restarts: number;
	readonly lastRestartMs: number | undefined;
	readonly sidecarRestarts: number;
	readonly sidecarLastRestartMs: number | undefined;
}

function summarizeInit(statuses: readonly ContainerStatus[], containers: ReadonlyMap<string, Container>): InitSummary {
	let restarts = 0;
	let lastRestartMs: number | undefined;
	let sidecarRestarts = 0;
	let sidecarLastRestartMs: number | undefined;
	let ready = 0;
	for (const [index, status] of statuses.entries()) {
		const container = containers.get(status.name);
		const sidecar = container !== undefined && isSidecar(container);
		restarts += status.restartCount;
		lastRestartMs = later(lastRestartMs, lastEndMs(status));
		if (sidecar) {
			sidecarRestarts += status.restartCount;
			sidecarLastRestartMs = later(sidecarLastRestartMs, lastEndMs(status));
		}
		if (status.state?.terminated?.exitCode === 0) continue;
		if (sidecar && status.started === true) {
			if (status.ready) ready++;
			continue;
		}
		const reason = initReason(status, index, containers.size);
		return { status: reason, ready, restarts, lastRestartMs, sidecarRestarts, sidecarLastRestartMs };
	}
	return { status: undefined, ready, restarts, lastRestartMs, sidecarRestarts, sidecarLastRestartMs };
}

function initReason(status: ContainerStatus, index: number, total: number): string {
	const { terminated, waiting } = status.state ?? {};
	if (terminated !== undefined) return `Init:${terminationText(terminated)}`;
	if (waiting?.reason !== undefined && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`;
	return `Init:${index}/${total}`;
}

function terminationText(terminated: NonNullable<NonNullable<ContainerStatus['state']>['terminated']>): string {
	if (terminated.reason !== undefined) return terminated.reason;
	return terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`;
}

interface MainSummary {
	readonly status: string;
	readonly hasRunning: boolean;
	readonly ready: number;
	readonly restarts: number;
	readonly lastRestartMs: number | undefined;
}

/** The first container with something to say gives the status: they are looked at from the last to the first. */
function summarizeMain(statuses: readonly ContainerStatus[], from: string): MainSummary {
	let status = from;
	let hasRunning = false;
	let ready = 0;
	let restarts = 0;
	let lastRestartMs: number | undefined;
	for (const container of [...statuses].reverse()) {
		restarts += container.restartCount;
		lastRestartMs = later(lastRestartMs, lastEndMs(container));
		const { waiting, terminated, running } = container.state ?? {};
		if (waiting?.reason !== undefined) status = waiting.reason;
		else if (terminated !== undefined) status = terminationText(terminated);
		else if (container.ready && running !== undefined) {
			hasRunning = true;
			ready++;
		}
	}
	return { status, hasRunning, ready, restarts, lastRestartMs };
}

/** An init container that keeps running beside the others. */
export function isSidecar(container: Container): boolean {
	return container.restartPolicy === 'Always';
}

function lastEndMs(status: ContainerStatus): number | undefined {
	const finishedAt = status.lastState?.terminated?.finishedAt;
	return finishedAt === undefined || finishedAt === null ? undefined : mustParseTime(finishedAt);
}

function later(a: number | undefined, b: number | undefined): number | undefined {
	if (a === undefined || b === undefined) return a ?? b;
	return Math.max(a, b);
}

function isSchedulingGated(condition: PodCondition): boolean {
	return condition.type === 'PodScheduled' && condition.reason === 'SchedulingGated';
}

function isConditionTrue(conditions: readonly PodCondition[] | undefined, type: string): boolean {
	return conditions?.find((condition) => condition.type === type)?.status === 'True';
}
