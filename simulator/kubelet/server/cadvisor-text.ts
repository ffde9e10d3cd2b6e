import type { KubeletParts } from '../parts.ts';
import type { ContainerRecord } from '../runtime/container-record.ts';
import { goNumber } from './usage-text.ts';

interface Family {
	readonly name: string;
	readonly type: 'counter' | 'gauge';
	readonly help: string;
	/** Undefined: there is no such sample of this container. */
	readonly value: (container: Measured) => number | undefined;
}

interface Measured {
	readonly record: ContainerRecord;
	readonly cpuMs: number;
	readonly memoryBytes: number;
	readonly cpu: { readonly periods: number; readonly throttled: number; readonly throttledMs: number };
}

const limited = ({ record }: Measured, value: number): number | undefined =>
	record.config.cpuLimitMillicores === undefined ? undefined : value;

/** Models google/cadvisor metrics/prometheus.go NewPrometheusCollector: what alerts and dashboards ask for, in its order. */
const FAMILIES: readonly Family[] = [
	{
		name: 'container_cpu_cfs_periods_total',
		type: 'counter',
		help: 'Number of elapsed enforcement period intervals.',
		value: (each) => limited(each, each.cpu.periods),
	},
	{
		name: 'container_cpu_cfs_throttled_periods_total',
		type: 'counter',
		help: 'Number of throttled period intervals.',
		value: (each) => limited(each, each.cpu.throttled),
	},
	{
		name: 'container_cpu_cfs_throttled_seconds_total',
		type: 'counter',
		help: 'Total time duration the container has been throttled.',
		value: (each) => limited(each, each.cpu.throttledMs / 1000),
	},
	{
		name: 'container_cpu_usage_seconds_total',
		type: 'counter',
		help: 'Cumulative cpu time consumed in seconds.',
		value: ({ cpuMs }) => cpuMs / 1000,
	},
	{
		name: 'container_memory_rss',
		type: 'gauge',
		help: 'Size of RSS in bytes.',
		value: ({ memoryBytes }) => memoryBytes,
	},
	{
		name: 'container_memory_usage_bytes',
		type: 'gauge',
		help: 'Current memory usage in bytes, including all memory regardless of when it was accessed',
		value: ({ memoryBytes }) => memoryBytes,
	},
	{
		name: 'container_memory_working_set_bytes',
		type: 'gauge',
		help: 'Current working set in bytes.',
		value: ({ memoryBytes }) => memoryBytes,
	},
	{
		name: 'container_spec_cpu_period',
		type: 'gauge',
		help: 'CPU period of the container.',
		value: () => 100_000,
	},
	{
		name: 'container_spec_cpu_quota',
		type: 'gauge',
		help: 'CPU quota of the container.',
		value: (each) => limited(each, (each.record.config.cpuLimitMillicores ?? 0) * 100),
	},
	{
		name: 'container_spec_cpu_shares',
		type: 'gauge',
		help: 'CPU share of the container.',
		value: ({ record }) => record.config.cpuShares ?? 1024,
	},
	{
		name: 'container_spec_memory_limit_bytes',
		type: 'gauge',
		help: 'Memory limit for the container.',
		value: ({ record }) => record.config.memoryLimitBytes ?? 0,
	},
	{
		name: 'container_start_time_seconds',
		type: 'gauge',
		help: 'Start time of the container since unix epoch in seconds.',
		value: ({ record }) => Math.floor(record.startedAtMs / 1000),
	},
];

/** /metrics/cadvisor in Prometheus' text form. Differs: of containers only, not of the groups above them. */
export function cadvisorText({ context, runtime }: KubeletParts): string {
	const nowMs = context.loop.now();
	const measured: { readonly labels: string; readonly container: Measured }[] = [];
	for (const { id, config, state } of runtime.listSandboxes()) {
		if (state !== 'ready') continue;
		for (const record of runtime.containersOf(config.podUid)) {
			if (record.sandboxId !== id || record.state !== 'running') continue;
			const { group } = runtime.live(record.id);
			const labels = [
				['container', record.config.name],
				['id', `/kubepods.slice/${config.podUid}/${record.id}`],
				['image', record.imageName],
				['name', record.id],
				['namespace', config.podNamespace],
				['pod', config.podName],
			].map(([name, value]) => `${name}=${JSON.stringify(value)}`);
			const container = { record, ...group.usage(), cpu: group.cpuPeriods() };
			measured.push({ labels: labels.join(','), container });
		}
	}
	return FAMILIES.map(({ name, type, help, value }) => {
		const lines = measured.flatMap(({ labels, container }) => {
			const sample = value(container);
			return sample === undefined ? [] : [`${name}{${labels}} ${goNumber(sample)} ${nowMs}\n`];
		});
		return lines.length === 0 ? '' : `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
	}).join('');
}
