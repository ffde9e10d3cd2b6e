import { nameIsPathSegment } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { describeRoleBinding } from './role-binding-describe.ts';
import { applyBindingDefaults, subjectColumns } from './subjects.ts';
import type { ClusterRoleBinding } from './types.ts';
import { validateBinding, validateBindingChange } from './validation.ts';

const TYPE = 'io.k8s.api.rbac.v1.ClusterRoleBinding';

/** Models pkg/registry/rbac/clusterrolebinding/strategy.go. */
export const CLUSTER_ROLE_BINDING = defineKind<ClusterRoleBinding>({
	group: 'rbac.authorization.k8s.io',
	version: 'v1',
	kind: 'ClusterRoleBinding',
	plural: 'clusterrolebindings',
	singular: 'clusterrolebinding',
	shortNames: [],
	categories: [],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: TYPE,
	storagePrefix: 'clusterrolebindings',
	allowCreateOnUpdate: true,
	subresources: [],
	validateName: nameIsPathSegment,
	...validators<ClusterRoleBinding>({
		meta: { namespaced: false, validateName: nameIsPathSegment },
		content: (binding) => validateBinding(binding, false),
		change: validateBindingChange,
	}),
	applyDefaults: applyBindingDefaults,
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'Role',
			description: fieldDoc(TYPE, 'roleRef'),
			value: ({ roleRef }) => `${roleRef.kind}/${roleRef.name}`,
		}),
		AGE_COLUMN,
		...subjectColumns<ClusterRoleBinding>('clusterRoleBinding'),
	],
	describe: describeRoleBinding,
});
