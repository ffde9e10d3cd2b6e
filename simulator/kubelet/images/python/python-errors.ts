import type { SystemError } from '../../../kernel/process-api.ts';
import { PyClass, PyError, PyObject, PyTuple, type PyValue } from './python-values.ts';

/** Name and base of every exception that there is. */
const TREE =
	'BaseException: SystemExit:BaseException KeyboardInterrupt:BaseException GeneratorExit:BaseException Exception:BaseException ArithmeticError:Exception ZeroDivisionError:ArithmeticError OverflowError:ArithmeticError AssertionError:Exception AttributeError:Exception EOFError:Exception ImportError:Exception ModuleNotFoundError:ImportError LookupError:Exception IndexError:LookupError KeyError:LookupError MemoryError:Exception NameError:Exception UnboundLocalError:NameError OSError:Exception ConnectionError:OSError ConnectionRefusedError:ConnectionError ConnectionResetError:ConnectionError BrokenPipeError:ConnectionError FileExistsError:OSError FileNotFoundError:OSError IsADirectoryError:OSError NotADirectoryError:OSError PermissionError:OSError TimeoutError:OSError ProcessLookupError:OSError ReferenceError:Exception RuntimeError:Exception NotImplementedError:RuntimeError RecursionError:RuntimeError StopIteration:Exception SyntaxError:Exception IndentationError:SyntaxError SystemError:Exception TypeError:Exception ValueError:Exception UnicodeError:ValueError UnicodeDecodeError:UnicodeError UnicodeEncodeError:UnicodeError Warning:Exception DeprecationWarning:Warning UserWarning:Warning';

/** The classes of exceptions, made anew for every interpreter: programs may write to classes. */
export function exceptionClasses(): ReadonlyMap<string, PyClass> {
	const classes = new Map<string, PyClass>();
	for (const row of TREE.split(' ')) {
		const [name = '', base = ''] = row.split(':');
		const parent = classes.get(base);
		classes.set(name, new PyClass(name, parent === undefined ? [] : [parent]));
	}
	return classes;
}

export function makeError(type: PyClass, args: readonly PyValue[]): PyError {
	const value = new PyObject(type);
	value.attributes.set('args', new PyTuple(args));
	return new PyError(value);
}

const SYSTEM: Readonly<Record<string, readonly [type: string, number: bigint, text: string]>> = {
	ENOENT: ['FileNotFoundError', 2n, 'No such file or directory'],
	EACCES: ['PermissionError', 13n, 'Permission denied'],
	EPERM: ['PermissionError', 1n, 'Operation not permitted'],
	EEXIST: ['FileExistsError', 17n, 'File exists'],
	EISDIR: ['IsADirectoryError', 21n, 'Is a directory'],
	ENOTDIR: ['NotADirectoryError', 20n, 'Not a directory'],
	ECONNREFUSED: ['ConnectionRefusedError', 111n, 'Connection refused'],
	ECONNRESET: ['ConnectionResetError', 104n, 'Connection reset by peer'],
	EPIPE: ['BrokenPipeError', 32n, 'Broken pipe'],
	ETIMEDOUT: ['TimeoutError', 110n, 'Connection timed out'],
	EHOSTUNREACH: ['OSError', 113n, 'No route to host'],
	ENETUNREACH: ['OSError', 101n, 'Network is unreachable'],
	EADDRINUSE: ['OSError', 98n, 'Address already in use'],
	ENOSPC: ['OSError', 28n, 'No space left on device'],
	EROFS: ['OSError', 30n, 'Read-only file system'],
	ENOTEMPTY: ['OSError', 39n, 'Directory not empty'],
	ESRCH: ['ProcessLookupError', 3n, 'No such process'],
};

/** What a failed system call is to a program. */
export function systemFailure(classes: ReadonlyMap<string, PyClass>, error: SystemError, path?: string): PyError {
	const [name, number, text] = SYSTEM[error.errno] ?? ['OSError', 5n, 'Input/output error'];
	const made = makeError(classes.get(name) as PyClass, [number, text]);
	made.value.attributes.set('errno', number);
	made.value.attributes.set('strerror', text);
	made.value.attributes.set('filename', path ?? null);
	return made;
}
