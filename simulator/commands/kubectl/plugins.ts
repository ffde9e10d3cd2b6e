import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';

/**
 * Runs "kubectl-foo-bar" for `kubectl foo bar …` when the PATH has it, the longest name first.
 * @param least how many words the name must have at least.
 * @returns undefined when there is no such program. Models kubectl/pkg/cmd HandlePluginCommand.
 */
export function* runPlugin(process: Process, argv: readonly string[], least: number): Task<number | undefined> {
	const words: string[] = [];
	for (const word of argv) {
		if (word.startsWith('-')) break;
		words.push(word.replaceAll('-', '_'));
	}
	for (let count = words.length; count >= least && count > 0; count--) {
		const path = lookPath(process, `kubectl-${words.slice(0, count).join('-')}`);
		if (path === undefined) continue;
		return yield* process.exec(path, [path, ...argv.slice(count)], process.env);
	}
	return undefined;
}

/** The executable of that name in the PATH. */
export function lookPath(process: Process, name: string): string | undefined {
	if (name.includes('/')) return process.access(name, { execute: true }) ? name : undefined;
	for (const directory of (process.env.get('PATH') ?? '').split(':')) {
		const path = `${directory === '' ? '.' : directory}/${name}`;
		if (isExecutable(process, path)) return path;
	}
	return undefined;
}

export function isExecutable(process: Process, path: string): boolean {
	return process.access(path, { execute: true }) && process.stat(path).type === 'file';
}
