import { milliValue, wholeValue } from '../../machinery/quantity.ts';
import type { Description } from '../describing/description.ts';
import { addTotals, podLimits, podRequests } from '../describing/pod-resources.ts';
import type { Amounts } from '../describing/resource-lists.ts';
import { timeSince } from '../printing/column.ts';
import type { Node } from './types/node.ts';
import type { Pod } from './types/pod.ts';

/** The Pods of a node and what they ask for of what it has. Models describeNodeResource. */
export function describeNodeLoad(description: Description, node: Node, pods: readonly Pod[], nowMs: number): void {
	const { capacity = {}, allocatable = {} } = node.status;
	const available = Object.keys(allocatable).length > 0 ? allocatable : capacity;
	const requests = new Map<string, string>();
	const limits = new Map<string, string>();
	description.field('Non-terminated Pods', `(${pods.length} in total)`);
	const titles = ['CPU Requests', 'CPU Limits', 'Memory Requests', 'Memory Limits', 'Age'];
	description.row(1, 'Namespace', 'Name', '', ...titles);
	description.row(1, '---------', '----', '', ...titles.map((title) => '-'.repeat(title.length)));
	for (const pod of pods) {
		const asked = podRequests(pod);
		const allowed = podLimits(pod);
		const { namespace = '', name, creationTimestamp } = pod.metadata;
		const cells = ['cpu', 'memory'].flatMap((resource) =>
			[asked, allowed].map((amounts) => shareText(resource, amounts.get(resource), available, NOT_A_NUMBER)),
		);
		description.row(1, namespace, name, '', ...cells, timeSince(creationTimestamp, nowMs));
		addTotals(requests, asked);
		addTotals(limits, allowed);
	}
	describeTotals(description, available, requests, limits);
}

type Totals = ReadonlyMap<string, string>;

function describeTotals(description: Description, available: Amounts, requests: Totals, limits: Totals): void {
	description.row(0, 'Allocated resources:');
	description.row(1, '(Total limits may be over 100 percent, i.e., overcommitted.)');
	description.head(1, ['Resource', 'Requests', 'Limits']);
	const names = Object.keys(available).sort();
	const hugePages = names.filter(isHugePages);
	for (const resource of [...SHARED, ...hugePages]) {
		const cells = [requests, limits].map((amounts) => shareText(resource, amounts.get(resource), available, '0'));
		description.row(1, resource, ...cells);
	}
	for (const resource of names) {
		if (SHARED.includes(resource) || isHugePages(resource) || resource === 'pods') continue;
		description.row(1, resource, requests.get(resource) ?? '0', limits.get(resource) ?? '0');
	}
}

const SHARED = ['cpu', 'memory', 'ephemeral-storage'];

function isHugePages(resource: string): boolean {
	return resource.startsWith('hugepages-');
}

/** What a division by zero becomes as an int64 on amd64. */
const NOT_A_NUMBER = '-9223372036854775808';

/** "250m (12%)". `ofNothing` is shown as the percentage of a resource that the node does not have. */
function shareText(resource: string, amount: string | undefined, available: Amounts, ofNothing: string): string {
	const count = resource === 'cpu' ? milliValue : wholeValue;
	const used = amount ?? '0';
	const all = count(available[resource] ?? '0');
	return `${used} (${all === 0 ? ofNothing : Math.trunc((count(used) / all) * 100)}%)`;
}
