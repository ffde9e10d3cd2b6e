import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { createObject } from '../registry/create-object.ts';
import type { ServerCore } from '../server-core.ts';
import type { AdmissionPlugin } from './admission.ts';

/** Whatever is created brings its namespace along. Models plugin/pkg/admission/namespace/autoprovision. */
export const NAMESPACE_AUTO_PROVISION: AdmissionPlugin = {
	name: 'NamespaceAutoProvision',
	mutate({ operation, namespace, dryRun, kind }, core) {
		if (operation !== 'CREATE' || namespace === '' || dryRun || kind.plural === 'namespaces') return undefined;
		const namespaces = core.kinds.byResource('', 'v1', 'namespaces');
		if (namespaces === undefined || core.storageOf(namespaces).find('', namespace) !== undefined) return undefined;
		return provide(namespace, core);
	},
};

function* provide(name: string, core: ServerCore): Task<void> {
	const kind = core.kinds.byResource('', 'v1', 'namespaces');
	if (kind === undefined) return;
	const object = { kind: 'Namespace', apiVersion: 'v1', metadata: { name }, spec: {}, status: {} };
	kind.applyDefaults?.(object as unknown as KubeObject);
	try {
		yield* createObject(core, core.storageOf(kind), object as unknown as KubeObject, {
			user: { name: 'system:apiserver', groups: ['system:masters'] },
			dryRun: false,
			fieldManager: 'kube-apiserver',
			subresource: '',
			warnings: [],
		});
	} catch (error) {
		// Somebody else may have been quicker.
		if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
	}
}
