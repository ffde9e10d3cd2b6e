import { readAccounts } from '../coreutils/accounts.ts';
import { loginSessions } from '../coreutils/who.ts';
import { gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { strftime } from '../strftime.ts';
import { memoryUse, prettyUptime, uptimeLine } from './load.ts';
import { commandLine, minutesText } from './process-columns.ts';

export const free = gnuCommand({
	name: 'free',
	paths: ['/usr/bin/free'],
	size: 26_904,
	version: 'free from procps-ng 4.0.4',
	help: `
Usage:
 free [options]

Options:
 -b, --bytes         show output in bytes
     --kilo          show output in kilobytes
     --mega          show output in megabytes
     --giga          show output in gigabytes
     --tera          show output in terabytes
     --peta          show output in petabytes
 -k, --kibi          show output in kibibytes
 -m, --mebi          show output in mebibytes
 -g, --gibi          show output in gibibytes
     --tebi          show output in tebibytes
     --pebi          show output in pebibytes
 -h, --human         show human-readable output
     --si            use powers of 1000 not 1024
 -l, --lohi          show detailed low and high memory statistics
 -t, --total         show total for RAM + swap
 -v, --committed     show committed memory and commit limit
 -s N, --seconds N   repeat printing every N seconds
 -c N, --count N     repeat printing N times, then exit
 -w, --wide          wide output

     --help     display this help and exit
 -V, --version  output version information and exit

For more details see free(1).
`,
	options: {
		bytes: flag('b', 'bytes'),
		kibi: flag('k', 'kibi'),
		mebi: flag('m', 'mebi'),
		gibi: flag('g', 'gibi'),
		kilo: flag('kilo'),
		mega: flag('mega'),
		giga: flag('giga'),
		tera: flag('tera'),
		peta: flag('peta'),
		tebi: flag('tebi'),
		pebi: flag('pebi'),
		human: flag('h', 'human'),
		si: flag('si'),
		lohi: flag('l', 'lohi'),
		total: flag('t', 'total'),
		wide: flag('w', 'wide'),
		seconds: withValue('s', 'seconds'),
		count: withValue('c', 'count'),
	},
	*main(run) {
		const { values, process, out } = run;
		const unit = unitOf(run.given, values.si === true);
		const text = (bytes: number): string =>
			(values.human ? scaled(bytes, values.si === true) : String(Math.floor(bytes / unit))).padStart(12);
		let left =
			values.count === undefined ? (values.seconds === undefined ? 1 : Number.POSITIVE_INFINITY) : Number(values.count);
		for (;;) {
			const { total, used, free: unused, cache, available } = memoryUse(process);
			const headings = values.wide
				? ['total', 'used', 'free', 'shared', 'buffers', 'cache', 'available']
				: ['total', 'used', 'free', 'shared', 'buff/cache', 'available'];
			yield* out.write(`        ${headings.map((heading) => heading.padStart(12)).join('')}\n`);
			const cells = [total, used, unused, 0, ...(values.wide ? [0, cache] : [cache]), available];
			yield* out.write(`Mem:    ${cells.map(text).join('')}\n`);
			if (values.lohi) {
				yield* out.write(`Low:    ${[total, total - unused, unused].map(text).join('')}\n`);
				yield* out.write(`High:   ${[0, 0, 0].map(text).join('')}\n`);
			}
			const swap = process.machine.swaps.reduce((sum, { bytes }) => sum + bytes, 0);
			yield* out.write(`Swap:   ${[swap, 0, swap].map(text).join('')}\n`);
			if (values.total) yield* out.write(`Total:  ${[total + swap, used, unused + swap].map(text).join('')}\n`);
			if (--left <= 0) return 0;
			yield* out.write('\n');
			yield* out.flush();
			yield* process.sleep(Number(values.seconds ?? 1) * 1000);
		}
	},
});

const POWERS: { readonly [key: string]: readonly [base: number, power: number] } = {
	bytes: [1, 0],
	kibi: [1024, 1],
	mebi: [1024, 2],
	gibi: [1024, 3],
	tebi: [1024, 4],
	pebi: [1024, 5],
	kilo: [1000, 1],
	mega: [1000, 2],
	giga: [1000, 3],
	tera: [1000, 4],
	peta: [1000, 5],
};

/** The last one counts; --si makes powers of 1000 of all. */
function unitOf(given: readonly { readonly key: string }[], isDecimal: boolean): number {
	const [base, power] = POWERS[given.findLast(({ key }) => POWERS[key] !== undefined)?.key ?? 'kibi'] ?? [1024, 1];
	return (isDecimal && base === 1024 ? 1000 : base) ** power;
}

const UNITS = ['B', 'K', 'M', 'G', 'T', 'P'];

/** "3.8Gi", "512Mi", "0B"; with powers of 1000 "4.1G". */
function scaled(bytes: number, isDecimal: boolean): string {
	let value = bytes;
	let unit = 0;
	while (value >= 1000 && unit < UNITS.length - 1) {
		value /= isDecimal ? 1000 : 1024;
		unit++;
	}
	if (unit === 0) return `${bytes}B`;
	return `${value < 10 ? value.toFixed(1) : Math.round(value)}${UNITS[unit]}${isDecimal ? '' : 'i'}`;
}

export const uptime = gnuCommand({
	name: 'uptime',
	paths: ['/usr/bin/uptime'],
	size: 14_640,
	version: 'uptime from procps-ng 4.0.4',
	help: `
Usage:
 uptime [options]

Options:
 -p, --pretty   show uptime in pretty format
 -h, --help     display this help and exit
 -s, --since    system up since
 -V, --version  output version information and exit

For more details see uptime(1).
`,
	options: { pretty: flag('p', 'pretty'), since: flag('s', 'since') },
	*main(run) {
		const { process, values } = run;
		if (values.pretty) yield* run.out.write(`${prettyUptime(process)}\n`);
		else if (values.since) yield* run.out.write(`${strftime('%Y-%m-%d %H:%M:%S', process.machine.bootedAtMs)}\n`);
		else yield* run.out.write(`${uptimeLine(process, loginSessions(process).length)}\n`);
		return 0;
	},
});

export const w = gnuCommand({
	name: 'w',
	paths: ['/usr/bin/w'],
	size: 22_912,
	version: 'w from procps-ng 4.0.4',
	help: `
Usage:
 w [options] [user]

Options:
 -h, --no-header     do not print header
 -u, --no-current    ignore current process username
 -s, --short         short format
 -f, --from          show remote hostname field
 -o, --old-style     old style output
 -i, --ip-addr       display IP address instead of hostname (if possible)

     --help     display this help and exit
 -V, --version  output version information and exit

For more details see w(1).
`,
	options: {
		noHeader: flag('h', 'no-header'),
		short: flag('s', 'short'),
		from: flag('f', 'from'),
		ip: flag('i', 'ip-addr'),
	},
	*main(run) {
		const { process, values } = run;
		const accounts = yield* readAccounts(process);
		const sessions = loginSessions(process);
		if (!values.noHeader) {
			yield* run.out.write(`${uptimeLine(process, sessions.length)}\n`);
			yield* run.out.write('USER     TTY      FROM             LOGIN@   IDLE   JCPU   PCPU WHAT\n');
		}
		for (const { uid, tty, startedAtMs } of sessions) {
			const here = process.machine.processes().filter((each) => each.tty === tty);
			const front = here.filter((each) => each.foreground).at(-1);
			const cpu = here.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
			const name = (accounts.users.get(uid) ?? String(uid)).slice(0, 8).padEnd(8);
			const what = front === undefined ? '-' : commandLine(front);
			yield* run.out.write(
				`${name} ${tty.padEnd(8)} -                ${strftime('%H:%M', startedAtMs)}    1.00s ${minutesText(cpu).padStart(5)}  ${minutesText(front?.cpuMs ?? 0).padStart(5)} ${what}\n`,
			);
		}
		return 0;
	},
});
