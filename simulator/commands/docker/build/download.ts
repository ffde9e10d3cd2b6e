import type { FileData } from '../../../kernel/files/file-data.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import type { EngineRun } from '../engine-command.ts';
import { readFileData } from './context.ts';

/** What a URL of the world's internet gives, or why it gives nothing. It comes as everything does: through curl. */
export function* downloaded({ process }: EngineRun, url: string): Task<FileData | string> {
	const path = `/tmp/.docker-add-${process.pid}-${process.randomUint32().toString(16)}`;
	const pid = process.spawn({
		argv: ['curl', '-fsSL', '-o', path, url],
		env: process.env,
		path: '/usr/bin/curl',
		fds: new Map(),
	});
	const result = yield* process.wait(pid);
	try {
		if (result?.kind === 'exited' && result.status === 0) return yield* readFileData(process, path);
	} finally {
		remove(process, path);
	}
	const status = result?.kind === 'exited' ? result.status : 0;
	if (status === 22) return `invalid response status 404`;
	const host = /^https?:\/\/([^/:]+)/.exec(url)?.[1] ?? '';
	if (status === 6) return `Get ${JSON.stringify(url)}: dial tcp: lookup ${host}: no such host`;
	return `Get ${JSON.stringify(url)}: dial tcp: connection refused`;
}

function remove(process: EngineRun['process'], path: string): void {
	try {
		process.unlink(path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}
