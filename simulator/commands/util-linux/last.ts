import { readAccounts } from '../coreutils/accounts.ts';
import { loginSessions } from '../coreutils/who.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { strftime } from '../strftime.ts';
import { UTIL_LINUX } from './version.ts';

/** Who has logged in. Differs: only sessions that go on are known, and the last boot. */
export const last = gnuCommand({
	name: 'last',
	paths: ['/usr/bin/last'],
	size: 43_400,
	version: `last from ${UTIL_LINUX}`,
	rewrite: (argv) => argv.map((word) => (/^-\d+$/.test(word) ? `-n${word.slice(1)}` : word)),
	help: `
Usage:
 last [options] [<username>...] [<tty>...]

Show a listing of last logged in users.

Options:
 -<number>            how many lines to show
 -a, --hostlast       display hostnames in the last column
 -F, --fulltimes      print full login and logout times and dates
 -n, --limit <number> how many lines to show
 -R, --nohostname     don't display the hostname field
 -w, --fullnames      display full user and domain names
 -x, --system         display system shutdown entries and run level changes

 -h, --help           display this help
 -V, --version        display version

For more details see last(1).
`,
	options: {
		hostLast: flag('a', 'hostlast'),
		full: flag('F', 'fulltimes'),
		limit: withValue('n', 'limit'),
		noHost: flag('R', 'nohostname'),
		fullNames: flag('w', 'fullnames'),
		system: flag('x', 'system'),
	},
	*main({ process, values, operands, out }) {
		if (values.limit !== undefined && !/^\d+$/.test(values.limit)) {
			throw new Fatal(`failed to parse number: '${values.limit}'`, 1);
		}
		const accounts = yield* readAccounts(process);
		const { bootedAtMs, kernelRelease } = process.machine;
		const sessions = loginSessions(process)
			.sort((a, b) => b.startedAtMs - a.startedAtMs)
			.map(({ uid, tty, startedAtMs }) => ({
				name: accounts.users.get(uid) ?? String(uid),
				line: tty,
				host: '',
				atMs: startedAtMs,
				until: 'still logged in',
			}));
		const boot = { name: 'reboot', line: 'system boot', host: kernelRelease, atMs: bootedAtMs, until: 'still running' };
		const wanted = [...sessions, boot].filter(
			({ name, line }) => operands.length === 0 || operands.some((word) => word === name || word === line),
		);
		for (const { name, line, host, atMs, until } of wanted.slice(0, Number(values.limit ?? wanted.length))) {
			const shown = values.fullNames ? name.padEnd(8) : name.slice(0, 8).padEnd(8);
			const where = values.noHost || values.hostLast ? '' : `${host.slice(0, 16).padEnd(16)} `;
			const begun = strftime(values.full ? '%a %b %e %H:%M:%S %Y' : '%a %b %e %H:%M', atMs);
			const behind = values.hostLast ? `${' '.repeat(9)}${host}` : '';
			yield* out.write(`${shown} ${line.padEnd(12)} ${where}${begun}   ${until}${behind}\n`);
		}
		yield* out.write(`\nwtmp begins ${strftime('%a %b %e %H:%M:%S %Y', bootedAtMs)}\n`);
		return 0;
	},
});
