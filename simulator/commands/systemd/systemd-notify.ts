import { flag, mayHaveValue, OptionError, parseOptions, withValue } from '../options.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { SYSTEMD_VERSION } from './systemd-help.ts';

const HELP = `systemd-notify [OPTIONS...] [VARIABLE=VALUE...]
systemd-notify [OPTIONS...] --exec [VARIABLE=VALUE...] ; CMDLINE...

Notify the init system about service status updates.

  -h --help            Show this help
     --version         Show package version
     --ready           Inform the service manager about service start-up/reload
                       completion
     --reloading       Inform the service manager about configuration reloading
     --stopping        Inform the service manager about service shutdown
     --pid[=PID]       Set main PID of daemon
     --uid=USER        Set user to send from
     --status=TEXT     Set status text
     --booted          Check if the system was booted up with systemd
     --no-block        Do not wait until operation finished
     --exec            Execute command line separated by ';' once done
     --fd=FD           Pass specified file descriptor with along with message
     --fdname=NAME     Name to assign to passed file descriptor(s)

See the systemd-notify(1) man page for details.
`;

/** Models src/notify/notify.c. Differs: services here have no socket to be told by. */
export const systemdNotify = unixCommand({
	name: 'systemd-notify',
	paths: ['/usr/bin/systemd-notify'],
	size: 22_992,
	*main({ process, args, out }) {
		const parse = () =>
			parseOptions(args, {
				help: flag('h', 'help'),
				version: flag('version'),
				message: flag('ready', 'reloading', 'stopping'),
				pid: mayHaveValue('pid'),
				uid: withValue('uid'),
				status: withValue('status'),
				booted: flag('booted'),
				noBlock: flag('no-block'),
				exec: flag('exec'),
				fd: withValue('fd'),
				fdName: withValue('fdname'),
			});
		let options: ReturnType<typeof parse>;
		try {
			options = parse();
		} catch (error) {
			if (!(error instanceof OptionError)) throw error;
			throw new Exit(1, `systemd-notify: ${error.message}\n`);
		}
		const { values, operands } = options;
		if (values.help || values.version || args.length === 0) {
			yield* out.write(values.version ? SYSTEMD_VERSION : HELP);
			return args.length === 0 ? 1 : 0;
		}
		if (values.booted) return process.access('/run/systemd/system', {}) ? 0 : 1;
		const says = values.message || values.pid !== undefined || values.status !== undefined || operands.length > 0;
		if (!says) throw new Exit(1, 'No status data to send.\n');
		throw new Exit(1, 'No status data could be sent: $NOTIFY_SOCKET was not set\n');
	},
});
