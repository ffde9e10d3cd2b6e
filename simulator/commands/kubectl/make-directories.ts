import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { CommandError, goErrno } from './errors.ts';

/** A directory with all above it. Models os.MkdirAll with mode 0755. */
export function makeDirectories(process: Process, path: string): void {
	const parts = path.split('/');
	for (let i = 1; i <= parts.length; i++) {
		const directory = parts.slice(0, i).join('/');
		if (directory === '' || directory === '.') continue;
		try {
			process.mkdir(directory, 0o755);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			if (error.errno !== 'EEXIST') throw new CommandError(`mkdir ${directory}: ${goErrno(error)}`);
		}
	}
}
