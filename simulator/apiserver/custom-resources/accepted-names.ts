import { definitionCondition } from '../../api/apiextensions/definition-conditions.ts';
import type {
	CustomResourceDefinition,
	CustomResourceDefinitionCondition,
	CustomResourceDefinitionNames,
} from '../../api/apiextensions/types.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';

/**
 * Which names a definition gets: those that no other definition of its group has, and what the conditions say of it.
 * Models apiextensions-apiserver/pkg/controller/status calculateNamesAndConditions.
 * @param group all definitions of its group.
 */
export function nameConditions(
	definition: CustomResourceDefinition,
	group: readonly CustomResourceDefinition[],
): {
	readonly names: CustomResourceDefinitionNames;
	readonly conditions: readonly CustomResourceDefinitionCondition[];
} {
	const taken = takenNames(group);
	const asked = definition.spec.names;
	const before = definition.status.acceptedNames ?? { plural: '', kind: '' };
	const names: CustomResourceDefinitionNames = { ...before };
	let problem: { reason: string; message: string } | undefined;
	const take = (name: 'plural' | 'singular' | 'kind' | 'listKind', reason: string, used: ReadonlySet<string>): void => {
		const wanted = asked[name] ?? '';
		if (wanted !== (before[name] ?? '') && used.has(wanted)) {
			problem = { reason, message: `${JSON.stringify(wanted)} is already in use` };
		} else names[name] = wanted;
	};
	take('plural', 'PluralConflict', taken.resources);
	take('singular', 'SingularConflict', taken.resources);
	if (!jsonEqual(asked.shortNames ?? [], before.shortNames ?? [])) {
		const conflicts = (asked.shortNames ?? [])
			.filter((each) => before.shortNames?.includes(each) !== true && taken.resources.has(each))
			.map((each) => `${JSON.stringify(each)} is already in use`);
		if (conflicts.length > 0) {
			const message = conflicts.length === 1 ? (conflicts[0] as string) : `[${conflicts.join(', ')}]`;
			problem = { reason: 'ShortNamesConflict', message };
		} else if (asked.shortNames === undefined) delete names.shortNames;
		else names.shortNames = asked.shortNames;
	}
	take('kind', 'KindConflict', taken.kinds);
	take('listKind', 'ListKindConflict', taken.kinds);
	if (asked.categories === undefined) delete names.categories;
	else names.categories = asked.categories;
	return { names, conditions: [namesAccepted(problem), established(definition, problem === undefined)] };
}

function takenNames(group: readonly CustomResourceDefinition[]): {
	resources: ReadonlySet<string>;
	kinds: ReadonlySet<string>;
} {
	const resources = new Set<string>();
	const kinds = new Set<string>();
	for (const { status } of group) {
		const { plural, singular, shortNames = [], kind, listKind } = status.acceptedNames ?? {};
		for (const name of [plural, singular, ...shortNames]) if (name) resources.add(name);
		for (const name of [kind, listKind]) if (name) kinds.add(name);
	}
	return { resources, kinds };
}

function namesAccepted(problem: { reason: string; message: string } | undefined): CustomResourceDefinitionCondition {
	if (problem !== undefined) return { type: 'NamesAccepted', status: 'False', ...problem };
	return { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' };
}

function established(definition: CustomResourceDefinition, accepted: boolean): CustomResourceDefinitionCondition {
	const before = definitionCondition(definition, 'Established');
	if (accepted && before?.status !== 'True') {
		const message = 'the initial names have been accepted';
		return { type: 'Established', status: 'False', reason: 'Installing', message };
	}
	if (before !== undefined) return before;
	const message = 'not all names are accepted';
	return { type: 'Established', status: 'False', reason: 'NotAccepted', message };
}
