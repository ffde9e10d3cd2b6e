import type { Machine } from '../../kernel/machine-api.ts';

/** Why no Pod gets a network; undefined once a plugin's configuration is there. Models the runtime's network status. */
export function networkProblem({ root }: Machine): string | undefined {
	const plugins = root.list('/etc/cni/net.d') ?? [];
	if (plugins.some((name) => /\.(?:conflist|conf)$/.test(name))) return undefined;
	return 'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';
}
