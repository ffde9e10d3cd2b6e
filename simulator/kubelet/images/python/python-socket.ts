import type { Task } from '../../../machinery/task.ts';
import { lookupName } from '../programs/program-resolver.ts';
import type { Python } from './python-interpreter.ts';
import { nativeClass, type PyClass, PyNative, PyObject, PyTuple, type PyValue } from './python-values.ts';

/** Models socket.gaierror's texts. */
export function* addressOf(python: Python, host: string): Task<string> {
	if (/^\d+(?:\.\d+){3}$/.test(host)) return host;
	if (host === '' || host === 'localhost') return host === '' ? '0.0.0.0' : '127.0.0.1';
	const resolved = yield* lookupName(python.process, host);
	if (resolved.kind === 'found') return resolved.addresses[0] as string;
	const error = python.error('OSError', -2n, 'Name or service not known');
	error.value.attributes.set('errno', -2n);
	error.value.attributes.set('strerror', 'Name or service not known');
	throw error;
}

const fdOf = (self: PyValue | undefined): number => (self as PyObject).native as number;

function pairOf(value: PyValue | undefined): [string, number] {
	const [host = '', port = 0n] = value instanceof PyTuple ? value.items : [];
	return [String(host), Number(port)];
}

function* connect(python: Python, self: PyObject, [host, port]: [string, number]): Task<PyValue> {
	const timeout = self.attributes.get('timeout') ?? null;
	const address = yield* addressOf(python, host);
	const options = timeout === null ? {} : { timeoutMs: Number(timeout) * 1_000 };
	self.native = yield* python.system(python.process.connect(address, port, options));
	return null;
}

function* listen(python: Python, self: PyObject): Task<PyValue> {
	const [host, port] =
		self.attributes.get('bound') === undefined ? ['0.0.0.0', 0] : pairOf(self.attributes.get('bound'));
	const address = yield* addressOf(python, host === 'localhost' ? '127.0.0.1' : host);
	try {
		self.native = python.process.listen(address, port);
	} catch (error) {
		throw python.failure(error);
	}
	return null;
}

function* accept(python: Python, self: PyValue | undefined): Task<PyValue> {
	const { fd, address, port } = yield* python.system(python.process.accept(fdOf(self)));
	const made = new PyObject((self as PyObject).type);
	made.native = fd;
	return new PyTuple([made, new PyTuple([address, BigInt(port)])]);
}

function* send(python: Python, self: PyValue | undefined, data: PyValue | undefined): Task<PyValue> {
	if (!(data instanceof Uint8Array)) throw python.error('TypeError', "a bytes-like object is required, not 'str'");
	yield* python.system(python.process.write(fdOf(self), data));
	return BigInt(data.length);
}

function close(python: Python, self: PyValue | undefined): null {
	const object = self as PyObject;
	if (typeof object.native === 'number') python.process.close(object.native);
	object.native = undefined;
	return null;
}

function* receive(python: Python, self: PyValue | undefined, most: PyValue | undefined): Task<PyValue> {
	return yield* python.system(python.process.read(fdOf(self), Number(most ?? 4_096n)));
}

const SOCKET = nativeClass('socket.socket', {
	connect: (python, [self, where]) => connect(python, self as PyObject, pairOf(where)),
	bind: (_, [self, where]) => {
		(self as PyObject).attributes.set('bound', where as PyValue);
		return null;
	},
	listen: (python, [self]) => listen(python, self as PyObject),
	accept: (python, [self]) => accept(python, self),
	recv: (python, [self, most]) => receive(python, self, most),
	send: (python, [self, data]) => send(python, self, data),
	sendall: (python, [self, data]) => send(python, self, data),
	settimeout: (_, [self, seconds]) => {
		(self as PyObject).attributes.set('timeout', seconds as PyValue);
		return null;
	},
	setsockopt: () => null,
	close: (python, [self]) => close(python, self),
	__init__: () => null,
	__enter__: (_, [self]) => self as PyValue,
	__exit__: (python, [self]) => close(python, self),
});

/** What a server listens at, as its attribute. */
export function listeningSocket(fd: number): PyObject {
	const made = new PyObject(SOCKET);
	made.native = fd;
	return made;
}

function* createConnection(python: Python, where: PyValue | undefined, timeout: PyValue): Task<PyValue> {
	const made = new PyObject(SOCKET);
	made.attributes.set('timeout', timeout);
	yield* connect(python, made, pairOf(where));
	return made;
}

export function socketModule(python: Python): ReadonlyMap<string, PyValue> {
	return new Map<string, PyValue>([
		['socket', SOCKET],
		['AF_INET', 2n],
		['SOCK_STREAM', 1n],
		['SOL_SOCKET', 1n],
		['SO_REUSEADDR', 2n],
		['error', python.errors.get('OSError') as PyClass],
		['timeout', python.errors.get('TimeoutError') as PyClass],
		['gaierror', python.errors.get('OSError') as PyClass],
		['gethostname', new PyNative('gethostname', (each) => each.process.hostname)],
		['getfqdn', new PyNative('getfqdn', (each) => each.process.hostname)],
		['gethostbyname', new PyNative('gethostbyname', (each, [host]) => addressOf(each, String(host)))],
		[
			'create_connection',
			new PyNative('create_connection', (each, [where, timeout], named) =>
				createConnection(each, where, timeout ?? named.get('timeout') ?? null),
			),
		],
	]);
}
