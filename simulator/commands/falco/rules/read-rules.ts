import type { Task } from '../../../machinery/task.ts';
import { contextOf, exceptionEntry, optionalText, optionalTruth, refuse, textOf, textsOf } from './decode-value.ts';
import { type LoadContext, type LoadResult, RuleLoadError } from './load-result.ts';
import { entryOf, type MarkedNode, MarkedYaml, MarkedYamlError } from './marked-yaml.ts';
import { parsePriority } from './priority.ts';
import { readOverrides, takeOverridden } from './read-overrides.ts';
import { type RuleCollection, sortedTags } from './rule-collection.ts';
import type { ExceptionItem, Item, RuleUpdate } from './rule-items.ts';

/** Of the engine, as rules may require it. */
export const ENGINE_VERSION = '0.58.0';
/** Of the container plugin, which comes with it. */
export const CONTAINER_PLUGIN_VERSION = '0.6.1';

const APPEND_DEPRECATED =
	"'append' key is deprecated. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";
const ENABLED_DEPRECATED =
	"The standalone 'enabled' key usage is deprecated. The correct approach requires also a 'replace' entry under the 'override' key (i.e. 'enabled: replace').";
const APPEND_WITH_OVERRIDE =
	"Keys 'override' and 'append: true' cannot be used together. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";

interface Reading {
	readonly collection: RuleCollection;
	readonly result: LoadResult;
}

/**
 * Adds a file's items to those of the files before; what is wrong with it ends up in `result`. Models
 * engine/rule_loader_reader.cpp.
 */
export function* readRules(
	text: string,
	reading: Reading,
	file: LoadContext,
	pause: (steps: number) => Task<void>,
): Task<void> {
	try {
		const pieces = new MarkedYaml(text).pieces();
		for (;;) {
			const next = pieces.next();
			if (next.done) return;
			yield* pause(STEPS_AN_ITEM);
			if (next.value === undefined) continue;
			const { node, isItem } = next.value;
			if (node.kind === 'scalar' && node.isNull) continue;
			if (!isItem) {
				const what = node.kind === 'mapping' ? 'yaml array of objects' : 'yaml';
				refuse(`Rules content is not ${what}`, file);
			}
			readItem(node, reading, file);
		}
	} catch (error) {
		if (error instanceof RuleLoadError) reading.result.addError(error);
		else if (error instanceof MarkedYamlError) {
			const context = file.within(error.mark, 'value for');
			reading.result.addError(new RuleLoadError('LOAD_ERR_YAML_PARSE', error.message, context));
		} else throw error;
	}
}

const STEPS_AN_ITEM = 60;

function readItem(node: MarkedNode, reading: Reading, file: LoadContext): void {
	const place = file.within(node.mark, 'rules content item');
	if (node.kind !== 'mapping') {
		refuse('Unexpected element type. Each element should be a yaml associative array.', place);
	}
	if (entryOf(node, 'required_engine_version') !== undefined) readEngineVersion(node, file);
	else if (entryOf(node, 'required_plugin_versions') !== undefined) readPluginVersions(node, file);
	else if (entryOf(node, 'list') !== undefined) readList(node, reading, file);
	else if (entryOf(node, 'macro') !== undefined) readMacro(node, reading, file);
	else if (entryOf(node, 'rule') !== undefined) readRule(node, reading, file);
	else reading.result.addWarning('LOAD_UNKNOWN_ITEM', 'Unknown top level item', place);
}

function readEngineVersion(node: MarkedNode, file: LoadContext): void {
	const item = { node, context: file.within(node.mark, 'required_engine_version') };
	const wanted = textOf(item, 'required_engine_version');
	const version = /^\d+$/.test(wanted) ? `0.${wanted}.0` : wanted;
	if (!/^\d+\.\d+\.\d+/.test(version)) {
		refuse(
			`Unable to parse engine version '${wanted}' as a semver string. Expected "x.y.z" semver format.`,
			item.context,
		);
	}
	if (isAtLeast(ENGINE_VERSION, version)) return;
	const message = `Rules require engine version ${version}, but engine version is ${ENGINE_VERSION}`;
	throw new RuleLoadError('LOAD_ERR_VALIDATE', message, item.context);
}

function readPluginVersions(node: MarkedNode, file: LoadContext): void {
	const value = entryOf(node, 'required_plugin_versions') as MarkedNode;
	const context = file.within(value.mark, 'required plugin versions');
	if (value.kind !== 'sequence') refuse('Value of required_plugin_versions must be a sequence', context);
	for (const plugin of value.items) {
		const item = { node: plugin, context: context.within(plugin.mark, 'required plugin versions entry') };
		if (plugin.kind !== 'mapping') refuse('Plugin version must be a mapping', item.context);
		const name = textOf(item, 'name');
		const version = textOf(item, 'version');
		if (name === 'container' && isAtLeast(CONTAINER_PLUGIN_VERSION, version)) continue;
		throw new PluginRequirementError(name, version);
	}
}

/** A plugin that rules need is not there: falco says so without a place. */
export class PluginRequirementError extends Error {
	constructor(name: string, version: string) {
		super(`Plugin requirement not satisfied, must load one of: ${name} (>= ${version})`);
	}
}

function isAtLeast(own: string, wanted: string): boolean {
	const [ours, theirs] = [own, wanted].map((text) => text.split('.').map((part) => Number.parseInt(part, 10)));
	for (let index = 0; index < 3; index++) {
		const difference = (ours?.[index] ?? 0) - (theirs?.[index] ?? 0);
		if (difference !== 0) return difference > 0;
	}
	return true;
}

function readList(node: MarkedNode, { collection, result }: Reading, file: LoadContext): void {
	const name = textOf({ node, context: file.within(node.mark, 'list') }, 'list');
	const item = { node, context: file.within(node.mark, 'list', name) };
	if (!/^[^()"'\s=,]+$/.test(name)) {
		result.addWarning(
			'LOAD_INVALID_LIST_NAME',
			`List has an invalid name. List names should match a regular expression: ([^()"'[:space:]=,]+)`,
			item.context,
		);
	}
	const items = textsOf(item, 'items') ?? refuse("Item has no mapping for key 'items'", item.context);
	const appends = readAppend(item, result);
	const overrides = readOverrides(item, ['items'], ['items']);
	if (appends && overrides.size > 0) refuse(APPEND_WITH_OVERRIDE, item.context);
	if (appends || overrides.get('items') === 'append') collection.appendList(name, items, item.context);
	else collection.defineList(name, items, item.context);
}

function readMacro(node: MarkedNode, { collection, result }: Reading, file: LoadContext): void {
	const name = textOf({ node, context: file.within(node.mark, 'macro') }, 'macro');
	const item = { node, context: file.within(node.mark, 'macro', name) };
	const { context } = item;
	if (!/^[a-zA-Z]+[a-zA-Z0-9_]*$/.test(name)) {
		result.addWarning(
			'LOAD_INVALID_MACRO_NAME',
			'Macro has an invalid name. Macro names should match a regular expression: ([a-zA-Z]+[a-zA-Z0-9_]*)',
			context,
		);
	}
	const condition = textOf(item, 'condition');
	const conditionContext = contextOf(item, 'condition', 'macro condition');
	const appends = readAppend(item, result);
	const overrides = readOverrides(item, ['condition'], ['condition']);
	if (appends && overrides.size > 0) refuse(APPEND_WITH_OVERRIDE, context);
	if (appends || overrides.get('condition') === 'append') collection.appendMacro({ name, condition, context });
	else collection.defineMacro({ name, condition, context, conditionContext });
}

function readAppend(item: Item, result: LoadResult): boolean {
	const appends = optionalTruth(item, 'append') === true;
	if (appends) result.addWarning('LOAD_DEPRECATED_ITEM', APPEND_DEPRECATED, item.context);
	return appends;
}

function readRule(node: MarkedNode, reading: Reading, file: LoadContext): void {
	const { collection, result } = reading;
	const name = textOf({ node, context: file.within(node.mark, 'rule') }, 'rule');
	const item: Item = { node, context: file.within(node.mark, 'rule', name) };
	const appends = readAppend(item, result);
	const overrides = readOverrides(item, APPENDABLE, REPLACEABLE);
	if (overrides.size > 0) {
		if (appends) refuse(APPEND_WITH_OVERRIDE, item.context);
		changeRule(item, name, overrides, reading);
	} else if (appends) {
		const update: RuleUpdate = {};
		if (entryOf(node, 'condition') !== undefined) update.condition = textOf(item, 'condition');
		if (entryOf(node, 'exceptions') !== undefined) update.exceptions = readExceptions(item, result, true);
		collection.appendRule(name, update, item.context);
	} else if (!['condition', 'output', 'desc', 'priority'].some((key) => entryOf(node, key) !== undefined)) {
		const enabled = optionalTruth(item, 'enabled') ?? refuse("Item has no mapping for key 'enabled'", item.context);
		result.addWarning('LOAD_DEPRECATED_ITEM', ENABLED_DEPRECATED, item.context);
		collection.enableRule(name, enabled, item.context);
	} else defineRule(item, name, reading);
}

function defineRule(item: Item, name: string, { collection, result }: Reading): void {
	const { context } = item;
	const condition = textOf(item, 'condition');
	const output = textOf(item, 'output').trim();
	const description = textOf(item, 'desc');
	const priority = readPriority(item);
	const source = optionalText(item, 'source') ?? 'syscall';
	const rule = {
		...{ name, condition, output, description, priority, source, context },
		enabled: optionalTruth(item, 'enabled') ?? true,
		warnsOfEventTypes: optionalTruth(item, 'warn_evttypes') ?? true,
		skipsUnknownFilter: optionalTruth(item, 'skip-if-unknown-filter') ?? false,
		tags: sortedTags(textsOf(item, 'tags') ?? []),
		exceptions: readExceptions(item, result, false),
		conditionContext: contextOf(item, 'condition', 'rule condition'),
		outputContext: contextOf(item, 'output', 'rule output'),
	};
	if (source !== 'syscall') {
		result.addWarning('LOAD_UNKNOWN_SOURCE', `Unknown source ${source}, skipping`, context);
	}
	collection.defineRule(rule);
}

function readPriority(item: Item) {
	const text = textOf(item, 'priority');
	return parsePriority(text) ?? refuse('Invalid priority', contextOf(item, 'priority', 'rule priority'));
}

const APPENDABLE = ['condition', 'output', 'desc', 'tags', 'exceptions'];
const REPLACEABLE = [
	...['condition', 'output', 'desc', 'priority', 'capture', 'capture_duration', 'tags', 'exceptions', 'enabled'],
	...['warn_evttypes', 'skip-if-unknown-filter'],
];

function changeRule(item: Item, name: string, overrides: ReadonlyMap<string, string>, reading: Reading): void {
	const { collection, result } = reading;
	for (const operation of ['append', 'replace'] as const) {
		const keys = takeOverridden(item, overrides, operation);
		if (keys.length === 0) continue;
		const update: RuleUpdate = {};
		for (const key of keys) {
			if (key === 'condition') update.condition = textOf(item, key);
			else if (key === 'output') update.output = textOf(item, key);
			else if (key === 'desc') update.description = textOf(item, key);
			else if (key === 'tags') update.tags = sortedTags(textsOf(item, key) ?? []);
			else if (key === 'exceptions') update.exceptions = readExceptions(item, result, operation === 'append');
			else if (key === 'priority') update.priority = readPriority(item);
			else if (key === 'enabled') update.enabled = optionalTruth(item, key) ?? true;
			else if (key === 'warn_evttypes') update.warnsOfEventTypes = optionalTruth(item, key) ?? true;
			else if (key === 'skip-if-unknown-filter') update.skipsUnknownFilter = optionalTruth(item, key) ?? false;
		}
		if (operation === 'append') collection.appendRule(name, update, item.context);
		else collection.replaceInRule(name, update, item.context);
	}
	for (const key of new Set([...APPENDABLE, ...REPLACEABLE])) {
		const value = entryOf(item.node, key);
		if (value === undefined || overrides.has(key)) continue;
		const context = item.context.within(value.mark, 'overrides', key);
		refuse(`Unexpected key '${key}': no corresponding entry under 'override' is defined.`, context);
	}
}

function readExceptions(item: Item, result: LoadResult, appends: boolean): readonly ExceptionItem[] {
	const value = entryOf(item.node, 'exceptions');
	if (value === undefined || (value.kind === 'scalar' && value.isNull)) return [];
	const all = item.context.within(value.mark, 'exceptions');
	if (value.kind !== 'sequence') return refuse('Rule exceptions must be a sequence', all);
	const exceptions: ExceptionItem[] = [];
	for (const node of value.items) {
		const place = all.within(node.mark, 'exception');
		if (node.kind !== 'mapping') refuse('Rule exception must be a mapping', place);
		const name = textOf({ node, context: place }, 'name');
		const context = item.context.within(node.mark, 'exception', name);
		if (exceptions.some((each) => each.name === name)) {
			const message = `Multiple definitions of exception '${name}' in the same rule`;
			result.addWarning('LOAD_EXCEPTION_NAME_NOT_UNIQUE', message, context);
		}
		const part = (key: string) => {
			const found = entryOf(node, key);
			return found === undefined ? undefined : exceptionEntry(found, context, key);
		};
		const fields = part('fields');
		if (fields === undefined && !appends) refuse("Item has no mapping for key 'fields'", context);
		const values = entryOf(node, 'values');
		if (values !== undefined && values.kind !== 'sequence') {
			refuse('Rule exception values must be a sequence', context.within(values.mark, 'exception values'));
		}
		if (values === undefined && appends) {
			result.addWarning('LOAD_APPEND_NO_VALUES', 'Overriding/appending exception with no values', context);
		}
		const entries = values?.kind === 'sequence' ? values.items.map((each) => exceptionEntry(each, context)) : [];
		exceptions.push({ name, fields, comparisons: part('comps'), values: entries, context });
	}
	return exceptions;
}
