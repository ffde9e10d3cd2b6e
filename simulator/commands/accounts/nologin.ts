import { unixCommand } from '../unix-command.ts';

/** The shell of those who are not to have one. */
export const nologin = unixCommand({
	name: 'nologin',
	paths: ['/usr/sbin/nologin'],
	size: 14_648,
	*main({ out }) {
		yield* out.write('This account is currently not available.\n');
		return 1;
	},
});
