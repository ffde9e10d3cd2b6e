import { LIST_OPERATORS, OPERATORS } from '../condition/parse-condition.ts';
import { findField } from '../fields/registry.ts';
import { type LoadContext, RuleLoadError } from './load-result.ts';
import type { ExceptionEntry, ExceptionItem, ListItem, MacroItem, RuleItem, RuleUpdate } from './rule-items.ts';

/** Items of all files so far; a later one takes an earlier one's place. Models engine/rule_loader_collector.cpp. */
export class RuleCollection {
	readonly lists = new Map<string, ListItem>();
	readonly macros = new Map<string, MacroItem>();
	readonly rules = new Map<string, RuleItem>();
	#index = 0;

	defineList(name: string, items: readonly string[], context: LoadContext): void {
		const index = this.#index++;
		const before = this.lists.get(name);
		this.lists.set(name, { name, items, context, index: before?.index ?? index, visibility: index });
	}

	appendList(name: string, items: readonly string[], context: LoadContext): void {
		const before = this.lists.get(name);
		if (before === undefined) {
			throw invalid("List uses 'append' or 'override.items: append' but no list by that name already exists", context);
		}
		before.items = [...before.items, ...items];
		before.visibility = this.#index++;
	}

	defineMacro(macro: Omit<MacroItem, 'index' | 'visibility'>): void {
		const index = this.#index++;
		this.macros.set(macro.name, { ...macro, index: this.macros.get(macro.name)?.index ?? index, visibility: index });
	}

	appendMacro({ name, condition, context }: Pick<MacroItem, 'name' | 'condition' | 'context'>): void {
		const before = this.macros.get(name);
		if (before === undefined) {
			throw invalid(
				"Macro uses 'append' or 'override.condition: append' but no macro by that name already exists",
				context,
			);
		}
		before.condition = `${before.condition} ${condition}`;
		before.visibility = this.#index++;
	}

	defineRule(rule: RuleItem): void {
		const before = this.rules.get(rule.name);
		if (before !== undefined && before.source !== rule.source) {
			throw invalid('Rule has been re-defined with a different source', rule.context);
		}
		this.#index++;
		for (const exception of rule.exceptions) {
			if (exception.fields === undefined) {
				throw invalid('Rule exception item must have fields property with a list of fields', exception.context);
			}
			validateException(exception);
		}
		this.rules.set(rule.name, rule);
	}

	appendRule(name: string, update: RuleUpdate, context: LoadContext): void {
		const before = this.rules.get(name);
		if (before === undefined) {
			throw invalid("Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists", context);
		}
		if (Object.keys(update).length === 0) {
			throw invalid('Appended rule must have exceptions or condition property', context);
		}
		if (update.condition) before.condition = `${before.condition} ${update.condition}`;
		if (update.output) before.output = `${before.output} ${update.output}`;
		if (update.description) before.description = `${before.description} ${update.description}`;
		if (update.tags) before.tags = sortedTags([...before.tags, ...update.tags]);
		if (update.exceptions) before.exceptions = appendedExceptions(before.exceptions, update.exceptions);
		this.#index++;
	}

	replaceInRule(name: string, update: RuleUpdate, context: LoadContext): void {
		const before = this.rules.get(name);
		if (before === undefined) {
			throw invalid(
				"An 'override.<key>: replace' to a rule was requested but no rule by that name already exists",
				context,
			);
		}
		Object.assign(before, update);
		this.#index++;
	}

	enableRule(name: string, enabled: boolean, context: LoadContext): void {
		const before = this.rules.get(name);
		if (before === undefined) {
			throw invalid("Rule has 'enabled' key but no rule by that name already exists", context);
		}
		before.enabled = enabled;
	}
}

export function sortedTags(tags: readonly string[]): readonly string[] {
	return [...new Set(tags)].sort();
}

function appendedExceptions(before: readonly ExceptionItem[], added: readonly ExceptionItem[]): ExceptionItem[] {
	const all = [...before];
	for (const exception of added) {
		const index = all.findIndex(({ name }) => name === exception.name);
		const known = all[index];
		if (known === undefined) {
			if (exception.fields === undefined) {
				throw invalid('Rule exception must have fields property with a list of fields', exception.context);
			}
			if (exception.values.length === 0) {
				throw invalid('Rule exception must have values property with a list of values', exception.context);
			}
			validateException(exception);
			all.push(exception);
			continue;
		}
		for (const [part, name] of [
			[exception.fields, 'fields'],
			[exception.comparisons, 'comps'],
		] as const) {
			if (part === undefined) continue;
			throw invalid(`Can not append exception ${name} to existing exception, only values`, exception.context);
		}
		all[index] = { ...known, values: [...known.values, ...exception.values] };
	}
	return all;
}

function validateException(exception: ExceptionItem): void {
	const { fields, context } = exception;
	if (typeof fields === 'object') {
		exception.comparisons ??= fields.map(() => '=');
		const { comparisons } = exception;
		if (typeof comparisons === 'string' || comparisons.length !== fields.length) {
			throw invalid('Fields and comps lists must have equal length', context);
		}
		for (const comparison of comparisons.map(String)) {
			if (OPERATORS.includes(comparison)) continue;
			throw invalid(`'${comparison}' is not a supported comparison operator`, context);
		}
		for (const field of fields) requireField(field, context);
		return;
	}
	exception.comparisons ??= 'in';
	const { comparisons } = exception;
	if (typeof comparisons !== 'string') throw invalid('Fields and comps must both be strings', context);
	if (!LIST_OPERATORS.has(comparisons)) {
		throw invalid('When fields is a single value, comps must be one of (in, pmatch, intersects)', context);
	}
	if (fields !== undefined) requireField(fields, context);
}

function requireField(entry: ExceptionEntry, context: LoadContext): void {
	const [, name = '', argument] = /^([^[]*)(?:\[(.*)\])?$/s.exec(String(entry)) ?? [];
	if (findField(name, argument) === undefined) {
		throw invalid(`'${String(entry)}' is not a supported filter field`, context);
	}
}

function invalid(message: string, context: LoadContext): RuleLoadError {
	return new RuleLoadError('LOAD_ERR_VALIDATE', message, context);
}
