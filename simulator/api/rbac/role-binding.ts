import { nameIsPathSegment } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { describeRoleBinding } from './role-binding-describe.ts';
import { applyBindingDefaults, subjectColumns } from './subjects.ts';
import type { RoleBinding } from './types.ts';
import { validateBinding, validateBindingChange } from './validation.ts';

const TYPE = 'io.k8s.api.rbac.v1.RoleBinding';

/** Models pkg/registry/rbac/rolebinding/strategy.go. */
export const ROLE_BINDING = defineKind<RoleBinding>({
	group: 'rbac.authorization.k8s.io',
	version: 'v1',
	kind: 'RoleBinding',
	plural: 'rolebindings',
	singular: 'rolebinding',
	shortNames: [],
	categories: [],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: TYPE,
	storagePrefix: 'rolebindings',
	allowCreateOnUpdate: true,
	subresources: [],
	validateName: nameIsPathSegment,
	...validators<RoleBinding>({
		meta: { namespaced: true, validateName: nameIsPathSegment },
		content: (binding) => validateBinding(binding, true),
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
		...subjectColumns<RoleBinding>('roleBinding'),
	],
	describe: describeRoleBinding,
});
