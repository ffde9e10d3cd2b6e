import type { Process } from '../../kernel/process-api.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { SYSTEMD_VERSION } from './systemd-help.ts';

const HELP = `systemd-path [OPTIONS...] [NAME...]

Show system and user paths.

  -h --help             Show this help
     --version          Show package version
     --suffix=SUFFIX    Suffix to append to paths
     --no-pager         Do not pipe output into a pager

See the systemd-path(1) man page for details.
`;

/** By name; ~ is the home folder. Models src/libsystemd/sd-path/sd-path.c as Ubuntu builds it. */
const PATHS = `
temporary /tmp
temporary-large /var/tmp
system-binaries /usr/bin
system-include /usr/include
system-library-private /usr/lib
system-library-arch /usr/lib/x86_64-linux-gnu
system-shared /usr/share
system-configuration-factory /usr/share/factory/etc
system-state-factory /usr/share/factory/var
system-configuration /etc
system-runtime /run
system-runtime-logs /run/log
system-state-private /var/lib
system-state-logs /var/log
system-state-cache /var/cache
system-state-spool /var/spool
user-binaries ~/.local/bin
user-library-private ~/.local/lib
user-library-arch ~/.local/lib/x86_64-linux-gnu
user-shared ~/.local/share
user-configuration ~/.config
user-state-cache ~/.cache
user-state-private ~/.local/state
user ~
user-documents ~
user-music ~
user-pictures ~
user-videos ~
user-download ~
user-public ~
user-templates ~
user-desktop ~/Desktop
search-binaries $PATH
search-binaries-default /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
search-library-private ~/.local/lib:/usr/local/lib:/usr/lib
search-library-arch ~/.local/lib/x86_64-linux-gnu:/usr/lib/x86_64-linux-gnu
search-shared ~/.local/share:/usr/local/share:/usr/share
search-configuration-factory /usr/local/share/factory/etc:/usr/share/factory/etc
search-state-factory /usr/local/share/factory/var:/usr/share/factory/var
search-configuration ~/.config:/etc
systemd-util /usr/lib/systemd
systemd-system-unit /usr/lib/systemd/system
systemd-system-preset /usr/lib/systemd/system-preset
systemd-system-conf /etc/systemd/system
systemd-user-unit /usr/lib/systemd/user
systemd-user-preset /usr/lib/systemd/user-preset
systemd-user-conf /etc/systemd/user
systemd-search-system-unit /etc/systemd/system.control:/run/systemd/system.control:/run/systemd/transient:/run/systemd/generator.early:/etc/systemd/system:/etc/systemd/system.attached:/run/systemd/system:/run/systemd/system.attached:/run/systemd/generator:/usr/local/lib/systemd/system:/usr/lib/systemd/system:/run/systemd/generator.late
systemd-search-user-unit ~/.config/systemd/user.control:~/.config/systemd/user:/etc/xdg/systemd/user:/etc/systemd/user:/run/systemd/user:~/.local/share/systemd/user:/usr/local/share/systemd/user:/usr/share/systemd/user:/usr/local/lib/systemd/user:/usr/lib/systemd/user
systemd-system-generator /usr/lib/systemd/system-generators
systemd-user-generator /usr/lib/systemd/user-generators
systemd-search-system-generator /run/systemd/system-generators:/etc/systemd/system-generators:/usr/local/lib/systemd/system-generators:/usr/lib/systemd/system-generators
systemd-search-user-generator /run/systemd/user-generators:/etc/systemd/user-generators:/usr/local/lib/systemd/user-generators:/usr/lib/systemd/user-generators
systemd-sleep /usr/lib/systemd/system-sleep
systemd-shutdown /usr/lib/systemd/system-shutdown
tmpfiles /usr/lib/tmpfiles.d
sysusers /usr/lib/sysusers.d
sysctl /usr/lib/sysctl.d
binfmt /usr/lib/binfmt.d
modules-load /usr/lib/modules-load.d
catalog /usr/lib/systemd/catalog
systemd-search-network /etc/systemd/network:/run/systemd/network:/usr/local/lib/systemd/network:/usr/lib/systemd/network
`
	.trim()
	.split('\n')
	.map((line) => line.split(' ') as [string, string]);

export const systemdPath = unixCommand({
	name: 'systemd-path',
	paths: ['/usr/bin/systemd-path'],
	size: 18_896,
	*main({ process, args, out, say }) {
		const parse = () =>
			parseOptions(args, {
				help: flag('h', 'help'),
				version: flag('version'),
				noPager: flag('no-pager'),
				suffix: withValue('suffix'),
			});
		let options: ReturnType<typeof parse>;
		try {
			options = parse();
		} catch (error) {
			if (!(error instanceof OptionError)) throw error;
			throw new Exit(1, `systemd-path: ${error.message}\n`);
		}
		const { values, operands } = options;
		if (values.help || values.version) {
			yield* out.write(values.help ? HELP : SYSTEMD_VERSION);
			return 0;
		}
		if (operands.length === 0) {
			for (const [name, path] of PATHS) yield* out.write(`${name}: ${shown(process, path, values.suffix)}\n`);
			return 0;
		}
		for (const wanted of operands) {
			const found = PATHS.find(([name]) => name === wanted);
			if (found === undefined) {
				yield* say(`Path ${wanted} not known.\n`);
				return 1;
			}
			yield* out.write(`${shown(process, found[1], values.suffix)}\n`);
		}
		return 0;
	},
});

function shown(process: Process, path: string, suffix: string | undefined): string {
	const list = path === '$PATH' ? (process.env.get('PATH') ?? '') : path;
	return list
		.split(':')
		.map((each) => {
			const whole = each.startsWith('~') ? `${process.env.get('HOME') ?? '/root'}${each.slice(1)}` : each;
			return suffix === undefined ? whole : `${whole}/${suffix.replace(/^\/+/, '')}`;
		})
		.join(':');
}
