import type { Process } from '../../../kernel/process-api.ts';

/** `sys.executable`: images have it in /usr/local, hosts in /usr. */
export function executablePath(process: Process): string {
	const local = '/usr/local/bin/python3';
	return process.access(local, { execute: true }) ? local : '/usr/bin/python3';
}
