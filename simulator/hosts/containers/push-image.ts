import type { Process } from '../../kernel/process-api.ts';
import { EndpointsFailed, withEndpoints } from '../../kubelet/registry/endpoints.ts';
import { FetchRefused } from '../../kubelet/registry/fetch-image.ts';
import { type PushedImage, pushToRegistry } from '../../kubelet/registry/push-image.ts';
import type { ImageVersion } from '../../kubelet/runtime/image.ts';
import type { ImageReference } from '../../kubelet/runtime/image-reference.ts';
import type { Task } from '../../machinery/task.ts';
import type { ContainerEngine } from './container-engine.ts';
import { EngineError } from './container-request.ts';
import { engineEndpoints, type RegistryLogin, unreachableText } from './registry-access.ts';

/** Sends an image to where its name says. Throws EngineError in the engine's words. */
export function* pushImage(
	engine: ContainerEngine,
	process: Process,
	request: {
		readonly version: ImageVersion;
		readonly reference: ImageReference;
		readonly login: RegistryLogin | undefined;
		readonly tlsVerify: boolean | undefined;
		readonly onLayer: (diffId: string, wasThere: boolean) => Task<void>;
	},
): Task<PushedImage> {
	const { version, reference, login, tlsVerify, onLayer } = request;
	const { registry, repository } = reference;
	const isDocker = engine.kind === 'docker';
	const found = engine.catalog.resolve(reference);
	if (found.kind === 'found' || found.reason !== 'elsewhere') {
		const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
		throw new EngineError(
			'denied',
			isDocker
				? 'denied: requested access to the resource is denied'
				: `writing blob: initiating layer upload to /v2/${repository}/blobs/uploads/ in ${host}: requested access to the resource is denied`,
		);
	}
	const content = engine.images.contentOf(version);
	try {
		const { result } = yield* withEndpoints(process, engineEndpoints(engine, registry, tlsVerify), (endpoint) =>
			pushToRegistry(process, endpoint, reference, { version, content }, login, (layer, wasThere) =>
				onLayer(layer.diffId, wasThere),
			),
		);
		const name = `${registry}/${repository}`;
		engine.images.store.add(version, [], [`${name}@${result.digest}`]);
		return result;
	} catch (error) {
		if (error instanceof EndpointsFailed) {
			const text = unreachableText(engine, registry, error);
			throw new EngineError(
				'other',
				isDocker ? text : `trying to reuse blob sha256:${version.configDigest.slice(7)} at destination: ${text}`,
			);
		}
		if (!(error instanceof FetchRefused)) throw error;
		if (error.reason === 'unauthorized') {
			throw new EngineError(
				'unauthorized',
				isDocker
					? 'no basic auth credentials'
					: `trying to reuse blob at destination: checking whether a blob exists in ${registry}/${repository}: authentication required`,
			);
		}
		throw new EngineError('other', error.message);
	}
}
