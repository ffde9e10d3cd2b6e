import type { Task } from '../../machinery/task.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import { describeHead } from '../describing/metadata.ts';
import type { DescribeContext } from '../kind.ts';
import type { EndpointAddress, Endpoints } from './types/service.ts';

/** Models kubectl/pkg/describe EndpointsDescriber. */
export function* describeEndpoints(endpoints: Endpoints, world: DescribeContext): Task<string> {
	const description = new Description();
	describeHead(description, endpoints.metadata, true);
	description.row(0, 'Subsets:');
	for (const { addresses, notReadyAddresses, ports = [] } of endpoints.subsets ?? []) {
		description.field('Addresses', addressesText(addresses), 1);
		description.field('NotReadyAddresses', addressesText(notReadyAddresses), 1);
		if (ports.length > 0) {
			description.row(1, 'Ports:');
			description.head(2, ['Name', 'Port', 'Protocol']);
		}
		for (const { name, port, protocol = '' } of ports) description.row(2, name || '<unset>', port, protocol);
		description.row(0, '');
	}
	yield* describeEventsOf(description, endpoints, world);
	return description.finish();
}

function addressesText(addresses: readonly EndpointAddress[] | undefined): string {
	return (addresses ?? []).map(({ ip }) => ip).join(',') || '<none>';
}
