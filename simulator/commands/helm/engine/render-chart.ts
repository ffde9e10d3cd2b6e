import { compareUtf8 } from '../../../machinery/format-json.ts';
import { goQuote } from '../../../machinery/go-format.ts';
import { BUILTINS, type FunctionEntry, FunctionError } from '../../../machinery/go-template/functions.ts';
import { TemplateError } from '../../../machinery/go-template/nodes.ts';
import { TemplateSet } from '../../../machinery/go-template/template-set.ts';
import { type Dict, newDict } from '../../../machinery/sprig/define.ts';
import { type SprigWorld, sprigFunctions } from '../../../machinery/sprig/sprig.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import type { Chart } from '../chart/chart.ts';
import { HelmError } from '../helm-error.ts';
import { tableAt } from '../values/coalesce.ts';
import { ChartObject } from './chart-object.ts';
import { FilesObject } from './files-object.ts';
import { helmFunctions, WARN } from './helm-functions.ts';
import { type KeyMaker, keyFunctions } from './key-functions.ts';

/** About what it takes to parse a template. */
const PARSING_STEPS = 100;

/** How often a template may include itself. Differs: the real one allows a thousand, and says the same then. */
const RECURSION_MAX = 120;

/** An object of the cluster that `lookup` asks for. */
export interface Lookup {
	readonly apiVersion: string;
	readonly kind: string;
	readonly namespace: string;
	readonly name: string;
}

export interface RenderOptions extends SprigWorld {
	readonly lint: boolean;
	readonly keys: KeyMaker;
	/** What stands in the cluster. */
	readonly lookup: (lookup: Lookup) => Task<unknown>;
	/** Called after so many steps. */
	readonly pause: (steps: number) => Task<void>;
}

/** What a chart's templates see beyond its own. */
export interface RenderValues {
	readonly Values: Dict;
	readonly Release: Dict;
	readonly Capabilities: unknown;
}

interface Renderable {
	readonly text: string;
	readonly values: Dict;
	readonly basePath: string;
}

/** Every template's output by its path. @throws HelmError. Models helm.sh/helm/v3/pkg/engine Engine.Render. */
export function* renderChart(chart: Chart, values: RenderValues, options: RenderOptions): Task<Map<string, string>> {
	const templates = new Map<string, Renderable>();
	collect(chart, values, values.Values, templates);
	const set = newSet(options);
	const paths = [...templates.keys()].sort(byDepth).reverse();
	for (const path of paths) {
		try {
			set.parse(path, (templates.get(path) as Renderable).text);
		} catch (error) {
			if (error instanceof TemplateError) throw new HelmError(parseErrorText(path, error.message));
			throw error;
		}
		yield* options.pause(PARSING_STEPS);
	}
	const rendered = new Map<string, string>();
	for (const path of paths) {
		if (baseName(path).startsWith('_')) continue;
		const { values: own, basePath } = templates.get(path) as Renderable;
		const template = newDict();
		template.Name = path;
		template.BasePath = basePath;
		own.Template = template;
		set.refill();
		rendered.set(path, yield* renderOne(set, path, own));
	}
	return rendered;
}

function* renderOne(set: TemplateSet, path: string, values: Dict): Task<string> {
	try {
		return (yield* set.render(path, values)).replaceAll('<no value>', '');
	} catch (error) {
		if (error instanceof TemplateError) throw new HelmError(executionErrorText(path, error.message));
		throw error;
	}
}

/** Functions that are bound to the set they stand in. */
function newSet(options: RenderOptions): TemplateSet {
	const lookup = (apiVersion = '', kind = '', namespace = '', name = ''): Task<unknown> =>
		options.lookup({ apiVersion, kind, namespace, name });
	const steady = new Map<string, FunctionEntry>([
		// sprig has a `slice` of its own.
		...BUILTINS,
		...sprigFunctions(options),
		...keyFunctions(options.keys),
		...helmFunctions(options.lint, lookup, options.pause),
	]);
	const included = new Map<string, number>();
	const own = new Map(steady);
	const set = new TemplateSet('gotpl', { functions: own, missingKey: 'zero', pause: options.pause });
	bind(own, set, included);
	return set;
}

function bind(functions: Map<string, FunctionEntry>, set: TemplateSet, included: Map<string, number>): void {
	functions.set('include', {
		least: 2,
		most: 2,
		parameters: ['string', 'any'],
		waits: true,
		call: ([name, data]) => include(set, included, name as string, data ?? undefined),
	});
	functions.set('tpl', {
		least: 2,
		most: 2,
		parameters: ['string', 'any'],
		waits: true,
		call: ([text, data]) => renderText(set, included, text as string, data ?? undefined),
	});
}

function* include(set: TemplateSet, included: Map<string, number>, name: string, data: unknown): Task<string> {
	const depth = included.get(name) ?? 0;
	if (depth > RECURSION_MAX) {
		throw new FunctionError(`rendering template has a nested reference name: ${name}: unable to execute template`);
	}
	included.set(name, depth + 1);
	const text = yield* set.render(name, data);
	included.set(name, depth);
	return text;
}

function* renderText(set: TemplateSet, included: Map<string, number>, text: string, data: unknown): Task<string> {
	const functions = new Map(set.options.functions);
	const own = set.clone(functions);
	bind(functions, own, included);
	try {
		own.parse(set.name, text);
	} catch (error) {
		if (!(error instanceof TemplateError)) throw error;
		throw new FunctionError(`cannot parse template ${goQuote(text)}: ${error.message}`);
	}
	try {
		return own.lookup(set.name) === undefined ? '' : (yield* own.render(set.name, data)).replaceAll('<no value>', '');
	} catch (error) {
		if (!(error instanceof TemplateError)) throw error;
		throw new FunctionError(`error during tpl function execution for ${goQuote(text)}: ${error.message}`);
	}
}

function collect(chart: Chart, top: RenderValues, values: Dict, templates: Map<string, Renderable>): Dict {
	const subcharts = newDict();
	const own = newDict();
	own.Chart = new ChartObject(chart.metadata, chart.parent === undefined);
	own.Files = new FilesObject(chart.files);
	own.Release = top.Release;
	own.Capabilities = top.Capabilities;
	own.Values = values;
	own.Subcharts = subcharts;
	for (const child of chart.dependencies) {
		subcharts[child.name] = collect(child, top, tableAt(values, child.name) ?? newDict(), templates);
	}
	const isLibrary = chart.metadata.type.toLowerCase() === 'library';
	for (const { name, data } of chart.templates) {
		if (isLibrary && !baseName(name).startsWith('_')) continue;
		templates.set(`${chart.fullPath}/${name}`, {
			text: decodeUtf8(data),
			values: own,
			basePath: `${chart.fullPath}/templates`,
		});
	}
	return own;
}

function baseName(path: string): string {
	return path.split('/').at(-1) as string;
}

function byDepth(a: string, b: string): number {
	return a.split('/').length - b.split('/').length || compareUtf8(a, b);
}

/** Models cleanupParseError. */
function parseErrorText(path: string, message: string): string {
	const tokens = message.split(': ');
	if (tokens.length === 1) return `parse error in (${path}): ${message}`;
	return `parse error at (${tokens[1]}): ${tokens.at(-1)}`;
}

/** Models cleanupExecError: a message of `fail` and `required` stands alone. */
function executionErrorText(path: string, message: string): string {
	const tokens = message.split(': ');
	if (tokens.length < 3) return `execution error in (${path}): ${message}`;
	const start = message.indexOf(WARN.start);
	const end = message.lastIndexOf(WARN.end);
	if (start < 0 || end < start) return message;
	return `execution error at (${tokens[1]}): ${message.slice(start + WARN.start.length, end)}`;
}
