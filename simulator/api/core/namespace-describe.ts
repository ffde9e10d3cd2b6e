import type { Task } from '../../machinery/task.ts';
import { Description } from '../describing/description.ts';
import { describeHead, sortedKeys } from '../describing/metadata.ts';
import { describeLimits, describeScopes, LIMIT_COLUMNS } from '../describing/quotas.ts';
import { LIMIT_RANGES, RESOURCE_QUOTAS } from '../describing/requests.ts';
import { timeText } from '../describing/times.ts';
import type { DescribeContext } from '../kind.ts';
import type { LimitRange, Namespace, ResourceQuota } from './types/object.ts';

/** Models kubectl/pkg/describe NamespaceDescriber. */
export function* describeNamespace(namespace: Namespace, world: DescribeContext): Task<string> {
	const { name } = namespace.metadata;
	const quotas = (yield* world.list(RESOURCE_QUOTAS, name, {})) as ResourceQuota[];
	const limitRanges = (yield* world.list(LIMIT_RANGES, name, {})) as LimitRange[];
	const description = new Description();
	describeHead(description, namespace.metadata, false);
	description.field('Status', namespace.status.phase ?? '');
	describeConditions(description, namespace);
	description.row(0, '');
	describeQuotas(description, quotas);
	description.row(0, '');
	describeLimitRanges(description, limitRanges);
	return description.finish();
}

function describeConditions(description: Description, { status }: Namespace): void {
	const { conditions = [] } = status;
	if (conditions.length === 0) return;
	description.row(0, 'Conditions:');
	const titles = ['Type', 'Status', 'LastTransitionTime', 'Reason', 'Message'];
	description.head(1, titles);
	for (const { type, status: value, lastTransitionTime, reason = '', message = '' } of conditions) {
		description.row(1, type, value, timeText(lastTransitionTime), reason, message);
	}
}

function describeQuotas(description: Description, quotas: readonly ResourceQuota[]): void {
	if (quotas.length === 0) {
		description.row(0, 'No resource quota.');
		return;
	}
	description.row(0, 'Resource Quotas');
	for (const quota of [...quotas].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))) {
		description.field('Name', quota.metadata.name, 1);
		describeScopes(description, quota, 1, '* ');
		description.head(1, ['Resource', 'Used', 'Hard'], ['--------', '---', '---']);
		const { hard = {}, used = {} } = quota.status;
		for (const resource of sortedKeys(hard)) {
			description.row(1, resource, used[resource] ?? '0', hard[resource] as string);
		}
	}
}

function describeLimitRanges(description: Description, limitRanges: readonly LimitRange[]): void {
	if (limitRanges.length === 0) {
		description.row(0, 'No LimitRange resource.');
		return;
	}
	description.row(0, 'Resource Limits');
	const [type = '', ...others] = LIMIT_COLUMNS;
	const dashes = LIMIT_COLUMNS.map((title) => '-'.repeat(title.length));
	description.head(0, [` ${type}`, ...others], [` ${dashes[0]}`, ...dashes.slice(1)]);
	for (const limitRange of limitRanges) describeLimits(description, limitRange, ' ');
}
