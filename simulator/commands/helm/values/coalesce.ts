import { sprintf } from '../../../machinery/go-template/sprintf.ts';
import { isDict, printValue } from '../../../machinery/go-template/values.ts';
import { deepCopyInSteps } from '../../../machinery/sprig/collections.ts';
import { type Dict, newDict } from '../../../machinery/sprig/define.ts';
import type { Task } from '../../../machinery/task.ts';
import type { Chart } from '../chart/chart.ts';
import { HelmError } from '../helm-error.ts';

/** Told what is odd about the values: helm writes it to stderr, with the line of its own that says so. */
export type Warn = (text: string) => void;

/** What values are put together with: there may be as many as a user likes. */
export interface Merging {
	readonly warn: Warn;
	/** A value has been dealt with. */
	readonly spend: () => Task<void>;
}

/**
 * A chart's values and its dependencies', overridden by what a user gives: a null there takes a default away.
 * @throws HelmError. Models helm.sh/helm/v3/pkg/chartutil CoalesceValues.
 */
export function* coalesceValues(chart: Chart, values: Dict, merging: Merging): Task<Dict> {
	const copy = (yield* deepCopyInSteps(values, merging.spend)) as Dict;
	return yield* coalesce(chart, copy, '', false, merging);
}

/** The same, but nulls stay: somebody further up may still want them. Models MergeValues. */
export function* mergeValues(chart: Chart, values: Dict, merging: Merging): Task<Dict> {
	const copy = (yield* deepCopyInSteps(values, merging.spend)) as Dict;
	return yield* coalesce(chart, copy, '', true, merging);
}

function* coalesce(chart: Chart, values: Dict, prefix: string, merge: boolean, merging: Merging): Task<Dict> {
	yield* coalesceOwn(chart, values, prefix, merge, merging);
	return yield* coalesceDependencies(chart, values, prefix, merge, merging);
}

function joined(prefix: string, name: string): string {
	return prefix === '' ? name : `${prefix}.${name}`;
}

function* coalesceDependencies(
	chart: Chart,
	values: Dict,
	prefix: string,
	merge: boolean,
	merging: Merging,
): Task<Dict> {
	for (const child of chart.dependencies) {
		const own = Object.hasOwn(values, child.name) ? values[child.name] : newDict();
		if (!isDict(own)) throw new HelmError(sprintf(`type mismatch on ${child.name}: %t`, [own]));
		const inner = joined(prefix, chart.name);
		yield* coalesceGlobals(own, values, inner, merging);
		values[child.name] = yield* coalesce(child, own, inner, merge, merging);
	}
	return values;
}

function* coalesceGlobals(child: Dict, parent: Dict, prefix: string, merging: Merging): Task<void> {
	const { warn } = merging;
	const target = Object.hasOwn(child, 'global') ? child.global : newDict();
	if (!isDict(target)) {
		warn('coalesce.go:138: warning: skipping globals because destination global is not a table.');
		return;
	}
	const source = Object.hasOwn(parent, 'global') ? parent.global : newDict();
	if (!isDict(source)) {
		warn('coalesce.go:145: warning: skipping globals because source global is not a table.');
		return;
	}
	for (const key of Object.keys(source)) {
		yield* merging.spend();
		const value = source[key];
		const own = target[key];
		if (isDict(value)) {
			const copy: Dict = Object.assign(newDict(), value);
			if (!Object.hasOwn(target, key)) target[key] = copy;
			else if (!isDict(own))
				warn(`coalesce.go:161: Conflict: cannot merge map onto non-map for ${JSON.stringify(key)}. Skipping.`);
			else target[key] = yield* coalesceTables(copy, own, joined(prefix, key), true, merging);
		} else if (isDict(own)) {
			warn(`coalesce.go:175: key ${key} is table. Skipping`);
		} else {
			target[key] = value;
		}
	}
	child.global = target;
}

function* coalesceOwn(chart: Chart, values: Dict, prefix: string, merge: boolean, merging: Merging): Task<void> {
	const path = joined(prefix, chart.name);
	const defaults = (yield* deepCopyInSteps(chart.values, merging.spend)) as Dict;
	for (const key of Object.keys(defaults)) {
		yield* merging.spend();
		const fallback = defaults[key];
		if (!Object.hasOwn(values, key)) {
			values[key] = fallback;
			continue;
		}
		const own = values[key];
		if (own === null && !merge) delete values[key];
		else if (isDict(own)) {
			if (isDict(fallback)) {
				const ofChild = chart.dependencies.some(({ name }) => name === key);
				yield* coalesceTables(own, fallback, joined(path, key), merge || ofChild, merging);
			} else if (fallback !== null) {
				merging.warn(`coalesce.go:237: warning: skipped value for ${path}.${key}: Not a table.`);
			}
		}
	}
}

/** What the target lacks comes from the source. Changes and returns the target. Models coalesceTablesFullKey. */
export function* coalesceTables(
	target: Dict,
	source: Dict,
	prefix: string,
	merge: boolean,
	merging: Merging,
): Task<Dict> {
	const { warn } = merging;
	for (const key of Object.keys(source)) {
		yield* merging.spend();
		const value = source[key];
		const path = joined(prefix, key);
		if (!Object.hasOwn(target, key)) {
			target[key] = value;
			continue;
		}
		const own = target[key];
		if (!merge && own === null) delete target[key];
		else if (isDict(value)) {
			if (isDict(own)) yield* coalesceTables(own, value, path, merge, merging);
			else warn(`coalesce.go:298: warning: cannot overwrite table with non table for ${path} (${printValue(value)})`);
		} else if (isDict(own) && value !== null) {
			warn(
				`coalesce.go:301: warning: destination for ${path} is a table. Ignoring non-table value (${printValue(value)})`,
			);
		}
	}
	return target;
}

/** Both, the second over the first. Models helm.sh/helm/v3/pkg/cli/values mergeMaps. */
export function mergeMaps(a: Dict, b: Dict): Dict {
	const out: Dict = Object.assign(newDict(), a);
	for (const key of Object.keys(b)) {
		const [own, value] = [out[key], b[key]];
		out[key] = isDict(own) && isDict(value) && Object.hasOwn(out, key) ? mergeMaps(own, value) : value;
	}
	return out;
}

/** The table at a dotted path; undefined: there is none. */
export function tableAt(values: Dict, path: string): Dict | undefined {
	let table: unknown = values;
	for (const part of path.split('.')) {
		if (!isDict(table) || !Object.hasOwn(table, part)) return undefined;
		table = table[part];
	}
	return isDict(table) ? table : undefined;
}
