import type { Check, Controls, Group } from './check.ts';
import type { Evidence } from './evidence.ts';

export type State = 'PASS' | 'FAIL' | 'WARN' | 'INFO';

export interface Result {
	readonly check: Check;
	readonly state: State;
}

export interface GroupResults {
	readonly group: Group;
	readonly results: readonly Result[];
}

export interface ControlResults {
	readonly controls: Controls;
	readonly groups: readonly GroupResults[];
}

export type Summary = { readonly [S in State]: number };

/** Which checks are wanted. Models cmd/common.go NewRunFilter. */
export interface Filter {
	readonly checks: ReadonlySet<string>;
	readonly groups: ReadonlySet<string>;
	readonly skipped: ReadonlySet<string>;
	readonly scored: boolean;
	readonly unscored: boolean;
}

/** Groups of which nothing is wanted are left out. Models check/controls.go RunChecks. */
export function runControls(controls: Controls, evidence: Evidence, filter: Filter): ControlResults {
	const groups = controls.groups
		.map((group) => ({
			group,
			results: group.checks
				.filter((check) => isWanted(check, group, filter))
				.map((check) => ({ check, state: stateOf(check, group, evidence, filter) })),
		}))
		.filter(({ results }) => results.length > 0);
	return { controls, groups };
}

function isWanted({ id, scored }: Check, group: Group, filter: Filter): boolean {
	if (filter.groups.size > 0 && !filter.groups.has(group.id)) return false;
	if (filter.checks.size > 0 && !filter.checks.has(id)) return false;
	return scored ? filter.scored : filter.unscored;
}

function stateOf({ id, holds, scored }: Check, group: Group, evidence: Evidence, { skipped }: Filter): State {
	if (skipped.has(id) || skipped.has(group.id)) return 'INFO';
	if (holds === undefined) return 'WARN';
	if (holds(evidence)) return 'PASS';
	return scored ? 'FAIL' : 'WARN';
}

export function summaryOf(results: readonly Result[]): Summary {
	const count = (state: State): number => results.filter((each) => each.state === state).length;
	return { PASS: count('PASS'), FAIL: count('FAIL'), WARN: count('WARN'), INFO: count('INFO') };
}

export function resultsOf({ groups }: ControlResults): readonly Result[] {
	return groups.flatMap(({ results }) => results);
}
