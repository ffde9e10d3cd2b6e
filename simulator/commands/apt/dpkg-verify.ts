import { packagedBinary } from '../../hosts/packages/kubernetes-packages.ts';
import { packagedFiles } from '../../hosts/packages/packaged-files.ts';
import { parseExecutableStub } from '../../kernel/files/executable-stub.ts';
import { FileData } from '../../kernel/files/file-data.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';
import type { UnixRun } from '../unix-command.ts';
import type { Stanza } from './control-file.ts';

const HEAD_BYTES = 4_096;

/**
 * Says of packages' files which are not as they were installed. Models dpkg/verify.c. Differs: of an executable its
 * beginning and its size are compared, and packages whose files the world does not know are passed by.
 */
export function* verifyPackages(run: UnixRun, stanzas: readonly Stanza[]): Task<number> {
	for (const stanza of stanzas) {
		const name = stanza.get('Package') ?? '';
		const binary = packagedBinary(name);
		if (binary !== undefined) {
			const program = `${name}@v${(stanza.get('Version') ?? '').replace(/-.*$/, '')}`;
			yield* tell(run, binary.path, yield* executableState(run.process, binary.path, program, binary.bytes));
		}
		const packaged = packagedFiles(name);
		for (const { path, program, bytes } of packaged?.executables ?? [])
			yield* tell(run, path, yield* executableState(run.process, path, program, bytes));
		for (const [path, text] of packaged?.files ?? []) yield* tell(run, path, yield* textState(run.process, path, text));
	}
	return 0;
}

type State = 'same' | 'changed' | 'missing';

function* tell(run: UnixRun, path: string, state: State): Task<void> {
	if (state === 'same') return;
	const kind = path.startsWith('/etc/') ? 'c' : ' ';
	yield* run.out.write(`${state === 'missing' ? 'missing  ' : '??5??????'} ${kind} ${path}\n`);
}

function* executableState(process: Process, path: string, program: string, bytes: number): Task<State> {
	try {
		if (process.stat(path).size !== bytes) return 'changed';
		const fd = yield* process.open(path, { read: true });
		const head = yield* process.read(fd, HEAD_BYTES);
		process.close(fd);
		const found = parseExecutableStub(FileData.of(head))?.program;
		return found === program || found === program.replace(/@.*/, '') ? 'same' : 'changed';
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return 'missing';
	}
}

function* textState(process: Process, path: string, text: string): Task<State> {
	try {
		return decodeUtf8(yield* readFile(process, path)) === text ? 'same' : 'changed';
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return 'missing';
	}
}
