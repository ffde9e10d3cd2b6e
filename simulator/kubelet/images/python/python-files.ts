import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { concatBytes } from '../../runtime/container-log.ts';
import type { Python } from './python-interpreter.ts';
import { type NamedArguments, nativeClass, PyIterator, PyList, PyObject, type PyValue } from './python-values.ts';

interface OpenFile {
	readonly fd: number;
	readonly isBinary: boolean;
	pending: string;
}

function fileOf(python: Python, value: PyValue | undefined): OpenFile {
	const file = value instanceof PyObject ? value.native : undefined;
	if (typeof file === 'number') return { fd: file, isBinary: false, pending: '' };
	if (file === undefined) throw python.error('ValueError', 'I/O operation on closed file.');
	return file as OpenFile;
}

function* read(python: Python, self: PyValue | undefined): Task<PyValue> {
	const file = fileOf(python, self);
	const parts: Uint8Array[] = [];
	for (;;) {
		const part = yield* python.system(python.process.read(file.fd, 65_536));
		if (part.length === 0) break;
		parts.push(part);
	}
	const bytes = concatBytes(parts);
	const text = file.pending;
	file.pending = '';
	return file.isBinary ? bytes : text + decodeUtf8(bytes);
}

/** A line with its end; '' when there is none any more. */
export function* readLine(python: Python, fd: number): Task<string> {
	const bytes: number[] = [];
	for (;;) {
		const part = yield* python.system(python.process.read(fd, 1));
		if (part.length === 0) break;
		bytes.push(part[0] as number);
		if (part[0] === 10) break;
	}
	return decodeUtf8(Uint8Array.from(bytes));
}

function* lines(python: Python, self: PyValue | undefined): Task<PyValue[]> {
	const text = yield* read(python, self);
	const found = (typeof text === 'string' ? text : decodeUtf8(text as Uint8Array)).split(/(?<=\n)/);
	return found.filter((line) => line !== '');
}

function* linesList(python: Python, self: PyValue | undefined): Task<PyValue> {
	return new PyList(yield* lines(python, self));
}

function* write(python: Python, self: PyValue | undefined, value: PyValue | undefined): Task<PyValue> {
	const { fd } = fileOf(python, self);
	if (fd === 1) yield* python.write(String(value));
	else {
		if (fd === 2) yield* python.flush();
		yield* python.system(python.process.write(fd, value instanceof Uint8Array ? value : encodeUtf8(String(value))));
	}
	return BigInt(value instanceof Uint8Array ? value.length : String(value).length);
}

function* flush(python: Python): Task<PyValue> {
	yield* python.flush();
	return null;
}

function close(python: Python, self: PyValue | undefined): PyValue {
	const object = self as PyObject;
	if (object.native !== undefined && typeof object.native !== 'number')
		python.process.close((object.native as OpenFile).fd);
	object.native = undefined;
	return null;
}

function* nextLine(python: Python, self: PyValue): Task<PyValue | undefined> {
	const line = yield* readLine(python, fileOf(python, self).fd);
	return line === '' ? undefined : line;
}

function* lineOf(python: Python, self: PyValue): Task<PyValue> {
	return yield* readLine(python, fileOf(python, self).fd);
}

const FILE = nativeClass('_io.TextIOWrapper', {
	read: (python, [self]) => read(python, self),
	readline: (python, [self]) => lineOf(python, self as PyValue),
	readlines: (python, [self]) => linesList(python, self),
	write: (python, [self, value]) => write(python, self, value),
	flush: (python) => flush(python),
	close: (python, [self]) => close(python, self),
	fileno: (python, [self]) => BigInt(fileOf(python, self).fd),
	isatty: (python, [self]) => python.process.isatty(fileOf(python, self).fd),
	reconfigure: (python, _, named) => reconfigure(python, named),
	__enter__: (_, [self]) => self as PyValue,
	__exit__: (python, [self]) => close(python, self),
	__iter__: (_, [self]) => new PyIterator((python) => nextLine(python, self as PyValue)),
});

function reconfigure(python: Python, named: NamedArguments): PyValue {
	if (named.get('line_buffering') === true) python.isBuffered = false;
	return null;
}

/** sys.stdin, sys.stdout, sys.stderr. */
export function standardFile(fd: number): PyObject {
	const file = new PyObject(FILE);
	file.native = fd;
	return file;
}

export function* openFile(python: Python, args: readonly PyValue[], named: NamedArguments): Task<PyValue> {
	const [path = ''] = args;
	const mode = String(args[1] ?? named.get('mode') ?? 'r');
	const flags = {
		read: mode.includes('r') || mode.includes('+'),
		write: /[wax+]/.test(mode),
		create: /[wax]/.test(mode),
		truncate: mode.includes('w'),
		append: mode.includes('a'),
		exclusive: mode.includes('x'),
	};
	const file = new PyObject(FILE);
	const fd = yield* python.system(python.process.open(String(path), flags, 0o666), String(path));
	if (python.process.fstat(fd).type === 'directory') {
		python.process.close(fd);
		throw python.error('IsADirectoryError', 21n, `Is a directory: '${String(path)}'`);
	}
	const opened: OpenFile = { fd, isBinary: mode.includes('b'), pending: '' };
	file.native = opened;
	file.attributes.set('name', String(path));
	return file;
}
