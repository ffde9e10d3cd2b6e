import type { ApiClient } from '../../client/api-client.ts';
import type { Resource } from '../../client/resource.ts';
import { TransportError } from '../../client/transport.ts';
import type { ManifestObject } from '../../hosts/kubeadm/manifest-object.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { KubeadmError } from './kubeadm-error.ts';

const CLUSTER_WIDE = new Set(['ClusterRole', 'ClusterRoleBinding', 'Node']);

function resourceOf({ apiVersion = '', kind = '' }: ManifestObject): Resource<KubeObject> {
	const [group, version] = apiVersion.includes('/') ? (apiVersion.split('/') as [string, string]) : ['', apiVersion];
	return { group, version, resource: `${kind.toLowerCase()}s`, kind, namespaced: !CLUSTER_WIDE.has(kind) };
}

/** Creates each, or puts it in the place of what is there. Models cmd/kubeadm/app/util/apiclient CreateOrUpdate. */
export function* putObjects(client: ApiClient, objects: readonly ManifestObject[]): Task<void> {
	for (const object of objects) yield* putObject(client, object);
}

function* putObject(client: ApiClient, object: ManifestObject): Task<void> {
	const resource = resourceOf(object);
	try {
		yield* client.create(resource, object as never);
	} catch (error) {
		if (!(error instanceof ApiError) || !isThere(object, error)) throw worded(object, error);
		const { namespace = '', name } = object.metadata;
		const { metadata } = yield* client.get(resource, namespace, name);
		try {
			// A Service keeps its address; what cannot be replaced is merged.
			const of = namespace === '' ? { name } : { namespace, name };
			if (object.kind === 'Service') yield* client.patch(resource, of, 'merge', object as never);
			else
				yield* client.update(resource, {
					...(object as object),
					metadata: { ...metadata, ...object.metadata },
				} as never);
		} catch (again) {
			throw worded(object, again);
		}
	}
}

/** A Service that asks for the address that it has already is told that first. */
function isThere({ kind }: ManifestObject, { reason }: ApiError): boolean {
	return reason === 'AlreadyExists' || (kind === 'Service' && reason === 'Invalid');
}

function worded({ kind = '' }: ManifestObject, error: unknown): unknown {
	if (!(error instanceof ApiError) && !(error instanceof TransportError)) return error;
	return new KubeadmError(`unable to create ${kind}: ${error.message}`);
}
