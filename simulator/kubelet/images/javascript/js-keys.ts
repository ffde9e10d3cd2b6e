import { LongMap } from '../../../machinery/long-map.ts';
import { sortInSteps } from '../../../machinery/sort-in-steps.ts';
import type { Task } from '../../../machinery/task.ts';
import type { Js } from './js-interpreter.ts';
import { isIndex, JsArray, type JsKey, JsObject, type JsValue } from './js-values.ts';

const PER_STEP = 1_000;

/** The names of an object's own enumerable properties in their order: numbers first. Few are given at once. */
export function* keysOf(js: Js, value: JsValue): Task<string[]> {
	if (typeof value === 'string') return yield* places(js, value);
	if (!(value instanceof JsObject)) return [];
	const names = value instanceof JsArray ? yield* places(js, value.items) : [];
	const numbers: number[] = [];
	const others: string[] = [];
	let seen = 0;
	for (const key of value.properties.keys()) {
		if (++seen % PER_STEP === 0) yield* js.gone(PER_STEP);
		if (!isName(value, key)) continue;
		if (isIndex(key)) numbers.push(Number(key));
		else others.push(key);
	}
	const inOrder = yield* sortInSteps(
		numbers,
		(a, b) => a - b,
		(comparisons) => js.gone(comparisons),
	);
	for (const at of inOrder) names.push(String(at));
	return names.length === 0 ? others : names.concat(others);
}

/** What `for (… in …)` goes through: its own and those that it has from its prototypes. */
export function* allKeysOf(js: Js, value: JsValue): Task<string[]> {
	const names = yield* keysOf(js, value);
	const protos: string[][] = [];
	for (let at = value instanceof JsObject ? value.proto : null; at !== null; at = at.proto) {
		const more = yield* keysOf(js, at);
		if (more.length > 0) protos.push(more);
	}
	if (protos.length === 0) return names;
	const seen = new LongMap<string, true>();
	for (const list of [names, ...protos]) {
		for (const name of list) {
			yield* js.tick();
			seen.set(name, true);
		}
	}
	return [...seen.keys()];
}

function isName(object: JsObject, key: JsKey): key is string {
	return typeof key === 'string' && object.hidden?.has(key) !== true && !key.startsWith('#');
}

/** The numbers of the places where there is something. */
function* places(js: Js, items: ArrayLike<unknown>): Task<string[]> {
	const names: string[] = [];
	for (let at = 0; at < items.length; at++) {
		if (at % PER_STEP === PER_STEP - 1) yield* js.gone(PER_STEP);
		if (typeof items === 'string' || at in (items as object)) names.push(String(at));
	}
	return names;
}
