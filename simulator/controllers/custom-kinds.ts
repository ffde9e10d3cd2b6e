import type { CustomResourceDefinition } from '../api/apiextensions/types.ts';
import { orderVersions } from '../api/custom-resources/version-order.ts';
import type { Change, InformerFactory } from '../client/informer.ts';
import type { Resource } from '../client/resource.ts';

interface Options {
	readonly informers: InformerFactory;
	/** What the controllers know of kinds; replaced when it changes. */
	readonly settings: { kinds: readonly Resource[] };
	/** Tells the controllers that hear of every object of a new kind. */
	readonly follow: (resource: Resource) => void;
}

/**
 * Adds to the kinds that garbage collection and namespace deletion look after what CustomResourceDefinitions define.
 * Models the rediscovery of kube-controller-manager, which asks for the resources that there are now and then.
 */
export class CustomKinds {
	readonly #options: Options;
	/** By the name of the definition; made with the first one. */
	#known: Map<string, Resource> | undefined;

	constructor(options: Options) {
		this.#options = options;
	}

	change({ type, object }: Change<CustomResourceDefinition>): void {
		const { name } = object.metadata;
		const known = this.#known?.get(name);
		const resource = type === 'deleted' ? undefined : resourceOf(object);
		if (known !== undefined && resource !== undefined && known.version === resource.version) return;
		const { informers, settings, follow } = this.#options;
		if (known !== undefined) {
			this.#known?.delete(name);
			settings.kinds = settings.kinds.filter((each) => each !== known);
			informers.drop(known);
		}
		if (resource === undefined) return;
		this.#known ??= new Map();
		this.#known.set(name, resource);
		settings.kinds = [...settings.kinds, resource];
		follow(resource);
		informers.start();
	}
}

/** The preferred version of what an established definition defines. */
function resourceOf({ spec, status }: CustomResourceDefinition): Resource | undefined {
	const isEstablished = status.conditions?.some((each) => each.type === 'Established' && each.status === 'True');
	const served = spec.versions.filter((each) => each.served);
	const version = orderVersions(served, (each) => each.name)[0]?.name;
	const names = status.acceptedNames;
	if (isEstablished !== true || version === undefined || names === undefined) return undefined;
	const namespaced = spec.scope === 'Namespaced';
	return { group: spec.group, version, resource: names.plural, kind: names.kind, namespaced };
}
