import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { ownValue } from '../../machinery/own-value.ts';
import { internalForm } from './internal-json.ts';
import type { PodSpec } from './types/pod.ts';
import type { NodeSelectorRequirement, NodeSelectorTerm } from './types/reference.ts';

/**
 * Where a Pod that is held back may run can be narrowed, not widened.
 * Models pkg/apis/core/validation validateNodeSelectorMutation, validateNodeAffinityMutation.
 */
export function validateGatedChanges(spec: PodSpec, old: PodSpec): FieldError[] {
	const errors: FieldError[] = [];
	const kept = Object.entries(old.nodeSelector ?? {}).every(
		([key, value]) => ownValue(spec.nodeSelector, key) === value,
	);
	if (!kept) {
		const because = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
		errors.push(invalidValue('spec.nodeSelector', spec.nodeSelector ?? null, because));
	}
	const before = termsOf(old) ?? [];
	const now = termsOf(spec);
	const path = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms';
	if (before.length > 0 && before.length !== (now ?? []).length) {
		const shown = now === undefined ? null : now.map((term) => internalForm('NodeSelectorTerm', term));
		const because = 'no additions/deletions to non-empty NodeSelectorTerms list are allowed';
		return [...errors, invalidValue(path, shown, because)];
	}
	for (const [index, term] of before.entries()) {
		const after = (now ?? [])[index] as NodeSelectorTerm;
		if (hasOnlyAdditions(after, term)) continue;
		const because = 'only additions are allowed (no mutations or deletions)';
		errors.push(invalidValue(`${path}[${index}]`, internalForm('NodeSelectorTerm', after), because));
	}
	return errors;
}

function termsOf({ affinity }: PodSpec): readonly NodeSelectorTerm[] | undefined {
	return affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
}

/** Models validateNodeSelectorTermHasOnlyAdditions: a term that selects nothing stays so. */
function hasOnlyAdditions(now: NodeSelectorTerm, old: NodeSelectorTerm): boolean {
	const count = ({ matchExpressions, matchFields }: NodeSelectorTerm): number =>
		(matchExpressions ?? []).length + (matchFields ?? []).length;
	if (count(old) === 0 && count(now) > 0) return false;
	return startsWith(now.matchExpressions, old.matchExpressions) && startsWith(now.matchFields, old.matchFields);
}

type Requirements = readonly NodeSelectorRequirement[] | undefined;

function startsWith(now: Requirements = [], old: Requirements = []): boolean {
	return jsonEqual(now.slice(0, old.length), old);
}
