import type { Task } from '../../machinery/task.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import { describeHead } from '../describing/metadata.ts';
import type { DescribeContext } from '../kind.ts';
import type { IngressClass } from './types.ts';

/** Models kubectl/pkg/describe IngressClassDescriber. */
export function* describeIngressClass(ingressClass: IngressClass, world: DescribeContext): Task<string> {
	const { metadata, spec } = ingressClass;
	const description = new Description();
	describeHead(description, metadata, false);
	description.field('Controller', spec.controller ?? '');
	if (spec.parameters !== undefined) {
		const { apiGroup, kind, name } = spec.parameters;
		description.row(0, 'Parameters:');
		if (apiGroup !== undefined) description.field('APIGroup', apiGroup, 1);
		description.field('Kind', kind, 1);
		description.field('Name', name, 1);
	}
	yield* describeEventsOf(description, ingressClass, world);
	return description.finish();
}
