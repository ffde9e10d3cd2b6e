import type { Process, Program } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { shellStatus, waitFor } from '../launch.ts';
import { type AppletProgram, BANNER } from './applet.ts';

/** How a program of another make is made to speak as the applet. */
export interface Rewording {
	/** One line that it complains of: what is said instead; '' for nothing. @param before the last one that was said. */
	readonly line: (text: string, before: string) => string;
	/** Its status instead of what the program ends with. */
	readonly status: (status: number) => number;
	/** Whether the applet shows its usage and fails. */
	readonly misused?: (args: readonly string[]) => boolean;
}

const LINE_MAX = 4_096;

/** The program under its applet's name: its standard error goes through a pipe, line by line. */
export function reworded(name: string, usage: string, program: Program, rewording: Rewording): AppletProgram {
	return { name, usage, program: (process) => run(process, usage, program, rewording) };
}

function* run(process: Process, usage: string, program: Program, rewording: Rewording): Task<number> {
	const args = process.argv.slice(1);
	const asked = args[0] === '--help';
	if (asked || rewording.misused?.(args) === true) {
		yield* process.write(2, encodeUtf8(`${BANNER}\n\nUsage: ${usage}`));
		return asked ? 0 : 1;
	}
	const [readEnd, writeEnd] = process.pipe();
	const fds = new Map(process.fileDescriptors().map((fd) => [fd, fd] as const));
	fds.delete(readEnd);
	fds.delete(writeEnd);
	fds.set(2, writeEnd);
	const pid = process.spawn({ argv: process.argv, env: process.env, fds, program });
	process.close(writeEnd);
	let rest = '';
	let before = '';
	for (;;) {
		const piece = yield* process.read(readEnd, 65_536);
		const lines = (rest + decodeUtf8(piece)).split('\n');
		rest = piece.length === 0 ? '' : (lines.pop() ?? '');
		if (rest.length > LINE_MAX) {
			lines.push(rest);
			rest = '';
		}
		const said: string[] = [];
		for (const line of lines) {
			const next = line === '' ? '' : rewording.line(line, before);
			if (next === '') continue;
			before = next;
			said.push(next);
		}
		if (said.length > 0) yield* process.write(2, encodeUtf8(said.map((line) => `${line}\n`).join('')));
		if (piece.length === 0) break;
	}
	process.close(readEnd);
	return rewording.status(shellStatus(yield* waitFor(process, pid)));
}
