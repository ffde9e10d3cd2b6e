import { type Process, type Program, SystemError } from '../../kernel/process-api.ts';
import { NEVER } from '../../kernel/processes/waits.ts';
import type { ComponentPort } from '../../kubelet/images/programs/component-program.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';

/**
 * The program of a host's service whose work is done by a component outside the process ("component:kubelet", wired
 * by sandbox): the component runs as long as the process does, however that ends. SIGTERM and SIGINT end it cleanly.
 */
/** @param args what the component is given instead of the command line. */
export function serviceProgram(name: string, resting: Resting, args?: readonly string[]): Program {
	return (process) => runService(process, name, resting, args);
}

/** What it uses while nothing happens. */
type Resting = Parameters<Process['rest']>[0];

function* runService(
	process: Process,
	name: string,
	resting: Resting,
	args: readonly string[] | undefined,
): Task<number> {
	const port = process.port<ComponentPort>(`component:${name}`);
	if (port === undefined) {
		yield* process.write(2, encodeUtf8(`${name}: nothing to work on here\n`));
		return 1;
	}
	for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'catch');
	process.rest(resting);
	const component = port.start(args ?? process.argv.slice(1));
	process.onEnd(() => component.stop());
	if (component.serve !== undefined) return yield* component.serve(process);
	try {
		for (;;) yield* process.block(NEVER);
	} catch (error) {
		if (error instanceof SystemError && error.errno === 'EINTR') return 0;
		throw error;
	}
}
