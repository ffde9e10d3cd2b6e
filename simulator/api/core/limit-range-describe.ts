import type { Task } from '../../machinery/task.ts';
import { described } from '../describing/described.ts';
import { Description } from '../describing/description.ts';
import { describeLimits, LIMIT_COLUMNS } from '../describing/quotas.ts';
import type { LimitRange } from './types/object.ts';

/** Models kubectl/pkg/describe LimitRangeDescriber. */
export function describeLimitRange(limitRange: LimitRange): Task<string> {
	const description = new Description();
	description.field('Name', limitRange.metadata.name);
	description.field('Namespace', limitRange.metadata.namespace ?? '');
	description.head(0, LIMIT_COLUMNS);
	describeLimits(description, limitRange, '');
	return described(description);
}
