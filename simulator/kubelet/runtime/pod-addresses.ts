import type { Machine } from '../../kernel/machine-api.ts';
import { AddressPool } from './address-pool.ts';
import { networkPlugins } from './network-plugin.ts';

/** A node's Pods' addresses: from the range that the API says, or from the network plugin's own. */
export class PodAddresses {
	readonly #pool = new AddressPool();
	readonly #machine: Machine;
	readonly #onRange: ((cidr: string) => void) | undefined;
	#nodeRange: string | undefined;
	readonly #pluginRanges = new Map<string, string>();
	readonly #serving = new Set<string>();

	/** @param onRange told of the range in use. */
	constructor(machine: Machine, onRange: ((cidr: string) => void) | undefined) {
		this.#machine = machine;
		this.#onRange = onRange;
	}

	get cidr(): string | undefined {
		return this.#pool.cidr;
	}

	setNodeRange(cidr: string): void {
		this.#nodeRange = cidr;
		this.#takeRange();
	}

	/** A plugin's agent has a range of its own. */
	setPluginRange(plugin: string, cidr: string): void {
		this.#pluginRanges.set(plugin, cidr);
		this.#takeRange();
	}

	/** Whether a plugin finds its agent: it sets up no sandboxes without. */
	setServing(plugin: string, isServing: boolean): void {
		if (isServing) this.#serving.add(plugin);
		else this.#serving.delete(plugin);
	}

	isServing(plugin: string): boolean {
		return this.#serving.has(plugin);
	}

	/** Undefined when none is left. */
	take(): string | undefined {
		this.#takeRange();
		return this.#pool.take();
	}

	reserve(address: string): void {
		this.#pool.reserve(address);
	}

	release(address: string): void {
		this.#pool.release(address);
	}

	#takeRange(): void {
		const cidr = this.#current();
		if (cidr === undefined || cidr === this.#pool.cidr) return;
		this.#pool.setCidr(cidr);
		this.#onRange?.(cidr);
	}

	#current(): string | undefined {
		if (this.#pluginRanges.size === 0) return this.#nodeRange;
		const [first] = networkPlugins(this.#machine) ?? [];
		return this.#pluginRanges.get(first?.type ?? '') ?? this.#nodeRange;
	}
}
