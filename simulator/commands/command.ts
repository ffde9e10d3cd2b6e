import type { Program } from '../kernel/process-api.ts';

/**
 * A command that lives in the file system of hosts and images: one file declares one (or a family that shares a
 * parser), `commands/registry.ts` lists it. The kernel runs `program` when the file at one of `paths` is executed.
 */
export interface Command {
	/** Its key in the program registry; the executable file says it ("grep"). */
	readonly name: string;
	/** Where Debian puts it: "/usr/bin/grep". More than one when it is also linked elsewhere. */
	readonly paths: readonly string[];
	/** Bytes the file has on disk, as `ls -l` shows. */
	readonly size: number;
	readonly program: Program;
}
