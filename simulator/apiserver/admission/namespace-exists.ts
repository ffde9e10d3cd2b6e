import { notFound } from '../../machinery/status.ts';
import type { AdmissionPlugin } from './admission.ts';

/** Models plugin/pkg/admission/namespace/exists. */
export const NAMESPACE_EXISTS: AdmissionPlugin = {
	name: 'NamespaceExists',
	validate({ namespace, kind, operation }, core) {
		if (namespace === '' || kind.plural === 'namespaces' || operation === 'CONNECT') return undefined;
		const namespaces = core.kinds.byResource('', 'v1', 'namespaces');
		if (namespaces === undefined || core.storageOf(namespaces).find('', namespace) !== undefined) return undefined;
		throw notFound({ group: '', resource: 'namespaces' }, namespace);
	},
};
