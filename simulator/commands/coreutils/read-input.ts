import type { Task } from '../../machinery/task.ts';
import type { RunContext } from '../gnu-command.ts';
import { Fatal } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { quotedName } from '../quoted-name.ts';
import { readAll } from '../stdio.ts';

/** All of a file, or of standard input ("-"). @param subject what a complaint begins with. */
export function* readInput(run: RunContext, name: string, subject = quotedName(name)): Task<Uint8Array> {
	try {
		const fd = name === '-' ? 0 : yield* run.process.open(name, { read: true });
		return yield* readAll(run.process, fd);
	} catch (error) {
		throw new Fatal(`${subject}: ${reasonOf(error)}`);
	}
}
