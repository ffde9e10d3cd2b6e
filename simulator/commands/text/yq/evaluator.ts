import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import type { Expression } from './parse-expression.ts';
import { type YamlNode, YqError } from './yaml-node.ts';

/** What an operation sees: the nodes that it works on and the variables. */
export interface Context {
	readonly nodes: readonly YamlNode[];
	readonly variables: ReadonlyMap<string, readonly YamlNode[]>;
	/** Paths that are not there are not made. */
	readonly readOnly: boolean;
	/** How times are written; Go's RFC 3339 unless `with_dtf` says otherwise. */
	readonly layout: string;
}

export const RFC3339 = '2006-01-02T15:04:05Z07:00';

export type Handler = (evaluator: Evaluator, context: Context, node: Expression) => Task<readonly YamlNode[]>;

/** What is computed of one value of each side; absent where a side has none. Undefined: no result. */
export type Calculation = (left: YamlNode | undefined, right: YamlNode | undefined) => YamlNode | undefined;

export interface CrossRules {
	/** Computed though a side has no value. */
	readonly whenEmpty?: boolean;
	/** The result where the left side decides alone. */
	readonly early?: (left: YamlNode | undefined) => YamlNode | undefined;
}

const DEPTH_MAX = 2_000;

/** Evaluates expressions; the table of operators is handed in. */
export class Evaluator {
	readonly process: Process;
	readonly #handlers: ReadonlyMap<string, Handler>;
	/** What `-o` and `-I` say of text that operators make. */
	readonly indent: number;
	/** Texts that were decoded, by where they stand: what is encoded again ends as they did. */
	readonly decoded = new Map<string, string>();
	#depth = 0;

	constructor(process: Process, handlers: ReadonlyMap<string, Handler>, indent: number) {
		this.process = process;
		this.#handlers = handlers;
		this.indent = indent;
	}

	readonly pause = (steps: number): Task<void> => this.process.tick(Math.ceil(steps));

	/** Throws YqError, SystemError. */
	*evaluate(node: Expression | undefined, context: Context): Task<readonly YamlNode[]> {
		if (node === undefined) return context.nodes;
		yield* this.process.tick();
		const handler = this.#handlers.get(node.operation.name);
		if (handler === undefined) throw new YqError(`unknown operator ${node.operation.name}`);
		if (++this.#depth > DEPTH_MAX) throw new YqError('expression is nested too deeply');
		const result = yield* handler(this, context, node);
		this.#depth--;
		return result;
	}

	/** Every result of the left side with every one of the right, document by document. */
	*cross(
		context: Context,
		node: Expression,
		calculate: Calculation,
		rules: CrossRules = {},
	): Task<readonly YamlNode[]> {
		if (isTogether(context)) return yield* this.#crossOnce(context, node, calculate, rules);
		const results: YamlNode[] = [];
		for (const each of context.nodes) {
			for (const result of yield* this.#crossOnce(withNodes(context, [each]), node, calculate, rules))
				results.push(result);
		}
		return results;
	}

	*#crossOnce(
		context: Context,
		{ left, right }: Expression,
		calculate: Calculation,
		{ whenEmpty = false, early }: CrossRules,
	): Task<YamlNode[]> {
		const results: YamlNode[] = [];
		const lefts: readonly (YamlNode | undefined)[] = yield* this.evaluate(left, context);
		const all = whenEmpty && context.nodes.length > 0 && lefts.length === 0 ? [undefined] : lefts;
		for (const one of all) {
			const decided = early?.(one);
			if (decided !== undefined) {
				results.push(decided);
				continue;
			}
			const found = yield* this.evaluate(right, context);
			const rights: readonly (YamlNode | undefined)[] = whenEmpty && found.length === 0 ? [undefined] : found;
			for (const other of rights) {
				yield* this.process.tick();
				const result = calculate(one, other);
				if (result !== undefined) results.push(result);
			}
		}
		return results;
	}

	/** The first result for each node by itself, read only. */
	*first(node: Expression | undefined, context: Context, own: YamlNode): Task<YamlNode | undefined> {
		return (yield* this.evaluate(node, { ...context, nodes: [own], readOnly: true }))[0];
	}

	/** The text of the first result. */
	*text(node: Expression | undefined, context: Context): Task<string> {
		return (yield* this.evaluate(node, reading(context)))[0]?.value ?? '';
	}
}

export function withNodes(context: Context, nodes: readonly YamlNode[]): Context {
	return { ...context, nodes };
}

export function reading(context: Context): Context {
	return context.readOnly ? context : { ...context, readOnly: true };
}

/** Whether all documents are worked on as one. */
export function isTogether({ nodes }: Context): boolean {
	return nodes.every((node) => node.together);
}
