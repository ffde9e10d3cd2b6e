import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { shellStatus, waitFor } from '../launch.ts';
import { concatenate } from '../stdio.ts';

const OUTPUT_MAX = 32 * 1024 * 1024;

/** Runs a command line with a text as its input and takes what it prints; undefined: that is too much. */
export function* runInShell(
	process: Process,
	shell: string,
	command: string,
	input: string,
): Task<{ readonly output: string; readonly status: number } | undefined> {
	const [inputEnd, inputWrite] = process.pipe();
	const [outputRead, outputEnd] = process.pipe();
	process.setCloseOnExec(inputWrite, true);
	process.setCloseOnExec(outputRead, true);
	const argv = [shell.replace(/.*\//, ''), '-c', command];
	const fds = new Map([
		[0, inputEnd],
		[1, outputEnd],
		[2, outputEnd],
	]);
	process.onSignal('PIPE', 'ignore');
	const feeder = process.spawn({
		argv: [(process.argv[0] as string).replace(/.*\//, '')],
		env: process.env,
		program: (child) => feed(child, input),
		fds: new Map([[1, inputWrite]]),
	});
	const pid = process.spawn({ argv, env: process.env, path: shell, fds });
	process.close(inputEnd);
	process.close(inputWrite);
	process.close(outputEnd);
	const chunks: Uint8Array[] = [];
	let size = 0;
	for (;;) {
		const chunk = yield* process.read(outputRead, 65_536);
		if (chunk.length === 0) break;
		size += chunk.length;
		if (size > OUTPUT_MAX) return undefined;
		chunks.push(chunk);
	}
	process.close(outputRead);
	const result = yield* waitFor(process, pid);
	yield* waitFor(process, feeder);
	return { output: decodeUtf8(concatenate(chunks)), status: shellStatus(result) };
}

function* feed(process: Process, input: string): Task<number> {
	if (input !== '') yield* process.write(1, encodeUtf8(input));
	process.close(1);
	return 0;
}
