import { type ItemType, type LoadContext, RuleLoadError } from './load-result.ts';
import { entryOf, type MarkedNode } from './marked-yaml.ts';
import type { ExceptionEntry, Item } from './rule-items.ts';

/** Throws RuleLoadError for what the structure of a rules file does not allow. */
export function refuse(message: string, context: LoadContext): never {
	throw new RuleLoadError('LOAD_ERR_YAML_VALIDATE', message, context);
}

/** The text of a key that has to be there. */
export function textOf({ node, context }: Item, key: string): string {
	const value = entryOf(node, key);
	if (value === undefined) refuse(`Item has no mapping for key '${key}'`, context);
	return scalar(value, key, context);
}

/** Undefined: the key is not there. */
export function optionalText({ node, context }: Item, key: string): string | undefined {
	const value = entryOf(node, key);
	return value === undefined ? undefined : scalar(value, key, context);
}

export function optionalTruth(item: Item, key: string): boolean | undefined {
	const text = optionalText(item, key);
	if (text === undefined) return undefined;
	if (/^(y|yes|true|on)$/i.test(text)) return true;
	if (/^(n|no|false|off)$/i.test(text)) return false;
	return refuse("Can't decode YAML scalar value", valueContext(item, key));
}

function scalar(value: MarkedNode, key: string, context: LoadContext): string {
	if (value.kind === 'scalar' && value.isNull) refuse(`Mapping for key '${key}' is empty`, context);
	const own = context.within(value.mark, 'value for', key);
	if (value.kind !== 'scalar') return refuse('Value is not a scalar value', own);
	if (value.value === '') refuse('Value must be non-empty', own);
	return value.value;
}

function valueContext({ node, context }: Item, key: string): LoadContext {
	const value = entryOf(node, key);
	return value === undefined ? context : context.within(value.mark, 'value for', key);
}

/** Where the value of a key stands, under another name than "value for". */
export function contextOf({ node, context }: Item, key: string, type: ItemType): LoadContext {
	const value = entryOf(node, key);
	return value === undefined ? context : context.within(value.mark, type);
}

/** Undefined: the key is not there, which only some may be. */
export function textsOf({ node, context }: Item, key: string): readonly string[] | undefined {
	const value = entryOf(node, key);
	if (value === undefined) return undefined;
	const own = context.within(value.mark, 'value for', key);
	if (value.kind !== 'sequence') return refuse('Value is not a sequence', own);
	return value.items.map((item) => {
		const place = own.within(item.mark, 'list item');
		return item.kind === 'scalar' ? item.value : refuse('sequence value is not scalar', place);
	});
}

export function exceptionEntry(value: MarkedNode, context: LoadContext, key = ''): ExceptionEntry {
	const own = context.within(value.mark, 'value for', key);
	if (value.kind === 'scalar') return value.value === '' ? refuse('Value must be non-empty', own) : value.value;
	if (value.kind === 'mapping') return [];
	return value.items.map((item) => exceptionEntry(item, own.within(item.mark, 'exception')));
}
