import { type Stat, SystemError } from '../../kernel/process-api.ts';
import { readElement } from '../expansion/element.ts';
import { evaluateIndex } from '../expansion/parameter.ts';
import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { elementName } from '../syntax/element-name.ts';
import { isSetOption } from './set.ts';

/**
 * The tests that `test` and `[[` share: unary ones, and with `other` the binary ones on files.
 * @param command "test", "[" or "[[", for messages.
 */
export function unaryTest(shell: Shell, operator: string, operand: string, command: string, other = ''): boolean {
	switch (operator) {
		case '-z':
			return operand === '';
		case '-n':
			return operand !== '';
		case '-t':
			return /^\s*\d+\s*$/.test(operand) && isTerminal(shell, Number(operand));
		case '-v':
			return isSetVariable(shell, operand, command);
		case '-R':
			return shell.variables.find(operand)?.nameref === true;
		case '-o':
			return isSetOption(operand) && shell.options.set[operand];
		case '-nt':
		case '-ot':
		case '-ef':
			return compareFiles(shell, operator, operand, other);
		default:
			return fileTest(shell, operator, operand, command);
	}
}

function isTerminal(shell: Shell, fd: number): boolean {
	return shell.process.fileDescriptors().includes(fd) && shell.process.isatty(fd);
}

function isSetVariable(shell: Shell, name: string, command: string): boolean {
	// `[[` knows what was quoted in a subscript: there the last bracket ends it.
	const element =
		command === '[[' ? /^(?<name>[A-Za-z_]\w*)\[(?<subscript>.*)\]$/s.exec(name)?.groups : elementName(name);
	if (element === undefined) {
		if (/^\d+$/.test(name)) return shell.positional[Number(name) - 1] !== undefined;
		const resolved = shell.variables.resolve(name);
		return resolved.index === undefined && resolved.variable?.isSet === true;
	}
	const subscript = element.subscript as string;
	const elementOf = element.name as string;
	const variable = shell.variables.resolve(elementOf).variable;
	if (subscript === '@' || subscript === '*') return variable !== undefined && variable.values().length > 0;
	if (variable === undefined) {
		evaluateIndex(shell, subscript);
		return false;
	}
	if (variable.associative !== undefined) {
		return variable.associative.get(shell.interpreter.subscriptText(shell, subscript, true)) !== undefined;
	}
	return readElement(shell, elementOf, subscript, evaluateIndex) !== undefined;
}

function statOf(shell: Shell, path: string, follow = true): Stat | undefined {
	try {
		const fd = /^\/dev\/fd\/(\d+)$/.exec(path);
		if (fd !== null) return shell.process.fstat(Number(fd[1]));
		return follow ? shell.process.stat(path) : shell.process.lstat(path);
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

function fileTest(shell: Shell, operator: string, path: string, command: string): boolean {
	const { process } = shell;
	const type = (wanted: Stat['type']): boolean => statOf(shell, path)?.type === wanted;
	const mode = (bit: number): boolean => ((statOf(shell, path)?.mode ?? 0) & bit) !== 0;
	const stat = (): Stat | undefined => statOf(shell, path);
	switch (operator) {
		case '-a':
		case '-e':
			return stat() !== undefined;
		case '-f':
			return type('file');
		case '-d':
			return type('directory');
		case '-b':
			return type('block');
		case '-c':
			return type('character');
		case '-p':
			return type('fifo');
		case '-S':
			return type('socket');
		case '-h':
		case '-L':
			return statOf(shell, path, false)?.type === 'symlink';
		case '-s':
			return (stat()?.size ?? 0) > 0;
		case '-g':
			return mode(0o2000);
		case '-u':
			return mode(0o4000);
		case '-k':
			return mode(0o1000);
		case '-r':
			return stat() !== undefined && process.access(path, { read: true });
		case '-w':
			return stat() !== undefined && process.access(path, { write: true });
		case '-x':
			return stat() !== undefined && process.access(path, { execute: true });
		case '-O':
			return stat()?.uid === process.credentials.uid;
		case '-G':
			return stat()?.gid === process.credentials.gid;
		case '-N': {
			const found = stat();
			return found !== undefined && found.mtimeMs > found.atimeMs;
		}
		default:
			throw new ShellFailure(`${command}: ${operator}: unary operator expected`, 'discard', 2);
	}
}

function compareFiles(shell: Shell, operator: string, left: string, right: string): boolean {
	const a = statOf(shell, left);
	const b = statOf(shell, right);
	if (operator === '-nt') return a !== undefined && (b === undefined || a.mtimeMs > b.mtimeMs);
	if (operator === '-ot') return b !== undefined && (a === undefined || a.mtimeMs < b.mtimeMs);
	return a !== undefined && b !== undefined && a.device === b.device && a.inode === b.inode;
}

/** `-eq` and its kin. */
export function compareTest(operator: string, left: number | bigint, right: number | bigint): boolean {
	switch (operator) {
		case '-eq':
			return left === right;
		case '-ne':
			return left !== right;
		case '-lt':
			return left < right;
		case '-le':
			return left <= right;
		case '-gt':
			return left > right;
		case '-ge':
			return left >= right;
		default:
			throw new Error(`assertion failed: no comparison ${operator}`);
	}
}
