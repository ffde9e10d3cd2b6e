import type { RunningProcess } from '../../kernel/machine-api.ts';
import type { ImageVersion } from '../../kubelet/runtime/image.ts';
import type { LiveContainer } from '../../kubelet/runtime/live-container.ts';
import type { ContainerRequest } from './container-request.ts';
import type { Health } from './health.ts';
import type { PublishedPort } from './port-proxy.ts';

/** A container of an engine. */
export interface EngineContainer {
	readonly id: string;
	name: string;
	/** What was asked for, and what `update` has made of it. */
	request: ContainerRequest;
	readonly image: ImageVersion;
	readonly createdAtMs: number;
	/** What stands in its first process's command line: entry point and command. */
	readonly command: readonly string[];
	/** What the runtime has of it. */
	readonly live: LiveContainer;
	readonly sandboxId: string;
	readonly hostname: string;
	/** By the network's name. */
	readonly attachments: Map<string, NetworkAttachment>;
	readonly mounts: readonly EngineMount[];
	/** While it runs. */
	ports: readonly PublishedPort[];
	proxies: readonly RunningProcess[];
	/** Answers for the names of its networks. */
	names: RunningProcess | undefined;
	restarts: number;
	/** Somebody has ended it: a restart policy has nothing to say. */
	stopped: boolean;
	/** Since when its processes stand still; undefined: they do not. */
	pausedAtMs: number | undefined;
	/** Of one with a health check. */
	health: Health | undefined;
	/** Why it could not be started. */
	error: string;
	isRemoved: boolean;
}

export interface NetworkAttachment {
	readonly networkId: string;
	readonly address: string;
	readonly gateway: string;
	readonly aliases: readonly string[];
	readonly mac: string;
}

export interface EngineMount {
	readonly type: 'bind' | 'volume' | 'tmpfs';
	/** Of a volume. */
	readonly name: string;
	/** On the host. */
	readonly source: string;
	readonly target: string;
	readonly readOnly: boolean;
}

/** "created", "running", "paused", "exited", as `docker ps --filter status` knows them. */
export function stateOf(container: EngineContainer): 'created' | 'running' | 'paused' | 'exited' {
	const { state, startedAtMs } = container.live.record;
	if (state === 'running') return container.pausedAtMs === undefined ? 'running' : 'paused';
	return state === 'created' || startedAtMs === 0 ? 'created' : 'exited';
}
