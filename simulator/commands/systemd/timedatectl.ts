import type { Process } from '../../kernel/process-api.ts';
import { type LocalZone, offsetDigits, zoneNamed } from '../../machinery/local-zone.ts';
import type { Task } from '../../machinery/task.ts';
import { timeZone, timeZoneNames } from '../../machinery/time-zones.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { machineZone } from '../local-time-zone.ts';
import { strftime } from '../strftime.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { TIMEDATECTL_HELP } from './systemd-help.ts';

const ACCESS_DENIED = 'Interactive authentication required.\n';

/** The clock of the host, and the zone that its wall clock goes by. Differs: nobody sets the time, and the journal stays in UTC. */
export const timedatectl = unixCommand({
	name: 'timedatectl',
	paths: ['/usr/bin/timedatectl'],
	size: 43_904,
	help: TIMEDATECTL_HELP,
	*main(run) {
		const { process, args, out } = run;
		const [verb = 'status', value] = args.filter((word) => !word.startsWith('-'));
		const name = machineZone(process) || 'UTC';
		const zone = zoneNamed(name);
		switch (verb) {
			case 'status':
				yield* out.write(statusText(process.now(), name, zone));
				return 0;
			case 'show':
				return yield* show(run, name, zone);
			case 'list-timezones':
				yield* out.write(
					timeZoneNames()
						.map((each) => `${each}\n`)
						.join(''),
				);
				return 0;
			case 'set-timezone':
				if (value === undefined) throw new Exit(1, 'Too few arguments.\n');
				if (timeZone(value) === undefined) {
					throw new Exit(1, `Failed to set time zone: Invalid or not installed time zone '${value}'\n`);
				}
				if (process.credentials.uid !== 0) throw new Exit(1, `Failed to set time zone: ${ACCESS_DENIED}`);
				yield* setZone(process, value);
				return 0;
			case 'set-time':
				throw new Exit(1, 'Failed to set time: Automatic time synchronization is enabled\n');
			case 'set-ntp':
			case 'set-local-rtc':
				if (value === undefined) throw new Exit(1, 'Too few arguments.\n');
				return 0;
			default:
				throw new Exit(1, `Unknown command verb '${verb}'.\n`);
		}
	},
});

function localTime(utcMs: number, zone: LocalZone): string {
	return `${strftime('%a %Y-%m-%d %H:%M:%S', utcMs + zone.offsetAt(utcMs))} ${zone.nameAt(utcMs)}`;
}

function statusText(now: number, name: string, zone: LocalZone): string {
	const time = strftime('%a %Y-%m-%d %H:%M:%S', now);
	const about = `${zone.nameAt(now)}, ${offsetDigits(zone.offsetAt(now))}`;
	return `               Local time: ${localTime(now, zone)}
           Universal time: ${time} UTC
                 RTC time: ${time}
                Time zone: ${name} (${about})
System clock synchronized: yes
              NTP service: active
          RTC in local TZ: no
`;
}

/** All properties, or those of -p; their values alone with --value. */
function* show({ process, args, out }: UnixRun, name: string, zone: LocalZone): Task<number> {
	const time = localTime(process.now(), zone);
	const wanted = args.flatMap((word, at) => {
		if (word === '-p' || word === '--property') return [args[at + 1] ?? ''];
		return /^--property=|^-p./.test(word) ? [word.replace(/^--property=|^-p/, '')] : [];
	});
	const rows: readonly (readonly [string, string])[] = [
		['Timezone', name],
		['LocalRTC', 'no'],
		['CanNTP', 'yes'],
		['NTP', 'yes'],
		['NTPSynchronized', 'yes'],
		['TimeUSec', time],
		['RTCTimeUSec', time],
	];
	for (const [key, value] of rows) {
		if (wanted.length > 0 && !wanted.some((list) => list.split(',').includes(key))) continue;
		yield* out.write(args.includes('--value') ? `${value}\n` : `${key}=${value}\n`);
	}
	return 0;
}

/** Models src/timedate/timedated.c context_write_data_timezone; Debian's keeps /etc/timezone, too. */
function* setZone(process: Process, name: string): Task<void> {
	const fresh = '/etc/.#localtime';
	if (process.access(fresh, {})) process.unlink(fresh);
	process.symlink(`../usr/share/zoneinfo/${name}`, fresh);
	process.rename(fresh, '/etc/localtime');
	const fd = yield* process.open('/etc/timezone', { write: true, create: true, truncate: true }, 0o644);
	yield* process.write(fd, encodeUtf8(`${name}\n`));
	process.close(fd);
}
