import { TabWriter } from '../../machinery/tab-writer.ts';
import type { Task } from '../../machinery/task.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { CiliumCluster, type Pod, type Workload } from './cluster.ts';
import { helmIn, RELEASE } from './helm-release.ts';

interface Part {
	readonly name: string;
	readonly title: string;
	readonly kind: 'DaemonSet' | 'Deployment';
	readonly selector: string;
	/** What is said where it is not installed; absent: that is an error. */
	readonly missing?: string;
}

const PARTS: readonly Part[] = [
	{ name: 'cilium', title: 'Cilium:', kind: 'DaemonSet', selector: 'k8s-app=cilium' },
	{
		name: 'cilium-envoy',
		title: 'Envoy DaemonSet:',
		kind: 'DaemonSet',
		selector: 'name=cilium-envoy',
		missing: 'disabled (using embedded mode)',
	},
	{ name: 'cilium-operator', title: 'Operator:', kind: 'Deployment', selector: 'io.cilium/app=operator' },
	{
		name: 'clustermesh-apiserver',
		title: 'ClusterMesh:',
		kind: 'Deployment',
		selector: 'k8s-app=clustermesh-apiserver',
		missing: 'disabled',
	},
	{
		name: 'hubble-relay',
		title: 'Hubble Relay:',
		kind: 'Deployment',
		selector: 'k8s-app=hubble-relay',
		missing: 'disabled',
	},
	{ name: 'hubble-ui', title: '', kind: 'Deployment', selector: 'k8s-app=hubble-ui', missing: 'disabled' },
];

interface PartState extends Part {
	readonly workload: Workload | undefined;
	readonly desired: number;
	readonly ready: number;
	readonly available: number;
	readonly pods: readonly Pod[];
	readonly errors: readonly string[];
	readonly warnings: readonly string[];
}

export interface CiliumState {
	readonly parts: readonly PartState[];
	readonly managed: number;
	readonly all: number;
	readonly chart: string;
}

/** Models cilium-cli status/k8s.go. */
export function* ciliumState(run: CobraRun, cluster: CiliumCluster): Task<CiliumState> {
	const parts: PartState[] = [];
	for (const part of PARTS) parts.push(yield* partState(cluster, part));
	const pods = (yield* cluster.pods('', '')).filter(
		({ spec, status }) => spec.hostNetwork !== true && !['Succeeded', 'Failed'].includes(status?.phase ?? ''),
	);
	const endpoints = new Set(
		(yield* cluster.list<Pod>('/apis/cilium.io/v2/ciliumendpoints')).map(
			({ metadata }) => `${metadata.namespace}/${metadata.name}`,
		),
	);
	const managed = pods.filter(({ metadata }) => endpoints.has(`${metadata.namespace}/${metadata.name}`)).length;
	const list = yield* helmIn(run, cluster.namespace, ['list', '--filter', `^${RELEASE}$`, '-o', 'json']);
	const chart = /"chart":"cilium-([^"]*)"/.exec(list.out)?.[1] ?? '';
	return { parts, managed, all: pods.length, chart };
}

function* partState(cluster: CiliumCluster, part: Part): Task<PartState> {
	const resource = part.kind === 'DaemonSet' ? 'daemonsets' : 'deployments';
	const workload = yield* cluster.workload(resource, part.name);
	const { status } = workload ?? {};
	const desired = status?.desiredNumberScheduled ?? status?.replicas ?? 0;
	const ready = status?.numberReady ?? status?.readyReplicas ?? 0;
	const available = status?.numberAvailable ?? status?.availableReplicas ?? 0;
	const pods = workload === undefined ? [] : yield* cluster.pods(part.selector);
	const errors: string[] = [];
	const warnings: string[] = [];
	if (workload === undefined && part.missing === undefined) {
		errors.push(`${part.name}\t${part.name}\t${resource}.apps "${part.name}" not found`);
	}
	if (workload !== undefined && desired === 0 && part.kind === 'Deployment') {
		errors.push(`${part.name}\t${part.name}\tno pods available`);
	}
	if (workload !== undefined && ready < desired) {
		const count = desired - ready;
		errors.push(`${part.name}\t${part.name}\t${count} pods of ${part.kind} ${part.name} are not ready`);
	}
	for (const pod of pods) {
		const pending = pod.status?.phase === 'Pending';
		const containers = pod.status?.containerStatuses ?? [];
		if (pending) warnings.push(`${part.name}\t${pod.metadata.name}\tpod is pending`);
		if (part.name !== 'cilium' || pending) continue;
		for (const { name, ready: isReady, state } of containers) {
			if (isReady) continue;
			const why = state?.waiting;
			const text =
				why === undefined
					? `unable to retrieve cilium status: container ${name} is not ready`
					: `unable to retrieve cilium status: container ${name} is in ${why.reason ?? ''}, pulling secrets may have failed: ${why.message ?? ''}`;
			errors.push(`${part.name}\t${pod.metadata.name}\t${text}`);
		}
	}
	return { ...part, workload, desired, ready, available, pods, errors, warnings };
}

export function isHealthy({ parts }: CiliumState): boolean {
	return parts.every(({ errors, warnings }) => errors.length === 0 && warnings.length === 0);
}

const PURPLE = ['    /¯¯\\', ' /¯¯\\__/¯¯\\', ' \\__/¯¯\\__/', ' /¯¯\\__/¯¯\\', ' \\__/¯¯\\__/', '    \\__/'];
/** Beside the logo, from its second line on. */
const SHOWN = ['cilium', 'cilium-operator', 'cilium-envoy', 'hubble-relay', 'clustermesh-apiserver'];

function summaryOf(state: PartState): string {
	if (state.workload === undefined && state.missing !== undefined) return state.missing;
	const [errors, warnings] = [state.errors.length, state.warnings.length];
	if (errors === 0 && warnings === 0) return state.workload === undefined ? 'disabled' : 'OK';
	const parts = [...(errors > 0 ? [`${errors} errors`] : []), ...(warnings > 0 ? [`${warnings} warnings`] : [])];
	return parts.join(', ');
}

/** Models cilium-cli status.go Format. */
export function formatState({ parts, managed, all, chart }: CiliumState): string {
	const logo = [
		PURPLE[0] as string,
		...SHOWN.map((name, index) => {
			const part = parts.find((each) => each.name === name) as PartState;
			return `${(PURPLE[index + 1] as string).padEnd(14)} ${part.title.padEnd(19)} ${summaryOf(part)}`;
		}),
	];
	const table = new TabWriter({ minWidth: 0, padding: 4, rememberWidths: false });
	for (const kind of ['DaemonSet', 'Deployment']) {
		for (const { name, kind: is, workload, desired, ready, available } of parts) {
			if (is !== kind || workload === undefined) continue;
			const counts = `Desired: ${desired}, Ready: ${ready}/${desired}, Available: ${available}/${desired}`;
			table.write(`${kind}\t${name}\t${counts}\n`);
		}
	}
	let head = 'Containers:';
	for (const { name, workload, pods } of parts) {
		if (
			workload === undefined &&
			!['cilium', 'cilium-operator', 'clustermesh-apiserver', 'hubble-relay'].includes(name)
		) {
			continue;
		}
		const phases = new Map<string, number>();
		for (const { status } of pods) phases.set(status?.phase ?? '', (phases.get(status?.phase ?? '') ?? 0) + 1);
		const text = [...phases].map(([phase, count]) => `${phase}: ${count}`).join(', ');
		table.write(`${head}\t${name}\t${text}\n`);
		head = '';
	}
	table.write(`Cluster Pods:\t${managed}/${all} managed by Cilium\n`);
	table.write(`Helm chart version:\t${chart}\n`);
	head = 'Image versions';
	for (const { name, pods } of parts) {
		const images = new Map<string, number>();
		for (const { spec } of pods) {
			const image = spec.containers[0]?.image ?? '';
			images.set(image, (images.get(image) ?? 0) + 1);
		}
		for (const [image, count] of images) {
			table.write(`${head}\t${name}\t${image}: ${count}\n`);
			head = '';
		}
	}
	for (const [title, field] of [
		['Errors:', 'errors'],
		['Warnings:', 'warnings'],
	] as const) {
		head = title;
		for (const line of parts.flatMap((part) => part[field])) {
			table.write(`${head}\t${line}\n`);
			head = '';
		}
	}
	return `${logo.join('\n')}\n\n${table.flush()}`;
}

/** Writes the state; waits for its health first when asked. */
export function* showStatus(run: CobraRun, waits: boolean): Task<number> {
	const cluster = new CiliumCluster(run);
	const until = run.process.now() + run.number('wait-duration');
	let state = yield* ciliumState(run, cluster);
	while (waits && !isHealthy(state) && run.process.now() < until) {
		yield* run.process.sleep(2_000);
		state = yield* ciliumState(run, cluster);
	}
	yield* run.out.write(formatState(state));
	const errors = state.parts.flatMap((part) => part.errors.map((line) => line.split('\t')[2]));
	if (waits && !isHealthy(state)) {
		yield* run.say(
			'\nError: Unable to determine status:  timeout while waiting for status to become successful: context deadline exceeded\n',
		);
		return 1;
	}
	if (errors.length === 0) return 0;
	yield* run.say(`status check failed: [${errors.join(', ')}]\n`);
	return 1;
}
