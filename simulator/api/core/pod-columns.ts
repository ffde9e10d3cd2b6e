import type { Column } from '../kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { restartsText, summarizePod } from '../printing/pod-summary.ts';
import type { Pod } from './types/pod.ts';

const SPEC = 'io.k8s.api.core.v1.PodSpec';
const STATUS = 'io.k8s.api.core.v1.PodStatus';

/** Models pkg/printers/internalversion printPod. */
export const POD_COLUMNS: readonly Column<Pod>[] = [
	NAME_COLUMN,
	textColumn({
		name: 'Ready',
		description: 'The aggregate readiness state of this pod for accepting traffic.',
		value: (pod) => {
			const { readyContainers, totalContainers } = summarizePod(pod);
			return `${readyContainers}/${totalContainers}`;
		},
	}),
	textColumn({
		name: 'Status',
		description: 'The aggregate status of the containers in this pod.',
		value: (pod) => summarizePod(pod).status,
	}),
	textColumn({
		name: 'Restarts',
		description:
			'The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.',
		value: (pod, nowMs) => restartsText(summarizePod(pod), nowMs),
	}),
	AGE_COLUMN,
	textColumn({
		name: 'IP',
		description: fieldDoc(STATUS, 'podIP'),
		value: (pod) => pod.status.podIPs?.[0]?.ip || '<none>',
		wide: true,
	}),
	textColumn({
		name: 'Node',
		description: fieldDoc(SPEC, 'nodeName'),
		value: (pod) => pod.spec.nodeName ?? '<none>',
		wide: true,
	}),
	textColumn({
		name: 'Nominated Node',
		description: fieldDoc(STATUS, 'nominatedNodeName'),
		value: (pod) => pod.status.nominatedNodeName ?? '<none>',
		wide: true,
	}),
	textColumn({
		name: 'Readiness Gates',
		description: fieldDoc(SPEC, 'readinessGates'),
		value: readinessGates,
		wide: true,
	}),
];

function readinessGates(pod: Pod): string {
	const gates = pod.spec.readinessGates ?? [];
	if (gates.length === 0) return '<none>';
	const open = gates.filter(
		(gate) => pod.status.conditions?.find((each) => each.type === gate.conditionType)?.status === 'True',
	);
	return `${open.length}/${gates.length}`;
}
