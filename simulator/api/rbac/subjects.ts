import type { Column } from '../kind.ts';
import { textColumn } from '../printing/column.ts';
import type { ClusterRoleBinding, RoleBinding, Subject } from './types.ts';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** Models pkg/apis/rbac/v1 SetDefaults_RoleBinding, SetDefaults_Subject. */
export function applyBindingDefaults(binding: RoleBinding | ClusterRoleBinding): void {
	if (!binding.roleRef.apiGroup) binding.roleRef.apiGroup = RBAC_GROUP;
	for (const subject of binding.subjects ?? []) {
		if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ??= RBAC_GROUP;
	}
}

/** The wide columns: who is bound. Models pkg/apis/rbac SubjectsStrings. */
export function subjectColumns<T extends RoleBinding | ClusterRoleBinding>(of: string): readonly Column<T>[] {
	const column = (name: string, kind: string, text: (subject: Subject) => string): Column<T> =>
		textColumn<T>({
			name,
			description: `${name} in the ${of}`,
			value: ({ subjects }) =>
				(subjects ?? [])
					.filter((each) => each.kind === kind)
					.map(text)
					.join(', '),
			wide: true,
		});
	return [
		column('Users', 'User', ({ name }) => name),
		column('Groups', 'Group', ({ name }) => name),
		column('ServiceAccounts', 'ServiceAccount', ({ namespace, name }) => `${namespace ?? ''}/${name}`),
	];
}
