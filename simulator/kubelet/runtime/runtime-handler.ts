import { RuntimeError } from './runtime-error.ts';

/** The only one that the containerd of a kubeadm host is configured with. */
const DEFAULT_HANDLER = 'runc';

/** Throws RuntimeError for a handler that the node does not have. '' is the default one. */
export function requireRuntimeHandler(handler: string): void {
	if (handler === '' || handler === DEFAULT_HANDLER) return;
	throw new RuntimeError(`failed to get sandbox runtime: no runtime for ${JSON.stringify(handler)} is configured`);
}
