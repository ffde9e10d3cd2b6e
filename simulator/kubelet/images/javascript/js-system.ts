import { type SignalName, SystemError } from '../../../kernel/process-api.ts';
import { encodeBase64 } from '../../../machinery/base64.ts';
import { sha1 } from '../../../machinery/sha1.ts';
import { sha256 } from '../../../machinery/sha256.ts';
import type { Task } from '../../../machinery/task.ts';
import { bytesOf, textOfBytes } from './js-buffers.ts';
import { OutOfMemory } from './js-heap.ts';
import { formatted, inspect, inspectSlowly } from './js-inspect.ts';
import type { Js } from './js-interpreter.ts';
import { toJson } from './js-json.ts';
import type { Job } from './js-loop.ts';
import { define } from './js-natives.ts';
import { isCallable, JsExit, JsObject, type JsValue, type NativeCode } from './js-values.ts';

/** Functions of the program's that wait for signals and for the end. */
export type Handlers = Map<string, JsValue[]>;

function* print(js: Js, fd: 1 | 2, args: readonly JsValue[]): Task<JsValue> {
	const text = yield* formatted(js, args, (value) => toJson(js, value, undefined, undefined));
	yield* js.write(fd, `${text}\n`);
	return undefined;
}

function* printInspected(js: Js, value: JsValue): Task<JsValue> {
	return yield* print(js, 1, [yield* inspectSlowly(js, value)]);
}

function consoleObject(js: Js): JsObject {
	const object = js.object();
	const timers = new Map<string, number>();
	const out = (fd: 1 | 2) => (_: Js, __: JsValue, args: readonly JsValue[]) => print(js, fd, args);
	define(js, object, {
		...Object.fromEntries(['log', 'info', 'debug', 'table', 'group'].map((name) => [name, out(1)])),
		...Object.fromEntries(['error', 'warn', 'trace'].map((name) => [name, out(2)])),
		dir: (_, __, [value]) => printInspected(js, value),
		groupEnd: () => undefined,
		assert: (_, __, [value, ...args]) => (value ? undefined : print(js, 2, ['Assertion failed', ...args])),
		time: (_, __, [label = 'default']) => {
			timers.set(String(label), js.process.now());
			return undefined;
		},
		timeEnd: (_, __, [label = 'default']) =>
			print(js, 1, [`${String(label)}: ${(js.process.now() - (timers.get(String(label)) ?? 0)).toFixed(3)}ms`]),
	});
	return object;
}

const run =
	(js: Js, callee: JsValue, args: readonly JsValue[]): Job =>
	() =>
		call(js, callee, args);

function* call(js: Js, callee: JsValue, args: readonly JsValue[]): Task<void> {
	yield* js.call(callee, undefined, args);
}

/** Differs: Node has as many as its memory holds. */
const TIMERS_MAX = 10_000;
const TIMER_UNITS = 4;

function timerFunction(js: Js, repeats: boolean): NativeCode {
	return (_, __, [callee, ms, ...args]) => {
		if (!isCallable(callee)) {
			throw js.error('TypeError', `The "callback" argument must be of type function. Received ${inspect(callee)}`, [
				['code', 'ERR_INVALID_ARG_TYPE'],
			]);
		}
		if (js.loop.timers.size >= TIMERS_MAX) throw new OutOfMemory();
		js.count(TIMER_UNITS);
		const timer = js.loop.timer(Number(ms ?? 1), repeats, run(js, callee, args), [callee, ...args]);
		const handle = new JsObject(js.prototype('Object'));
		handle.hide('_timer', timer.id);
		define(js, handle, {
			unref: (_js, self) => {
				timer.isKept = false;
				return self;
			},
			ref: (_js, self) => {
				timer.isKept = true;
				return self;
			},
			hasRef: () => timer.isKept,
		});
		return handle;
	};
}

function defineTimers(js: Js): void {
	const clear: NativeCode = (_, __, [handle]) => {
		const id = handle instanceof JsObject ? handle.properties.get('_timer') : handle;
		js.loop.timers.delete(Number(id));
		return undefined;
	};
	define(js, js.globalObject, {
		['setTimeout']: timerFunction(js, false),
		['setInterval']: timerFunction(js, true),
		['setImmediate']: (_, __, [callee, ...args]) => {
			js.loop.job(run(js, callee, args), [callee, ...args]);
			return undefined;
		},
		['queueMicrotask']: (_, __, [callee]) => {
			js.loop.micro(run(js, callee, []), [callee]);
			return undefined;
		},
		clearTimeout: clear,
		clearInterval: clear,
		clearImmediate: clear,
		structuredClone: (_, __, [value]) => value,
	});
}

function streamOf(js: Js, fd: 1 | 2): JsObject {
	const stream = js.object([
		['isTTY', js.process.isatty(fd)],
		['fd', fd],
	]);
	define(js, stream, {
		write: (_, __, [data]) => written(js, fd, data),
		end: () => undefined,
		on: (_, self) => self,
		once: (_, self) => self,
	});
	return stream;
}

function* written(js: Js, fd: 1 | 2, data: JsValue): Task<JsValue> {
	yield* js.write(fd, typeof data === 'string' ? data : textOfBytes(bytesOf(data)));
	return true;
}

function listen(js: Js, handlers: Handlers, event: string, callee: JsValue): void {
	js.roots.add(callee);
	handlers.set(event, [...(handlers.get(event) ?? []), callee]);
	if (!/^SIG[A-Z0-9]+$/.test(event)) return;
	try {
		js.process.onSignal(event.slice(3) as SignalName, 'catch');
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}

export function processObject(js: Js, handlers: Handlers, startMs: number): JsObject {
	const { process } = js;
	const version = `v${process.env.get('NODE_VERSION') ?? '20.19.5'}`;
	const memory = js.object([
		['rss', 42_000_000],
		['heapTotal', 6_500_000],
		['heapUsed', 5_300_000],
		['external', 1_600_000],
	]);
	const object = js.object([
		['pid', process.pid],
		['ppid', process.ppid],
		['platform', 'linux'],
		['arch', 'x64'],
		['version', version],
		['versions', js.object([['node', version.slice(1)]])],
		['title', 'node'],
		['execPath', '/usr/local/bin/node'],
		['env', js.object([...process.env])],
		['stdout', streamOf(js, 1)],
		['stderr', streamOf(js, 2)],
		['exitCode', undefined],
	]);
	define(js, object, {
		exit: (_, __, [status]) => {
			throw new JsExit(Number(status ?? object.properties.get('exitCode') ?? 0) & 255);
		},
		abort: () => {
			throw new JsExit(134);
		},
		cwd: () => process.cwd,
		chdir: (_, __, [path]) => {
			process.chdir(String(path));
			return undefined;
		},
		uptime: () => (process.now() - startMs) / 1_000,
		getuid: () => process.credentials.uid,
		getgid: () => process.credentials.gid,
		memoryUsage: () => memory,
		cpuUsage: () =>
			js.object([
				['user', 30_000],
				['system', 9_000],
			]),
		nextTick: (_, __, [callee, ...args]) => {
			js.loop.nextTick(run(js, callee, args), [callee, ...args]);
			return undefined;
		},
		on: (_, self, [event, callee]) => {
			listen(js, handlers, String(event), callee);
			return self;
		},
		once: (_, self, [event, callee]) => {
			listen(js, handlers, String(event), callee);
			return self;
		},
		off: (_, self) => self,
		emit: () => false,
		emitWarning: () => undefined,
		kill: (_, __, [pid, signal = 'SIGTERM']) => {
			process.kill(Number(pid), String(signal).replace(/^SIG/, '') as SignalName);
			return true;
		},
	});
	const bigint = js.native('hrtime', () =>
		js.array([Math.floor(process.now() / 1_000), (process.now() % 1_000) * 1_000_000]),
	);
	define(js, bigint, { bigint: () => BigInt(Math.floor(process.now() * 1_000)) * 1_000n });
	object.hide('hrtime', bigint);
	return object;
}

/** What `os` tells. */
export function osModule(js: Js): JsObject {
	const { process } = js;
	const module = js.object([['EOL', '\n']]);
	define(js, module, {
		hostname: () => process.hostname,
		platform: () => 'linux',
		type: () => 'Linux',
		arch: () => 'x64',
		release: () => process.machine.kernelRelease,
		uptime: () => (process.now() - process.machine.bootedAtMs) / 1_000,
		totalmem: () => process.machine.memoryBytes,
		freemem: () => Math.round(process.machine.memoryBytes / 2),
		loadavg: () => js.array([0, 0, 0]),
		cpus: () => js.array([js.object([['model', 'virtual CPU']]), js.object([['model', 'virtual CPU']])]),
		homedir: () => process.env.get('HOME') ?? '/root',
		tmpdir: () => '/tmp',
		networkInterfaces: () => {
			const rows = process.machine.interfaces().map(({ name, addresses }) => {
				const all = addresses.map((each) =>
					js.object([
						['address', String(each).replace(/\/.*/, '')],
						['family', 'IPv4'],
						['internal', name === 'lo'],
					] as const),
				);
				return [name, js.array(all)] as const;
			});
			return js.object(rows);
		},
		userInfo: () =>
			js.object([
				['uid', process.credentials.uid],
				['gid', process.credentials.gid],
				['username', process.env.get('USER') ?? 'root'],
			]),
	});
	return module;
}

function randomBytes(js: Js, count: number): Uint8Array {
	return Uint8Array.from({ length: Math.min(count, 65_536) }, () => js.process.randomUint32() % 256);
}

const HASHES: ReadonlyMap<string, (bytes: Uint8Array) => Uint8Array> = new Map([
	['sha1', sha1],
	['sha256', sha256],
]);

function hashObject(js: Js, name: string): JsValue {
	const hash = HASHES.get(name.toLowerCase());
	if (hash === undefined)
		throw js.error('Error', 'Digest method not supported', [['code', 'ERR_CRYPTO_INVALID_DIGEST']]);
	const parts: number[] = [];
	const object = js.object();
	define(js, object, {
		update: (_, self, [data, encoding]) => {
			const bytes = bytesOf(data, encoding);
			js.count(bytes.length / 8);
			for (const byte of bytes) parts.push(byte);
			return self;
		},
		digest: (_, __, [encoding]) => {
			const bytes = hash(Uint8Array.from(parts));
			return encoding === undefined ? js.buffer(bytes) : textOfBytes(bytes, encoding);
		},
	});
	return object;
}

/** Differs: of digests sha1 and sha256, and no ciphers. */
export function cryptoModule(js: Js): JsObject {
	const module = js.object();
	define(js, module, {
		randomBytes: (_, __, [count]) => js.buffer(randomBytes(js, Number(count))),
		randomInt: (_, __, [from, to]) =>
			to === undefined
				? js.process.randomUint32() % Number(from)
				: Number(from) + (js.process.randomUint32() % (Number(to) - Number(from))),
		randomUUID: () => {
			const bytes = randomBytes(js, 16);
			bytes[6] = ((bytes[6] as number) & 15) | 64;
			bytes[8] = ((bytes[8] as number) & 63) | 128;
			const text = textOfBytes(bytes, 'hex');
			return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
		},
		createHash: (_, __, [name]) => hashObject(js, String(name)),
	});
	return module;
}

/** console, process, timers and the encoders of the global scope. */
export function defineSystem(js: Js, handlers: Handlers): void {
	js.globalObject.hide('console', consoleObject(js));
	js.globalObject.hide('process', processObject(js, handlers, js.process.now()));
	defineTimers(js);
	define(js, js.globalObject, {
		btoa: (_, __, [text]) => encodeBase64(bytesOf(String(text), 'latin1')),
		atob: (_, __, [text]) => textOfBytes(bytesOf(String(text), 'base64'), 'latin1'),
	});
}
