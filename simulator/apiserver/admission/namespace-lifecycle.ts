import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError, forbidden, notFound } from '../../machinery/status.ts';
import type { ServerCore } from '../server-core.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './admission.ts';
import { refusal } from './refusal.ts';

const IMMORTAL = new Set(['default', 'kube-system', 'kube-public']);

/** Models apiserver/pkg/admission/plugin/namespace/lifecycle. */
export const NAMESPACE_LIFECYCLE: AdmissionPlugin = {
	name: 'NamespaceLifecycle',
	mutate(attributes, core) {
		if (attributes.operation !== 'CREATE' || attributes.namespace === '') return undefined;
		if (attributes.kind.group === 'authorization.k8s.io') return undefined;
		const namespace = findNamespace(core, attributes.namespace);
		if (namespace === undefined) throw notFound({ group: '', resource: 'namespaces' }, attributes.namespace);
		if (namespace.status?.phase === 'Terminating') throw beingTerminated(attributes);
		return undefined;
	},
	validate({ operation, kind, name, subresource }) {
		const isNamespace = kind.group === '' && kind.plural === 'namespaces' && subresource === '';
		if (operation === 'DELETE' && isNamespace && IMMORTAL.has(name)) {
			throw forbidden({ group: '', resource: 'namespaces' }, name, 'this namespace may not be deleted');
		}
		return undefined;
	},
};

function findNamespace(core: ServerCore, name: string): (KubeObject & { status?: { phase?: string } }) | undefined {
	const kind = core.kinds.byResource('', 'v1', 'namespaces');
	return kind === undefined ? undefined : core.storageOf(kind).find('', name);
}

function beingTerminated(attributes: AdmissionAttributes): ApiError {
	const { namespace } = attributes;
	const because = `unable to create new content in namespace ${namespace} because it is being terminated`;
	const error = refusal(attributes, because);
	const cause = {
		reason: 'NamespaceTerminating',
		message: `namespace ${namespace} is being terminated`,
		field: 'metadata.namespace',
	};
	return new ApiError({ ...error.status, details: { ...error.status.details, causes: [cause] } });
}
