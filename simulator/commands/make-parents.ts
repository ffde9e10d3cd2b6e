import { type Process, SystemError } from '../kernel/process-api.ts';

/** Makes the directories above `path` that are not there. Throws SystemError. */
export function makeParents(process: Process, path: string): void {
	const parts = path.split('/');
	for (let length = 1; length < parts.length; length++) {
		const directory = parts.slice(0, length).join('/');
		try {
			if (directory !== '') process.mkdir(directory, 0o777 & ~process.umask);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'EEXIST') throw error;
		}
	}
}
