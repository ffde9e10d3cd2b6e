import { type Process, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { executablePath } from './python-executable.ts';
import { standardFile } from './python-files.ts';
import { httpServerModule, urllibModule } from './python-http.ts';
import type { Python } from './python-interpreter.ts';
import { jsonModule } from './python-json.ts';
import { loggingModule } from './python-logging.ts';
import { socketModule } from './python-socket.ts';
import { sslModule } from './python-ssl.ts';
import { datetimeModule, signalModule, timeModule } from './python-time.ts';
import {
	type NativeCode,
	PyClass,
	PyDict,
	PyIterator,
	PyList,
	PyModule,
	PyNative,
	PyObject,
	PyTuple,
	type PyValue,
} from './python-values.ts';

type Attributes = ReadonlyMap<string, PyValue>;

function natives(
	code: Readonly<Record<string, NativeCode>>,
	more: readonly (readonly [string, PyValue])[] = [],
): Attributes {
	return new Map<string, PyValue>([
		...Object.entries(code).map(([name, each]): [string, PyValue] => [name, new PyNative(name, each)]),
		...more,
	]);
}

function sysModule(python: Python): Attributes {
	const version = python.process.env.get('PYTHON_VERSION') ?? '3.12.3';
	const numbers = version.split('.').map((part) => BigInt(Number.parseInt(part, 10)));
	const info = new PyObject(new PyClass('sys.version_info', []));
	for (const [index, name] of ['major', 'minor', 'micro'].entries())
		info.attributes.set(name, numbers[index] as bigint);
	return natives(
		{
			exit: (each, [status = null]) => {
				throw each.error('SystemExit', status);
			},
			getsizeof: (_, [value]) => BigInt(typeof value === 'string' ? value.length + 49 : 28),
			getrecursionlimit: () => 1_000n,
			setrecursionlimit: () => null,
		},
		[
			['argv', new PyList([...python.args])],
			['stdin', standardFile(0)],
			['stdout', standardFile(1)],
			['stderr', standardFile(2)],
			['version', `${version} (main, Oct 21 2025, 02:11:29) [GCC 12.2.0]`],
			['version_info', info],
			['platform', 'linux'],
			['executable', executablePath(python.process)],
			['path', new PyList(['', '/usr/local/lib/python312.zip', '/usr/local/lib/python3.12'])],
			['maxsize', 9_223_372_036_854_775_807n],
			['byteorder', 'little'],
			['modules', new PyDict()],
		],
	);
}

function call<T extends PyValue>(python: Python, path: PyValue | undefined, work: (process: Process) => T): T {
	try {
		return work(python.process);
	} catch (error) {
		throw python.failure(error, typeof path === 'string' ? path : undefined);
	}
}

const isThere = (python: Python, path: PyValue | undefined, type?: string): boolean => {
	try {
		const stat = python.process.stat(String(path));
		return type === undefined || stat.type === type;
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
};

function makeFolders(python: Python, path: string, isFine: boolean): null {
	const parts = path.split('/');
	for (let count = 1; count <= parts.length; count++) {
		const part = parts.slice(0, count).join('/');
		if (part === '' || isThere(python, part)) continue;
		call(python, part, (process) => {
			process.mkdir(part, 0o777);
			return null;
		});
	}
	if (!isFine && parts.length === 0) throw python.error('FileExistsError', 17n);
	return null;
}

/** os.system: a shell's status, as wait(2) tells it. */
function* system(python: Python, command: string): Task<PyValue> {
	yield* python.flush();
	const { process } = python;
	const pid = process.spawn({ argv: ['sh', '-c', command], env: process.env, path: '/bin/sh' });
	const result = yield* process.wait(pid);
	return result?.kind === 'exited' ? BigInt(result.status * 256) : 0n;
}

function joinPaths(parts: readonly PyValue[]): string {
	return parts
		.map(String)
		.reduce((path, part) => (part.startsWith('/') || path === '' ? part : `${path.replace(/\/$/, '')}/${part}`), '');
}

function pathModule(): Attributes {
	return natives({
		exists: (each, [path]) => isThere(each, path),
		isfile: (each, [path]) => isThere(each, path, 'file'),
		isdir: (each, [path]) => isThere(each, path, 'directory'),
		join: (_, parts) => joinPaths(parts),
		basename: (_, [path]) => String(path).replace(/^.*\//, ''),
		dirname: (_, [path]) => String(path).replace(/\/?[^/]*$/, ''),
		abspath: (each, [path]) =>
			String(path).startsWith('/') ? String(path) : `${each.process.cwd.replace(/\/$/, '')}/${String(path)}`,
		getsize: (each, [path]) => call(each, path, (process) => BigInt(process.stat(String(path)).size)),
		splitext: (_, [path]) =>
			new PyTuple([String(path).replace(/\.[^./]*$/, ''), /\.[^./]*$/.exec(String(path))?.[0] ?? '']),
	});
}

function environment(python: Python): PyDict {
	return PyDict.of(python.process.env);
}

function osModule(python: Python): Attributes {
	const { process } = python;
	const environ = environment(python);
	const names = new PyObject(new PyClass('posix.uname_result', []));
	for (const [name, value] of [
		['sysname', 'Linux'],
		['nodename', process.hostname],
		['release', process.machine.kernelRelease],
		['machine', 'x86_64'],
	] as const)
		names.attributes.set(name, value);
	return natives(
		{
			getenv: (_, [name = '', usual = null]) => environ.get(name) ?? usual,
			getpid: (each) => BigInt(each.process.pid),
			getppid: (each) => BigInt(each.process.ppid),
			getuid: (each) => BigInt(each.process.credentials.uid),
			getgid: (each) => BigInt(each.process.credentials.gid),
			uname: () => names,
			cpu_count: (each) => BigInt(each.process.machine.cpus),
			getcwd: (each) => each.process.cwd,
			chdir: (each, [path]) =>
				call(each, path, (own) => {
					own.chdir(String(path));
					return null;
				}),
			listdir: (each, [path = '.']) => call(each, path, (own) => new PyList([...own.readdir(String(path))])),
			mkdir: (each, [path]) =>
				call(each, path, (own) => {
					own.mkdir(String(path), 0o777);
					return null;
				}),
			makedirs: (each, [path], named) => makeFolders(each, String(path), named.get('exist_ok') === true),
			remove: (each, [path]) =>
				call(each, path, (own) => {
					own.unlink(String(path));
					return null;
				}),
			rename: (each, [from, to]) =>
				call(each, from, (own) => {
					own.rename(String(from), String(to));
					return null;
				}),
			system: (each, [command]) => system(each, String(command)),
			_exit: (each, [status = 0n]) => each.process.exit(Number(status)),
			kill: (each, [pid, signal]) =>
				call(each, undefined, (own) => {
					own.kill(Number(pid), signal === 9n ? 'KILL' : signal === 15n ? 'TERM' : 'INT');
					return null;
				}),
			urandom: (each, [count]) => Uint8Array.from({ length: Number(count) }, () => each.process.randomUint32() % 256),
		},
		[
			['environ', environ],
			['path', new PyModule('posixpath', new Map(pathModule()))],
			['sep', '/'],
			['linesep', '\n'],
			['name', 'posix'],
		],
	);
}

const fraction = (python: Python): number => python.process.randomUint32() / 2 ** 32;
const whole = (python: Python, from: PyValue | undefined, to: PyValue | undefined): bigint =>
	BigInt(from as bigint) + BigInt(Math.floor(fraction(python) * (Number(to) - Number(from) + 1)));

function* choice(python: Python, items: PyValue, count: number): Task<PyValue[]> {
	const all = yield* python.listOf(items);
	if (all.length === 0) throw python.error('IndexError', 'Cannot choose from an empty sequence');
	return Array.from({ length: count }, () => all[Math.floor(fraction(python) * all.length)] as PyValue);
}

function* oneOf(python: Python, items: PyValue): Task<PyValue> {
	return (yield* choice(python, items, 1))[0] as PyValue;
}

function* someOf(python: Python, items: PyValue, count: number): Task<PyValue> {
	return new PyList(yield* choice(python, items, count));
}

function randomModule(): Attributes {
	return natives({
		random: (each) => fraction(each),
		uniform: (each, [from, to]) => Number(from) + fraction(each) * (Number(to) - Number(from)),
		randint: (each, [from, to]) => whole(each, from, to),
		randrange: (each, [from, to]) =>
			to === undefined ? whole(each, 0n, (from as bigint) - 1n) : whole(each, from, (to as bigint) - 1n),
		choice: (each, [items = null]) => oneOf(each, items),
		choices: (each, [items = null], named) => someOf(each, items, Number(named.get('k') ?? 1n)),
		sample: (each, [items = null, count]) => someOf(each, items, Number(count)),
		shuffle: (each, [items]) => {
			const list = (items as PyList).items;
			for (let at = list.length - 1; at > 0; at--) {
				const other = Math.floor(fraction(each) * (at + 1));
				[list[at], list[other]] = [list[other] as PyValue, list[at] as PyValue];
			}
			return null;
		},
		seed: () => null,
	});
}

function mathModule(): Attributes {
	const plain =
		(code: (x: number) => number): NativeCode =>
		(_, [x]) =>
			code(Number(x));
	return natives(
		{
			sqrt: (each, [x]) => {
				if (Number(x) < 0) throw each.error('ValueError', 'expected a nonnegative input');
				return Math.sqrt(Number(x));
			},
			floor: (_, [x]) => BigInt(Math.floor(Number(x))),
			ceil: (_, [x]) => BigInt(Math.ceil(Number(x))),
			trunc: (_, [x]) => BigInt(Math.trunc(Number(x))),
			fabs: plain(Math.abs),
			sin: plain(Math.sin),
			cos: plain(Math.cos),
			tan: plain(Math.tan),
			exp: plain(Math.exp),
			log: (_, [x, base]) => (base === undefined ? Math.log(Number(x)) : Math.log(Number(x)) / Math.log(Number(base))),
			log2: plain(Math.log2),
			log10: plain(Math.log10),
			pow: (_, [x, y]) => Number(x) ** Number(y),
			factorial: (each, [x]) => factorial(each, Number(x)),
			gcd: (_, [x, y]) => gcd(x as bigint, y as bigint),
		},
		[
			['pi', Math.PI],
			['e', Math.E],
			['inf', Number.POSITIVE_INFINITY],
			['nan', Number.NaN],
		],
	);
}

function gcd(a: bigint, b: bigint): bigint {
	return b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b);
}

function* factorial(python: Python, count: number): Task<PyValue> {
	let result = 1n;
	if (count > 5_000) throw python.error('OverflowError', 'too large');
	for (let number = 2n; number <= BigInt(count); number++) {
		result *= number;
		yield* python.process.tick();
	}
	return result;
}

function itertoolsModule(): Attributes {
	return natives({ count: (_, [from = 0n, step = 1n]) => counter(from as bigint, step as bigint) });
}

function counter(from: bigint, step: bigint): PyIterator {
	let at = from - step;
	return new PyIterator(() => {
		at += step;
		return single(at);
	});
}

function* single(value: PyValue): Task<PyValue> {
	return value;
}

const MODULES: ReadonlyMap<string, (python: Python) => Attributes> = new Map([
	['sys', sysModule],
	['os', osModule],
	['os.path', pathModule],
	['time', timeModule],
	['datetime', datetimeModule],
	['signal', signalModule],
	['json', jsonModule],
	['random', randomModule],
	['math', mathModule],
	['itertools', itertoolsModule],
	['logging', loggingModule],
	['socket', socketModule],
	['ssl', sslModule],
	['socketserver', httpServerModule],
	['http', () => new Map()],
	['http.server', httpServerModule],
	['urllib', () => new Map()],
	['urllib.request', urllibModule],
	['urllib.error', urllibModule],
	['gc', () => natives({ collect: () => 0n })],
	['typing', () => new Map()],
	['__future__', () => new Map([['annotations', null]])],
]);

/** Modules of the real interpreter that this one does not have. */
const MISSING = new Set(
	'threading asyncio subprocess re collections functools string hashlib base64 uuid shutil pathlib multiprocessing concurrent argparse io struct copy traceback tempfile glob platform resource ctypes csv sqlite3 queue select urllib.parse http.client email html xml decimal statistics textwrap secrets contextlib dataclasses enum abc inspect warnings zlib gzip pickle http.cookies operator heapq bisect types unittest configparser'.split(
		' ',
	),
);

export function pythonModule(python: Python, name: string): Attributes | undefined {
	const make = MODULES.get(name);
	if (make !== undefined) return make(python);
	if (MISSING.has(name))
		throw python.error('ImportError', `this simulated container does not have the module '${name}'`);
	return undefined;
}
