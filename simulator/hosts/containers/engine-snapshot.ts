import type { LiveContainer } from '../../kubelet/runtime/live-container.ts';
import type { RuntimeSnapshot } from '../../kubelet/runtime/runtime-snapshot.ts';
import type { EngineContainer } from './engine-container.ts';
import type { EngineNetwork } from './engine-networks.ts';
import type { EngineVolume } from './engine-volumes.ts';

/** What a copy of an engine starts from: plain data, shared. Differs: what builds have cached is not part of it. */
export interface EngineSnapshot {
	readonly kind: 'docker' | 'podman';
	readonly uid: number;
	readonly root: string;
	readonly idCounter: number;
	readonly runtime: RuntimeSnapshot;
	readonly networks: readonly EngineNetwork[];
	readonly volumes: readonly EngineVolume[];
	readonly containers: readonly ContainerMemory[];
}

type ContainerMemory = Omit<EngineContainer, 'live' | 'proxies' | 'names' | 'ports'>;

export function containerMemory(container: EngineContainer): ContainerMemory {
	const { live: _live, proxies: _proxies, names: _names, ports: _ports, ...memory } = container;
	return { ...memory, attachments: new Map(memory.attachments) };
}

export function rememberedContainer(memory: ContainerMemory, live: LiveContainer): EngineContainer {
	const attachments = new Map(memory.attachments);
	return { ...memory, attachments, live, proxies: [], names: undefined, ports: [] };
}
