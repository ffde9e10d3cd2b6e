import type { OpenFlags } from '../process-api.ts';

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
