import type { Container, EphemeralContainer } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { TransportError } from '../../client/transport.ts';
import { delay } from '../../machinery/delay.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { ApiError } from '../../machinery/status.ts';
import { startTask, type Task } from '../../machinery/task.ts';
import { mustParseTime } from '../../machinery/timestamp.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { KubeletParts } from '../parts.ts';
import { RUNTIME_CLASSES } from '../resources.ts';
import { abortable } from '../runtime/abortable.ts';
import { parseLogLines } from '../runtime/container-log.ts';
import type { ContainerRecord } from '../runtime/container-record.ts';
import { RuntimeError } from '../runtime/runtime-error.ts';
import { admissionFailure } from './admission.ts';
import { ContainerStarter } from './container-starter.ts';
import type { StartFailure } from './container-statuses.ts';
import type { DownwardFacts } from './downward.ts';
import { computePodActions, type PodActions } from './pod-actions.ts';
import { formatPod, isStaticPod, latestOf } from './pod-facts.ts';
import { PodKiller } from './pod-killer.ts';
import { podHostname, podHostsFile, podResolvConf, SandboxConfigError } from './pod-network-files.ts';
import { allocatedPod, PodResizer, resizeConditions } from './pod-resize.ts';
import { isEnding, type PodState } from './pod-state.ts';
import { generatePodStatus } from './pod-status.ts';
import { sysctlsOf } from './sysctls.ts';

/** How a sync ended: nothing left to do now, or try again; at a time when containers are waited with. */
export type SyncOutcome = 'done' | 'retry' | { readonly backoffUntilMs: number };

/** First and longest wait between tries to set up a volume. Models volume operations' exponential backoff. */
const MOUNT_BACKOFF_MS = 500;
const MOUNT_BACKOFF_MS_MAX = 122_000;

/** How often it is looked whether volumes are down. Models volumemanager podAttachAndMountRetryInterval. */
const UNMOUNT_POLL_MS = 300;

/**
 * Brings what runs on the node to what a Pod says, one look at a time. Models pkg/kubelet SyncPod,
 * SyncTerminatingPod, SyncTerminatedPod and kuberuntime SyncPod.
 */
export class PodSyncer {
	readonly #parts: KubeletParts;
	readonly #starter: ContainerStarter;
	readonly #killer: PodKiller;
	readonly #resizer: PodResizer;

	constructor(parts: KubeletParts) {
		this.#parts = parts;
		this.#starter = new ContainerStarter(parts);
		this.#killer = new PodKiller(parts);
		this.#resizer = new PodResizer(parts);
	}

	*sync(state: PodState): Task<SyncOutcome> {
		// Differs: upstream tries for the first 30 seconds, and fails.
		if (this.#parts.problems.isRuntimeDown) return 'retry';
		this.#enterNextStage(state);
		switch (state.stage) {
			case 'running':
				return yield* this.#syncRunning(state);
			case 'terminating':
				yield* this.#syncTerminating(state);
				return 'done';
			case 'terminated':
				yield* this.#syncTerminated(state);
				return 'done';
			case 'finished':
				return 'done';
		}
	}

	/** The shorter grace of a second delete holds for what is still running. */
	shortenGrace(state: PodState): void {
		this.#killer.shortenGrace(state);
	}

	#enterNextStage(state: PodState): void {
		const terminal = state.status.phase === 'Failed' || state.status.phase === 'Succeeded';
		if (state.stage === 'running' && (isEnding(state) || terminal || state.failure !== undefined))
			state.stage = 'terminating';
	}

	*#syncRunning(state: PodState): Task<SyncOutcome> {
		const { pod } = state;
		const parts = this.#parts;
		if (!state.admitted) {
			const failure = admissionFailure(pod, parts);
			if (failure !== undefined) {
				state.failure = { ...failure, message: `Pod was rejected: ${failure.message}`, rejected: true };
				parts.events.ofPod(pod, 'Warning', failure.reason, failure.message);
				this.#updateStatus(state, true);
				parts.syncAfter(pod.metadata.uid, 0);
				return 'done';
			}
			state.admitted = true;
		}
		this.#checkDeadline(state);
		this.#resizer.allocate(state);
		this.#updateStatus(state, state.failure !== undefined);
		if (state.status.phase === 'Failed' || state.status.phase === 'Succeeded') {
			parts.syncAfter(pod.metadata.uid, 0);
			return 'done';
		}
		const problem = parts.problems.network;
		if (problem !== undefined && !pod.spec.hostNetwork) {
			parts.events.ofPod(pod, 'Warning', 'NetworkNotReady', `network is not ready: ${problem}`);
			this.#logSkipped(state, `network is not ready: ${problem}`);
			return 'retry';
		}
		if (!parts.services.hasSynced && pod.spec.enableServiceLinks !== false && !isStaticPod(pod)) return 'retry';
		if (isStaticPod(pod)) parts.ensureMirror(pod);
		if (!(yield* this.#mountVolumes(state))) return 'done';
		parts.probes.add(pod);
		return yield* this.#apply(state);
	}

	/** Models pkg/kubelet/active_deadline.go. */
	#checkDeadline(state: PodState): void {
		const { activeDeadlineSeconds } = state.pod.spec;
		if (activeDeadlineSeconds === undefined || state.status.startTime === undefined) return;
		const { loop } = this.#parts.context;
		const leftMs = mustParseTime(state.status.startTime) + activeDeadlineSeconds * 1_000 - loop.now();
		if (leftMs > 0) {
			this.#parts.syncAfter(state.pod.metadata.uid, leftMs);
			return;
		}
		const message = 'Pod was active on the node longer than the specified deadline';
		state.failure = { reason: 'DeadlineExceeded', message };
		this.#parts.events.ofPod(state.pod, 'Normal', 'DeadlineExceeded', message);
	}

	/** False while a volume is missing: the sync goes on when all are there. */
	*#mountVolumes(state: PodState): Task<boolean> {
		const parts = this.#parts;
		const { pod } = state;
		const failures = yield* parts.volumes.mountAll(pod, this.#facts(state));
		if (failures.length === 0) {
			state.mountBackoffMs = 0;
			this.#scheduleTokenRefresh(state);
			return true;
		}
		state.mountBackoffMs = Math.min(Math.max(state.mountBackoffMs * 2, MOUNT_BACKOFF_MS), MOUNT_BACKOFF_MS_MAX);
		for (const { message, reason } of failures) {
			if (message !== undefined) parts.events.ofPod(pod, 'Warning', reason, message);
		}
		parts.syncAfter(pod.metadata.uid, state.mountBackoffMs);
		return false;
	}

	#scheduleTokenRefresh(state: PodState): void {
		const { tokens, tokenRefreshes } = this.#parts;
		const { uid } = state.pod.metadata;
		if (tokens.nextRefreshMs(uid) === undefined) return;
		tokenRefreshes.schedule(uid, tokens.refreshPeriodMs(uid), {
			run: () => this.#refreshTokens(state),
			nextMs: () => tokens.nextRefreshMs(uid),
			isPrivate: () => tokens.leaveNoTrace,
		});
	}

	/** Writes the volumes with new tokens. Whether that was all. */
	#refreshTokens(state: PodState): boolean {
		const { uid } = state.pod.metadata;
		if (state.stage !== 'running') {
			this.#parts.tokenRefreshes.forget(uid);
			return false;
		}
		let isDone = false;
		const mounting = startTask(this.#parts.volumes.mountAll(state.pod, this.#facts(state)), (failures) => {
			isDone = failures.length === 0;
		});
		if (!isDone) {
			mounting.cancel();
			this.#parts.syncAfter(uid, 0);
		}
		return isDone;
	}

	#facts(state: PodState): DownwardFacts {
		const { pod } = state;
		const { runtime, nodeIP } = this.#parts;
		const sandbox = runtime.sandboxesOf(pod.metadata.uid)[0];
		return {
			hostIP: nodeIP,
			podIP: pod.spec.hostNetwork ? nodeIP : (sandbox?.address ?? ''),
			allocatable: this.#parts.allocatable(),
		};
	}

	*#apply(state: PodState): Task<SyncOutcome> {
		if (state.resize !== undefined) {
			yield* this.#resizer.actuate(state);
			this.#updateStatus(state, false);
		}
		const pod = allocatedPod(state);
		const { runtime, probes } = this.#parts;
		const { uid } = pod.metadata;
		const records = runtime.containersOf(uid);
		const idOf = (container: string): string => latestOf(records, container)?.id ?? '';
		const exits = lastExits(records);
		const actions = computePodActions({
			pod,
			records,
			sandboxes: runtime.sandboxesOf(uid),
			failedProbe: (container) => probes.failed(uid, container, idOf(container)),
			needsRestart: (container) => this.#resizer.needsRestart(state, container),
			isStarted: (container) => probes.isStarted(uid, container, idOf(container)),
		});
		if (actions.killPod) {
			if (actions.createSandbox && runtime.sandboxesOf(uid).length > 0) {
				this.#parts.events.ofPod(
					pod,
					'Normal',
					'SandboxChanged',
					'Pod sandbox changed, it will be killed and re-created.',
				);
			}
			yield* this.#killer.killPod(state);
			if (!actions.createSandbox) return 'done';
		} else {
			for (const kill of actions.kill) yield* this.#killer.killContainer(state, kill);
		}
		if (actions.createSandbox && !(yield* this.#createSandbox(state, actions.attempt))) return 'retry';
		return yield* this.#startContainers(state, actions, exits);
	}

	*#createSandbox(state: PodState, attempt: number): Task<boolean> {
		const { pod } = state;
		const parts = this.#parts;
		const hostname = podHostname(pod, parts.nodeName, parts.dns);
		try {
			const sandbox = yield* parts.runtime.runSandbox({
				podName: pod.metadata.name,
				podNamespace: pod.metadata.namespace ?? '',
				podUid: pod.metadata.uid,
				attempt,
				hostname,
				hostNetwork: pod.spec.hostNetwork === true,
				hostPid: pod.spec.hostPID === true,
				runtimeHandler: yield* this.#runtimeHandler(pod),
				shareProcessNamespace: pod.spec.shareProcessNamespace === true,
				sysctls: sysctlsOf(pod),
				resolvConf: podResolvConf(pod, parts.dns, parts.machine.root, parts.configuration.resolvConf),
				labels: new Map(Object.entries(pod.metadata.labels ?? {})),
			});
			const text = podHostsFile(pod, sandbox.address ?? parts.nodeIP, parts.nodeName, parts.dns, parts.machine.root);
			parts.machine.root.writeFile(`/var/lib/kubelet/pods/${pod.metadata.uid}/etc-hosts`, text);
			return true;
		} catch (error) {
			const isOurs =
				error instanceof ApiError || error instanceof TransportError || error instanceof SandboxConfigError;
			if (!isOurs && !(error instanceof RuntimeError)) throw error;
			const why = isOurs ? error.message : `rpc error: code = ${error.code} desc = ${error.message}`;
			const message = `Failed to create pod sandbox: ${why}`;
			parts.events.ofPod(pod, 'Warning', 'FailedCreatePodSandBox', message);
			const name = JSON.stringify(formatPod(pod));
			const reason = JSON.stringify(`Failed to create sandbox for pod ${name}: ${why}`);
			this.#logSkipped(state, `failed to "CreatePodSandbox" for ${name} with CreatePodSandboxError: ${reason}`);
			return false;
		}
	}

	/** Models pkg/kubelet/runtimeclass Manager.LookupRuntimeHandler. Throws ApiError when the class does not exist. */
	*#runtimeHandler({ spec }: Pod): Task<string> {
		if (!spec.runtimeClassName) return '';
		return (yield* this.#parts.client.get(RUNTIME_CLASSES, '', spec.runtimeClassName)).handler;
	}

	*#startContainers(state: PodState, actions: PodActions, exits: LastExits): Task<SyncOutcome> {
		yield* this.#parts.puller.tellMissingSecrets(state.pod, this.#parts.events);
		const failed: string[] = [];
		for (const container of actions.startEphemeral) {
			if ((yield* this.#startContainer(state, container, exits)) === 'failed') failed.push(container.name);
		}
		for (const container of actions.startInit) {
			const started = yield* this.#startContainer(state, container, exits);
			if (started === 'started') continue;
			if (started === 'failed') failed.push(container.name);
			return this.#outcome(state, failed);
		}
		for (const container of actions.start) {
			if ((yield* this.#startContainer(state, container, exits)) === 'failed') failed.push(container.name);
		}
		return this.#outcome(state, failed);
	}

	#outcome(state: PodState, failed: readonly string[]): SyncOutcome {
		if (failed.length === 0) return 'done';
		const errors = failed.map((name) => {
			const { reason, message } = state.failures.get(name) as StartFailure;
			return `failed to "StartContainer" for ${JSON.stringify(name)} with ${reason}: ${JSON.stringify(message)}`;
		});
		this.#logSkipped(state, errors.length === 1 ? (errors[0] as string) : `[${errors.join(', ')}]`);
		const waits = failed.flatMap((name) => state.failures.get(name)?.backoffUntilMs ?? []);
		return waits.length === 0 ? 'retry' : { backoffUntilMs: Math.min(...waits) };
	}

	/** Models pkg/kubelet pod_workers.go podWorkerLoop. */
	#logSkipped({ pod: { metadata } }: PodState, error: string): void {
		const [err, pod, uid] = [error, `${metadata.namespace}/${metadata.name}`, metadata.uid].map((each) =>
			JSON.stringify(each),
		);
		const text = `"Error syncing pod, skipping" err=${err} pod=${pod} podUID=${uid}`;
		this.#parts.log('E', 'pod_workers.go:1324', text);
	}

	*#startContainer(
		state: PodState,
		container: Container | EphemeralContainer,
		exits: LastExits,
	): Task<'started' | 'failed' | 'ending'> {
		if (isEnding(state)) return 'ending';
		const task = this.#starter.start(state, container, this.#facts(state), exits.get(container.name));
		const failure = yield* abortable(state.ending, () => isEnding(state), task);
		if (failure === 'aborted') return 'ending';
		if (failure === undefined) {
			state.failures.delete(container.name);
			this.#resizer.started(state, container);
			return 'started';
		}
		state.failures.set(container.name, failure);
		return 'failed';
	}

	*#syncTerminating(state: PodState): Task<void> {
		const parts = this.#parts;
		const { pod } = state;
		this.#updateStatus(state, false);
		parts.probes.stopLivenessAndStartup(pod.metadata.uid);
		yield* this.#killer.killPod(state);
		parts.probes.remove(pod.metadata.uid);
		state.stage = 'terminated';
		this.#updateStatus(state, true);
		parts.syncAfter(pod.metadata.uid, 0);
	}

	*#syncTerminated(state: PodState): Task<void> {
		const { uid } = state.pod.metadata;
		const parts = this.#parts;
		if ((state.pod.spec.volumes ?? []).length > 0) yield delay(parts.context.loop, UNMOUNT_POLL_MS);
		parts.volumes.unmountAll(uid);
		parts.objects.release(uid);
		parts.tokens.forget(uid);
		parts.tokenRefreshes.forget(uid);
		parts.puller.forget(uid);
		parts.crashBackoff.forget(`${formatPod(state.pod)}_`);
		state.stage = 'finished';
		state.readyToDelete = true;
		parts.report(state);
	}

	#updateStatus(state: PodState, terminal: boolean): void {
		const { pod } = state;
		const parts = this.#parts;
		const { uid } = pod.metadata;
		const records = parts.runtime.containersOf(uid);
		const idOf = (container: string): string => latestOf(records, container)?.id ?? '';
		const status = generatePodStatus({
			pod: allocatedPod(state),
			actuated: state.resize?.actuated,
			resize: resizeConditions(state),
			records,
			failures: state.failures,
			terminationMessage: (record) => this.#terminationMessage(state, record),
			sandboxes: parts.runtime.sandboxesOf(uid),
			old: withForeignConditions(state),
			hostIP: parts.nodeIP,
			nowMs: parts.context.loop.now(),
			terminal,
			isStarted: (container) => parts.probes.isStarted(uid, container, idOf(container)),
			isReady: (container) => parts.probes.isReady(uid, container, idOf(container)),
			failure: state.failure,
		});
		// The one that is there is often shared with other worlds.
		if (!jsonEqual(status, state.status)) state.status = status;
		parts.report(state);
	}

	/** Models getTerminationMessage: the file, or the end of the log when the container wants it so. */
	#terminationMessage(state: PodState, record: ContainerRecord): string {
		const { root } = this.#parts.machine;
		const file = record.config.terminationMessageFile;
		const written = file === undefined ? undefined : root.readFile(file);
		const message = written === undefined ? '' : decodeUtf8(written.subarray(0, MESSAGE_BYTES_MAX));
		const spec = state.pod.spec.containers.find((each) => each.name === record.config.name);
		if (message !== '' || spec?.terminationMessagePolicy !== 'FallbackToLogsOnError' || record.exitCode === 0)
			return message;
		const log = root.readFile(record.config.logPath);
		if (log === undefined) return '';
		const text = parseLogLines(log)
			.slice(-MESSAGE_LINES_MAX)
			.map((line) => `${decodeUtf8(line.content)}\n`)
			.join('');
		return text.slice(-MESSAGE_LOG_BYTES_MAX);
	}
}

/** By container: when the last one that had ended did so. One that is ended by the sync itself is none of them. */
type LastExits = ReadonlyMap<string, number>;

/** @param records newest first. */
function lastExits(records: readonly ContainerRecord[]): LastExits {
	const exits = new Map<string, number>();
	for (const { state, config, finishedAtMs } of records) {
		if (state === 'exited' && !exits.has(config.name)) exits.set(config.name, finishedAtMs);
	}
	return exits;
}

const MESSAGE_BYTES_MAX = 4_096;
const MESSAGE_LINES_MAX = 80;
const MESSAGE_LOG_BYTES_MAX = 2_048;

/** Own conditions as they were made last, others' as the API has them now. */
function withForeignConditions(state: PodState): PodState['status'] {
	const own = state.status.conditions ?? [];
	const api = state.pod.status.conditions ?? [];
	const foreign = api.filter((condition) => !own.some((each) => each.type === condition.type));
	const current = own.map((condition) => {
		const theirs = api.find((each) => each.type === condition.type);
		return state.pod.spec.readinessGates?.some((gate) => gate.conditionType === condition.type)
			? (theirs ?? condition)
			: condition;
	});
	return { ...state.status, conditions: [...foreign, ...current] };
}
