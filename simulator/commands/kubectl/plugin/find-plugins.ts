import type { Process } from '../../../kernel/process-api.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import { goErrno } from '../errors.ts';
import { joinPath } from '../streams.ts';

export interface FoundPlugins {
	/** Paths, in the order of the PATH. */
	readonly paths: readonly string[];
	/** About directories that could not be read. */
	readonly notices: readonly string[];
}

/** Files called "kubectl-…" in the directories of the PATH. Models kubectl/pkg/cmd/plugin ListPlugins. */
export function findPlugins(process: Process): FoundPlugins {
	const paths: string[] = [];
	const notices: string[] = [];
	for (const directory of new Set((process.env.get('PATH') ?? '').split(':'))) {
		if (directory.trim() === '') continue;
		try {
			const names = [...process.readdir(directory)].sort().filter((name) => name.startsWith('kubectl-'));
			for (const name of names) {
				const path = joinPath(directory, name);
				if (process.lstat(path).type !== 'directory') paths.push(path);
			}
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const complaint = `open ${directory}: ${goErrno(error)}`;
			notices.push(`Unable to read directory ${JSON.stringify(directory)} from your PATH: ${complaint}. Skipping...`);
		}
	}
	return { paths, notices };
}
