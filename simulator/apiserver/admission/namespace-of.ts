import type { KubeObject } from '../../machinery/meta.ts';
import { notFound } from '../../machinery/status.ts';
import type { ServerCore } from '../server-core.ts';

/** The namespace of a request. Throws ApiError when it is not there. */
export function namespaceOf(name: string, core: ServerCore): KubeObject {
	const kind = core.kinds.byResource('', 'v1', 'namespaces');
	const found = kind === undefined ? undefined : core.storageOf(kind).find('', name);
	if (found === undefined) throw notFound({ group: '', resource: 'namespaces' }, name);
	return found;
}
