import { become } from '../launch.ts';
import { unixCommand } from '../unix-command.ts';

/** Debian's script around grep -r. */
export const rgrep = unixCommand({
	name: 'rgrep',
	paths: ['/usr/bin/rgrep'],
	size: 30,
	main: ({ process, args }) => become(process, ['grep', '-r', ...args], process.env),
});
