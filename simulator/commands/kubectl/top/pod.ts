import { formatDuration } from '../../../machinery/duration.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import { TABLE_STYLE, TabWriter } from '../../../machinery/tab-writer.ts';
import type { Task } from '../../../machinery/task.ts';
import { mustParseTime } from '../../../machinery/timestamp.ts';
import { bool } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { completeNamesOf } from '../completion/complete-resources.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { Query } from '../rest-client.ts';
import { ALL_NAMESPACES_FLAG, FIELD_SELECTOR_FLAG, SELECTOR_FLAG } from '../shared-flags.ts';
import type { PodMetrics } from './metrics.ts';
import {
	checkSortBy,
	METRICS_API,
	measuredResources,
	requireMetricsApi,
	sortByFlag,
	sortMetrics,
	totalUsage,
	usageCell,
} from './metrics.ts';

const USE = 'pod [NAME | -l label]';
/** A Pod younger than this may have no metrics yet. */
const METRICS_DELAY_MS = 2 * 60_000;

const FLAGS = {
	'all-namespaces': ALL_NAMESPACES_FLAG,
	containers: bool(false, 'If present, print usage of containers within a pod.'),
	'field-selector': FIELD_SELECTOR_FLAG,
	'no-headers': bool(false, 'If present, print output without headers.'),
	selector: SELECTOR_FLAG,
	'show-swap': bool(false, 'Print pod resources related to swap memory.'),
	'sort-by': sortByFlag('pods'),
	sum: bool(false, 'Print the sum of the resource usage'),
	'use-protocol-buffers': bool(true, 'Enables using protocol-buffers to access Metrics API.'),
} as const;

export const topPod = defineCommand({
	name: 'pod',
	aliases: ['pods', 'po'],
	use: USE,
	short: 'Display resource (CPU/memory) usage of pods',
	long: `Display resource (CPU/memory) usage of pods.

 The 'top pod' command allows you to see the resource consumption of pods.

 Due to the metrics pipeline delay, they may be unavailable for a few minutes since pod creation.`,
	examples: `
# All pods of the namespace
kubectl top pod

# All pods of another namespace
kubectl top pod --namespace=NAMESPACE

# A pod's containers
kubectl top pod POD_NAME --containers

# Pods with the label name=myLabel
kubectl top pod -l name=myLabel`,
	flags: FLAGS,
	completeArgs: completeNamesOf('pod'),
	*run(invocation) {
		const { kubectl, flags, args } = invocation;
		if (args.length > 1) invocation.usageError(USE);
		const name = args[0] ?? '';
		const { namespace } = yield* kubectl.namespace();
		checkSortBy(flags['sort-by']);
		if (name !== '' && (flags.selector !== '' || flags['field-selector'] !== ''))
			throw new CommandError('only one of NAME or selector can be provided');
		yield* requireMetricsApi(kubectl);
		const metrics = yield* podMetrics(invocation, namespace, name);
		if (metrics.length > 0) {
			yield* printMetrics(invocation, metrics);
			return;
		}
		yield* explainNoMetrics(invocation, namespace, name);
		const where = flags['all-namespaces'] ? '' : ` in ${namespace} namespace.`;
		yield* kubectl.io.err(`No resources found${where}\n`);
	},
});

type PodInvocation = Invocation<typeof FLAGS>;

function selectionOf({ flags }: PodInvocation): Query {
	const query: (readonly [string, string])[] = [];
	if (flags['field-selector'] !== '') query.push(['fieldSelector', flags['field-selector']]);
	if (flags.selector !== '') query.push(['labelSelector', flags.selector]);
	return query;
}

function* podMetrics(invocation: PodInvocation, namespace: string, name: string): Task<readonly PodMetrics[]> {
	const { kubectl, flags } = invocation;
	const client = yield* kubectl.client();
	const path = `${METRICS_API}${flags['all-namespaces'] ? '' : `/namespaces/${namespace}`}/pods`;
	if (name !== '') return [yield* client.get<PodMetrics>(`${path}/${name}`)];
	return (yield* client.get<{ items?: readonly PodMetrics[] }>(path, selectionOf(invocation))).items ?? [];
}

/** Pods that should have metrics and do not are an error. Models verifyEmptyMetrics. */
function* explainNoMetrics(invocation: PodInvocation, namespace: string, name: string): Task<void> {
	const { kubectl } = invocation;
	const client = yield* kubectl.client();
	const path = `/api/v1/namespaces/${namespace}/pods`;
	const pods =
		name !== ''
			? [yield* client.get<KubeObject>(`${path}/${name}`)]
			: ((yield* client.get<{ items?: readonly KubeObject[] }>(path, selectionOf(invocation))).items ?? []);
	if (pods.length === 0) return;
	for (const pod of pods) checkAge(kubectl, pod);
	throw new CommandError('metrics not available yet');
}

function checkAge(kubectl: Kubectl, { metadata }: KubeObject): void {
	const ageMs = kubectl.process.now() - mustParseTime(metadata.creationTimestamp as string);
	if (ageMs > METRICS_DELAY_MS)
		throw new CommandError(
			`Metrics not available for pod ${metadata.namespace}/${metadata.name}, age: ${formatDuration(ageMs)}`,
		);
}

/** Models metricsutil TopCmdPrinter PrintPodMetrics. */
function* printMetrics({ kubectl, flags }: PodInvocation, metrics: readonly PodMetrics[]): Task<void> {
	const resources = measuredResources(flags['show-swap']);
	const out = new TabWriter(TABLE_STYLE);
	const line = (cells: readonly string[]): void => out.write(`${cells.map((cell) => `${cell}\t`).join('')}\n`);
	const lead = [...(flags['all-namespaces'] ? ['NAMESPACE'] : []), ...(flags.containers ? ['POD'] : [])];
	const titles = ['NAME', 'CPU(cores)', 'MEMORY(bytes)', ...(flags['show-swap'] ? ['SWAP(bytes)'] : [])];
	if (!flags['no-headers']) line([...lead, ...titles]);
	const sorted = sortMetrics(
		metrics,
		flags['sort-by'],
		({ containers }) => totalUsage(containers, resources),
		({ metadata }) => (flags['all-namespaces'] ? `${metadata.namespace}/${metadata.name}` : metadata.name),
	);
	for (const { metadata, containers } of sorted) {
		const namespace = flags['all-namespaces'] ? [metadata.namespace] : [];
		const rows = flags.containers
			? sortMetrics(
					containers,
					flags['sort-by'],
					({ usage }) => usage,
					({ name }) => name,
				)
			: [{ name: metadata.name, usage: totalUsage(containers, resources) }];
		for (const { name, usage } of rows) {
			const cells = resources.map((resource) => usageCell(resource, usage[resource] ?? '0'));
			line([...namespace, ...(flags.containers ? [metadata.name] : []), name, ...cells]);
		}
	}
	if (flags.sum) {
		const total = totalUsage(
			metrics.flatMap(({ containers }) => containers),
			resources,
		);
		const width = titles.length + (flags['no-headers'] ? 0 : lead.length);
		line([...Array<string>(width - 2).fill(''), '________', '________']);
		line([
			...Array<string>(width - 3).fill(''),
			'',
			...resources.map((each) => usageCell(each, total[each] as string)),
		]);
	}
	yield* kubectl.io.out(out.flush());
}
