import type { OpenFlags, Stat, WaitResult } from '../process-api.ts';

/** As the C library's headers name them: "O_WRONLY|O_CREAT|O_TRUNC". */
export function openFlagsText(flags: OpenFlags): string {
	const names = [
		flags.write ? (flags.read ? 'O_RDWR' : 'O_WRONLY') : 'O_RDONLY',
		...(flags.create ? ['O_CREAT'] : []),
		...(flags.exclusive ? ['O_EXCL'] : []),
		...(flags.truncate ? ['O_TRUNC'] : []),
		...(flags.append ? ['O_APPEND'] : []),
		...(flags.nonBlock ? ['O_NONBLOCK'] : []),
		...(flags.directory ? ['O_DIRECTORY'] : []),
		...(flags.noFollow ? ['O_NOFOLLOW'] : []),
	];
	return names.join('|');
}

/** Where in the caller's memory something is put: programs have none here. */
export const BUFFER = '0x7ffd41e6a2c0';

const KINDS: Readonly<Record<Stat['type'], string>> = {
	file: 'S_IFREG',
	directory: 'S_IFDIR',
	symlink: 'S_IFLNK',
	fifo: 'S_IFIFO',
	socket: 'S_IFSOCK',
	character: 'S_IFCHR',
	block: 'S_IFBLK',
};

/** "{st_mode=S_IFREG|0644, st_size=12, ...}". */
export function statText({ type, mode, size }: Stat): string {
	return `{st_mode=${KINDS[type]}|0${mode.toString(8)}, st_size=${size}, ...}`;
}

export type WaitOptions = { nohang?: boolean; untraced?: boolean; continued?: boolean };

export function waitOptionsText({ nohang, untraced, continued }: WaitOptions = {}): string {
	const names = [
		...(nohang ? ['WNOHANG'] : []),
		...(untraced ? ['WSTOPPED'] : []),
		...(continued ? ['WCONTINUED'] : []),
	];
	return names.length === 0 ? '0' : names.join('|');
}

export function waitText(result: WaitResult): string {
	switch (result.kind) {
		case 'exited':
			return `[{WIFEXITED(s) && WEXITSTATUS(s) == ${result.status}}]`;
		case 'signaled':
			return `[{WIFSIGNALED(s) && WTERMSIG(s) == SIG${result.signal}}]`;
		case 'stopped':
			return `[{WIFSTOPPED(s) && WSTOPSIG(s) == SIG${result.signal}}]`;
		default:
			return '[{WIFCONTINUED(s)}]';
	}
}
