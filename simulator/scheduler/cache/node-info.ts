import type { Node } from '../../api/core/types/node.ts';
import type { HostPort, PodInfo } from './pod-info.ts';
import { type Amounts, addAmounts, amountsOf } from './resources.ts';

/** A node and the sum of what is placed on it, kept up to date Pod by Pod. Models pkg/scheduler/framework NodeInfo. */
export class NodeInfo {
	readonly name: string;
	node: Node;
	allocatable: Amounts;
	readonly requested: Amounts = new Map();
	nonZeroCpu = 0;
	nonZeroMemory = 0;
	/** By uid, in the order they came. */
	readonly pods = new Map<string, PodInfo>();
	/** Host port users by "protocol/port". */
	readonly #hostPorts = new Map<string, HostPort[]>();

	constructor(node: Node) {
		this.name = node.metadata.name;
		this.node = node;
		this.allocatable = amountsOf(node.status?.allocatable);
	}

	setNode(node: Node): void {
		this.node = node;
		this.allocatable = amountsOf(node.status?.allocatable);
	}

	get labels(): { readonly [key: string]: string } {
		return this.node.metadata.labels ?? NO_LABELS;
	}

	add(info: PodInfo): void {
		this.pods.set(info.uid, info);
		this.#count(info, 1);
		for (const port of info.hostPorts) {
			const key = portKey(port);
			const users = this.#hostPorts.get(key);
			if (users === undefined) this.#hostPorts.set(key, [port]);
			else users.push(port);
		}
	}

	remove(info: PodInfo): void {
		this.pods.delete(info.uid);
		this.#count(info, -1);
		for (const port of info.hostPorts) {
			const left = (this.#hostPorts.get(portKey(port)) ?? []).filter((each) => each !== port);
			if (left.length === 0) this.#hostPorts.delete(portKey(port));
			else this.#hostPorts.set(portKey(port), left);
		}
	}

	/** Whether another Pod holds this port on this address, or either asks for all addresses. */
	portTaken(port: HostPort): boolean {
		const users = this.#hostPorts.get(portKey(port)) ?? [];
		return users.some((user) => user.ip === port.ip || user.ip === '0.0.0.0' || port.ip === '0.0.0.0');
	}

	#count(info: PodInfo, sign: 1 | -1): void {
		addAmounts(this.requested, info.requests.exact, sign);
		this.nonZeroCpu += sign * info.requests.nonZeroCpu;
		this.nonZeroMemory += sign * info.requests.nonZeroMemory;
	}
}

const NO_LABELS: { readonly [key: string]: string } = Object.freeze(Object.create(null));

function portKey(port: HostPort): string {
	return `${port.protocol}/${port.port}`;
}
