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
/** Values that are gone through where they stand, rather than copied. */
const FEW = 64;

/** What objects keep alive, gone through once for each look. */
export class Reach {
	units = 0;
	/** Of large buffers. */
	bytes = 0;
	readonly #look: number;
	readonly #waiting: Held[] = [];
	readonly #long: Iterator<Held | Accessor>[] = [];

	/** @param look a number that no look had before: what has been seen is marked with it. */
	constructor(look: number) {
		this.#look = look;
	}

	add(values: Iterable<Held | Accessor>, count: number): void {
		if (count > FEW) this.#long.push(values[Symbol.iterator]());
		else for (const value of values) this.#put(value);
	}

	/** Goes through all that can be reached from what has been added. */
	*run(process: Process): Task<void> {
		for (let steps = 1; this.#refill(); steps++) {
			if (steps % PER_TICK === 0) yield* process.tick(PER_TICK);
			const value = this.#waiting.pop();
			if (typeof value === 'string') this.units += value.length / 32;
			else if (value instanceof JsScope) {
				if (value.seenIn !== this.#look) this.#followScope(value);
			} else if (value instanceof JsObject && value.seenIn !== this.#look) this.#follow(value);
		}
	}

	#put(value: Held | Accessor): void {
		if (value instanceof Accessor) this.#waiting.push(value.get, value.set);
		else this.#waiting.push(value);
	}

	/** Whether there is something left; some of what is long comes in. */
	#refill(): boolean {
		while (this.#waiting.length === 0) {
			const values = this.#long.at(-1);
			if (values === undefined) return false;
			let next = values.next();
			for (let count = 1; next.done !== true && count < FEW; count++) {
				this.#put(next.value);
				next = values.next();
			}
			if (next.done === true) this.#long.splice(this.#long.lastIndexOf(values), 1);
			else this.#put(next.value);
		}
		return true;
	}

	#followScope(scope: JsScope): void {
		const { call, outer, names } = scope;
		scope.seenIn = this.#look;
		this.units += 1 + names.size;
		this.add(names.values(), names.size);
		this.#waiting.push(outer, call?.self, call?.callee, call?.newTarget);
		if (call !== undefined) this.add(call.args, call.args.length);
	}

	#follow(object: JsObject): void {
		const { properties } = object;
		object.seenIn = this.#look;
		this.units += 1 + properties.size;
		this.add(properties.values(), properties.size);
		this.#waiting.push(object.proto);
		if (object instanceof JsArray) {
			this.units += object.items.length;
			this.add(object.items, object.items.length);
		} else if (object instanceof JsFunction) this.#waiting.push(object.scope, object.home);
		else if (object instanceof JsNative) this.add(object.holds, object.holds.length);
		else if (object instanceof JsMap) {
			const { size } = object.entries;
			this.units += size;
			this.add(object.entries.keys(), size);
			this.add(object.entries.values(), size);
		} else if (object instanceof JsSet) {
			this.units += object.members.size;
			this.add(object.members.keys(), object.members.size);
		} else if (object instanceof JsGenerator) this.#waiting.push(object.scope);
		else if (object instanceof JsPromise) {
			this.#waiting.push(object.result);
			for (const { holds } of object.waiting) this.add(holds, holds.length);
		} else if (object instanceof JsBuffer) {
			if (object.isVirtual) this.bytes += object.size;
			else this.units += object.size / UNIT_BYTES;
		}
	}
}
