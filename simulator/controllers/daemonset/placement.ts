import type { DaemonSet } from '../../api/apps/types.ts';
import type { Node } from '../../api/core/types/node.ts';
import type { Pod, PodTemplateSpec } from '../../api/core/types/pod.ts';
import type { Draft } from '../../client/api-client.ts';
import { nodesNamed, requiredNodeAffinity } from '../../machinery/node-selection.ts';
import { type Toleration, toleratesAny } from '../../machinery/toleration.ts';
import { podFromTemplate } from '../pod-control.ts';
import { DAEMON_SETS } from '../resources.ts';
import { REVISION_HASH } from '../revisions.ts';

/** What every daemon puts up with. Models pkg/controller/daemon/util AddOrUpdateDaemonPodTolerations. */
const TOLERATIONS: readonly Toleration[] = [
	{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
	{ key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
	{ key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
	{ key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
	{ key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
	{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];
const HOST_NETWORK_TOLERATION: Toleration = {
	key: 'node.kubernetes.io/network-unavailable',
	operator: 'Exists',
	effect: 'NoSchedule',
};
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

function tolerationsOf(template: PodTemplateSpec): Toleration[] {
	const own = template.spec.tolerations ?? [];
	const added = template.spec.hostNetwork === true ? [...TOLERATIONS, HOST_NETWORK_TOLERATION] : TOLERATIONS;
	const isSame = (a: Toleration, b: Toleration): boolean =>
		a.key === b.key && a.operator === b.operator && a.effect === b.effect && (a.value ?? '') === (b.value ?? '');
	return [...own, ...added.filter((each) => !own.some((other) => isSame(each, other)))];
}

/** Whether a daemon belongs on a node, and whether one that is there may stay. Models NodeShouldRunDaemonPod. */
export function fitOn(set: DaemonSet, node: Node): { readonly shouldRun: boolean; readonly mayStay: boolean } {
	const { template } = set.spec;
	const affinity = requiredNodeAffinity(template);
	const wanted = template.spec.nodeName ?? '';
	if ((wanted !== '' && wanted !== node.metadata.name) || (affinity !== undefined && !affinity(node))) {
		return { shouldRun: false, mayStay: false };
	}
	const tolerations = tolerationsOf(template);
	const untolerated = (node.spec.taints ?? []).filter(
		(taint) => taint.effect !== 'PreferNoSchedule' && !toleratesAny(tolerations, taint),
	);
	if (untolerated.length === 0) return { shouldRun: true, mayStay: true };
	return { shouldRun: false, mayStay: untolerated.every((taint) => taint.effect !== 'NoExecute') };
}

/** The node a daemon is on or waits to be scheduled to. Models GetTargetNodeName. */
export function targetNode(pod: Pod): string | undefined {
	if (pod.spec.nodeName !== undefined && pod.spec.nodeName !== '') return pod.spec.nodeName;
	const terms = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
	const names = terms === undefined ? undefined : nodesNamed(terms);
	return names?.values().next().value;
}

/** The daemon for one node: the scheduler places it, held to the node by its name. */
export function daemonFor(set: DaemonSet, nodeName: string, hash: string): Draft<Pod> {
	const { template } = set.spec;
	const pod = podFromTemplate(template, set, DAEMON_SETS);
	const generation = set.metadata.annotations?.[TEMPLATE_GENERATION];
	const nodeAffinity = template.spec.affinity?.nodeAffinity;
	const matchFields = [{ key: 'metadata.name', operator: 'In', values: [nodeName] }];
	const terms = nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [{}];
	return {
		...pod,
		metadata: {
			...pod.metadata,
			labels: {
				...pod.metadata.labels,
				[REVISION_HASH]: hash,
				...(generation === undefined ? {} : { 'pod-template-generation': generation }),
			},
		},
		spec: {
			...template.spec,
			affinity: {
				...template.spec.affinity,
				nodeAffinity: {
					...nodeAffinity,
					requiredDuringSchedulingIgnoredDuringExecution: {
						nodeSelectorTerms: terms.map(({ matchExpressions }) => ({
							...(matchExpressions === undefined ? {} : { matchExpressions }),
							matchFields,
						})),
					},
				},
			},
			tolerations: tolerationsOf(template),
		},
	};
}
