import { nameIsPathSegment } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { CREATED_AT_COLUMN, NAME_COLUMN } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { describeRole } from './role-describe.ts';
import type { ClusterRole } from './types.ts';
import { validateClusterRole } from './validation.ts';

/**
 * The real server has no printer for roles: `kubectl get` shows when they were created.
 * Models pkg/registry/rbac/clusterrole/strategy.go.
 */
export const CLUSTER_ROLE = defineKind<ClusterRole>({
	group: 'rbac.authorization.k8s.io',
	version: 'v1',
	kind: 'ClusterRole',
	plural: 'clusterroles',
	singular: 'clusterrole',
	shortNames: [],
	categories: [],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.rbac.v1.ClusterRole',
	storagePrefix: 'clusterroles',
	allowCreateOnUpdate: true,
	subresources: [],
	validateName: nameIsPathSegment,
	...validators<ClusterRole>({
		meta: { namespaced: false, validateName: nameIsPathSegment },
		content: validateClusterRole,
	}),
	columns: [NAME_COLUMN, CREATED_AT_COLUMN],
	describe: describeRole,
});
