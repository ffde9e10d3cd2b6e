import { type Process, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { defineBuffers } from './js-buffers.ts';
import { makeClass, makeFields, superConstruct } from './js-classes.ts';
import { defineCollections } from './js-collections.ts';
import { accessorOf, evaluate } from './js-evaluate.ts';
import { assign, bind, execute } from './js-execute.ts';
import { OutOfMemory } from './js-heap.ts';
import { inspect, inspectSlowly } from './js-inspect.ts';
import { ERRORS, Js, type JsParts } from './js-interpreter.ts';
import { JsModules } from './js-modules.ts';
import { defineObjects, defineType, makeError } from './js-natives.ts';
import { defineNumbers } from './js-numbers.ts';
import { parseJavaScript } from './js-parser.ts';
import { CORE } from './js-prelude.ts';
import { startAsync } from './js-promises.ts';
import { defineSystem, type Handlers } from './js-system.ts';
import { defineTexts } from './js-texts.ts';
import { Accessor, JsExit, JsObject, JsScope, JsThrow, type JsValue } from './js-values.ts';

const PARTS: JsParts = {
	execute,
	bind,
	assign,
	startAsync,
	makeClass,
	superConstruct,
	fields: makeFields,
	accessor: accessorOf,
};
const CORE_PROGRAM = parseJavaScript(CORE);
/** What starting takes. */
const START_CPU_MS = 40;

/**
 * Node: programs of files, of -e and of standard input. Differs: a part of the language and of its library; there is no
 * prompt; of npm's packages it has the few that prelude-http names.
 */
export function* node(process: Process): Task<number> {
	const args = process.argv.slice(1);
	while (args[0]?.startsWith('--') === true && !['--version', '--eval', '--print', '--check'].includes(args[0]))
		args.shift();
	const [first = '-', second = ''] = args;
	if (first === '--version' || first === '-v') {
		yield* process.write(1, encodeUtf8(`${versionOf(process)}\n`));
		return 0;
	}
	yield* process.burnCpu(START_CPU_MS);
	const evaluates = ['-e', '--eval', '-p', '--print', '-pe'].includes(first);
	if (evaluates || first === '-') {
		const text = evaluates ? second : yield* readAll(process);
		return yield* new NodeRun(process, [...(evaluates ? [] : ['-']), ...args.slice(2)]).text(
			text,
			evaluates ? '[eval]' : '[stdin]',
			first.includes('p'),
		);
	}
	const path = first.startsWith('/') ? first : `${process.cwd.replace(/\/$/, '')}/${first.replace(/^\.\//, '')}`;
	return yield* new NodeRun(process, [path, ...args.slice(1)]).file(path);
}

function versionOf(process: Process): string {
	return `v${process.env.get('NODE_VERSION') ?? '20.19.5'}`;
}

function* readAll(process: Process): Task<string> {
	let text = '';
	for (;;) {
		const part = yield* process.read(0, 65_536);
		if (part.length === 0) return text;
		text += decodeUtf8(part);
	}
}

const MISSING = 'node:internal/modules/cjs/loader:1228\n  throw err;\n  ^\n';

class NodeRun {
	readonly #process: Process;
	readonly #js: Js;
	readonly #modules: JsModules;
	readonly #handlers: Handlers = new Map();

	constructor(process: Process, argv: readonly string[]) {
		this.#process = process;
		const js = new Js(process, PARTS);
		this.#js = js;
		this.#modules = new JsModules(js);
		defineObjects(js);
		defineErrors(js);
		defineTexts(js);
		defineNumbers(js);
		defineCollections(js);
		defineBuffers(js);
		defineSystem(js, this.#handlers);
		const own = js.globalObject.own('process') as JsObject;
		own.properties.set('argv', js.array(['/usr/local/bin/node', ...argv]));
		own.properties.set('execArgv', js.array([]));
		for (const [name, module] of [
			['URL', 'url'],
			['URLSearchParams', 'url'],
			['fetch', '_fetch'],
			['crypto', 'crypto'],
		] as const) {
			const lazy = new Accessor();
			lazy.get = js.native(name, () => this.#lazy(name, module));
			js.globalObject.hide(name, lazy);
		}
	}

	*#lazy(name: string, module: string): Task<JsValue> {
		const value = yield* this.#modules.require(module, '', '');
		return name === 'fetch' || name === 'crypto' ? value : yield* this.#js.get(value, name);
	}

	*file(path: string): Task<number> {
		const found = ['', '.js', '/index.js'].map((end) => path + end).find((each) => this.#isFile(each));
		if (found === undefined) {
			const { error } = {
				error: this.#js.error('Error', `Cannot find module '${path}'`, [
					['code', 'MODULE_NOT_FOUND'],
					['requireStack', this.#js.array([])],
				]),
			};
			return yield* this.#ended(error);
		}
		return yield* this.#run(() => this.#modules.load(found, true));
	}

	#isFile(path: string): boolean {
		try {
			return this.#process.stat(path).type === 'file';
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return false;
		}
	}

	*text(text: string, name: string, prints: boolean): Task<number> {
		return yield* this.#run(() => (prints ? this.#print(text) : this.#script(text, name)));
	}

	*#script(text: string, name: string): Task<JsValue> {
		const module = this.#js.object([['exports', this.#js.object()]]);
		return yield* this.#modules.run(module, text, name);
	}

	/** `-p`: the last statement's value. */
	*#print(text: string): Task<JsValue> {
		const js = this.#js;
		const { body, variables } = parseJavaScript(text);
		const scope = new JsScope(js.global);
		const folder = this.#process.cwd;
		scope.declare(
			'require',
			js.native('require', (_, __, [name]) => this.#modules.require(String(name), folder, '[eval]')),
		);
		for (const name of variables) scope.declare(name, undefined);
		const last = body.at(-1);
		yield* execute(js, scope, last?.t === 'expression' ? body.slice(0, -1) : body);
		const value = last?.t === 'expression' ? yield* evaluate(js, scope, last.value) : undefined;
		yield* js.write(1, `${typeof value === 'string' ? value : yield* inspectSlowly(js, value)}\n`);
		return undefined;
	}

	*#run(main: () => Task<JsValue>): Task<number> {
		const js = this.#js;
		const own = js.globalObject.own('process') as JsObject;
		try {
			const core = new JsScope(js.global);
			yield* execute(js, core, CORE_PROGRAM.body);
			js.loop.job(() => this.#begin(main));
			for (;;) {
				try {
					yield* js.loop.run(
						() => this.#idle(),
						() => this.#signals(),
					);
					break;
				} catch (error) {
					if (!(error instanceof JsThrow)) throw error;
					js.frames.length = 0;
					if (!(yield* this.#handled('uncaughtException', [error.value]))) throw error;
				}
			}
			yield* this.#handled('exit', [Number(own.properties.get('exitCode') ?? 0)]);
			yield* js.flush();
			return Number(own.properties.get('exitCode') ?? 0) & 255;
		} catch (error) {
			return yield* this.#ended(error);
		}
	}

	*#begin(main: () => Task<JsValue>): Task<void> {
		yield* main();
	}

	*#idle(): Task<void> {
		const js = this.#js;
		for (const promise of js.rejections.keys()) {
			yield* js.tick();
			js.rejections.delete(promise);
			if (promise.isHandled) continue;
			if (yield* this.#handled('unhandledRejection', [promise.result, promise])) continue;
			throw new JsThrow(promise.result);
		}
		yield* js.flush();
	}

	*#signals(): Task<void> {
		for (const signal of this.#process.takeSignals()) {
			yield* this.#handled(`SIG${signal}`, [`SIG${signal}`]);
		}
	}

	*#handled(event: string, args: readonly JsValue[]): Task<boolean> {
		const handlers = this.#handlers.get(event) ?? [];
		for (const each of handlers) yield* this.#js.call(each, undefined, args);
		return handlers.length > 0;
	}

	/** How a program ends that did not come to its end. */
	*#ended(error: unknown): Task<number> {
		const js = this.#js;
		if (error instanceof JsExit) {
			yield* js.flush();
			return error.status;
		}
		if (error instanceof OutOfMemory) {
			yield* js.write(
				2,
				'\n<--- Last few GCs --->\n\n\nFATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n',
			);
			return 134;
		}
		if (!(error instanceof JsThrow)) throw error;
		yield* js.write(2, `${this.#report(error.value)}\n\nNode.js ${versionOf(this.#process)}\n`);
		return 1;
	}

	#report(value: JsValue): string {
		const place = value instanceof JsObject ? this.#place(value) : undefined;
		const isMissing = value instanceof JsObject && value.own('code') === 'MODULE_NOT_FOUND';
		const head = isMissing ? MISSING : place === undefined ? '' : `${place}\n`;
		if (!(value instanceof JsObject))
			return `Uncaught:\n${inspect(value)}\n(Use \`node --trace-uncaught ...\` to show where the exception was thrown)`;
		return `${head === '' ? '' : `${head}\n`}${inspect(value)}`;
	}

	/** The line where it was thrown, with a mark below it. */
	#place(error: JsObject): string | undefined {
		const found = /\(?((?:\/|\[)[^\s()]*):(\d+)\)?/.exec(
			String(error.own('stack')).split('\n    at').slice(1).join('\n'),
		);
		const file = String(error.own('file') ?? found?.[1] ?? '');
		const line = Number(error.own('where') ?? found?.[2] ?? 0);
		const source = this.#modules.sources.get(file);
		if (source === undefined) return undefined;
		const text = source.split('\n')[line - 1] ?? '';
		return `${file}:${line}\n${text}\n${' '.repeat(text.length - text.trimStart().length)}^`;
	}
}

function defineErrors(js: Js): void {
	for (const name of ['Error', ...ERRORS]) {
		const type = defineType(js, name, (_, __, args, newTarget) => makeError(js, name, args, newTarget), {
			captureStackTrace: () => undefined,
		});
		js.prototype(name).hide('name', name).hide('message', '');
		if (name !== 'Error') type.proto = js.globalObject.own('Error') as JsObject;
	}
	js.prototype('Error').hide(
		'toString',
		js.native('toString', (_, self) => errorText(js, self)),
	);
}

function* errorText(js: Js, self: JsValue): Task<JsValue> {
	const [name, message] = [
		yield* js.string(yield* js.get(self, 'name')),
		yield* js.string(yield* js.get(self, 'message')),
	];
	return message === '' ? name : `${name}: ${message}`;
}
