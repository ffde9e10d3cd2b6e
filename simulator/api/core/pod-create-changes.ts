import { jsonEqual } from '../../machinery/json-equal.ts';
import type { LabelSelector } from '../meta/types.ts';
import { APPARMOR, appArmorOfAnnotation } from '../validation/pod-annotations.ts';
import type { PodAffinityTerm } from './types/container.ts';
import type { Pod } from './types/pod.ts';

// Models what pkg/registry/core/pod/strategy.go PrepareForCreate makes of a Pod besides its status, in place.

/** Keys whose values are the Pod's own become expressions of the selectors. Models mutatePodAffinity, mutateTopologySpreadConstraints. */
export function mergeLabelKeys({ metadata, spec }: Pod): void {
	for (const field of ['podAffinity', 'podAntiAffinity'] as const) {
		const affinity = spec.affinity?.[field];
		const preferred = affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
		const terms: PodAffinityTerm[] = [
			...preferred.map(({ podAffinityTerm }) => podAffinityTerm),
			...(affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
		];
		for (const { labelSelector, matchLabelKeys, mismatchLabelKeys } of terms) {
			addExpressions(labelSelector, matchLabelKeys, 'In', metadata.labels);
			addExpressions(labelSelector, mismatchLabelKeys, 'NotIn', metadata.labels);
		}
	}
	for (const { labelSelector, matchLabelKeys } of spec.topologySpreadConstraints ?? []) {
		addExpressions(labelSelector, matchLabelKeys, 'In', metadata.labels);
	}
}

function addExpressions(
	selector: LabelSelector | undefined,
	keys: readonly string[] | undefined,
	operator: string,
	labels: { readonly [key: string]: string } | undefined,
): void {
	if (selector === undefined || keys === undefined || labels === undefined) return;
	const own = keys.filter((key) => Object.hasOwn(labels, key));
	if (own.length === 0) return;
	const added = own.map((key) => ({ key, operator, values: [labels[key] as string] }));
	selector.matchExpressions = [...(selector.matchExpressions ?? []), ...added];
}

/** What an old annotation says of a container's AppArmor profile goes into its field. Models applyAppArmorVersionSkew. */
export function syncAppArmor({ metadata, spec }: Pod): void {
	if (metadata.annotations === undefined || spec.os?.name === 'windows') return;
	for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) {
		const annotation = metadata.annotations[`${APPARMOR}${container.name}`];
		if (annotation === undefined || container.securityContext?.appArmorProfile !== undefined) continue;
		const profile = appArmorOfAnnotation(annotation);
		if (profile === undefined || jsonEqual(profile, spec.securityContext?.appArmorProfile)) continue;
		container.securityContext = { ...container.securityContext, appArmorProfile: profile };
	}
}

/**
 * Of annotations that have been read, or could not be.
 * Differs: also where the field said the same from the start.
 */
export function appArmorWarnings({ metadata, spec }: Pod): string[] {
	if (metadata.annotations === undefined || spec.os?.name === 'windows') return [];
	const warnings: string[] = [];
	for (const { name, securityContext } of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) {
		const annotation = metadata.annotations[`${APPARMOR}${name}`];
		if (annotation === undefined) continue;
		const profile = appArmorOfAnnotation(annotation);
		if (profile !== undefined && !jsonEqual(profile, securityContext?.appArmorProfile)) continue;
		warnings.push(
			`metadata.annotations[${APPARMOR}${name}]: deprecated since v1.30; use the "appArmorProfile" field instead`,
		);
	}
	return warnings;
}
