import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import type { Python } from './python-interpreter.ts';
import { binaryOf } from './python-operators.ts';
import { strftime } from './python-time.ts';
import { type NamedArguments, nativeClass, PyNative, PyObject, PyTuple, type PyValue } from './python-values.ts';

const LEVELS = [
	['DEBUG', 10n],
	['INFO', 20n],
	['WARNING', 30n],
	['ERROR', 40n],
	['CRITICAL', 50n],
] as const;

interface Settings {
	level: bigint;
	format: string;
	dates: string;
	fd: number;
}

function* log(
	python: Python,
	settings: Settings,
	name: string,
	level: string,
	args: readonly PyValue[],
): Task<PyValue> {
	const number = LEVELS.find(([each]) => each === level)?.[1] ?? 0n;
	if (number < settings.level) return null;
	const [message = '', ...values] = args;
	const text =
		values.length === 0
			? yield* python.str(message)
			: String(yield* binaryOf(python, '%', message, new PyTuple(values)));
	const now = python.process.now();
	const stamp =
		settings.dates === ''
			? `${strftime(now, '%F %T')},${String(now % 1_000).padStart(3, '0')}`
			: strftime(now, settings.dates);
	const fields: Readonly<Record<string, string>> = {
		asctime: stamp,
		levelname: level,
		name,
		message: text,
		process: String(python.process.pid),
		threadName: 'MainThread',
		filename: '__main__.py',
		lineno: String(python.line),
	};
	const line = settings.format.replace(/%\((\w+)\)(-?\d*)[sd]/g, (_, field: string, width: string) => {
		const value = fields[field] ?? '';
		return width.startsWith('-') ? value.padEnd(Number(width.slice(1))) : value.padStart(Number(width));
	});
	yield* python.flush();
	yield* python.process.write(settings.fd, encodeUtf8(`${line}\n`));
	return null;
}

function configure(settings: Settings, named: NamedArguments): null {
	const level = named.get('level');
	if (typeof level === 'bigint') settings.level = level;
	if (typeof level === 'string')
		settings.level = LEVELS.find(([name]) => name === level.toUpperCase())?.[1] ?? settings.level;
	const format = named.get('format');
	if (typeof format === 'string') settings.format = format;
	const dates = named.get('datefmt');
	if (typeof dates === 'string') settings.dates = dates;
	const stream = named.get('stream');
	if (stream instanceof PyObject && stream.native === 1) settings.fd = 1;
	return null;
}

export function loggingModule(): ReadonlyMap<string, PyValue> {
	const settings: Settings = { level: 30n, format: '%(levelname)s:%(name)s:%(message)s', dates: '', fd: 2 };
	const method = (level: string, name: string): PyNative =>
		new PyNative(level.toLowerCase(), (python, args) => log(python, settings, name, level, args));
	const type = nativeClass('Logger', {
		setLevel: (_, [, level]) => {
			settings.level = level as bigint;
			return null;
		},
		addHandler: () => null,
	});
	const logger = (name: string): PyObject => {
		const object = new PyObject(type);
		for (const [level] of LEVELS) object.attributes.set(level.toLowerCase(), method(level, name));
		object.attributes.set('exception', method('ERROR', name));
		return object;
	};
	return new Map<string, PyValue>([
		...LEVELS.map(([name, number]): [string, PyValue] => [name, number]),
		...LEVELS.map(([name]): [string, PyValue] => [name.toLowerCase(), method(name, 'root')]),
		['exception', method('ERROR', 'root')],
		['basicConfig', new PyNative('basicConfig', (_, __, named) => configure(settings, named))],
		['getLogger', new PyNative('getLogger', (_, [name = 'root']) => logger(String(name)))],
	]);
}
