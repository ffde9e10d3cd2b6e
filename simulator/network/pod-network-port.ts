import type { ConnectionRecord } from './connection-log.ts';
import type { PolicyDecider } from './policy/policy-table.ts';

/** What a Pod network's agent does with its node: the machine's port 'pod-network'. */
export interface PodNetworkPort {
	readonly nodeName: string;
	readonly address: string;
	/** From now on it decides, instead of who did before. */
	setPolicies(decider: PolicyDecider): void;
	/** Sandboxes that this plugin sets up get their addresses from here. */
	setRange(plugin: string, cidr: string): void;
	/** Whether the plugin finds its agent: it sets up no sandboxes without. */
	setServing(plugin: string, isServing: boolean): void;
	/** Does kube-proxy's work, as a service account of the namespace. */
	startServiceProxy(account: { readonly namespace: string; readonly name: string }): { stop(): void };
	connections(): readonly ConnectionRecord[];
	/** Whether WireGuard has a device on the node. */
	isEncrypted: boolean;
	/** What the agent tells the tools in its container. */
	agent: unknown;
}
