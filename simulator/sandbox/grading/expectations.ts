import { JsonPath } from '../../machinery/jsonpath/jsonpath.ts';
import { JsonPathError } from '../../machinery/jsonpath/parse.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { compareQuantities } from '../../machinery/quantity.ts';
import type { Evidence, Expectation } from '../world-api.ts';
import { evidence } from './evidence.ts';
import { patternMatches } from './pattern-matches.ts';

/** The first way in which `object` is not as expected; undefined when it is. */
export function unmet(object: KubeObject, expectation: Expectation): Evidence | undefined {
	const found = valuesAt(object, expectation.path);
	const { path } = expectation;
	const { name } = object.metadata;
	if (expectation.exists === false) {
		return found.length === 0 ? undefined : evidence('value-present', { path, name, actual: show(found[0]) }, object);
	}
	const value = found[0];
	if (expectation.contains !== undefined) {
		const list = found.flatMap((each) => (Array.isArray(each) ? each : [each]));
		if (list.some((each) => same(each, expectation.contains))) return undefined;
		const expected = String(expectation.contains);
		if (list.length === 0) return evidence('value-missing', { path, name, expected }, object);
		return evidence('value-lacks', { path, name, expected, actual: list.map(show).join(', ') }, object);
	}
	if (value === undefined || value === null) {
		const expected = describeExpected(expectation);
		if (expected === undefined) return evidence('value-absent', { path, name }, object);
		return evidence('value-missing', { path, name, expected }, object);
	}
	if (holds(value, expectation)) return undefined;
	return evidence(
		'value-differs',
		{ path, name, expected: describeExpected(expectation) ?? '', actual: show(value) },
		object,
	);
}

function holds(value: unknown, expectation: Expectation): boolean {
	if (expectation.equals !== undefined && !same(value, expectation.equals)) return false;
	if (expectation.oneOf !== undefined && !expectation.oneOf.some((each) => same(value, each))) return false;
	if (expectation.matches !== undefined && !patternMatches(expectation.matches, show(value))) return false;
	if (expectation.min !== undefined && !(Number(value) >= expectation.min)) return false;
	if (expectation.max !== undefined && !(Number(value) <= expectation.max)) return false;
	if (expectation.quantity !== undefined && compareQuantities(show(value), expectation.quantity) !== 0) return false;
	return true;
}

/** What the value must be; undefined when any will do. */
function describeExpected(expectation: Expectation): string | undefined {
	if (expectation.equals !== undefined) return String(expectation.equals);
	if (expectation.oneOf !== undefined) return expectation.oneOf.join(' | ');
	if (expectation.quantity !== undefined) return expectation.quantity;
	if (expectation.matches !== undefined) return `/${expectation.matches}/`;
	if (expectation.min !== undefined && expectation.max !== undefined) return `${expectation.min} … ${expectation.max}`;
	if (expectation.min !== undefined) return `≥ ${expectation.min}`;
	if (expectation.max !== undefined) return `≤ ${expectation.max}`;
	return undefined;
}

/** What stands at the path. A list that is too short has nothing there: an object of another shape is wrong, not a bug. */
function valuesAt(object: KubeObject, path: string): unknown[] {
	const query = new JsonPath(`{${path}}`, { allowMissingKeys: true });
	try {
		return query
			.find(object)
			.flat()
			.filter((each) => each !== undefined);
	} catch (error) {
		if (error instanceof JsonPathError) return [];
		throw error;
	}
}

function same(actual: unknown, expected: unknown): boolean {
	if (actual === expected) return true;
	return typeof actual !== 'object' && String(actual) === String(expected);
}

function show(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}
