import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue } from '../../machinery/field-error.ts';
import { nameIsDnsLabel, qualifiedName } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import { AGE_COLUMN, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { describeNamespace } from './namespace-describe.ts';
import type { Namespace } from './types/object.ts';

/** Set on every namespace, so that selectors can name one. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

/** Models pkg/registry/core/namespace/strategy.go. */
export const NAMESPACE = defineKind<Namespace>({
	group: '',
	version: 'v1',
	kind: 'Namespace',
	plural: 'namespaces',
	singular: 'namespace',
	shortNames: ['ns'],
	categories: [],
	namespaced: false,
	verbs: ALL_VERBS.filter((verb) => verb !== 'deletecollection'),
	schema: 'io.k8s.api.core.v1.Namespace',
	storagePrefix: 'namespaces',
	subresources: [{ name: 'finalize', verbs: ['update'] }, STATUS_SUBRESOURCE],
	validateName: nameIsDnsLabel,
	...validators<Namespace>({
		meta: { namespaced: false, validateName: nameIsDnsLabel },
		content: ({ spec }) => (spec.finalizers ?? []).flatMap((name) => validateFinalizer(name)),
	}),
	selectableFields: (namespace) => ({ 'status.phase': namespace.status.phase ?? '', name: namespace.metadata.name }),
	applyDefaults: (namespace) => {
		const { name, labels } = namespace.metadata;
		if (name !== undefined && name !== '') namespace.metadata.labels = { ...labels, [NAME_LABEL]: name };
		namespace.status.phase ??= 'Active';
	},
	prepareForCreate: (namespace) => {
		namespace.status = { phase: 'Active' };
		const finalizers = namespace.spec.finalizers ?? [];
		if (!finalizers.includes('kubernetes')) namespace.spec.finalizers = [...finalizers, 'kubernetes'];
	},
	// Finalizers of the spec are removed through the finalize subresource only.
	prepareForUpdate: (namespace, old) => {
		namespace.spec.finalizers = old.spec.finalizers;
		namespace.status = old.status;
	},
	prepareForStatusUpdate: (namespace, old) => {
		namespace.spec = old.spec;
	},
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'Status',
			description: 'The status of the namespace',
			value: (namespace) => namespace.status.phase ?? '',
		}),
		AGE_COLUMN,
	],
	describe: describeNamespace,
});

/** Models pkg/apis/core/validation validateFinalizerName. */
function validateFinalizer(name: string): FieldError[] {
	const path = 'spec.finalizers';
	const errors = qualifiedName(name).map((complaint) => invalidValue(path, name, complaint));
	if (!name.includes('/') && !['kubernetes', 'orphan', 'foregroundDeletion'].includes(name)) {
		const because = 'name is neither a standard finalizer name nor is it fully qualified';
		errors.push(invalidValue(path, name, because));
	}
	return errors;
}
