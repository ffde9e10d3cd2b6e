import type { KubeObject } from '../../../machinery/meta.ts';
import { milliValue, quantityOf } from '../../../machinery/quantity.ts';
import { TABLE_STYLE, TabWriter } from '../../../machinery/tab-writer.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { completeNamesOf } from '../completion/complete-resources.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { Query } from '../rest-client.ts';
import { SELECTOR_FLAG } from '../shared-flags.ts';
import type { NodeMetrics, ResourceList } from './metrics.ts';
import {
	checkSortBy,
	METRICS_API,
	measuredResources,
	requireMetricsApi,
	sortByFlag,
	sortMetrics,
	usageCell,
} from './metrics.ts';

const USE = 'node [NAME | -l label]';
const UNKNOWN = '<unknown>';

interface NodeLike extends KubeObject {
	readonly status: {
		readonly allocatable?: ResourceList;
		readonly capacity?: ResourceList;
		readonly nodeInfo?: { readonly swap?: { readonly capacity?: number } };
	};
}

export const topNode = defineCommand({
	name: 'node',
	aliases: ['nodes', 'no'],
	use: USE,
	short: 'Display resource (CPU/memory) usage of nodes',
	long: `Display resource (CPU/memory) usage of nodes.

 The top-node command allows you to see the resource consumption of nodes.`,
	examples: `
# All nodes
kubectl top node

# One node
kubectl top node NODE_NAME`,
	flags: {
		'no-headers': bool(false, 'If present, print output without headers'),
		selector: SELECTOR_FLAG,
		'show-capacity': bool(
			false,
			'Print node resources based on Capacity instead of Allocatable(default) of the nodes.',
		),
		'show-swap': bool(false, 'Print node resources related to swap memory.'),
		'sort-by': sortByFlag('nodes'),
		'use-protocol-buffers': bool(true, 'Enables using protocol-buffers to access Metrics API.'),
	},
	completeArgs: completeNamesOf('node'),
	*run({ kubectl, flags, args, usageError }) {
		if (args.length > 1) usageError(USE);
		const name = args[0] ?? '';
		checkSortBy(flags['sort-by']);
		if (name !== '' && flags.selector !== '') throw new CommandError('only one of NAME or --selector can be provided');
		yield* requireMetricsApi(kubectl);
		const query: Query = flags.selector === '' ? [] : [['labelSelector', flags.selector]];
		const metrics = yield* oneOrAll<NodeMetrics>(kubectl, `${METRICS_API}/nodes`, name, query);
		if (metrics.length === 0) throw new CommandError('metrics not available yet');
		const nodes = yield* oneOrAll<NodeLike>(kubectl, '/api/v1/nodes', name, query);
		const resources = measuredResources(flags['show-swap']);
		const available = new Map(nodes.map((node) => [node.metadata.name, resourcesOf(node, flags['show-capacity'])]));
		const out = new TabWriter(TABLE_STYLE);
		if (!flags['no-headers']) {
			const titles = ['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)'];
			if (flags['show-swap']) titles.push('SWAP(bytes)', 'SWAP(%)');
			out.write(`${titles.map((title) => `${title}\t`).join('')}\n`);
		}
		const sorted = sortMetrics(
			metrics,
			flags['sort-by'],
			({ usage }) => usage,
			({ metadata }) => metadata.name,
		);
		for (const { metadata, usage } of sorted) {
			const cells = resources.flatMap((resource) => usageCells(resource, usage, available.get(metadata.name)));
			out.write(`${[metadata.name, ...cells].map((cell) => `${cell}\t`).join('')}\n`);
			available.delete(metadata.name);
		}
		for (const node of available.keys()) {
			const cells = resources.flatMap(() => [UNKNOWN, UNKNOWN]);
			out.write(`${[node, ...cells].map((cell) => `${cell}\t`).join('')}\n`);
		}
		yield* kubectl.io.out(out.flush());
	},
});

function* oneOrAll<T>(kubectl: Kubectl, path: string, name: string, query: Query): Task<readonly T[]> {
	const client = yield* kubectl.client();
	if (name !== '') return [yield* client.get<T>(`${path}/${name}`)];
	return (yield* client.get<{ items?: readonly T[] }>(path, query)).items ?? [];
}

function resourcesOf({ status }: NodeLike, showCapacity: boolean): ResourceList {
	const swap = status.nodeInfo?.swap?.capacity;
	const resources = (showCapacity ? status.capacity : status.allocatable) ?? {};
	return swap === undefined ? resources : { ...resources, swap: quantityOf(swap, 'BinarySI') };
}

/** What is used and which part of the node that is. */
function usageCells(resource: string, usage: ResourceList, available: ResourceList | undefined): string[] {
	const whole = available?.[resource];
	if (resource === 'swap' && whole === undefined) return [UNKNOWN, UNKNOWN];
	const used = usage[resource] ?? '0';
	const cell = usageCell(resource, used);
	if (whole === undefined) return [cell];
	const fraction = milliValue(whole) === 0 ? 0 : (milliValue(used) / milliValue(whole)) * 100;
	return [cell, `${Math.trunc(fraction)}%`];
}
