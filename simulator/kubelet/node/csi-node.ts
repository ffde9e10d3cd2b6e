import type { Node } from '../../api/core/types/node.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { CSI_NODES } from '../resources.ts';

/** Volume plugins whose work drivers have taken over. Models pkg/volume/csi getMigratedPlugins. */
const MIGRATED = [
	'kubernetes.io/aws-ebs',
	'kubernetes.io/azure-disk',
	'kubernetes.io/azure-file',
	'kubernetes.io/cinder',
	'kubernetes.io/gce-pd',
	'kubernetes.io/portworx-volume',
	'kubernetes.io/vsphere-volume',
].join(',');

/** Makes the object that says which storage drivers a node has: none. Models pkg/volume/csi/nodeinfomanager CreateCSINode. */
export function* createCsiNode(client: ApiClient, node: Node): Task<void> {
	const { name, uid } = node.metadata;
	try {
		yield* client.create(CSI_NODES, {
			metadata: {
				name,
				annotations: { 'storage.alpha.kubernetes.io/migrated-plugins': MIGRATED },
				ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }],
			},
			spec: { drivers: [] },
		});
	} catch (error) {
		if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
	}
}
