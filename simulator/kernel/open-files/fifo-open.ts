import type { Task } from '../../machinery/task.ts';
import { SystemError } from '../process-api.ts';
import type { Caller } from './open-file.ts';
import type { PipeFile } from './pipe.ts';

/** Opening a FIFO waits until its other end is opened too. Models Linux fs/pipe.c fifo_open. */
export function* waitForOtherEnd(caller: Caller, file: PipeFile): Task<void> {
	const { flags, pipe } = file;
	if (flags.read && flags.write) return;
	const opened = (): number => (flags.read ? pipe.writersOpened : pipe.readersOpened);
	const present = flags.read ? pipe.writers : pipe.readers;
	if (present > 0) return;
	if (flags.nonBlock) {
		if (flags.read) return;
		throw new SystemError('ENXIO');
	}
	const before = opened();
	while (opened() === before) yield* caller.pause(pipe.changed);
}
