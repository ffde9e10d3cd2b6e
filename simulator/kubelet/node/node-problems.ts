import type { Machine } from '../../kernel/machine-api.ts';
import type { Context } from '../../machinery/context.ts';
import { formatDuration } from '../../machinery/duration.ts';
import { networkPlugins } from '../runtime/network-plugin.ts';

/** After so long without an answer the runtime counts as down. Models pkg/kubelet runtimeState, maxWaitForContainerRuntime. */
const DOWN_MS = 30_000;
/** And so long after its last list of containers, what lists them as unhealthy. Models pkg/kubelet/pleg RelistThreshold. */
const RELIST_THRESHOLD_MS = 180_000;

interface NodeProblemsOptions {
	readonly context: Context;
	readonly machine: Machine;
	/** Since when the runtime's service does not answer; undefined while it does. */
	readonly runtimeDownSinceMs?: () => number | undefined;
}

/** Why a node is not ready, or cannot start Pods. Models pkg/kubelet/runtime.go runtimeState. */
export class NodeProblems {
	readonly #options: NodeProblemsOptions;

	constructor(options: NodeProblemsOptions) {
		this.#options = options;
	}

	/** The runtime's service does not answer: nothing can be begun or ended. */
	get isRuntimeDown(): boolean {
		return this.#options.runtimeDownSinceMs?.() !== undefined;
	}

	/** Why no Pod with a network of its own can start; undefined once a plugin's configuration is there. */
	get network(): string | undefined {
		if (networkPlugins(this.#options.machine) !== undefined) return undefined;
		return 'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';
	}

	/** The message of the condition Ready; undefined when the node is. Models pkg/kubelet/nodestatus ReadyCondition. */
	all(shutdown: string | undefined): string | undefined {
		const errors = [...this.#runtime(), this.network, shutdown].filter((each) => each !== undefined);
		return errors.length > 1 ? `[${errors.join(', ')}]` : errors[0];
	}

	#runtime(): string[] {
		const { runtimeDownSinceMs, context } = this.#options;
		const sinceMs = runtimeDownSinceMs?.();
		const unseenMs = sinceMs === undefined ? 0 : context.loop.now() - sinceMs;
		return [
			...(unseenMs > DOWN_MS ? ['container runtime is down'] : []),
			...(unseenMs > RELIST_THRESHOLD_MS
				? [`PLEG is not healthy: pleg was last seen active ${formatDuration(unseenMs)} ago; threshold is 3m0s`]
				: []),
		];
	}
}
