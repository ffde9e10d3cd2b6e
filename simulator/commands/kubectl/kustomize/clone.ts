import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { removeTree } from '../../coreutils/remove-tree.ts';
import { waitFor } from '../../launch.ts';
import { readAll } from '../../stdio.ts';
import { CommandError } from '../errors.ts';
import { lookPath } from '../plugins.ts';
import type { RepoSpec } from './repo-spec.ts';

/** Clones a repository with git into a new folder, and returns the folder. Models kustomize api/internal/git ClonerUsingGitExec. */
export function* cloneRepository(process: Process, spec: RepoSpec): Task<string> {
	const git = lookPath(process, 'git');
	if (git === undefined)
		throw new CommandError(`no 'git' program on path: exec: "git": executable file not found in $PATH`);
	const folder = `${process.env.get('TMPDIR') ?? '/tmp'}/kustomize-${process.randomUint32()}`;
	process.mkdir(folder, 0o700);
	try {
		yield* gitRun(process, git, folder, ['init']);
		yield* gitRun(process, git, folder, ['remote', 'add', 'origin', spec.cloneUrl]);
		yield* gitRun(process, git, folder, ['fetch', '--depth=1', spec.cloneUrl, spec.ref === '' ? 'HEAD' : spec.ref]);
		yield* gitRun(process, git, folder, ['checkout', 'FETCH_HEAD']);
		yield* gitRun(process, git, folder, ['submodule', 'update', '--init', '--recursive']);
	} catch (error) {
		yield* removeClone(process, folder);
		throw error;
	}
	return folder;
}

export function* removeClone(process: Process, folder: string): Task<void> {
	yield* removeTree(process, folder, { report: silently, fail: silently });
}

function* silently(): Task<void> {}

function* gitRun(process: Process, git: string, cwd: string, args: readonly string[]): Task<void> {
	const [read, write] = process.pipe();
	const nothing = yield* process.open('/dev/null', { read: true });
	const fds = new Map([
		[0, nothing],
		[1, write],
		[2, write],
	]);
	const pid = process.spawn({ argv: [git, ...args], env: process.env, path: git, cwd, fds });
	process.close(write);
	process.close(nothing);
	const output = decodeUtf8(yield* readAll(process, read));
	process.close(read);
	const result = yield* waitFor(process, pid);
	if (result.kind === 'exited' && result.status === 0) return;
	const how = result.kind === 'exited' ? `exit status ${result.status}` : 'signal: killed';
	throw new CommandError(`failed to run '${[git, ...args].join(' ')}': ${output}: ${how}`);
}
