import type { KubeObject } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { HelmError, wrapError } from '../helm-error.ts';
import type { KubeSession } from './kube-session.ts';
import { type Resource, resourceText } from './resources.ts';

const MANAGED_BY = 'app.kubernetes.io/managed-by';
const RELEASE_NAME = 'meta.helm.sh/release-name';
const RELEASE_NAMESPACE = 'meta.helm.sh/release-namespace';

/** Marks the objects as the release's. Models helm.sh/helm/v3/pkg/action setMetadataVisitor. */
export function claim(resources: readonly Resource[], release: string, namespace: string): void {
	for (const resource of resources) {
		const { metadata } = resource.object;
		resource.object = {
			...resource.object,
			metadata: {
				...metadata,
				labels: { ...metadata.labels, [MANAGED_BY]: 'Helm' },
				annotations: { ...metadata.annotations, [RELEASE_NAME]: release, [RELEASE_NAMESPACE]: namespace },
			},
		};
	}
}

/**
 * Those that are there already. @param adopt whoever they belong to. @throws HelmError when they are another's.
 * Models existingResourceConflict and requireAdoption.
 */
export function* existingResources(
	kube: KubeSession,
	resources: readonly Resource[],
	release: string,
	namespace: string,
	adopt: boolean,
): Task<Resource[]> {
	const found: Resource[] = [];
	for (const resource of resources) {
		const live = yield* liveObject(kube, resource);
		if (live === undefined) continue;
		const complaint = adopt ? undefined : ownershipComplaint(live, release, namespace);
		if (complaint !== undefined) {
			throw new HelmError(
				`${resourceText(resource)} exists and cannot be imported into the current release: ${complaint}`,
			);
		}
		found.push(resource);
	}
	return found;
}

function* liveObject(kube: KubeSession, resource: Resource): Task<KubeObject | undefined> {
	const { mapping, namespace, name } = resource;
	try {
		return yield* kube.kubectl.getObject(mapping, namespace, name);
	} catch (error) {
		if (error instanceof ApiError && error.reason === 'NotFound') return undefined;
		throw wrapError(error, `could not get information about the resource ${resourceText(resource)}`);
	}
}

function ownershipComplaint({ metadata }: KubeObject, release: string, namespace: string): string | undefined {
	const complaints = [
		valueComplaint('label', metadata.labels, MANAGED_BY, 'Helm'),
		valueComplaint('annotation', metadata.annotations, RELEASE_NAME, release),
		valueComplaint('annotation', metadata.annotations, RELEASE_NAMESPACE, namespace),
	].filter((each) => each !== undefined);
	return complaints.length === 0 ? undefined : `invalid ownership metadata; ${complaints.join('; ')}`;
}

function valueComplaint(
	what: string,
	values: { readonly [name: string]: string } | undefined,
	key: string,
	wanted: string,
): string | undefined {
	const actual = values?.[key];
	const head = `${what} validation error:`;
	const [name, value] = [JSON.stringify(key), JSON.stringify(wanted)];
	if (actual === undefined) return `${head} missing key ${name}: must be set to ${value}`;
	if (actual === wanted) return undefined;
	return `${head} key ${name} must equal ${value}: current value is ${JSON.stringify(actual)}`;
}
