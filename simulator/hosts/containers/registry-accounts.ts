import { EndpointsFailed } from '../../kubelet/registry/endpoints.ts';
import { PRIVATE_REGISTRIES } from '../../kubelet/runtime/registry-access.ts';
import type { ContainerEngine } from './container-engine.ts';
import type { RegistryLogin } from './registry-access.ts';

/** Whether a registry is one of the internet's, and not of the world itself. */
export function isInternetRegistry(engine: ContainerEngine, registry: string): boolean {
	const found = engine.catalog.resolve({ registry, repository: 'x', tag: undefined, digest: undefined });
	return found.kind === 'found' || found.reason !== 'elsewhere';
}

/** Nobody here has an account with the public ones. */
export function letsIn(registry: string, { username, password }: RegistryLogin): boolean {
	const account = PRIVATE_REGISTRIES.get(registry);
	return account !== undefined && account.username === username && account.password === password;
}

export function isEndpointsFailed(error: unknown): error is EndpointsFailed {
	return error instanceof EndpointsFailed;
}
