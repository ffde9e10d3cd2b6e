import { formatOrigin, formatOrigins } from './origin.ts';
import { checkMetadata } from './parse-resources.ts';
import type { Resource } from './resource.ts';
import type { ResourceList } from './resource-list.ts';

const ORIGIN = 'config.kubernetes.io/origin';
const TRANSFORMATIONS = 'alpha.config.kubernetes.io/transformations';
/** What kustomize notes in annotations, or did so once: nobody sees it. */
const NOTES = /^(?:internal\.config\.kubernetes\.io\/.+|config\.(?:kubernetes|k8s)\.io\/(?:path|index|id))$/;

/** The last steps of a build: what is for this machine only goes, then the order, then the notes that were asked for. */
export function finish(list: ResourceList, buildMetadata: readonly string[], sort: () => void): void {
	list.dropEmpty();
	for (const resource of list.resources) checkMetadata(resource.object ?? null);
	list.resources = list.resources.filter((resource) => {
		const local = resource.annotations['config.kubernetes.io/local-config'];
		return local === undefined || local === 'false';
	});
	sort();
	const origins = buildMetadata.includes('originAnnotations');
	const transformers = buildMetadata.includes('transformerAnnotations');
	for (const resource of list.resources) {
		if (buildMetadata.includes('managedByLabel'))
			resource.setMap('labels', { ...resource.labels, 'app.kubernetes.io/managed-by': 'kustomize-(devel)' });
		annotate(resource, origins, transformers);
	}
}

function annotate(resource: Resource, origins: boolean, transformers: boolean): void {
	const annotations = resource.annotations;
	for (const key of Object.keys(annotations)) if (NOTES.test(key)) delete annotations[key];
	delete annotations[ORIGIN];
	delete annotations[TRANSFORMATIONS];
	if (origins && resource.origin !== undefined) annotations[ORIGIN] = formatOrigin(resource.origin);
	if (transformers && resource.transformations.length > 0)
		annotations[TRANSFORMATIONS] = formatOrigins(resource.transformations);
	resource.setMap('annotations', annotations);
}
