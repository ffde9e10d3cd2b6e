import type { Task } from '../../machinery/task.ts';
import { described } from '../describing/described.ts';
import { Description } from '../describing/description.ts';
import { sortedKeys } from '../describing/metadata.ts';
import { describeScopes, usedLike } from '../describing/quotas.ts';
import type { ResourceQuota } from './types/object.ts';

/** Models kubectl/pkg/describe ResourceQuotaDescriber. */
export function describeResourceQuota(quota: ResourceQuota): Task<string> {
	const description = new Description();
	description.field('Name', quota.metadata.name);
	description.field('Namespace', quota.metadata.namespace ?? '');
	describeScopes(description, quota, 0, ' * ');
	description.head(0, ['Resource', 'Used', 'Hard']);
	const { hard = {}, used = {} } = quota.status;
	for (const resource of sortedKeys(hard)) {
		const most = hard[resource] as string;
		description.row(0, resource, usedLike(most, used[resource] ?? '0'), most);
	}
	return described(description);
}
