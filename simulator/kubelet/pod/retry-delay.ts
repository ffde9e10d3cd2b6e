import type { SyncOutcome } from './pod-syncer.ts';

/** A sync that failed is tried again after 10 to 15 seconds. */
const RETRY_MS = 10_000;
/** Longest until a Pod is looked at again. Models syncFrequency. */
const RESYNC_MS = 60_000;

/**
 * How long after a sync that did not end well the next one is: when the first of those containers that wait is over, where
 * that is why.
 * @param fraction random, 0 to 1.
 */
// Models pkg/kubelet/pod_workers.go completeWork
export function retryDelayMs(outcome: Exclude<SyncOutcome, 'done'>, nowMs: number, fraction: number): number {
	const delayMs = outcome === 'retry' ? RETRY_MS : Math.min(Math.max(outcome.backoffUntilMs - nowMs, 0), RESYNC_MS);
	return delayMs * (1 + 0.5 * fraction);
}
