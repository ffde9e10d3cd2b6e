import { requestInfo } from '../request/request-info.ts';
import type { ApiRequest, ApiResponse } from '../request.ts';

interface Count {
	requests: number;
	/** Of all of them together. */
	durationMs: number;
	/** By bucket of the histogram. */
	readonly within: number[];
}

/** Upper bounds in seconds. Models apiserver/pkg/endpoints/metrics requestLatencies. */
const BUCKETS: readonly number[] = [
	0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60,
];

/** Clients choose paths: of more than so many nothing is counted. */
const LABELS_MAX = 500;

/** Requests over the wire, as metrics have them. Models apiserver/pkg/endpoints/metrics MonitorRequest. */
export class RequestCounts {
	/** By labels without the code, then by code. */
	readonly #counts = new Map<string, Map<number, Count>>();

	add(request: ApiRequest, { status }: ApiResponse, durationMs: number): void {
		const labels = labelsOf(request);
		let codes = this.#counts.get(labels);
		if (codes === undefined) {
			if (this.#counts.size === LABELS_MAX) return;
			codes = new Map();
			this.#counts.set(labels, codes);
		}
		let count = codes.get(status);
		if (count === undefined) {
			count = { requests: 0, durationMs: 0, within: BUCKETS.map(() => 0) };
			codes.set(status, count);
		}
		count.requests++;
		count.durationMs += durationMs;
		for (const [index, bound] of BUCKETS.entries()) {
			if (durationMs <= bound * 1_000) count.within[index] = (count.within[index] ?? 0) + 1;
		}
	}

	/** The two metrics in Prometheus' text format. */
	lines(): string[] {
		const totals: string[] = [];
		const latencies: string[] = [];
		for (const [labels, codes] of [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
			const sum: Count = { requests: 0, durationMs: 0, within: BUCKETS.map(() => 0) };
			for (const [code, { requests, durationMs, within }] of [...codes].sort(([a], [b]) => a - b)) {
				totals.push(`apiserver_request_total{code="${code}",${labels}} ${requests}`);
				sum.requests += requests;
				sum.durationMs += durationMs;
				for (const [index, value] of within.entries()) sum.within[index] = (sum.within[index] ?? 0) + value;
			}
			if (labels.includes('verb="WATCH"')) continue;
			const name = 'apiserver_request_duration_seconds';
			for (const [index, bound] of BUCKETS.entries()) {
				latencies.push(`${name}_bucket{${labels},le="${bound}"} ${sum.within[index]}`);
			}
			latencies.push(
				`${name}_bucket{${labels},le="+Inf"} ${sum.requests}`,
				`${name}_sum{${labels}} ${sum.durationMs / 1_000}`,
				`${name}_count{${labels}} ${sum.requests}`,
			);
		}
		return [
			'# HELP apiserver_request_duration_seconds [STABLE] Response latency distribution in seconds for each verb, dry run value, group, version, resource, subresource, scope and component.',
			'# TYPE apiserver_request_duration_seconds histogram',
			...latencies,
			'# HELP apiserver_request_total [STABLE] Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code.',
			'# TYPE apiserver_request_total counter',
			...totals,
		];
	}
}

function labelsOf(request: ApiRequest): string {
	const info = requestInfo(request);
	const { isResourceRequest } = info;
	const scope = !isResourceRequest
		? ''
		: info.name !== ''
			? 'resource'
			: info.namespace !== ''
				? 'namespace'
				: 'cluster';
	const labels = {
		component: isResourceRequest ? 'apiserver' : '',
		dry_run: isResourceRequest ? (request.query.get('dryRun') ?? []).join(',') : '',
		group: info.apiGroup,
		resource: info.resource,
		scope,
		subresource: isResourceRequest ? info.subresource : info.path,
		verb: verbOf(request, info.verb, info.subresource),
		version: info.apiVersion,
	};
	return Object.entries(labels)
		.map(([name, value]) => `${name}=${JSON.stringify(value)}`)
		.join();
}

const CONNECTIONS: ReadonlySet<string> = new Set(['exec', 'attach', 'portforward', 'proxy']);

/** Models apiserver/pkg/endpoints/metrics CleanVerb. */
function verbOf({ method, headers }: ApiRequest, verb: string, subresource: string): string {
	if (CONNECTIONS.has(subresource)) return 'CONNECT';
	if (verb === 'list' || verb === 'watch' || verb === 'deletecollection') return verb.toUpperCase();
	if (method === 'PATCH' && headers.get('content-type')?.startsWith('application/apply-patch') === true) return 'APPLY';
	return method;
}
