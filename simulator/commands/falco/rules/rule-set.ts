import type { Predicate } from '../condition/compile-condition.ts';
import type { OutputFormat } from './output-format.ts';
import type { RuleItem } from './rule-items.ts';

/** A rule as events are held against it. */
export interface CompiledRule {
	readonly item: RuleItem;
	readonly matches: Predicate;
	readonly output: OutputFormat;
	/** System calls that it can match. */
	readonly eventTypes: ReadonlySet<string>;
}

/** All rules of all files. */
export interface RuleSet {
	readonly rules: readonly CompiledRule[];
	readonly macros: readonly { readonly name: string; readonly condition: string }[];
	readonly lists: readonly { readonly name: string; readonly items: readonly string[] }[];
	/** Whose addresses conditions ask for. */
	readonly hosts: readonly string[];
}

export const NO_RULES: RuleSet = { rules: [], macros: [], lists: [], hosts: [] };
