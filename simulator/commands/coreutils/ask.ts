import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { RunContext } from '../gnu-command.ts';
import { say } from '../say.ts';

/** "rm: remove regular file 'a'? ": whether the answer, a line of standard input, begins with y. */
export function* ask({ process, out }: Pick<RunContext, 'process' | 'out'>, question: string): Task<boolean> {
	yield* say(process, out, `${process.argv[0]}: ${question} `);
	return /^[yY]/.test(yield* readAnswer(process));
}

/** A line, and nothing of what follows it. */
function* readAnswer(process: Process): Task<string> {
	let line = '';
	for (;;) {
		const byte = yield* process.read(0, 1);
		if (byte.length === 0 || byte[0] === 10) return line;
		line += decodeUtf8(byte);
	}
}
