import type { LoadContext } from './load-result.ts';
import type { MarkedNode } from './marked-yaml.ts';
import type { Priority } from './priority.ts';

/** A list as the files have it. */
export interface ListItem {
	readonly name: string;
	items: readonly string[];
	context: LoadContext;
	/** Its place among all items; it sees what was there before its last change. */
	readonly index: number;
	visibility: number;
}

export interface MacroItem {
	readonly name: string;
	condition: string;
	context: LoadContext;
	conditionContext: LoadContext;
	readonly index: number;
	visibility: number;
}

/** A value, or several of them. */
export type ExceptionEntry = string | readonly ExceptionEntry[];

export interface ExceptionItem {
	readonly name: string;
	readonly fields: ExceptionEntry | undefined;
	comparisons: ExceptionEntry | undefined;
	values: readonly ExceptionEntry[];
	readonly context: LoadContext;
}

export interface RuleItem {
	readonly name: string;
	condition: string;
	output: string;
	description: string;
	priority: Priority;
	readonly source: string;
	enabled: boolean;
	tags: readonly string[];
	exceptions: readonly ExceptionItem[];
	warnsOfEventTypes: boolean;
	skipsUnknownFilter: boolean;
	readonly context: LoadContext;
	readonly conditionContext: LoadContext;
	readonly outputContext: LoadContext;
}

/** Changes of a rule: what is undefined stays. */
export type RuleUpdate = {
	-readonly [Key in 'condition' | 'output' | 'description' | 'tags' | 'exceptions']?: RuleItem[Key];
} & {
	priority?: Priority;
	enabled?: boolean;
	warnsOfEventTypes?: boolean;
	skipsUnknownFilter?: boolean;
};

/** A map of a file with where it stands. */
export interface Item {
	readonly node: MarkedNode;
	readonly context: LoadContext;
}
