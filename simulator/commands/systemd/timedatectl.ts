import { textOf } from '../../kernel/resolve-host.ts';
import { strftime } from '../strftime.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { TIMEDATECTL_HELP } from './systemd-help.ts';

/** The clock of the host: the world's, in UTC. Differs: there is no other time zone, and nobody sets the time. */
export const timedatectl = unixCommand({
	name: 'timedatectl',
	paths: ['/usr/bin/timedatectl'],
	size: 43_904,
	help: TIMEDATECTL_HELP,
	*main({ process, args, out }) {
		const [verb = 'status', value] = args.filter((word) => !word.startsWith('-'));
		const now = process.now();
		const zone = (yield* textOf(process, '/etc/timezone')).trim();
		switch (verb) {
			case 'status': {
				const time = strftime('%a %Y-%m-%d %H:%M:%S', now);
				yield* out.write(
					`               Local time: ${time} UTC\n           Universal time: ${time} UTC\n                 RTC time: ${time}\n                Time zone: ${zone} (UTC, +0000)\nSystem clock synchronized: yes\n              NTP service: active\n          RTC in local TZ: no\n`,
				);
				return 0;
			}
			case 'show': {
				const time = strftime('%a %Y-%m-%d %H:%M:%S UTC', now);
				yield* out.write(
					`Timezone=${zone}\nLocalRTC=no\nCanNTP=yes\nNTP=yes\nNTPSynchronized=yes\nTimeUSec=${time}\nRTCTimeUSec=${time}\n`,
				);
				return 0;
			}
			case 'list-timezones':
				yield* out.write('UTC\n');
				return 0;
			case 'set-timezone':
				if (value === undefined) throw new Exit(1, 'Too few arguments.\n');
				if (/^(Etc\/)?UTC$/.test(value)) return 0;
				throw new Exit(1, `Failed to set time zone: Invalid or not installed time zone '${value}'\n`);
			case 'set-time':
				throw new Exit(1, 'Failed to set time: Automatic time synchronization is enabled\n');
			case 'set-ntp':
				return 0;
			default:
				throw new Exit(1, `Unknown command verb ${verb}.\n`);
		}
	},
});
