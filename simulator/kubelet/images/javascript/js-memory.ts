import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import {
	Accessor,
	type Held,
	JsArray,
	JsBuffer,
	JsFunction,
	JsGenerator,
	JsMap,
	JsNative,
	JsObject,
	JsPromise,
	JsScope,
	JsSet,
} from './js-values.ts';

const UNIT_BYTES = 64;
const PER_TICK = 500;

/** What can be reached from there: how many objects and places, and bytes of large buffers. */
export function* reachable(process: Process, roots: readonly Held[]): Task<{ units: number; bytes: number }> {
	const seen = new Set<JsObject | JsScope>();
	const waiting: Held[] = [...roots];
	const sizes = { units: 0, bytes: 0 };
	let steps = 0;
	for (let value = waiting.pop(); waiting.length > 0 || value !== undefined; value = waiting.pop()) {
		if (++steps % PER_TICK === 0) yield* process.tick(PER_TICK);
		if (typeof value === 'string') sizes.units += value.length / 32;
		if (!(value instanceof JsObject || value instanceof JsScope) || seen.has(value)) continue;
		seen.add(value);
		if (value instanceof JsScope) followScope(value, waiting, sizes);
		else follow(value, waiting, sizes);
	}
	return sizes;
}

function followScope(scope: JsScope, waiting: Held[], sizes: { units: number }): void {
	const { call, outer } = scope;
	sizes.units += 1 + scope.names.size;
	for (const value of scope.names.values()) waiting.push(value);
	waiting.push(outer, call?.self, call?.callee, call?.newTarget);
	for (const value of call?.args ?? []) waiting.push(value);
}

function follow(object: JsObject, waiting: Held[], sizes: { units: number; bytes: number }): void {
	sizes.units += 1 + object.properties.size;
	for (const field of object.properties.values()) {
		if (field instanceof Accessor) waiting.push(field.get, field.set);
		else waiting.push(field);
	}
	waiting.push(object.proto);
	if (object instanceof JsArray) {
		sizes.units += object.items.length;
		for (const item of object.items) waiting.push(item);
	} else if (object instanceof JsFunction) waiting.push(object.scope, object.home);
	else if (object instanceof JsNative) waiting.push(...object.holds);
	else if (object instanceof JsMap) for (const pair of object.entries) waiting.push(...pair);
	else if (object instanceof JsSet) for (const member of object.members) waiting.push(member);
	else if (object instanceof JsGenerator) waiting.push(object.scope);
	else if (object instanceof JsPromise) {
		waiting.push(object.result, ...object.waiting.flatMap(({ holds }) => holds));
	} else if (object instanceof JsBuffer) {
		if (object.isVirtual) sizes.bytes += object.size;
		else sizes.units += object.size / UNIT_BYTES;
	}
}
