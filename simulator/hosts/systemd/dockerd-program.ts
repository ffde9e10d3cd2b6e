import { type Process, SystemError } from '../../kernel/process-api.ts';
import { NEVER } from '../../kernel/processes/waits.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';

const CONFIGURATION = '/etc/docker/daemon.json';
const RESTING = { cpuMillicores: 2, memoryBytes: 62 * 1024 ** 2 };

/**
 * The docker daemon's process: it is there from docker's first use on, and refuses a configuration that is no JSON.
 * Differs: containers do not end with it, and what its engine does (`hosts/containers`) does not need it.
 */
export function* dockerdProgram(process: Process): Task<number> {
	for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'catch');
	process.onSignal('HUP', 'ignore');
	const problem = yield* configurationProblem(process);
	if (problem !== undefined) {
		yield* process.write(
			2,
			encodeUtf8(`unable to configure the Docker daemon with file ${CONFIGURATION}: ${problem}\n`),
		);
		return 1;
	}
	process.rest(RESTING);
	try {
		for (;;) yield* process.block(NEVER);
	} catch (error) {
		if (error instanceof SystemError && error.errno === 'EINTR') return 0;
		throw error;
	}
}

function* configurationProblem(process: Process): Task<string | undefined> {
	let text: string;
	try {
		text = decodeUtf8(yield* readWholeFile(process, CONFIGURATION));
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
	if (text.trim() === '') return 'EOF';
	try {
		JSON.parse(text);
		return undefined;
	} catch {
		return 'invalid character in JSON';
	}
}
