import type { ContainerEngine } from './container-engine.ts';
import type { EngineContainer } from './engine-container.ts';
import type { EngineNetwork } from './engine-networks.ts';
import { newAttachment, writeHostsFile } from './network-attachments.ts';

/** Puts a container on one more network. Throws EngineError. */
export function plug(
	engine: ContainerEngine,
	container: EngineContainer,
	network: EngineNetwork,
	address: string | undefined,
	aliases: readonly string[],
): void {
	container.attachments.set(network.name, newAttachment(network, address, aliases));
	replug(engine, container);
}

export function unplug(engine: ContainerEngine, container: EngineContainer, network: EngineNetwork): void {
	const attachment = container.attachments.get(network.name);
	if (attachment === undefined) return;
	container.attachments.delete(network.name);
	network.pool?.release(attachment.address);
	replug(engine, container);
}

function replug(engine: ContainerEngine, container: EngineContainer): void {
	engine.setAddresses(container.sandboxId, container.attachments);
	writeHostsFile(engine, container, `${engine.root}/containers/${container.id}/hosts`);
}
