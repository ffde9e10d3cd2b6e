import { formatLabelSelector } from '../../machinery/selectors.ts';
import type { TopologySpreadConstraint } from '../core/types/container.ts';
import type { Taint, Toleration, WorkloadReference } from '../core/types/reference.ts';
import type { Description } from './description.ts';
import { describeList } from './metadata.ts';

/** Models printPodTolerationsMultiline. */
export function describeTolerations(
	description: Description,
	title: string,
	tolerations: readonly Toleration[] | undefined,
): void {
	const sorted = [...(tolerations ?? [])].sort((a, b) => compare(a.key ?? '', b.key ?? ''));
	describeList(description, title, sorted.map(tolerationText));
}

/** "node.kubernetes.io/not-ready:NoExecute op=Exists for 300s". */
function tolerationText({ key = '', operator, value = '', effect = '', tolerationSeconds }: Toleration): string {
	let text = key;
	if (value !== '') text += `=${value}`;
	if (effect !== '') text += `:${effect}`;
	if (operator === 'Exists' && value === '') text += text === '' ? 'op=Exists' : ' op=Exists';
	return tolerationSeconds === undefined ? text : `${text} for ${tolerationSeconds}s`;
}

/** By effect, then by key. Models printNodeTaintsMultiline. */
export function describeTaints(description: Description, taints: readonly Taint[] | undefined): void {
	const order = ({ effect, key }: Taint): string => `${effect},${key}`;
	const sorted = [...(taints ?? [])].sort((a, b) => compare(order(a), order(b)));
	describeList(
		description,
		'Taints',
		sorted.map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`),
	);
}

/** Nothing without constraints. Models describeTopologySpreadConstraints. */
export function describeTopologySpread(
	description: Description,
	constraints: readonly TopologySpreadConstraint[] | undefined,
	indent: string,
): void {
	if (constraints === undefined || constraints.length === 0) return;
	const sorted = [...constraints].sort((a, b) => compare(a.topologyKey, b.topologyKey));
	describeList(
		description,
		'Topology Spread Constraints',
		sorted.map(({ topologyKey, whenUnsatisfiable, maxSkew, labelSelector }) => {
			const rule = `${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded`;
			return labelSelector === undefined ? rule : `${rule} for selector ${formatLabelSelector(labelSelector)}`;
		}),
		indent,
	);
}

/** Models describeWorkloadReference. */
export function describeWorkload(
	description: Description,
	workload: WorkloadReference | undefined,
	indent: string,
): void {
	if (workload === undefined) return;
	description.row(0, `${indent}WorkloadRef:`);
	description.field('Name', workload.name, 1);
	description.field('PodGroup', workload.podGroup, 1);
	if (workload.podGroupReplicaKey !== undefined) {
		description.field('PodGroupReplicaKey', workload.podGroupReplicaKey, 1);
	}
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
