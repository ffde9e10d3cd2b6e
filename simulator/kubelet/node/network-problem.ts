import type { Machine } from '../../kernel/machine-api.ts';
import { networkPlugins } from '../runtime/network-plugin.ts';

/** Why no Pod gets a network; undefined once a plugin's configuration is there. Models the runtime's network status. */
export function networkProblem(machine: Machine): string | undefined {
	if (networkPlugins(machine) !== undefined) return undefined;
	return 'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';
}
