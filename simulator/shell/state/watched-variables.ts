import { compatibilityAssigned } from './compatibility.ts';
import type { Shell } from './shell.ts';

/** Variables of which the shell is told what they become. Models bash variables.c special_vars. */
export const WATCHED: ReadonlySet<string> = new Set(['BASH_COMPAT', 'BASH_XTRACEFD', 'GLOBIGNORE']);

/** @param value undefined when it was unset. */
export function watchedAssigned(shell: Shell, name: string, value: string | undefined): void {
	if (!shell.isBash) return;
	switch (name) {
		case 'BASH_COMPAT':
			compatibilityAssigned(shell, value);
			break;
		case 'GLOBIGNORE':
			// Models bash pathexp.c setup_glob_ignore.
			if (value !== '') shell.options.shopt.dotglob = value !== undefined;
			break;
		case 'BASH_XTRACEFD':
			if (value !== undefined && value !== '' && !isOpen(shell, value)) {
				shell.warnings.push(`BASH_XTRACEFD: ${value}: invalid value for trace file descriptor`);
			}
	}
}

function isOpen(shell: Shell, value: string): boolean {
	const fd = /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : -1;
	return shell.process.fileDescriptors().includes(fd) && !shell.privateDescriptors.has(fd);
}
