import type { HttpAnswer, HttpRequest } from '../../kernel/serving/http-server.ts';
import { parseTarget } from '../../machinery/http/url.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { parseLabelSelector, SelectorError } from '../../machinery/selectors.ts';
import { ApiError, badRequest, type GroupResource, notFound, pathNotFound } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import type { Usage } from './samples.ts';

const GROUP = 'metrics.k8s.io';
const API_VERSION = `${GROUP}/v1beta1`;
const ROOT = `/apis/${API_VERSION}`;

/** What the API shows: who there is, and what they use. */
export interface MetricsSource {
	/** Throws ApiError. */
	nodes(): Task<readonly KubeObject[]>;
	/** @param namespace '' for all. Throws ApiError. */
	pods(namespace: string): Task<readonly KubeObject[]>;
	nodeUsage(name: string): Usage | undefined;
	/** By container; undefined while one of them cannot be told. */
	podUsage(namespace: string, name: string): ReadonlyMap<string, Usage> | undefined;
	nowMs(): number;
}

/** The API metrics.k8s.io/v1beta1. Models metrics-server pkg/api. */
export function* answerMetricsRequest(request: HttpRequest, source: MetricsSource): Task<HttpAnswer> {
	try {
		const target = parseTarget(request.target);
		if (target === undefined || request.method !== 'GET') throw pathNotFound();
		const { path, query } = target;
		const discovered = DISCOVERY.get(path.replace(/\/$/, ''));
		if (discovered !== undefined) return json(200, discovered);
		if (!path.startsWith(`${ROOT}/`)) throw pathNotFound();
		const asTable = (request.headers.get('accept') ?? '').includes('as=Table');
		const answer = yield* metricsAt(
			path.slice(ROOT.length + 1).split('/'),
			query.get('labelSelector')?.[0] ?? '',
			source,
		);
		return json(200, asTable ? tableOf(answer) : answer);
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		return json(error.code, error.status);
	}
}

interface Metrics {
	readonly kind: string;
	readonly apiVersion: string;
	readonly metadata: object;
	readonly timestamp: string;
	readonly window: string;
}

interface PodMetrics extends Metrics {
	readonly containers: readonly { readonly name: string; readonly usage: object }[];
}

interface MetricsList {
	readonly kind: string;
	readonly apiVersion: string;
	readonly metadata: object;
	readonly items: readonly Metrics[];
}

function* metricsAt(parts: readonly string[], selector: string, source: MetricsSource): Task<Metrics | MetricsList> {
	const [first = '', second, third, name] = parts;
	if (first === 'nodes' && third === undefined) {
		const nodes = selected(yield* source.nodes(), second === undefined ? selector : '');
		const items = nodes.flatMap((node) => nodeMetrics(node, source));
		if (second === undefined) return listOf('NodeMetricsList', items);
		return only(items, second, { group: GROUP, resource: 'nodemetrics' });
	}
	const isAll = first === 'pods' && second === undefined;
	if (!isAll && (first !== 'namespaces' || third !== 'pods' || parts.length > 4)) throw pathNotFound();
	const pods = selected(yield* source.pods(isAll ? '' : (second as string)), name === undefined ? selector : '');
	const items = pods.flatMap((pod) => podMetrics(pod, source));
	return name === undefined
		? listOf('PodMetricsList', items)
		: only(items, name, { group: GROUP, resource: 'podmetrics' }, `${second}/${name}`);
}

function selected(objects: readonly KubeObject[], selector: string): readonly KubeObject[] {
	if (selector === '') return objects;
	try {
		const labels = parseLabelSelector(selector);
		return objects.filter(({ metadata }) => labels.matches(metadata.labels));
	} catch (error) {
		if (error instanceof SelectorError) throw badRequest(error.message);
		throw error;
	}
}

function listOf(kind: string, items: readonly Metrics[]): MetricsList {
	return { kind, apiVersion: API_VERSION, metadata: {}, items };
}

/** @param told the name in the complaint. */
function only(items: readonly Metrics[], name: string, of: GroupResource, told = name): Metrics {
	const found = items.find(({ metadata }) => (metadata as { name: string }).name === name);
	if (found === undefined) throw notFound(of, told);
	return found;
}

function nodeMetrics({ metadata: { name, labels } }: KubeObject, source: MetricsSource): Metrics[] {
	const usage = source.nodeUsage(name);
	if (usage === undefined) return [];
	const metadata = { name, creationTimestamp: formatTime(source.nowMs()), ...(labels && { labels }) };
	return [{ kind: 'NodeMetrics', apiVersion: API_VERSION, metadata, ...span(usage), usage: amounts(usage) } as Metrics];
}

function podMetrics({ metadata: { name, namespace = '', labels } }: KubeObject, source: MetricsSource): PodMetrics[] {
	const usages = source.podUsage(namespace, name);
	if (usages === undefined || usages.size === 0) return [];
	const metadata = { name, namespace, creationTimestamp: formatTime(source.nowMs()), ...(labels && { labels }) };
	const containers = [...usages].map(([container, usage]) => ({ name: container, usage: amounts(usage) }));
	const [earliest] = [...usages.values()].sort((a, b) => a.atMs - b.atMs) as [Usage];
	return [{ kind: 'PodMetrics', apiVersion: API_VERSION, metadata, ...span(earliest), containers }];
}

function span({ atMs, windowMs }: Usage): { timestamp: string; window: string } {
	return { timestamp: formatTime(atMs), window: `${windowMs / 1000}s` };
}

function amounts({ nanoCores, memoryBytes }: Usage): { cpu: string; memory: string } {
	return { cpu: nanoCores === 0 ? '0' : `${nanoCores}n`, memory: `${Math.round(memoryBytes / 1024)}Ki` };
}

/** Models metrics-server pkg/api/table.go. */
function tableOf(answer: Metrics | MetricsList): object {
	const items = 'items' in answer ? answer.items : [answer];
	const column = (name: string, type: string, format = ''): object => ({
		name,
		type,
		format,
		description: name === 'Name' ? 'Name of the resource' : `${name} of the resource`,
		priority: 0,
	});
	const rows = items.map((item) => {
		const { metadata, window } = item;
		const { cpu, memory } = totals(item);
		return { cells: [(metadata as { name: string }).name, cpu, memory, window], object: partial(item) };
	});
	return {
		kind: 'Table',
		apiVersion: 'meta.k8s.io/v1',
		metadata: {},
		columnDefinitions: [
			column('Name', 'string', 'name'),
			column('cpu', 'string'),
			column('memory', 'string'),
			column('Window', 'string', 'duration'),
		],
		rows,
	};
}

function partial({ metadata }: Metrics): object {
	return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
}

function totals(item: Metrics): { cpu: string; memory: string } {
	const uses =
		'containers' in item
			? (item as PodMetrics).containers.map(({ usage }) => usage)
			: [(item as never as { usage: object }).usage];
	let cpu = 0;
	let memory = 0;
	for (const use of uses as readonly { cpu: string; memory: string }[]) {
		cpu += Number.parseInt(use.cpu, 10);
		memory += Number.parseInt(use.memory, 10);
	}
	return { cpu: cpu === 0 ? '0' : `${cpu}n`, memory: `${memory}Ki` };
}

const VERBS = ['get', 'list'];
const VERSION = { groupVersion: API_VERSION, version: 'v1beta1' };
const GROUP_FACTS = { name: GROUP, versions: [VERSION], preferredVersion: VERSION };
const DISCOVERY: ReadonlyMap<string, object> = new Map<string, object>([
	['/apis', { kind: 'APIGroupList', apiVersion: 'v1', groups: [GROUP_FACTS] }],
	[`/apis/${GROUP}`, { kind: 'APIGroup', apiVersion: 'v1', ...GROUP_FACTS }],
	[
		ROOT,
		{
			kind: 'APIResourceList',
			apiVersion: 'v1',
			groupVersion: API_VERSION,
			resources: [
				{ name: 'nodes', singularName: '', namespaced: false, kind: 'NodeMetrics', verbs: VERBS },
				{ name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: VERBS },
			],
		},
	],
]);

function json(status: number, body: object): HttpAnswer {
	return { status, headers: [['Content-Type', 'application/json']], body: JSON.stringify(body) };
}
