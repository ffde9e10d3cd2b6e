import type { Process } from '../../../kernel/process-api.ts';

/** The file that a command name stands for, as execvp finds it; undefined when there is none. */
export function findInPath(process: Process, command: string): string | undefined {
	if (command.includes('/')) return command;
	const { env } = process;
	for (const folder of (env.get('PATH') ?? '/bin:/usr/bin').split(':')) {
		const path = `${folder}/${command}`;
		if (process.access(path, { execute: true })) return path;
	}
	return undefined;
}
