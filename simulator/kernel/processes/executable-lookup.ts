import { decodeUtf8 } from '../../machinery/utf8.ts';
import { fileCapabilities } from '../files/file-capabilities.ts';
import { locateNode, type PathContext } from '../files/path-calls.ts';
import { EXECUTE, permits } from '../files/permissions.ts';
import type { ProgramRegistry } from '../machine-api.ts';
import { type Program, SystemError } from '../process-api.ts';

/** What executing a file comes to. */
export interface Executable {
	readonly program: Program;
	/** With the interpreter and its argument put in front, for a script. */
	readonly argv: readonly string[];
	/** Owner and group of a setuid or setgid file. */
	readonly setUid: number | undefined;
	readonly setGid: number | undefined;
	/** What the file gives whoever executes it. */
	readonly capabilities?: ReadonlySet<string> | undefined;
	/** Of the program file: "v1.35.1". */
	readonly release?: string | undefined;
	/** The program file's own path; undefined: there is none. */
	readonly file?: string | undefined;
}

/** Interpreters of interpreters. Models Linux's limit in fs/exec.c exec_binprm. */
const INTERPRETERS_MAX = 5;
const ARGUMENT_BYTES_MAX = 131_072;
const ARGUMENTS_BYTES_MAX = 2_097_152;
const LINE_BYTES_MAX = 255;

/**
 * Finds what runs when `path` is executed. Throws ENOENT, EACCES, ENOTDIR, ELOOP, E2BIG, and ENOEXEC for a file that
 * is neither a program nor a script with "#!" (a shell then interprets it itself).
 */
export function lookUpExecutable(
	context: PathContext,
	programs: ProgramRegistry,
	path: string,
	argv: readonly string[],
	depth = 0,
): Executable {
	if (depth >= INTERPRETERS_MAX) throw new SystemError('ELOOP');
	const found = locateNode(context, path);
	const node = found.node;
	if (node.type !== 'file') throw new SystemError('EACCES');
	if (!permits(context.credentials, node, EXECUTE) || (node.mode & 0o111) === 0) throw new SystemError('EACCES');
	const fileSystem = found.mount.fileSystem;
	const name = fileSystem.program(node);
	if (name !== undefined) {
		const [base = '', release] = name.split('@');
		const program = programs.get(base);
		if (program === undefined) throw new SystemError('ENOEXEC');
		return {
			program,
			argv,
			setUid: (node.mode & 0o4000) !== 0 ? node.uid : undefined,
			setGid: (node.mode & 0o2010) === 0o2010 ? node.gid : undefined,
			capabilities: fileCapabilities(node.extended),
			release,
			file: found.path,
		};
	}
	const head = decodeUtf8(fileSystem.head(node, LINE_BYTES_MAX));
	if (!head.startsWith('#!')) throw new SystemError('ENOEXEC');
	const line = (head.split('\n')[0] as string).slice(2).trim();
	const [, interpreter, argument] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
	if (interpreter === undefined) throw new SystemError('ENOEXEC');
	const inner = argument ? [interpreter, argument] : [interpreter];
	return lookUpExecutable(context, programs, interpreter, [...inner, path, ...argv.slice(1)], depth + 1);
}

/** Throws E2BIG when arguments and environment are larger than exec takes. */
export function checkArguments(argv: readonly string[], env: ReadonlyMap<string, string>): void {
	let bytes = 0;
	for (const argument of argv) {
		// Bytes are at least as many as characters; only long texts need to be counted exactly.
		if (argument.length > ARGUMENT_BYTES_MAX) throw new SystemError('E2BIG');
		bytes += argument.length + 9;
	}
	for (const [name, value] of env) {
		if (name.length + value.length > ARGUMENT_BYTES_MAX) throw new SystemError('E2BIG');
		bytes += name.length + value.length + 10;
	}
	if (bytes > ARGUMENTS_BYTES_MAX) throw new SystemError('E2BIG');
}

/** The file that a name without a slash means along PATH. Throws ENOENT, or EACCES when only unexecutable ones are there. */
export function searchPath(context: PathContext, name: string, path: string): string {
	let denied = false;
	for (const directory of path.split(':')) {
		const candidate = `${directory === '' ? '.' : directory}/${name}`;
		try {
			const { node } = locateNode(context, candidate);
			if (node.type === 'file' && permits(context.credentials, node, EXECUTE)) return candidate;
			denied ||= node.type === 'file';
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}
	throw new SystemError(denied ? 'EACCES' : 'ENOENT');
}
