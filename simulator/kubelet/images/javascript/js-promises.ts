import type { Task } from '../../../machinery/task.ts';
import type { Js } from './js-interpreter.ts';
import { isCallable, JsAwait, JsObject, JsPromise, type JsScope, JsThrow, type JsValue } from './js-values.ts';

/** Ends a promise as a value says: it may be one itself. Models ECMAScript's promise resolve functions. */
export function* resolve(js: Js, promise: JsPromise, value: JsValue): Task<void> {
	if (promise.state !== 'pending') return;
	if (value === promise) {
		settle(js, promise, 'rejected', js.error('TypeError', 'Chaining cycle detected for promise #<Promise>').value);
		return;
	}
	if (value instanceof JsPromise) {
		follow(js, promise, value);
		return;
	}
	if (value instanceof JsObject) {
		try {
			const then = yield* js.get(value, 'then');
			if (isCallable(then)) {
				js.loop.micro(() => callThen(js, promise, value, then), [promise, value, then]);
				return;
			}
		} catch (error) {
			if (!(error instanceof JsThrow)) throw error;
			settle(js, promise, 'rejected', error.value);
			return;
		}
	}
	settle(js, promise, 'fulfilled', value);
}

function* callThen(js: Js, promise: JsPromise, value: JsValue, then: JsValue): Task<void> {
	const { yes, no } = resolvers(js, promise);
	try {
		yield* js.call(then, value, [yes, no]);
	} catch (error) {
		if (!(error instanceof JsThrow)) throw error;
		settle(js, promise, 'rejected', error.value);
	}
}

/** The two functions that a promise's maker is given. */
export function resolvers(js: Js, promise: JsPromise): { yes: JsValue; no: JsValue } {
	let isOver = false;
	const both = {
		yes: js.native('', (_, __, [value]) => {
			if (isOver) return undefined;
			isOver = true;
			return ignoring(resolve(js, promise, value));
		}),
		no: js.native('', (_, __, [value]) => {
			if (!isOver) settle(js, promise, 'rejected', value);
			isOver = true;
			return undefined;
		}),
	};
	for (const each of [both.yes, both.no]) each.holds = [promise];
	return both;
}

function* ignoring(task: Task<void>): Task<JsValue> {
	yield* task;
	return undefined;
}

function follow(js: Js, promise: JsPromise, other: JsPromise): void {
	other.isHandled = true;
	const go = (): void => settle(js, promise, other.state as 'fulfilled' | 'rejected', other.result);
	if (other.state === 'pending') other.waiting.push({ go, holds: [promise] });
	else js.loop.micro(() => done(go), [promise, other]);
}

function* done(action: () => void): Task<void> {
	action();
}

export function settle(js: Js, promise: JsPromise, state: 'fulfilled' | 'rejected', result: JsValue): void {
	if (promise.state !== 'pending') return;
	promise.state = state;
	promise.result = result;
	if (state === 'rejected') js.rejections.set(promise, true);
	for (const { go, holds } of promise.waiting.splice(0)) js.loop.micro(() => done(go), [promise, ...holds]);
}

/** `promise.then(yes, no)`. */
export function afterwards(js: Js, promise: JsPromise, yes: JsValue, no: JsValue): JsPromise {
	const next = js.promise();
	promise.isHandled = true;
	const holds = [promise, next, yes, no];
	const go = (): void => js.loop.micro(() => react(js, promise, next, yes, no), holds);
	if (promise.state === 'pending') promise.waiting.push({ go, holds });
	else go();
	return next;
}

function* react(js: Js, promise: JsPromise, next: JsPromise, yes: JsValue, no: JsValue): Task<void> {
	const handler = promise.state === 'fulfilled' ? yes : no;
	if (!isCallable(handler)) {
		settle(js, next, promise.state as 'fulfilled' | 'rejected', promise.result);
		return;
	}
	try {
		yield* resolve(js, next, yield* js.call(handler, undefined, [promise.result]));
	} catch (error) {
		if (!(error instanceof JsThrow)) throw error;
		settle(js, next, 'rejected', error.value);
	}
}

/** Starts an async function's body: it runs up to its first `await` at once. */
export function* startAsync(js: Js, body: Task<JsValue>, scope?: JsScope): Task<JsPromise> {
	const promise = js.promise();
	yield* drive(js, { body, promise, scope }, undefined);
	return promise;
}

interface Coroutine {
	readonly body: Task<JsValue>;
	readonly promise: JsPromise;
	readonly scope: JsScope | undefined;
}

/** Goes on with a body until it waits for a promise again. */
export function* drive(js: Js, coroutine: Coroutine, awaited: JsPromise | undefined): Task<void> {
	const { body, promise, scope } = coroutine;
	const depth = js.frames.length;
	try {
		let next = awaited?.state === 'rejected' ? body.throw(new JsThrow(awaited.result)) : body.next();
		while (!next.done) {
			const wait = next.value;
			if (wait instanceof JsAwait) {
				const other = wait.promise;
				other.isHandled = true;
				const holds = [promise, other, scope];
				const go = (): void => js.loop.micro(() => drive(js, coroutine, other), holds);
				if (other.state === 'pending') other.waiting.push({ go, holds });
				else go();
				return;
			}
			yield wait;
			next = body.next();
		}
		yield* resolve(js, promise, next.value);
	} catch (error) {
		if (!(error instanceof JsThrow)) throw error;
		settle(js, promise, 'rejected', error.value);
	} finally {
		js.frames.length = Math.min(js.frames.length, depth);
	}
}
