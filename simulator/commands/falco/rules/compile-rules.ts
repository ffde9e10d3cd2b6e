import type { Task } from '../../../machinery/task.ts';
import { ConditionBudget, compileCondition, type Predicate, remembered } from '../condition/compile-condition.ts';
import { eventTypesOf } from '../condition/event-types.ts';
import { ConditionError, type Expression } from '../condition/expression.ts';
import { hostsNamedIn } from '../condition/named-hosts.ts';
import { parseCondition } from '../condition/parse-condition.ts';
import { deprecatedFieldsOf, warnOfValues } from './condition-warnings.ts';
import { type ExpandedLists, expandLists, withExceptions } from './expand-condition.ts';
import { type LoadContext, type LoadResult, RuleLoadError } from './load-result.ts';
import { compileOutput, OutputFormatError } from './output-format.ts';
import type { RuleCollection } from './rule-collection.ts';
import type { MacroItem, RuleItem } from './rule-items.ts';
import { type CompiledRule, NO_RULES, type RuleSet } from './rule-set.ts';

/** What is added to rules' outputs: `append_output` of the configuration. */
export interface AppendedOutput {
	readonly format: string;
	readonly source: string;
	readonly rule: string;
	readonly tags: readonly string[];
}

interface CompiledMacro {
	readonly expression: Expression;
	readonly predicate: Predicate;
}

/** Makes rules of everything that has been read. Models engine/rule_loader_compiler.cpp. */
export function* compileRules(
	collection: RuleCollection,
	result: LoadResult,
	appended: readonly AppendedOutput[],
	pause: (steps: number) => Task<void>,
): Task<RuleSet> {
	const compiler = new Compiler(collection, result, appended);
	try {
		for (const macro of collection.macros.values()) {
			compiler.macro(macro);
			yield* pause(STEPS_AN_ITEM);
		}
		compiler.refuseLoops();
		const rules: CompiledRule[] = [];
		for (const rule of collection.rules.values()) {
			const compiled = rule.source === 'syscall' ? compiler.rule(rule) : undefined;
			if (compiled !== undefined) rules.push(compiled);
			yield* pause(STEPS_AN_ITEM);
		}
		compiler.warnOfUnused();
		return {
			rules,
			macros: [...collection.macros.values()],
			lists: [...compiler.lists.items].map(([name, items]) => ({ name, items })),
			hosts: hostsNamedIn(compiler.expressions),
		};
	} catch (error) {
		if (!(error instanceof RuleLoadError)) throw error;
		result.addError(error);
		return NO_RULES;
	}
}

const STEPS_AN_ITEM = 80;

class Compiler {
	readonly lists: ExpandedLists;
	/** Of macros and rules. */
	readonly expressions: Expression[] = [];
	readonly #collection: RuleCollection;
	readonly #result: LoadResult;
	readonly #appended: readonly AppendedOutput[];
	readonly #macros = new Map<string, CompiledMacro>();
	readonly #parsed = new Map<string, Expression>();
	readonly #used = new Set<string>();
	readonly #budget = new ConditionBudget();

	constructor(collection: RuleCollection, result: LoadResult, appended: readonly AppendedOutput[]) {
		this.#collection = collection;
		this.#result = result;
		this.#appended = appended;
		this.lists = resolvedLists(collection);
	}

	/** Macros see those that were there before their last change. */
	macro({ name, condition, visibility, conditionContext, context }: MacroItem): void {
		const expression = this.#parse(condition, conditionContext);
		this.#parsed.set(name, expression);
		const predicate = this.#compile(expression, condition, conditionContext, context, (other) => {
			const item = this.#collection.macros.get(other);
			return item !== undefined && item.index < visibility && other !== name;
		});
		this.#macros.set(name, { expression, predicate: remembered(predicate) });
	}

	/** A macro that has been changed may name one that names it. Models engine/filter_macro_resolver.cpp. */
	refuseLoops(): void {
		const done = new Set<string>();
		const open = new Set<string>();
		const visit = (name: string): void => {
			const item = this.#collection.macros.get(name);
			const macro = this.#macros.get(name);
			if (item === undefined || macro === undefined || done.has(name)) return;
			open.add(name);
			for (const { name: other, at } of macrosIn(macro.expression)) {
				if (open.has(other)) {
					const place = item.context.inCondition(item.condition, at);
					throw new RuleLoadError('LOAD_ERR_VALIDATE', `reference loop in macro '${other}'`, place);
				}
				visit(other);
			}
			open.delete(name);
			done.add(name);
		};
		for (const name of this.#collection.macros.keys()) visit(name);
	}

	/** Undefined: it is skipped, as it asks for. */
	rule(item: RuleItem): CompiledRule | undefined {
		const condition = withExceptions(item.condition, item.exceptions);
		const extra = this.#appended.filter(
			({ source, rule, tags }) =>
				(source === '' || source === item.source) &&
				(rule === '' || rule === item.name) &&
				tags.every((tag) => item.tags.includes(tag)),
		);
		let format = [item.output, ...extra.map((each) => each.format)].join(' ');
		if (format.includes(CONTAINER_INFO)) {
			this.#result.addWarning('LOAD_DEPRECATED_ITEM', CONTAINER_INFO_DEPRECATED, item.context);
			format = format.replaceAll(CONTAINER_INFO, '');
		}
		let output: CompiledRule['output'];
		try {
			output = compileOutput(format);
		} catch (error) {
			if (!(error instanceof OutputFormatError)) throw error;
			return this.#skip(item, new RuleLoadError('LOAD_ERR_COMPILE_OUTPUT', error.message, item.outputContext));
		}
		for (const field of deprecatedFieldsOf(output.names)) {
			const message = `usage of deprecated field '${field}' has been detected in the rule output`;
			this.#result.addWarning('LOAD_DEPRECATED_ITEM', message, item.outputContext);
		}
		const expression = this.#parse(condition, item.conditionContext);
		let matches: Predicate;
		try {
			matches = this.#compile(expression, condition, item.conditionContext, item.context, () => true);
		} catch (error) {
			if (!(error instanceof RuleLoadError)) throw error;
			return this.#skip(item, error);
		}
		const at = item.conditionContext;
		warnOfValues(
			expression,
			(name) => this.#expression(name),
			(code, message, place) => {
				this.#result.addWarning(code, message, place === undefined ? at : at.inCondition(condition, place));
			},
		);
		const eventTypes = eventTypesOf(expression, (name) => this.#expression(name));
		if (eventTypes.size > EVENT_TYPES_MAX && item.warnsOfEventTypes) {
			const message = 'Rule matches too many evt.type values. This has a significant performance penalty.';
			this.#result.addWarning('LOAD_NO_EVTTYPE', message, item.context);
		}
		return { item, matches, output, eventTypes };
	}

	warnOfUnused(): void {
		for (const { name, context } of this.#collection.macros.values()) {
			if (this.#used.has(name)) continue;
			this.#result.addWarning('LOAD_UNUSED_MACRO', 'Macro not referred to by any other rule/macro', context);
		}
		for (const { name, context } of this.#collection.lists.values()) {
			if (this.lists.used.has(name)) continue;
			this.#result.addWarning('LOAD_UNUSED_LIST', 'List not referred to by any other rule/macro', context);
		}
	}

	#expression(name: string): Expression | undefined {
		return this.#macros.get(name)?.expression;
	}

	#parse(condition: string, context: LoadContext): Expression {
		const text = expandLists(condition, this.lists);
		try {
			const expression = parseCondition(text);
			this.expressions.push(expression);
			return expression;
		} catch (error) {
			if (!(error instanceof ConditionError)) throw error;
			throw new RuleLoadError('LOAD_ERR_COMPILE_CONDITION', error.message, context.inCondition(text, error.at));
		}
	}

	/** @param sees whether a macro of this name is visible. */
	#compile(
		expression: Expression,
		condition: string,
		conditionContext: LoadContext,
		context: LoadContext,
		sees: (name: string) => boolean,
	): Predicate {
		const macros = (name: string): Predicate | undefined => {
			if (!sees(name) || !this.#collection.macros.has(name)) return undefined;
			this.#used.add(name);
			const known = this.#macros.get(name);
			// A macro that an earlier one names is compiled by then, or nothing.
			return known?.predicate ?? ((view) => this.#macros.get(name)?.predicate(view) ?? false);
		};
		try {
			return compileCondition(expression, macros, this.#budget);
		} catch (error) {
			if (!(error instanceof ConditionError)) throw error;
			const isMacro = error.message.startsWith('Undefined macro');
			const code = isMacro ? 'LOAD_ERR_VALIDATE' : 'LOAD_ERR_COMPILE_CONDITION';
			const place = (isMacro ? context : conditionContext).inCondition(condition, error.at);
			throw new RuleLoadError(code, error.message, place);
		}
	}

	#skip({ skipsUnknownFilter }: RuleItem, error: RuleLoadError): undefined {
		const isUnknown = /nonexistent field|invalid formatting token|unknown event type|unknown filter:/.test(
			error.message,
		);
		if (!skipsUnknownFilter || !isUnknown) throw error;
		this.#result.addWarning('LOAD_UNKNOWN_FILTER', error.message, error.context);
		return undefined;
	}
}

function macrosIn(expression: Expression): readonly Extract<Expression, { kind: 'macro' }>[] {
	switch (expression.kind) {
		case 'and':
		case 'or':
			return expression.children.flatMap(macrosIn);
		case 'not':
			return macrosIn(expression.child);
		case 'macro':
			return [expression];
		default:
			return [];
	}
}

/** Lists with the items of those that they name. */
function resolvedLists({ lists }: RuleCollection): ExpandedLists {
	const used = new Set<string>();
	const items = new Map<string, readonly string[]>();
	for (const list of lists.values()) {
		const all: string[] = [];
		for (const item of list.items) {
			const other = lists.get(item);
			if (other === undefined || other.index >= list.visibility) all.push(item);
			else {
				used.add(item);
				all.push(...(items.get(item) ?? other.items));
			}
			if (all.length > LIST_ITEMS_MAX) break;
		}
		items.set(list.name, all);
	}
	return { items, used };
}

/** A limit of the simulation: lists of lists of lists. */
const LIST_ITEMS_MAX = 10_000;
/** Of the calls that the world tells of; falco's limit is 100 of all. */
const EVENT_TYPES_MAX = 20;
const CONTAINER_INFO = '%container.info';
const CONTAINER_INFO_DEPRECATED =
	'%container.info is deprecated and no more useful, and will be dropped by Falco 1.0.0. The container plugin will automatically add required fields to the output message.';
