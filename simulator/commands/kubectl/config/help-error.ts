import type { Task } from '../../../machinery/task.ts';
import type { FlagTable } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { CommandError } from '../errors.ts';

/** The help on stdout, then the error. Models kubectl/pkg/cmd/config helpErrorf. */
export function* helpError<F extends FlagTable>(invocation: Invocation<F>, message: string): Task<never> {
	yield* invocation.kubectl.io.out(invocation.help());
	throw new CommandError(message);
}

/** "Unexpected args: [a b]" with the help, unless there are exactly `count` arguments. */
export function* requireArgs<F extends FlagTable>(invocation: Invocation<F>, count: number): Task<readonly string[]> {
	const { args } = invocation;
	if (args.length !== count) yield* helpError(invocation, `Unexpected args: [${args.join(' ')}]`);
	return args;
}
