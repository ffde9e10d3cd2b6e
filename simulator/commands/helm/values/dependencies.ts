import { isDict, printValue } from '../../../machinery/go-template/values.ts';
import { deepCopyInSteps } from '../../../machinery/sprig/collections.ts';
import { type Dict, newDict } from '../../../machinery/sprig/define.ts';
import { parseConstraint, parseVersion, SemverError } from '../../../machinery/sprig/semver.ts';
import type { Task } from '../../../machinery/task.ts';
import type { Chart, Dependency } from '../chart/chart.ts';
import { coalesceTables, coalesceValues, type Merging, mergeValues, tableAt, type Warn } from './coalesce.ts';

/** Leaves out dependencies that are off, names the others, and takes over values that are imported. Models ProcessDependenciesWithMerge. */
export function* processDependencies(chart: Chart, values: Dict, merging: Merging): Task<void> {
	yield* processEnabled(chart, values, '', merging);
	yield* processImports(chart, merging);
}

/** Models chartutil IsCompatibleRange. */
export function isCompatible(constraint: string, version: string): boolean {
	try {
		return parseConstraint(constraint)(parseVersion(version));
	} catch (error) {
		if (error instanceof SemverError) return false;
		throw error;
	}
}

function* processEnabled(chart: Chart, values: Dict, path: string, merging: Merging): Task<void> {
	const wanted = chart.metadata.dependencies;
	if (wanted.length === 0) return;
	const all = chart.dependencies.filter(
		({ name, metadata }) => !wanted.some((each) => each.name === name && isCompatible(each.version, metadata.version)),
	);
	for (const each of wanted) {
		const found = chart.dependencies.find(
			({ name, metadata }) => name === each.name && isCompatible(each.version, metadata.version),
		);
		if (found !== undefined) all.push(found.withName(each.alias));
		if (each.alias !== '') each.name = each.alias;
	}
	chart.setDependencies(all);
	for (const each of wanted) each.enabled = true;
	const computed = yield* coalesceValues(chart, values, merging);
	applyTags(wanted, computed, merging.warn);
	applyConditions(wanted, computed, path, merging.warn);
	const off = new Set(wanted.filter(({ enabled }) => !enabled).map(({ name }) => name));
	const kept = chart.dependencies.filter(({ name }) => !off.has(name));
	for (const child of kept) yield* processEnabled(child, computed, `${path}${child.name}.`, merging);
	chart.metadata.dependencies = wanted.filter(({ name }) => !off.has(name));
	chart.setDependencies(kept);
}

function applyTags(wanted: readonly Dependency[], values: Dict, warn: Warn): void {
	const tags = tableAt(values, 'tags');
	if (tags === undefined) return;
	for (const each of wanted) {
		const said = each.tags.filter((tag) => Object.hasOwn(tags, tag)).map((tag) => [tag, tags[tag]] as const);
		for (const [tag, value] of said) {
			if (typeof value !== 'boolean')
				warn(`dependencies.go:95: Warning: Tag '${tag}' for chart ${each.name} returned non-bool value`);
		}
		const anyTrue = said.some(([, value]) => value === true);
		each.enabled = anyTrue || !said.some(([, value]) => value === false);
	}
}

function applyConditions(wanted: readonly Dependency[], values: Dict, path: string, warn: Warn): void {
	for (const each of wanted) {
		for (const condition of each.condition.trim().split(',')) {
			if (condition === '') continue;
			const value = valueAt(values, path + condition);
			if (value === undefined) continue;
			if (typeof value === 'boolean') {
				each.enabled = value;
				break;
			}
			warn(`dependencies.go:64: Warning: Condition path '${condition}' for chart ${each.name} returned non-bool value`);
		}
	}
}

/** Undefined: there is none, or a table. */
function valueAt(values: Dict, path: string): unknown {
	const parts = path.split('.');
	const last = parts.pop() as string;
	const table = parts.length === 0 ? values : tableAt(values, parts.join('.'));
	if (table === undefined || !Object.hasOwn(table, last) || isDict(table[last])) return undefined;
	return table[last];
}

function* processImports(chart: Chart, merging: Merging): Task<void> {
	for (const child of chart.dependencies) yield* processImports(child, merging);
	if (chart.metadata.dependencies.length === 0) return;
	const computed = yield* mergeValues(chart, newDict(), merging);
	let imported = newDict();
	for (const dependency of chart.metadata.dependencies) {
		for (const each of dependency.importValues) {
			const { child, parent } = importOf(each);
			const table = tableAt(computed, `${dependency.name}.${child}`);
			if (table === undefined) {
				const [line, about] = isDict(each) ? [270, ` from chart ${dependency.name}`] : [287, ''];
				const missing = JSON.stringify(child.split('.').at(-1));
				merging.warn(`dependencies.go:${line}: Warning: ImportValues missing table${about}: ${missing} is not a table`);
				continue;
			}
			const copy = (yield* deepCopyInSteps(table, merging.spend)) as Dict;
			imported = yield* coalesceTables(imported, placed(parent, copy), '', true, merging);
		}
	}
	const copy = (yield* deepCopyInSteps(computed, merging.spend)) as Dict;
	chart.values = yield* coalesceTables(copy, imported, '', true, merging);
}

function importOf(entry: unknown): { child: string; parent: string } {
	if (isDict(entry)) return { child: printValue(entry.child), parent: printValue(entry.parent) };
	return { child: `exports.${entry}`, parent: '.' };
}

function placed(path: string, table: Dict): Dict {
	if (path === '.') return table;
	return path.split('.').reduceRight<Dict>((inner, part) => {
		const outer = newDict();
		outer[part] = inner;
		return outer;
	}, table);
}
