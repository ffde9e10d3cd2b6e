import { formatTime } from '../../machinery/timestamp.ts';
import type { KubeletParts } from '../parts.ts';
import { type ContainerUsage, nodeUsage, type PodUsage, podUsages, type Usage } from './resource-usage.ts';

type Sample = readonly [labels: string, value: number];

/** /metrics/resource in Prometheus' text form. Models pkg/kubelet/metrics/collectors resource_metrics.go. */
export function resourceMetricsText(parts: KubeletParts): string {
	const nowMs = parts.context.loop.now();
	const node = nodeUsage(parts);
	const pods = podUsages(parts);
	const containers = pods.flatMap((pod) => pod.containers.map((container) => ({ pod, container })));
	const ofContainers = (value: (container: ContainerUsage) => number): Sample[] =>
		containers.map(({ pod, container }) => [
			`container="${container.name}",namespace="${pod.namespace}",pod="${pod.name}"`,
			value(container),
		]);
	const ofPods = (value: (pod: PodUsage) => number): Sample[] =>
		pods.map((pod) => [`namespace="${pod.namespace}",pod="${pod.name}"`, value(pod)]);
	const family = (name: string, type: string, help: string, samples: readonly Sample[], stamped = true): string => {
		const lines = samples.map(([labels, value]) => {
			const of = labels === '' ? '' : `{${labels}}`;
			return `${name}${of} ${goNumber(value)}${stamped ? ` ${nowMs}` : ''}\n`;
		});
		return samples.length === 0 ? '' : `# HELP ${name} [STABLE] ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
	};
	const memory = 'working set of the';
	return [
		family(
			'container_cpu_usage_seconds_total',
			'counter',
			'Cumulative cpu time consumed by the container in core-seconds',
			ofContainers(({ cpuSeconds }) => cpuSeconds),
		),
		family(
			'container_memory_working_set_bytes',
			'gauge',
			`Current ${memory} container in bytes`,
			ofContainers(({ memoryBytes }) => memoryBytes),
		),
		family(
			'container_start_time_seconds',
			'gauge',
			'Start time of the container since unix epoch in seconds',
			ofContainers(({ startedAtMs }) => startedAtMs / 1000),
			false,
		),
		family('node_cpu_usage_seconds_total', 'counter', 'Cumulative cpu time consumed by the node in core-seconds', [
			['', node.cpuSeconds],
		]),
		family('node_memory_working_set_bytes', 'gauge', `Current ${memory} node in bytes`, [['', node.memoryBytes]]),
		family(
			'pod_cpu_usage_seconds_total',
			'counter',
			'Cumulative cpu time consumed by the pod in core-seconds',
			ofPods(({ cpuSeconds }) => cpuSeconds),
		),
		family(
			'pod_memory_working_set_bytes',
			'gauge',
			`Current ${memory} pod in bytes`,
			ofPods(({ memoryBytes }) => memoryBytes),
		),
		family(
			'resource_scrape_error',
			'gauge',
			'1 if there was an error while getting container metrics, 0 otherwise',
			[['', 0]],
			false,
		),
	].join('');
}

/** As strconv.FormatFloat(value, 'g', -1, 64) writes it. */
export function goNumber(value: number): string {
	if (value !== 0 && (Math.abs(value) >= 1e21 || Math.abs(value) < 1e-4)) return value.toExponential();
	if (Math.abs(value) < 1e6 || !Number.isFinite(value)) return String(value);
	return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

/** /stats/summary. Models k8s.io/kubelet/pkg/apis/stats/v1alpha1 Summary. */
export function statsSummary(parts: KubeletParts): object {
	const nowMs = parts.context.loop.now();
	const { bootedAtMs } = parts.machine;
	const time = formatTime(nowMs);
	const use = ({ cpuSeconds, memoryBytes }: Usage, sinceMs: number): object => ({
		cpu: {
			time,
			usageNanoCores: Math.round((cpuSeconds * 1e9) / Math.max(1, (nowMs - sinceMs) / 1000)),
			usageCoreNanoSeconds: Math.round(cpuSeconds * 1e9),
		},
		memory: { time, usageBytes: memoryBytes, workingSetBytes: memoryBytes, rssBytes: memoryBytes },
	});
	return {
		node: { nodeName: parts.nodeName, startTime: formatTime(bootedAtMs), ...use(nodeUsage(parts), bootedAtMs) },
		pods: podUsages(parts).map((pod) => ({
			podRef: { name: pod.name, namespace: pod.namespace, uid: pod.uid },
			startTime: formatTime(pod.startedAtMs),
			containers: pod.containers.map((container) => ({
				name: container.name,
				startTime: formatTime(container.startedAtMs),
				...use(container, container.startedAtMs),
			})),
			...use(pod, pod.startedAtMs),
		})),
	};
}
