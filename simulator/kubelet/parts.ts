import type { Node } from '../api/core/types/node.ts';
import type { Pod } from '../api/core/types/pod.ts';
import type { Service } from '../api/core/types/service.ts';
import type { ApiClient } from '../client/api-client.ts';
import type { Lister } from '../client/indexer.ts';
import type { Machine } from '../kernel/machine-api.ts';
import type { Context } from '../machinery/context.ts';
import type { Random } from '../machinery/random.ts';
import type { KubeletConfiguration } from './configuration.ts';
import type { KubeletLog } from './kubelet-log.ts';
import type { NodeProblems } from './node/node-problems.ts';
import type { Backoff } from './pod/backoff.ts';
import type { ImagePuller } from './pod/image-puller.ts';
import type { PodEvents } from './pod/pod-events.ts';
import type { ClusterDns } from './pod/pod-network-files.ts';
import type { PodState } from './pod/pod-state.ts';
import type { TokenRefreshes } from './pod/token-refreshes.ts';
import type { HostConnector } from './probes/http-get.ts';
import type { ProbeManager } from './probes/probe-manager.ts';
import type { ContainerRuntime } from './runtime/container-runtime.ts';
import type { ConfigObjects } from './volumes/config-objects.ts';
import type { ServiceAccountTokens } from './volumes/service-account-tokens.ts';
import type { VolumeManager } from './volumes/volume-manager.ts';

/** What the parts of one kubelet share. */
export interface KubeletParts {
	readonly context: Context;
	readonly configuration: KubeletConfiguration;
	readonly log: KubeletLog;
	readonly nodeName: string;
	/** The node's own address. */
	readonly nodeIP: string;
	readonly dns: ClusterDns;
	readonly machine: Machine;
	readonly runtime: ContainerRuntime;
	readonly client: ApiClient;
	readonly events: PodEvents;
	readonly services: Lister<Service> & { readonly hasSynced: boolean };
	readonly objects: ConfigObjects;
	readonly tokens: ServiceAccountTokens;
	readonly tokenRefreshes: TokenRefreshes;
	readonly volumes: VolumeManager;
	readonly probes: ProbeManager;
	readonly puller: ImagePuller;
	readonly crashBackoff: Backoff;
	readonly connector: HostConnector;
	readonly random: Random;
	/** What Pods may use of the node. */
	allocatable(): { readonly [resource: string]: string };
	readonly problems: NodeProblems;
	/** Reports a Pod's new status. */
	report(state: PodState): void;
	/** Looks at a Pod again after a while. */
	syncAfter(podUid: string, delayMs: number): void;
	/** Sees that the API shows a static Pod. */
	ensureMirror(pod: Pod): void;
	activePods(): readonly Pod[];
	/** Why a Pod is not taken while the node runs short; undefined when it is. */
	pressureRefusal(pod: Pod): { readonly reason: string; readonly message: string } | undefined;
	/** The Node as the API has it. */
	node(): Node | undefined;
	nodeLabels(): { readonly [key: string]: string };
}
