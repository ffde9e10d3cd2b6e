import type { Task } from '../../machinery/task.ts';
import { described } from '../describing/described.ts';
import { Description } from '../describing/description.ts';
import { describeHead } from '../describing/metadata.ts';
import type { ClusterRoleBinding, RoleBinding } from './types.ts';

/** Bindings of both kinds look alike: the namespace is not shown. Models kubectl/pkg/describe RoleBindingDescriber. */
export function describeRoleBinding({ metadata, roleRef, subjects }: RoleBinding | ClusterRoleBinding): Task<string> {
	const description = new Description();
	describeHead(description, metadata, false);
	description.row(0, 'Role:');
	description.field('Kind', roleRef.kind, 1);
	description.field('Name', roleRef.name, 1);
	description.row(0, 'Subjects:');
	description.head(1, ['Kind', 'Name', 'Namespace']);
	for (const { kind, name, namespace = '' } of subjects ?? []) description.row(1, kind, name, namespace);
	return described(description);
}
