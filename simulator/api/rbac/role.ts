import { nameIsPathSegment } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { CREATED_AT_COLUMN, NAME_COLUMN } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { describeRole } from './role-describe.ts';
import type { Role } from './types.ts';
import { validateRules } from './validation.ts';

/**
 * The real server has no printer for roles: `kubectl get` shows when they were created.
 * Models pkg/registry/rbac/role/strategy.go.
 */
export const ROLE = defineKind<Role>({
	group: 'rbac.authorization.k8s.io',
	version: 'v1',
	kind: 'Role',
	plural: 'roles',
	singular: 'role',
	shortNames: [],
	categories: [],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.rbac.v1.Role',
	storagePrefix: 'roles',
	allowCreateOnUpdate: true,
	subresources: [],
	validateName: nameIsPathSegment,
	...validators<Role>({
		meta: { namespaced: true, validateName: nameIsPathSegment },
		content: ({ rules }) => validateRules(rules ?? [], true),
	}),
	columns: [NAME_COLUMN, CREATED_AT_COLUMN],
	describe: describeRole,
});
