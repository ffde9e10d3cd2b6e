import type { LayerStack } from '../../kernel/files/layer-stack.ts';
import type { ImageVersion } from '../../kubelet/runtime/image.ts';
import { ImageReferenceError, parseImageReference } from '../../kubelet/runtime/image-reference.ts';
import type { ContainerEngine } from './container-engine.ts';

/** An image to look at. */
export interface FoundImage {
	/** RFC 3339. */
	readonly createdAt: string;
	/** "sha256:…": of its configuration. */
	readonly id: string;
	readonly stack: LayerStack;
}

/** An image of the engine, else of its registry; nothing is brought here. For tools that only look. */
export function findImage(engine: ContainerEngine, name: string): FoundImage | undefined {
	const own = engine.images.store.list().length === 0 ? undefined : engine.images.find(name)?.version;
	const version = own ?? inRegistry(engine, name);
	if (version === undefined) return undefined;
	return {
		createdAt: version.createdAt,
		id: version.configDigest,
		stack: engine.images.contentOf(version).stack,
	};
}

function inRegistry({ catalog }: ContainerEngine, name: string): ImageVersion | undefined {
	try {
		const found = catalog.resolve(parseImageReference(name));
		return found.kind === 'found' ? found.version : undefined;
	} catch (error) {
		if (error instanceof ImageReferenceError) return undefined;
		throw error;
	}
}
