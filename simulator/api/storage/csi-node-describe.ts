import type { Task } from '../../machinery/task.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import { describeHead } from '../describing/metadata.ts';
import { timeText } from '../describing/times.ts';
import type { DescribeContext } from '../kind.ts';
import type { CSINode } from './types.ts';

/** Models kubectl/pkg/describe CSINodeDescriber. */
export function* describeCsiNode(node: CSINode, world: DescribeContext): Task<string> {
	const { metadata, spec } = node;
	const description = new Description();
	describeHead(description, metadata, false);
	description.field('CreationTimestamp', timeText(metadata.creationTimestamp));
	description.row(0, 'Spec:');
	description.row(1, 'Drivers:');
	for (const { name, nodeID, allocatable, topologyKeys } of spec.drivers) {
		description.row(2, `${name}:`);
		description.field('Node ID', nodeID, 3);
		if (allocatable?.count !== undefined) {
			description.row(3, 'Allocatables:');
			description.field('Count', allocatable.count, 4);
		}
		if ((topologyKeys ?? []).length > 0) description.field('Topology Keys', `[${topologyKeys?.join(' ')}]`, 3);
	}
	yield* describeEventsOf(description, node, world);
	return description.finish();
}
