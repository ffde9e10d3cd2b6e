import { ROOT_CREDENTIALS } from '../../kernel/capabilities.ts';
import type { Machine } from '../../kernel/machine-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { ImageVersion } from '../runtime/image.ts';
import { canonicalImageName, type ImageReference } from '../runtime/image-reference.ts';
import type { ImageLayer } from '../runtime/layers/image-layer.ts';
import type { Credential } from '../runtime/registry-access.ts';
import { RuntimeError } from '../runtime/runtime-error.ts';
import { sleepForever } from '../runtime/sleep-forever.ts';
import { containerdEndpoints, EndpointsFailed, withEndpoints } from './endpoints.ts';
import { FetchRefused, fetchFromRegistry } from './fetch-image.ts';

/**
 * An image of a registry in the world, over the node's own network. Throws RuntimeError in containerd's words.
 * Models containerd core/remotes/docker resolver.go Resolve.
 */
export function* pullOverNetwork(
	machine: Machine,
	reference: ImageReference,
	credential: Credential | undefined,
	known: (diffId: string) => ImageLayer | undefined,
): Task<ImageVersion> {
	const name = canonicalImageName(reference);
	const head = `failed to pull and unpack image "${name}": failed to resolve image: `;
	const running = machine.start({
		argv: ['/usr/bin/containerd'],
		env: new Map(),
		cwd: '/',
		credentials: ROOT_CREDENTIALS,
		stdin: 'null',
		onOutput: ignore,
		onExit: ignore,
		program: sleepForever,
	});
	const { process } = running;
	const { registry, repository, tag = 'latest', digest } = reference;
	const path = `/v2/${repository}/manifests/${digest ?? tag}`;
	try {
		const fetched = yield* withEndpoints(process, containerdEndpoints(machine.root, registry), (endpoint) =>
			fetchFromRegistry(process, endpoint, reference, credential, known),
		);
		return fetched.result;
	} catch (error) {
		if (error instanceof EndpointsFailed) {
			const { scheme = 'https', host = registry } = error.endpoint ?? {};
			throw new RuntimeError(
				`${head}failed to do request: Head "${scheme}://${host}${path}": ${error.message}`,
				'Unknown',
			);
		}
		if (!(error instanceof FetchRefused)) throw error;
		if (error.reason === 'not-found') throw new RuntimeError(`${head}${name}: not found`, 'NotFound');
		throw new RuntimeError(
			error.reason === 'unauthorized'
				? `${head}pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials`
				: `${head}unexpected status from HEAD request to http://${registry}${path}: ${error.status}`,
			'Unknown',
		);
	} finally {
		running.signal('KILL');
	}
}

const ignore = (): void => undefined;
