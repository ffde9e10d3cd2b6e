import type { Task } from '../../machinery/task.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import { describeHead } from '../describing/metadata.ts';
import type { DescribeContext } from '../kind.ts';
import type { Endpoint, EndpointSlice } from './types.ts';

const UNSET = '<unset>';

/** Models kubectl/pkg/describe EndpointSliceDescriber. */
export function* describeEndpointSlice(slice: EndpointSlice, world: DescribeContext): Task<string> {
	// Lists that the server writes as null when nobody gave one.
	const ports = slice.ports ?? [];
	const endpoints = slice.endpoints ?? [];
	const description = new Description();
	describeHead(description, slice.metadata, true);
	description.field('AddressType', slice.addressType);
	if (ports.length === 0) {
		description.row(0, 'Ports: <unset>');
	} else {
		description.row(0, 'Ports:');
		description.head(1, ['Name', 'Port', 'Protocol']);
	}
	for (const { name, port, protocol = '' } of ports) description.row(1, name || UNSET, port ?? UNSET, protocol);
	description.row(0, endpoints.length === 0 ? 'Endpoints: <none>' : 'Endpoints:');
	for (const endpoint of endpoints) describeEndpoint(description, endpoint);
	yield* describeEventsOf(description, slice, world);
	return description.finish();
}

function describeEndpoint(description: Description, endpoint: Endpoint): void {
	const { addresses, conditions, hostname = UNSET, targetRef, nodeName = UNSET, zone = UNSET } = endpoint;
	description.field('- Addresses', addresses.join(', ') || '<none>', 1);
	description.row(2, 'Conditions:');
	description.field('Ready', conditions?.ready ?? UNSET, 3);
	description.field('Hostname', hostname, 2);
	if (targetRef !== undefined) description.field('TargetRef', `${targetRef.kind ?? ''}/${targetRef.name ?? ''}`, 2);
	description.field('NodeName', nodeName, 2);
	description.field('Zone', zone, 2);
}
