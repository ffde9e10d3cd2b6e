import type { Task } from '../../../machinery/task.ts';
import { nothing } from '../../../machinery/task.ts';
import type { Scope } from './environment.ts';
import { Break } from './environment.ts';
import type { Evaluator } from './evaluator.ts';
import type { Json } from './json.ts';
import { computed, formatJson, isTrue, JqError } from './json.ts';
import type { Emit, Path } from './output-path.ts';
import { made } from './output-path.ts';
import { deletePaths, getPath } from './paths.ts';
import { matches } from './regex.ts';
import type { Node } from './syntax-tree.ts';

interface SpecialCall {
	readonly evaluator: Evaluator;
	readonly scope: Scope;
	readonly value: Json;
	readonly path: Path;
	readonly emit: Emit;
	readonly args: readonly Node[];
}

/** Functions that run their arguments themselves, or that paths lead through. */
type Special = (call: SpecialCall) => Task<void>;

function* select({ evaluator, scope, value, path, emit, args }: SpecialCall): Task<void> {
	yield* evaluator.run(args[0] as Node, scope, value, undefined, (condition) =>
		isTrue(condition) ? emit(value, path) : nothing(),
	);
}

function* pathOf({ evaluator, scope, value, path, emit, args }: SpecialCall): Task<void> {
	for (const each of yield* evaluator.paths(args[0] as Node, scope, value)) yield* emit(each, made(path));
}

function* getpath({ evaluator, scope, value, path, emit, args }: SpecialCall): Task<void> {
	yield* evaluator.run(args[0] as Node, scope, value, undefined, (keys) => {
		if (!Array.isArray(keys)) throw new JqError('Path must be specified as an array');
		const list = keys as readonly Json[];
		return emit(getPath(value, list), path === undefined || path === 'none' ? path : [...path, ...list]);
	});
}

/** Ends the generator behind it from the callback in front of it. */
function* until(body: (stop: () => never) => Task<void>): Task<void> {
	const done = new Break('limit');
	try {
		yield* body(() => {
			throw done;
		});
	} catch (error) {
		if (error !== done) throw error;
	}
}

function* first({ evaluator, scope, value, path, emit, args }: SpecialCall): Task<void> {
	let found: { value: Json; path: Path } | undefined;
	yield* until((stop) =>
		evaluator.run(args[0] as Node, scope, value, path, (each, at) => {
			found = { value: each, path: at };
			return stop();
		}),
	);
	if (found !== undefined) yield* emit(found.value, found.path);
}

function* last({ evaluator, scope, value, path, emit, args }: SpecialCall): Task<void> {
	let found: { value: Json; path: Path } = { value: null, path: made(path) };
	yield* evaluator.run(args[0] as Node, scope, value, path, (each, at) => {
		found = { value: each, path: at };
		return nothing();
	});
	yield* emit(found.value, found.path);
}

function* limit({ evaluator, scope, value, path, emit, args }: SpecialCall): Task<void> {
	yield* evaluator.run(args[0] as Node, scope, value, undefined, (given) => {
		const count = computed(given);
		// A negative limit is none.
		if (count === 0) return nothing();
		let seen = 0;
		return until((stop) =>
			evaluator.run(args[1] as Node, scope, value, path, (each, at) =>
				handOn(emit, each, at, ++seen === count ? stop : undefined),
			),
		);
	});
}

function* handOn(emit: Emit, value: Json, path: Path, stop: (() => never) | undefined): Task<void> {
	yield* emit(value, path);
	stop?.();
}

function* isEmpty({ evaluator, scope, value, path, emit, args }: SpecialCall): Task<void> {
	const found = yield* evaluator.firstOutput(args[0] as Node, scope, value);
	yield* emit(found === undefined, made(path));
}

/** `any(generator; condition)` and `all`: they stop as soon as the answer is known. */
const quantifier =
	(stopsAt: boolean): Special =>
	(call) =>
		quantify(call, stopsAt);

function* quantify({ evaluator, scope, value, path, emit, args }: SpecialCall, stopsAt: boolean): Task<void> {
	const [generator, condition] =
		args.length === 2 ? args : [{ type: 'iterate', term: { type: 'identity' } } as Node, args[0]];
	let answer = !stopsAt;
	yield* until((stop) =>
		evaluator.run(generator as Node, scope, value, undefined, (each) =>
			evaluator.run(condition as Node, scope, each, undefined, (outcome) => {
				if (isTrue(outcome) !== stopsAt) return nothing();
				answer = stopsAt;
				return stop();
			}),
		),
	);
	yield* emit(answer, made(path));
}

const RANGE_STEPS = 100_000_000;

function* range(call: SpecialCall): Task<void> {
	const { evaluator, scope, value, args } = call;
	const ZERO: Node = { type: 'literal', value: 0 };
	const ONE: Node = { type: 'literal', value: 1 };
	const [from, to, by] =
		args.length === 1 ? [ZERO, args[0] as Node, ONE] : [args[0] as Node, args[1] as Node, args[2] ?? ONE];
	// The first bound changes slowest.
	yield* evaluator.cartesian([by, to, from], scope, value, [], (bounds) => countFrom(call, [...bounds].reverse()));
}

function* countFrom({ evaluator, path, emit }: SpecialCall, bounds: readonly Json[]): Task<void> {
	const [first = 0] = bounds;
	const [start = 0, end = 0, step = 1] = bounds.map(computed);
	if (typeof start !== 'number' || typeof end !== 'number' || typeof step !== 'number') {
		throw new JqError('Range bounds must be numeric');
	}
	if (step === 0) {
		if (start < end) throw new JqError('range step must not be zero');
		return;
	}
	let steps = 0;
	for (let each = start; step > 0 ? each < end : each > end; each += step) {
		yield* evaluator.host.tick();
		if (++steps > RANGE_STEPS) return;
		yield* emit(steps === 1 ? first : each, made(path));
	}
}

function* recurseBy(call: SpecialCall): Task<void> {
	const { evaluator, scope, value, path, emit, args } = call;
	const [step, condition] = args as readonly [Node, Node | undefined];
	yield* emit(value, path);
	yield* evaluator.run(step, scope, value, path, (next, nextPath) => {
		const below = { ...call, value: next, path: nextPath };
		if (condition === undefined) return recurseBy(below);
		return evaluator.run(condition, scope, next, undefined, (outcome) =>
			isTrue(outcome) ? recurseBy(below) : nothing(),
		);
	});
}

function whileLoop(call: SpecialCall): Task<void> {
	const { evaluator, scope, value, args } = call;
	return evaluator.run(args[0] as Node, scope, value, undefined, (outcome) =>
		isTrue(outcome) ? goOn(call) : nothing(),
	);
}

function* goOn(call: SpecialCall): Task<void> {
	const { evaluator, scope, value, path, emit, args } = call;
	yield* emit(value, path);
	yield* evaluator.run(args[1] as Node, scope, value, path, (next, nextPath) =>
		whileLoop({ ...call, value: next, path: nextPath }),
	);
}

/** The usual loop has one output a step and runs in constant space. */
function* untilLoop({ evaluator, scope, value, path, emit, args }: SpecialCall): Task<void> {
	const [condition, update] = args as readonly [Node, Node];
	let pending: { value: Json; path: Path }[] = [{ value, path }];
	while (pending.length > 0) {
		const [now, ...rest] = pending as [{ value: Json; path: Path }, ...{ value: Json; path: Path }[]];
		const next: { value: Json; path: Path }[] = [];
		for (const outcome of yield* evaluator.outputs(condition, scope, now.value)) {
			if (isTrue(outcome)) yield* emit(now.value, now.path);
			else {
				yield* evaluator.run(update, scope, now.value, now.path, (each, at) => {
					next.push({ value: each, path: at });
					return nothing();
				});
			}
		}
		pending = [...next, ...rest];
	}
}

/** Outputs of the same input again and again. Models jq 1.7.1 builtin.jq repeat. */
function* repeat({ evaluator, scope, value, path, emit, args }: SpecialCall): Task<void> {
	for (;;) {
		yield* evaluator.host.tick();
		yield* evaluator.run(args[0] as Node, scope, value, path, emit);
	}
}

function* input({ evaluator, path, emit }: SpecialCall): Task<void> {
	const next = yield* evaluator.host.nextInput();
	if (next === undefined) throw new JqError('break');
	yield* emit(next, made(path));
}

function* inputs({ evaluator, path, emit }: SpecialCall): Task<void> {
	for (;;) {
		const next = yield* evaluator.host.nextInput();
		if (next === undefined) return;
		yield* emit(next, made(path));
	}
}

function* debug({ evaluator, scope, value, path, emit, args }: SpecialCall): Task<void> {
	const messages = args.length === 0 ? [value] : yield* evaluator.outputs(args[0] as Node, scope, value);
	for (const message of messages) yield* evaluator.host.say(`${formatJson(['DEBUG:', message])}\n`);
	yield* emit(value, path);
}

function* stderr({ evaluator, value, path, emit }: SpecialCall): Task<void> {
	yield* evaluator.host.say(typeof value === 'string' ? value : formatJson(value));
	yield* emit(value, path);
}

function* namedArguments({ evaluator, path, emit }: SpecialCall): Task<void> {
	yield* emit(evaluator.host.namedArguments, made(path));
}

function matchAll({ evaluator, scope, value, path, emit, args }: SpecialCall): Task<void> {
	return evaluator.cartesian(args, scope, value, [], ([pattern = null, flags = null, forced = '']) =>
		emitMatches(evaluator, matches(value, pattern, flags, forced as string), (match) => emit(match, made(path))),
	);
}

function* emitMatches(
	evaluator: SpecialCall['evaluator'],
	found: Iterable<Json>,
	emit: (match: Json) => Task<void>,
): Task<void> {
	for (const match of found) {
		yield* evaluator.host.tick();
		yield* emit(match);
	}
}

const TABLE: ReadonlyMap<string, Special> = new Map<string, Special>([
	['empty/0', nothing],
	['select/1', select],
	['path/1', pathOf],
	['getpath/1', getpath],
	['first/1', first],
	['last/1', last],
	['limit/2', limit],
	['isempty/1', isEmpty],
	['any/1', quantifier(true)],
	['any/2', quantifier(true)],
	['all/1', quantifier(false)],
	['all/2', quantifier(false)],
	['range/1', range],
	['range/2', range],
	['range/3', range],
	['recurse/1', recurseBy],
	['recurse/2', recurseBy],
	['while/2', whileLoop],
	['until/2', untilLoop],
	['repeat/1', repeat],
	['input/0', input],
	['inputs/0', inputs],
	['debug/0', debug],
	['debug/1', debug],
	['stderr/0', stderr],
	['$__named/0', namedArguments],
	['_matches/3', matchAll],
]);

export const SPECIAL = { table: TABLE, deletePaths };
