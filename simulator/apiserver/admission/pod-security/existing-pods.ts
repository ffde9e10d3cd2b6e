import type { Pod } from '../../../api/core/types/pod.ts';
import type { ServerCore } from '../../server-core.ts';
import { checkedPod } from './check.ts';
import { reasonsText, violationsOf } from './evaluate.ts';
import { type LevelVersion, levelVersionText } from './policy.ts';

/** Models pod-security-admission/admission defaultNamespaceMaxPodsToCheck. */
const PODS_CHECKED_MAX = 3000;

/** What a namespace's Pods do that a level forbids: a line for each set of reasons. Models EvaluatePodsInNamespace. */
export function existingPodWarnings(
	namespace: string,
	enforce: LevelVersion,
	exemptClasses: readonly string[],
	core: ServerCore,
): string[] {
	const kind = core.kinds.byResource('', 'v1', 'pods');
	if (kind === undefined) return [];
	const pods = (core.storageOf(kind).all(namespace) as Pod[]).filter(
		({ spec }) => !exemptClasses.includes(spec.runtimeClassName ?? ''),
	);
	const byReasons = new Map<string, string[]>();
	for (const { metadata, spec } of onePerControllerFirst(pods).slice(0, PODS_CHECKED_MAX)) {
		const violations = violationsOf(checkedPod(metadata.annotations, spec), enforce);
		if (violations.length === 0) continue;
		const reasons = reasonsText(violations);
		byReasons.set(reasons, [...(byReasons.get(reasons) ?? []), metadata.name]);
	}
	const warnings: string[] = [];
	if (pods.length > PODS_CHECKED_MAX) {
		warnings.push(
			`new PodSecurity enforce level only checked against the first ${PODS_CHECKED_MAX} of ${pods.length} existing pods`,
		);
	}
	if (byReasons.size === 0) return warnings;
	const level = levelVersionText(enforce);
	warnings.push(
		`existing pods in namespace ${JSON.stringify(namespace)} violate the new PodSecurity enforce level "${level}"`,
	);
	const lines = [...byReasons].map(([reasons, names]) => `${podsText(names)}: ${reasons}`).sort();
	return [...warnings, ...lines];
}

/** Replicas are alike. Models prioritizePods. */
function onePerControllerFirst(pods: readonly Pod[]): Pod[] {
	const controllers = new Set<string>();
	const first: Pod[] = [];
	const others: Pod[] = [];
	for (const pod of pods) {
		const controller = pod.metadata.ownerReferences?.find((each) => each.controller === true)?.uid;
		if (controller !== undefined && controllers.has(controller)) others.push(pod);
		else first.push(pod);
		if (controller !== undefined) controllers.add(controller);
	}
	return [...first, ...others];
}

function podsText(names: readonly string[]): string {
	const [first] = [...names].sort();
	if (names.length === 1) return `${first}`;
	return `${first} (and ${names.length - 1} other ${names.length === 2 ? 'pod' : 'pods'})`;
}
