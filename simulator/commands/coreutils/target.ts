import type { Process } from '../../kernel/process-api.ts';
import { Fatal } from '../gnu-command.ts';
import { baseName, isDirectory, joinPath } from './copy-tree.ts';

/**
 * The (source, final name) pairs of `cp`, `mv` and `ln`: SOURCE DEST, SOURCE... DIRECTORY, or -t DIRECTORY SOURCE...
 * Throws Fatal with the words all three share.
 */
export function pairs(
	process: Process,
	operands: readonly string[],
	options: { readonly directory?: string; readonly noDirectory?: boolean },
): (readonly [string, string])[] {
	const into = (directory: string, sources: readonly string[]): (readonly [string, string])[] =>
		sources.map((source) => [source, joinPath(directory, baseName(source))] as const);
	if (operands.length === 0) throw new Fatal('missing file operand', 1, true);
	if (options.directory !== undefined) {
		if (!isDirectory(process, options.directory))
			throw new Fatal(
				`target directory '${options.directory}': ${exists(process, options.directory) ? 'Not a directory' : 'No such file or directory'}`,
			);
		return into(options.directory, operands);
	}
	const last = operands.at(-1) as string;
	if (operands.length === 1) throw new Fatal(`missing destination file operand after '${last}'`, 1, true);
	const sources = operands.slice(0, -1);
	if (!options.noDirectory && isDirectory(process, last)) return into(last, sources);
	if (sources.length > 1) {
		if (options.noDirectory) throw new Fatal(`extra operand ‘${operands[2]}’`, 1, true);
		throw new Fatal(`target '${last}': ${exists(process, last) ? 'Not a directory' : 'No such file or directory'}`);
	}
	return [[sources[0] as string, last]];
}

function exists(process: Process, path: string): boolean {
	return process.access(path, {});
}
