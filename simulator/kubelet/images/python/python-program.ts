import { type Process, type Program, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { readWholeFile } from '../programs/read-file.ts';
import { PYTHON_BUILTINS } from './python-builtins.ts';
import { executablePath } from './python-executable.ts';
import { execute } from './python-execute.ts';
import { Python } from './python-interpreter.ts';
import { JSON_TOOL } from './python-json-tool.ts';
import { PythonSyntaxError } from './python-lexer.ts';
import { methodOf } from './python-methods.ts';
import { pythonModule } from './python-modules.ts';
import { parsePython } from './python-parser.ts';
import type { Statement } from './python-syntax.ts';
import { PyError, PyTuple, type PyValue } from './python-values.ts';

const PARTS = { execute, builtins: PYTHON_BUILTINS, method: methodOf, module: pythonModule };

interface Source {
	readonly name: string;
	readonly text: string;
	/** Whether tracebacks show its lines. */
	readonly isShown: boolean;
	readonly args: readonly string[];
}

/**
 * The interpreter: programs of files, of -c and of standard input. Differs: a part of the language and of its library;
 * there is no prompt, and nothing is installed. @param server `-m http.server`.
 */
export function pythonProgram(server: Program): Program {
	return (process) => main(process, server);
}

function* main(process: Process, server: Program): Task<number> {
	const args = process.argv.slice(1);
	let isBuffered = (process.env.get('PYTHONUNBUFFERED') ?? '') === '';
	for (let first = args[0]; first?.startsWith('-') === true; first = args[0]) {
		if (first === '--version' || /^-V+$/.test(first)) {
			yield* process.write(1, encodeUtf8(`Python ${process.env.get('PYTHON_VERSION') ?? '3.12.3'}\n`));
			return 0;
		}
		if (first === '-c')
			return yield* runSource(
				process,
				{ name: '<string>', text: args[1] ?? '', isShown: false, args: ['-c', ...args.slice(2)] },
				isBuffered,
			);
		if (first === '-m') return yield* runModule(process, args[1] ?? '', server);
		if (first === '-') break;
		if (first.includes('u')) isBuffered = false;
		args.shift();
	}
	const [path, ...rest] = args;
	if (path === undefined || path === '-') {
		return yield* runSource(
			process,
			{ name: '<stdin>', text: yield* readAll(process), isShown: false, args: ['', ...rest] },
			isBuffered,
		);
	}
	try {
		const file = process.stat(path).type === 'directory' ? `${path}/__main__.py` : path;
		const text = decodeUtf8(yield* readWholeFile(process, file));
		return yield* runSource(
			process,
			{
				name: file.startsWith('/') ? file : `${process.cwd.replace(/\/$/, '')}/${file}`,
				text,
				isShown: true,
				args: [path, ...rest],
			},
			isBuffered,
		);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const [number, why] = error.errno === 'EACCES' ? [13, 'Permission denied'] : [2, 'No such file or directory'];
		yield* process.write(
			2,
			encodeUtf8(
				`${process.argv[0]}: can't open file '${path.startsWith('/') ? path : `${process.cwd.replace(/\/$/, '')}/${path}`}': [Errno ${number}] ${why}\n`,
			),
		);
		return 2;
	}
}

function* runModule(process: Process, name: string, server: Program): Task<number> {
	if (name === 'http.server') return yield* server(process);
	if (name === 'json.tool') {
		const at = process.argv.indexOf(name);
		const args = ['/usr/lib/python3/json/tool.py', ...process.argv.slice(at + 1)];
		return yield* runSource(process, { name: '<json.tool>', text: JSON_TOOL, isShown: false, args }, true);
	}
	yield* process.write(2, encodeUtf8(`${executablePath(process)}: No module named ${name}\n`));
	return 1;
}

function* readAll(process: Process): Task<string> {
	let text = '';
	for (;;) {
		const part = yield* process.read(0, 65_536);
		if (part.length === 0) return text;
		text += decodeUtf8(part);
	}
}

function* runSource(process: Process, source: Source, isBuffered: boolean): Task<number> {
	// What it says to a terminal it says at once.
	const python = new Python(process, PARTS, source.args, isBuffered && !process.isatty(1));
	process.onSignal('INT', 'catch');
	let body: readonly Statement[];
	try {
		body = parsePython(source.text);
	} catch (error) {
		if (!(error instanceof PythonSyntaxError)) throw error;
		const line = source.text.split('\n')[error.line - 1]?.trim() ?? '';
		yield* process.write(
			2,
			encodeUtf8(`  File "${source.name}", line ${error.line}\n    ${line}\n${error.kind}: ${error.message}\n`),
		);
		return 1;
	}
	try {
		yield* execute(python, python.main, body);
		yield* python.flush();
		return 0;
	} catch (error) {
		if (!(error instanceof PyError)) throw error;
		error.trace.push({ line: python.line, name: '<module>' });
		yield* python.flush();
		return yield* ended(python, source, error);
	}
}

/** What an exception that nobody has caught comes to. */
function* ended(python: Python, source: Source, error: PyError): Task<number> {
	const { process } = python;
	const args = error.value.attributes.get('args');
	const name = error.value.type.name;
	if (name === 'SystemExit') {
		const status: PyValue = (args instanceof PyTuple ? args.items[0] : undefined) ?? null;
		if (status === null) return 0;
		if (typeof status === 'bigint' || typeof status === 'boolean') return Number(status) & 255;
		yield* process.write(2, encodeUtf8(`${yield* python.str(status)}\n`));
		return 1;
	}
	const lines = source.text.split('\n');
	const places = [...error.trace].reverse().map(({ line, name: where }) => {
		const shown = source.isShown ? `    ${lines[line - 1]?.trim() ?? ''}\n` : '';
		return `  File "${source.name}", line ${line}, in ${where}\n${shown}`;
	});
	const text = yield* python.str(error.value);
	yield* process.write(
		2,
		encodeUtf8(`Traceback (most recent call last):\n${places.join('')}${name}${text === '' ? '' : `: ${text}`}\n`),
	);
	return name === 'KeyboardInterrupt' ? 130 : 1;
}
