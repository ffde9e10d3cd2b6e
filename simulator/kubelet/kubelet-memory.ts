import type { PodStatus } from '../api/core/types/pod.ts';
import type { NodeMemory } from './node/node-keeper.ts';
import type { BackoffMemory } from './pod/backoff.ts';
import type { StartFailure } from './pod/container-statuses.ts';
import type { PullMemory } from './pod/image-puller.ts';
import type { StaticPodFile } from './static-pods.ts';
import type { WrittenStatus } from './status-manager.ts';
import type { HeldTokens } from './volumes/service-account-tokens.ts';
import type { MountedVolume } from './volumes/volume-manager.ts';

/**
 * What a kubelet knows that is neither on its node's disk nor in the API: with it, the kubelet of a copied node goes on
 * where the other was, instead of finding everything out again. Immutable and shared.
 */
export interface KubeletMemory {
	readonly node: NodeMemory | undefined;
	/** By file name. */
	readonly staticPods: ReadonlyMap<string, StaticPodFile>;
	readonly tokens: HeldTokens;
	/** By Pod uid: what was last made of it, and what was last written. */
	readonly statuses: ReadonlyMap<string, PodStatus>;
	readonly written: ReadonlyMap<string, WrittenStatus>;
	/** By Pod uid: why its containers could not be started, by name. */
	readonly failures: ReadonlyMap<string, ReadonlyMap<string, StartFailure>>;
	readonly crashBackoff: BackoffMemory;
	readonly pulls: PullMemory;
	/** By Pod uid, then by the volume's name. */
	readonly volumes: ReadonlyMap<string, ReadonlyMap<string, MountedVolume>>;
}
