import type { NetworkNamespace } from '../kernel/machine-api.ts';

interface Bridged {
	readonly namespace: NetworkNamespace;
	/** By their addresses on its bridges, its own among them. */
	readonly inner?: ReadonlyMap<string, NetworkNamespace>;
}

/** A node's own address on the bridge where another one is. */
export function bridgeAddress({ inner, namespace }: Bridged, address: string): string | undefined {
	for (const [own, owner] of inner ?? []) {
		if (owner === namespace && address.startsWith(own.slice(0, own.lastIndexOf('.') + 1))) return own;
	}
	return undefined;
}

/** What goes from one bridge to another is dropped. Models moby libnetwork's isolation chains. */
export function shareBridge(bridges: string, to: NetworkNamespace): boolean {
	const others = (to.labels.get('bridges') ?? '').split(',');
	return bridges.split(',').some((each) => others.includes(each));
}
