import { become } from '../launch.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { servicesOf } from './service-port.ts';

/** What was before and what is: systemd's graphical.target passes for level 5. */
export const runlevel = unixCommand({
	name: 'runlevel',
	paths: ['/usr/sbin/runlevel'],
	size: 276_944,
	help: `runlevel [OPTIONS...]

Prints the previous and current runlevel of the init system.

     --help      Show this help

See the runlevel(8) man page for details.
`,
	*main({ process, out }) {
		servicesOf(process);
		yield* out.write('N 5\n');
		return 0;
	},
});

/** What systemd makes of the levels of old. */
const COMMANDS: ReadonlyMap<string, readonly string[]> = new Map([
	['0', ['poweroff']],
	['1', ['isolate', 'rescue.target']],
	['2', ['isolate', 'multi-user.target']],
	['3', ['isolate', 'multi-user.target']],
	['4', ['isolate', 'multi-user.target']],
	['5', ['isolate', 'graphical.target']],
	['6', ['reboot']],
	['s', ['rescue']],
	['S', ['rescue']],
	['q', ['daemon-reload']],
	['Q', ['daemon-reload']],
	['u', ['daemon-reexec']],
	['U', ['daemon-reexec']],
]);
const HELP = `telinit [OPTIONS...] COMMAND

Send control commands to the init daemon.

Commands:
  0              Power-off the machine
  6              Reboot the machine
  2, 3, 4, 5     Start runlevelX.target unit
  1, s, S        Enter rescue mode
  q, Q           Reload init daemon configuration
  u, U           Reexecute init daemon

Options:
     --help      Show this help
     --no-wall   Don't send wall message before halt/power-off/reboot

See the telinit(8) man page for details.
`;

export const telinit = unixCommand({
	name: 'telinit',
	paths: ['/usr/sbin/telinit'],
	size: 276_944,
	help: HELP,
	*main({ process, args, name }) {
		const words = args.filter((word) => !word.startsWith('-'));
		const [level] = words;
		if (level === undefined) throw new Exit(1, `${name}: required argument missing.\n`);
		const command = COMMANDS.get(level);
		if (command === undefined || words.length > 1) throw new Exit(1, `Unknown command ${level}.\n`);
		return yield* become(process, ['systemctl', ...command], process.env);
	},
});
