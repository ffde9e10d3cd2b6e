import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { readWholeFile } from '../programs/read-file.ts';
import { filesModule } from './js-files.ts';
import { httpModule } from './js-http.ts';
import { formatted, inspectSlowly } from './js-inspect.ts';
import type { Js } from './js-interpreter.ts';
import { toJson } from './js-json.ts';
import { JsonReader } from './js-json-reader.ts';
import { JsSyntaxError } from './js-lexer.ts';
import { define } from './js-natives.ts';
import { type JsProgram, parseJavaScript } from './js-parser.ts';
import { SOURCES } from './js-prelude.ts';
import { HTTP_SOURCES } from './js-prelude-http.ts';
import { cryptoModule, osModule } from './js-system.ts';
import { type JsObject, JsPromise, JsScope, type JsValue } from './js-values.ts';

/** What comes with Node, read once: nothing changes it. */
const BUILT_IN: ReadonlyMap<string, JsProgram> = new Map(
	Object.entries({ ...SOURCES, ...HTTP_SOURCES }).map(([name, text]) => [name, parseJavaScript(text)]),
);
/** Packages of others: they are there when npm has fetched them. */
const PACKAGES = new Set('express body-parser cors helmet morgan dotenv uuid'.split(' '));
const NATIVE: ReadonlyMap<string, (js: Js) => JsObject> = new Map([
	['_fs', filesModule],
	['_http', httpModule],
	['_node', nodeModule],
	['os', osModule],
	['crypto', cryptoModule],
	['process', (js) => js.globalObject.own('process') as JsObject],
	['console', (js) => js.globalObject.own('console') as JsObject],
	['buffer', (js) => js.object([['Buffer', js.globalObject.own('Buffer') as JsValue]])],
]);

function nodeModule(js: Js): JsObject {
	const module = js.object();
	define(js, module, {
		inspect: (js, __, [value]) => inspectSlowly(js, value),
		format: (js, __, args) => formatted(js, args, (value) => toJson(js, value, undefined, undefined)),
	});
	return module;
}

/** The modules of one run. */
export class JsModules {
	readonly #js: Js;
	/** The texts of files, which errors show a line of. */
	readonly sources = new Map<string, string>();
	readonly #loaded = new Map<string, JsObject>();

	constructor(js: Js) {
		this.#js = js;
	}

	/** `require(name)` in a file of that folder. */
	*require(name: string, folder: string, file: string): Task<JsValue> {
		const js = this.#js;
		const plain = name.replace(/^node:/, '');
		const native = NATIVE.get(plain);
		if (native !== undefined) return yield* this.#once(plain, () => done(native(js)));
		const own = plain === '_express' ? 'express' : plain;
		if (BUILT_IN.has(own) && (!PACKAGES.has(own) || folder === '')) return yield* this.#builtIn(own);
		const path =
			name.startsWith('/') || /^\.\.?(?:\/|$)/.test(name)
				? this.#file(joined(folder, name))
				: this.#package(name, folder);
		if (path === undefined) throw this.#missing(name, file);
		if (BUILT_IN.has(own) && PACKAGES.has(own) && path.endsWith(`/node_modules/${own}/index.js`))
			return yield* this.#builtIn(own);
		return yield* this.load(path);
	}

	#keep(key: string, module: JsObject): void {
		this.#loaded.set(key, module);
		this.#js.roots.add(module);
	}

	*#once(key: string, make: () => Task<JsValue>): Task<JsValue> {
		const known = this.#loaded.get(key);
		if (known !== undefined) return yield* this.#js.get(known, 'exports');
		const module = this.#js.object([['exports', this.#js.object()]]);
		this.#keep(key, module);
		module.properties.set('exports', yield* make());
		return module.properties.get('exports') as JsValue;
	}

	*#builtIn(name: string): Task<JsValue> {
		const known = this.#loaded.get(name);
		if (known !== undefined) return known.properties.get('exports') as JsValue;
		const module = this.#js.object([['exports', this.#js.object()]]);
		this.#keep(name, module);
		yield* this.#run(module, BUILT_IN.get(name) as JsProgram, '', '');
		return module.properties.get('exports') as JsValue;
	}

	/** A file, or what is in it when it has been read. Throws what the program throws. */
	*load(path: string, isMain = false): Task<JsValue> {
		const js = this.#js;
		const known = this.#loaded.get(path);
		if (known !== undefined) return known.properties.get('exports') as JsValue;
		const module = js.object([
			['exports', js.object()],
			['id', isMain ? '.' : path],
			['filename', path],
		]);
		this.#keep(path, module);
		const text = decodeUtf8(yield* readWholeFile(js.process, path));
		if (path.endsWith('.json')) {
			module.properties.set('exports', yield* new JsonReader(js, text).read());
			return module.properties.get('exports') as JsValue;
		}
		const pending = yield* this.run(module, text, path);
		return pending ?? (module.properties.get('exports') as JsValue);
	}

	/** Runs a module's text. @returns a promise when it is one that may wait. */
	*run(module: JsObject, text: string, file: string): Task<JsValue> {
		this.sources.set(file, text);
		let program: JsProgram;
		try {
			program = parseJavaScript(text);
		} catch (error) {
			if (!(error instanceof JsSyntaxError)) throw error;
			const failure = this.#js.error('SyntaxError', error.message);
			const told = failure.value as JsObject;
			told.hide('where', error.line).hide('file', file);
			told.hide('stack', `SyntaxError: ${error.message}\n    at wrapSafe (node:internal/modules/cjs/loader:1464:18)`);
			throw failure;
		}
		return yield* this.#run(
			module,
			program,
			file,
			file.startsWith('/') ? file.replace(/\/[^/]*$/, '') : this.#js.process.cwd,
		);
	}

	*#run(module: JsObject, { body, variables }: JsProgram, file: string, folder: string): Task<JsValue> {
		const js = this.#js;
		const exports = module.properties.get('exports') as JsObject;
		// What is no file is a script.
		const self = file.startsWith('/') ? exports : js.globalObject;
		const scope = new JsScope(js.global, { self, callee: undefined, args: [], newTarget: undefined, file });
		const require = js.native('require', (_, __, [name]) => this.require(String(name), folder, file));
		require.properties.set('main', this.#main ?? module);
		this.#main ??= file === '' ? undefined : module;
		const isModule = body.some(({ t }) => t === 'import' || t === 'export' || t === 'export-default');
		if (isModule) exports.hide('__esModule', true);
		for (const [name, value] of [
			['exports', exports],
			['require', require],
			['module', module],
			['__filename', file],
			['__dirname', folder],
			['%import', require],
			['import', js.native('import', (_, __, [name]) => this.#dynamic(String(name), folder, file))],
		] as const)
			scope.declare(name, value);
		for (const name of variables) scope.declare(name, undefined);
		js.frames.push({ name: 'Object.<anonymous>', file, scope, line: 0 });
		const depth = js.frames.length;
		try {
			if (isModule) return yield* js.parts.startAsync(js, asValue(js.parts.execute(js, scope, body)), scope);
			yield* js.parts.execute(js, scope, body);
			return undefined;
		} finally {
			js.frames.length = Math.min(js.frames.length, depth - 1);
		}
	}

	#main: JsObject | undefined;

	*#dynamic(name: string, folder: string, file: string): Task<JsValue> {
		const value = yield* this.require(name, folder, file);
		return value instanceof JsPromise ? value : this.#js.resolved(value);
	}

	#isFile(path: string): boolean {
		try {
			return this.#js.process.stat(path).type === 'file';
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return false;
		}
	}

	#file(path: string): string | undefined {
		return ['', '.js', '.json', '.cjs', '.mjs', '/index.js', '/index.json']
			.map((end) => path + end)
			.find((each) => this.#isFile(each));
	}

	#package(name: string, folder: string): string | undefined {
		const parts = folder.split('/');
		for (let count = parts.length; count > 0; count--) {
			const path = this.#file(`${parts.slice(0, count).join('/')}/node_modules/${name}`);
			if (path !== undefined) return path;
		}
		return this.#file(`/usr/local/lib/node_modules/${name}`);
	}

	#missing(name: string, file: string): unknown {
		const js = this.#js;
		const from = file.startsWith('/') ? file : `${js.process.cwd.replace(/\/$/, '')}/${file}`;
		const stack = js.array([from]);
		return js.error('Error', `Cannot find module '${name}'\nRequire stack:\n- ${from}`, [
			['code', 'MODULE_NOT_FOUND'],
			['requireStack', stack],
		]);
	}
}

function* done(value: JsValue): Task<JsValue> {
	return value;
}

function* asValue(body: Task<unknown>): Task<JsValue> {
	yield* body;
	return undefined;
}

function joined(folder: string, name: string): string {
	const parts: string[] = [];
	for (const part of (name.startsWith('/') ? name : `${folder}/${name}`).split('/')) {
		if (part === '..') parts.pop();
		else if (part !== '' && part !== '.') parts.push(part);
	}
	return `/${parts.join('/')}`;
}
