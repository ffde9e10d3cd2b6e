import type { Task } from '../../machinery/task.ts';
import { described } from '../describing/described.ts';
import { Description } from '../describing/description.ts';
import { describeHead } from '../describing/metadata.ts';
import { describePolicyRules } from '../describing/policy-rules.ts';
import type { ClusterRole, Role } from './types.ts';

/** Roles of both kinds look alike: the namespace is not shown. Models kubectl/pkg/describe RoleDescriber. */
export function describeRole({ metadata, rules }: Role | ClusterRole): Task<string> {
	const description = new Description();
	describeHead(description, metadata, false);
	describePolicyRules(description, rules);
	return described(description);
}
