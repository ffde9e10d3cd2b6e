import { packagedBinary } from '../../hosts/packages/kubernetes-packages.ts';
import { executableHeader } from '../../kernel/files/executable-stub.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { type AptRun, tell } from './apt-run.ts';
import type { Stanza } from './control-file.ts';
import { isHeld, readInstalled, writeInstalled } from './package-state.ts';

const IN_REPOSITORIES: ReadonlySet<string> = new Set(['Filename', 'Size']);

/** The files of a version come onto the disk, and the database says so. */
export function* unpackVersion(process: Process, stanza: Stanza): Task<void> {
	const name = stanza.get('Package') ?? '';
	const binary = packagedBinary(name);
	if (binary !== undefined) {
		const program = `${name}@v${(stanza.get('Version') ?? '').replace(/-.*$/, '')}`;
		yield* replaceExecutable(process, binary.path, program, binary.bytes);
	}
	const installed = yield* readInstalled(process);
	const selection = isHeld(installed.get(name)) ? 'hold' : 'install';
	const fields = [...stanza].filter(([field]) => field !== 'Package' && !IN_REPOSITORIES.has(field));
	installed.set(name, new Map([['Package', name], ['Status', `${selection} ok installed`], ...fields]));
	yield* writeInstalled(process, installed);
}

/** A new file takes the old one's place, as dpkg does: what runs the old one goes on. */
function* replaceExecutable(process: Process, path: string, program: string, size: number): Task<void> {
	const fresh = `${path}.dpkg-new`;
	const fd = yield* process.open(fresh, { write: true, create: true, truncate: true }, 0o755);
	yield* process.write(fd, executableHeader({ program, size }));
	process.truncate(fd, size);
	process.close(fd);
	process.rename(fresh, path);
}

export function* removePackage(run: AptRun, name: string): Task<void> {
	const { process } = run;
	const installed = yield* readInstalled(process);
	const version = installed.get(name)?.get('Version');
	yield* tell(run, `Removing ${name} (${version}) ...\n`);
	const binary = packagedBinary(name);
	if (binary !== undefined) {
		try {
			process.unlink(binary.path);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}
	installed.delete(name);
	yield* writeInstalled(process, installed);
}
