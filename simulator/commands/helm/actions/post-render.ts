import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { findExecutable, launch, shellStatus, waitFor } from '../../launch.ts';
import { readAll } from '../../stdio.ts';
import { HelmError } from '../helm-error.ts';
import type { HelmSession } from '../helm-session.ts';

/** What a program of the user's makes of the manifests. @throws HelmError. Models helm.sh/helm/v3/pkg/postrender. */
export function* postRender(
	helm: HelmSession,
	program: string,
	args: readonly string[],
	manifest: string,
): Task<string> {
	const { process } = helm;
	const [inRead, inWrite] = process.pipe();
	const [outRead, outWrite] = process.pipe();
	for (const fd of [inWrite, outRead]) process.setCloseOnExec(fd, true);
	const fds = new Map([
		[0, inRead],
		[1, outWrite],
		[2, 2],
	]);
	const pid = launch(process, [findPostRenderer(helm, program), ...args], { fds });
	process.close(inRead);
	process.close(outWrite);
	const writer = process.spawn({
		argv: ['helm'],
		env: process.env,
		fds: new Map([[1, inWrite]]),
		program: (child) => feed(child, encodeUtf8(manifest)),
	});
	process.close(inWrite);
	const output = decodeUtf8(yield* readAll(process, outRead));
	process.close(outRead);
	const status = shellStatus(yield* waitFor(process, pid));
	yield* waitFor(process, writer);
	const failure = `error while running post render on files: error while running command ${program}`;
	if (status !== 0) throw new HelmError(`${failure}. error output:\n: exit status ${status}`);
	if (output.trim() === '') {
		throw new HelmError(
			`error while running post render on files: post-renderer ${JSON.stringify(program)} produced empty output`,
		);
	}
	return output;
}

function* feed(process: HelmSession['process'], bytes: Uint8Array): Task<number> {
	try {
		yield* process.write(1, bytes);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
	return 0;
}

/** Where the program is. @throws HelmError: it is found out when the flag is read. */
export function findPostRenderer({ process }: HelmSession, program: string): string {
	try {
		return findExecutable(process, program);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new HelmError(
			`invalid argument ${JSON.stringify(program)} for "--post-renderer" flag: unable to find binary at ${program}: exec: ${JSON.stringify(program)}: executable file not found in $PATH`,
		);
	}
}
