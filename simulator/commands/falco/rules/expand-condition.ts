import { LIST_OPERATORS } from '../condition/parse-condition.ts';
import { type LoadContext, RuleLoadError } from './load-result.ts';
import type { ExceptionEntry, ExceptionItem } from './rule-items.ts';

/** Items by the names of lists; used ones are noted. */
export interface ExpandedLists {
	readonly items: ReadonlyMap<string, readonly string[]>;
	readonly used: Set<string>;
}

/** Puts the items of lists in place of their names. Models rule_loader_compiler.cpp resolve_list: it works on the text. */
export function expandLists(condition: string, { items, used }: ExpandedLists): string {
	let text = '';
	let last = 0;
	for (const { 0: word, index } of condition.matchAll(/[^\s(),=]+/g)) {
		const found = items.get(word);
		if (found === undefined) continue;
		used.add(word);
		let before = condition.slice(last, index).trimEnd();
		let end = index + word.length;
		const rest = /^\s*,/.exec(condition.slice(end, end + LOOK_AHEAD));
		if (found.length === 0) {
			// Of an empty list nothing is left, a comma neither.
			if (before.endsWith(',')) before = before.slice(0, -1);
			else if (rest !== null) end += rest[0].length;
		}
		text += `${before} ${found.map(quoted).join(', ')} `;
		last = end + (/^\s*/.exec(condition.slice(end, end + LOOK_AHEAD))?.[0].length ?? 0);
	}
	return text + condition.slice(last);
}

const LOOK_AHEAD = 200;

function quoted(item: string): string {
	return item.includes(' ') && !/^["']/.test(item) ? `"${item}"` : item;
}

/** A condition without what its exceptions let pass. Models rule_loader_compiler.cpp build_rule_exception_infos. */
export function withExceptions(condition: string, exceptions: readonly ExceptionItem[]): string {
	if (exceptions.length === 0) return condition;
	return exceptions.reduce((total, exception) => {
		const text = exceptionText(exception);
		return text === '' ? total : `${total} and not ${text}`;
	}, `(${condition})`);
}

function exceptionText({ fields, comparisons, values, context }: ExceptionItem): string {
	if (typeof fields === 'string') {
		const items = values.map((value) =>
			typeof value === 'string' ? quoted(value) : refuse('Expected values array to contain a list of strings', context),
		);
		return items.length === 0 ? '' : `(${fields} ${comparisons} (${items.join(', ')}))`;
	}
	const names = fields ?? [];
	const rows = values.map((value) => {
		if (typeof value === 'string' || value.length !== names.length) {
			return refuse('Fields and values lists must have equal length', context);
		}
		const parts = names.map((name, index) => {
			const operator = typeof comparisons === 'object' ? String(comparisons[index]) : '=';
			return ` ${String(name)} ${operator} ${valueText(value[index] ?? '', operator)}`;
		});
		return `(${parts.join(' and ')})`;
	});
	return rows.length === 0 ? '' : `(${rows.join(' or ')})`;
}

function valueText(value: ExceptionEntry, operator: string): string {
	if (typeof value === 'object') return `(${value.map((each) => quoted(String(each))).join(', ')})`;
	if (!LIST_OPERATORS.has(operator)) return quoted(value);
	return value.startsWith('(') ? value : `(${value})`;
}

function refuse(message: string, context: LoadContext): never {
	throw new RuleLoadError('LOAD_ERR_VALIDATE', message, context);
}
