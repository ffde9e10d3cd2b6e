import type { Process } from '../../kernel/process-api.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { strftime } from '../strftime.ts';
import { UTIL_LINUX } from '../util-linux/version.ts';

const LEVELS = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'];
const FACILITIES = ['kern', 'user', 'mail', 'daemon', 'auth', 'syslog', 'lpr', 'news'];

const options = {
	clear: flag('C', 'clear'),
	readClear: flag('c', 'read-clear'),
	consoleOff: flag('D', 'console-off'),
	consoleOn: flag('E', 'console-on'),
	file: withValue('F', 'file'),
	facility: withValue('f', 'facility'),
	human: flag('H', 'human'),
	json: flag('J', 'json'),
	kernel: flag('k', 'kernel'),
	color: mayHaveValue('L', 'color'),
	level: withValue('l', 'level'),
	consoleLevel: withValue('n', 'console-level'),
	noPager: flag('P', 'nopager'),
	forcePrefix: flag('p', 'force-prefix'),
	raw: flag('r', 'raw'),
	noEscape: flag('noescape'),
	syslog: flag('S', 'syslog'),
	buffer: withValue('s', 'buffer-size'),
	userspace: flag('u', 'userspace'),
	follow: flag('w', 'follow'),
	followNew: flag('W', 'follow-new'),
	decode: flag('x', 'decode'),
	delta: flag('d', 'show-delta'),
	reltime: flag('e', 'reltime'),
	ctime: flag('T', 'ctime'),
	noTime: flag('t', 'notime'),
	timeFormat: withValue('time-format'),
	since: withValue('since'),
	until: withValue('until'),
	shortHelp: flag('h'),
	shortVersion: flag('V'),
};

const HELP = `
Usage:
 dmesg [options]

Display or control the kernel ring buffer.

Options:
 -C, --clear                 clear the kernel ring buffer
 -c, --read-clear            read and clear all messages
 -D, --console-off           disable printing messages to console
 -E, --console-on            enable printing messages to console
 -F, --file <file>           use the file instead of the kernel log buffer
 -f, --facility <list>       restrict output to defined facilities
 -H, --human                 human readable output
 -J, --json                  use JSON output format
 -k, --kernel                display kernel messages
 -L, --color[=<when>]        colorize messages (auto, always or never)
 -l, --level <list>          restrict output to defined levels
 -n, --console-level <level> set level of messages printed to console
 -P, --nopager               do not pipe output into a pager
 -p, --force-prefix          force timestamp output on each line of multi-line messages
 -r, --raw                   print the raw message buffer
     --noescape              don't escape unprintable character
 -S, --syslog                force to use syslog(2) rather than /dev/kmsg
 -s, --buffer-size <size>    buffer size to query the kernel ring buffer
 -u, --userspace             display userspace messages
 -w, --follow                wait for new messages
 -W, --follow-new            wait and print only new messages
 -x, --decode                decode facility and level to readable string
 -d, --show-delta            show time delta between printed messages
 -e, --reltime               show local time and time delta in readable format
 -T, --ctime                 show human-readable timestamp (may be inaccurate!)
 -t, --notime                don't show any timestamp with messages
     --time-format <format>  show timestamp using the given format:
                               [delta|reltime|ctime|notime|iso]
Suspending/resume will make ctime and iso timestamps inaccurate.

     --since <time>          display the lines since the specified time
     --until <time>          display the lines until the specified time

 -h, --help                  display this help
 -V, --version               display version

Supported log facilities:
    kern - kernel messages
    user - random user-level messages
    mail - mail system
  daemon - system daemons
    auth - security/authorization messages
  syslog - messages generated internally by syslogd
     lpr - line printer subsystem
    news - network news subsystem

Supported log levels (priorities):
   emerg - system is unusable
   alert - action must be taken immediately
    crit - critical conditions
     err - error conditions
    warn - warning conditions
  notice - normal but significant condition
    info - informational
   debug - debug-level messages

For more details see dmesg(1).
`;

export interface KernelMessage {
	readonly seconds: number;
	readonly level: number;
	readonly text: string;
}

/** What the kernel has logged. Differs: only what the machine itself can tell of its start. */
export function kernelMessages({ machine }: Process): KernelMessage[] {
	if (machine.guestLog !== undefined) {
		return machine.guestLog.map((line) => {
			const [, seconds = '0', text = line] = /^\[ *([\d.]+)\] (.*)$/s.exec(line) ?? [];
			return { seconds: Number(seconds), level: 6, text };
		});
	}
	const { kernelRelease, memoryBytes, cpus } = machine;
	return [
		{ seconds: 0, level: 5, text: `Linux version ${kernelRelease} (buildd@lcy02-amd64-040)` },
		{ seconds: 0.012345, level: 6, text: `Memory: ${Math.floor(memoryBytes / 1024)}K available` },
		{ seconds: 0.104242, level: 6, text: `smp: Brought up 1 node, ${cpus} CPU${cpus === 1 ? '' : 's'}` },
	];
}

export const dmesg = gnuCommand({
	name: 'dmesg',
	paths: ['/usr/bin/dmesg'],
	size: 84_776,
	version: `dmesg from ${UTIL_LINUX}`,
	help: HELP,
	options,
	*main(run) {
		const { values, process, out } = run;
		if (values.shortHelp || values.shortVersion) {
			yield* out.write(values.shortHelp ? HELP : `dmesg from ${UTIL_LINUX}\n`);
			return 0;
		}
		if (run.operands.length > 0) throw new Fatal('bad usage', 1, true);
		if (process.machine.guestLog === undefined && process.credentials.uid !== 0)
			throw new Fatal('read kernel buffer failed: Operation not permitted');
		if (values.clear || values.consoleOff || values.consoleOn || values.consoleLevel !== undefined) return 0;
		const levels = chosen(values.level, LEVELS, 'level');
		const facilities = chosen(values.facility, FACILITIES, 'facility');
		const hasKernel = !values.userspace && (facilities === undefined || facilities.has(0));
		const shown = hasKernel ? kernelMessages(process).filter(({ level }) => levels?.has(level) ?? true) : [];
		if (values.json) yield* out.write(jsonText(shown));
		else
			for (const [at, message] of shown.entries())
				yield* out.write(`${stamp(run, message, shown[at - 1])}${message.text}\n`);
		if (values.follow || values.followNew) {
			yield* out.flush();
			for (;;) yield* process.sleep(3_600_000);
		}
		return 0;
	},
});

function chosen(list: string | undefined, known: readonly string[], what: string): ReadonlySet<number> | undefined {
	if (list === undefined) return undefined;
	return new Set(
		list.split(',').flatMap((word) => {
			const name = word.replaceAll('+', '');
			const at = known.indexOf(name);
			if (at < 0) throw new Fatal(`unknown ${what} '${word}'`);
			if (word.startsWith('+')) return known.slice(0, at + 1).map((_, each) => each);
			return word.endsWith('+') ? known.slice(at).map((_, each) => at + each) : [at];
		}),
	);
}

function stamp(
	{ values, process }: Run<typeof options>,
	message: KernelMessage,
	before: KernelMessage | undefined,
): string {
	const { seconds, level } = message;
	const format =
		values.timeFormat ??
		(values.ctime
			? 'ctime'
			: values.noTime
				? 'notime'
				: values.human || values.reltime
					? 'reltime'
					: values.delta
						? 'delta'
						: '');
	const plain = seconds.toFixed(6).padStart(12);
	if (values.raw) return `<${level}>[${plain}] `;
	const lead = values.decode ? `kern  :${(LEVELS[level] as string).padEnd(6)}: ` : '';
	const atMs = process.machine.bootedAtMs + seconds * 1000;
	const since = seconds - (before?.seconds ?? seconds);
	switch (format) {
		case 'notime':
			return lead;
		case 'ctime':
			return `${lead}[${strftime('%a %b %e %H:%M:%S %Y', atMs)}] `;
		case 'iso':
			return `${lead}${strftime('%Y-%m-%dT%H:%M:%S', atMs)},${seconds.toFixed(6).split('.')[1]}+00:00 `;
		case 'delta':
			return `${lead}[${plain} <${since.toFixed(6).padStart(12)}>] `;
		case 'reltime':
			return before === undefined || seconds - before.seconds >= 60
				? `${lead}[${strftime('%b%e %H:%M', atMs)}] `
				: `${lead}[${`+${since.toFixed(6)}`.padStart(11)}] `;
		default:
			return `${lead}[${plain}] `;
	}
}

function jsonText(messages: readonly KernelMessage[]): string {
	const items = messages.map(
		({ seconds, level, text }) =>
			`      {\n         "pri": ${level},\n         "time": ${seconds.toFixed(6).padStart(12)},\n         "msg": ${JSON.stringify(text)}\n      }`,
	);
	return `{\n   "dmesg": [\n${items.join(',')}\n   ]\n}\n`;
}
