import type { Pod } from '../../api/core/types/pod.ts';
import type { ShutdownDelay } from '../../kernel/machine-api.ts';
import { formatDuration } from '../../machinery/duration.ts';
import type { Timer } from '../../machinery/event-loop.ts';
import type { KubeletConfiguration } from '../configuration.ts';
import type { KubeletParts } from '../parts.ts';
import { isEnding, type PodState } from '../pod/pod-state.ts';

export interface NodeShutdownOptions {
	readonly parts: () => KubeletParts;
	readonly states: ReadonlyMap<string, PodState>;
	readonly configuration: KubeletConfiguration;
	/** Something about the Node that is no warning. */
	readonly note: (reason: string, message: string) => void;
	/** Has the Node's status looked at now. */
	readonly onBegin: () => void;
}

/** Models pkg/kubelet/nodeshutdown nodeShutdownReason, nodeShutdownMessage. */
const FAILURE = {
	reason: 'Terminated',
	message: 'Pod was terminated in response to imminent node shutdown.',
	disruption: true,
} as const;
/** Of system-cluster-critical Pods and those above. */
const CRITICAL_PRIORITY = 2_000_000_000;
/** How often ending Pods are looked at. */
const LOOK_MS = 100;
const SOURCE = 'nodeshutdown_manager_linux.go';
const LOGIND = '/etc/systemd/logind.conf.d/99-kubelet.conf';

/** Ends Pods in order before their node goes down. Models pkg/kubelet/nodeshutdown managerImpl. */
export class NodeShutdown implements ShutdownDelay {
	readonly #options: NodeShutdownOptions;
	#isBegun = false;
	#timer: Timer | undefined;

	constructor(options: NodeShutdownOptions) {
		this.#options = options;
	}

	/** Takes the lock on the machine's end, when it is to be had. */
	start(): void {
		const { machine } = this.#options.parts();
		const { shutdownGracePeriod } = this.#options.configuration;
		if (shutdownGracePeriod === 0) return;
		const seconds = Math.floor(shutdownGracePeriod / 1000);
		// Models overrideInhibitDelay: logind waits for 5 seconds by itself.
		if (seconds > 5) {
			machine.root.writeFile(LOGIND, `# Kubelet logind override\n\n[Login]\nInhibitDelayMaxSec=${seconds}\n`);
		}
		machine.providePort('shutdown-delay', this);
	}

	stop(): void {
		const { machine } = this.#options.parts();
		this.#timer?.cancel();
		if (machine.port('shutdown-delay') === this) machine.providePort('shutdown-delay', undefined);
	}

	/** What it means for the Node's readiness. Models ShutdownStatus. */
	get problem(): string | undefined {
		return this.#isBegun ? 'node is shutting down' : undefined;
	}

	/** Models managerImpl.Admit. */
	get refusal(): { readonly reason: string; readonly message: string } | undefined {
		if (!this.#isBegun) return undefined;
		return { reason: 'NodeShutdown', message: 'Pod was rejected as the node is shutting down.' };
	}

	/** Models start's handling of the event and podManager.killPods. */
	prepare(done: () => void): void {
		const { note, onBegin, configuration } = this.#options;
		const { log } = this.#options.parts();
		this.#isBegun = true;
		log('I', `${SOURCE}:265`, '"Shutdown manager detected new shutdown event, isNodeShuttingDownNow" event=true');
		note('Shutdown', 'Shutdown manager detected shutdown event');
		onBegin();
		log('I', `${SOURCE}:328`, '"Shutdown manager processing shutdown event"');
		const { shutdownGracePeriod: all, shutdownGracePeriodCriticalPods: critical } = configuration;
		this.#end(
			all - critical,
			(pod) => !isCritical(pod),
			() => {
				this.#end(critical, isCritical, () => {
					log(
						'I',
						`${SOURCE}:331`,
						'"Shutdown manager completed processing shutdown event, node will shutdown shortly"',
					);
					done();
				});
			},
		);
	}

	/** Ends those of one priority, and goes on when they have ended or their time is over. */
	#end(graceMs: number, isMeant: (pod: Pod) => boolean, then: () => void): void {
		const { states } = this.#options;
		const { context, log, syncAfter } = this.#options.parts();
		const graceSeconds = Math.floor(graceMs / 1000);
		const meant = [...states.values()].filter((state) => isMeant(state.pod) && state.stage !== 'finished');
		for (const state of meant) {
			const { metadata, spec } = state.pod;
			const seconds = Math.min(graceSeconds, spec.terminationGracePeriodSeconds ?? 30);
			const name = `"${metadata.namespace}/${metadata.name}"`;
			log('I', `${SOURCE}:143`, `"Shutdown manager killing pod with gracePeriod" pod=${name} gracePeriod=${seconds}`);
			state.failure ??= FAILURE;
			if (!isEnding(state)) state.graceSeconds = seconds;
			syncAfter(metadata.uid, 0);
		}
		const untilMs = context.loop.now() + graceMs;
		const look = (): void => {
			const isDone = meant.every(({ stage }) => stage === 'finished' || stage === 'terminated');
			if (!isDone && context.loop.now() < untilMs) {
				this.#timer = context.loop.after(LOOK_MS, look);
				return;
			}
			const how = `"Shutdown manager pod killing time out" gracePeriod=${graceSeconds}`;
			if (!isDone) log('I', `${SOURCE}:170`, `${how} duration="${formatDuration(graceMs)}"`);
			then();
		};
		look();
	}
}

function isCritical({ spec }: Pod): boolean {
	return (spec.priority ?? 0) >= CRITICAL_PRIORITY;
}
