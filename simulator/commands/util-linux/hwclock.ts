import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { strftime } from '../strftime.ts';
import { UTIL_LINUX } from './version.ts';

/** The machine's clock that goes on when it is off: it says what the system's says, and setting either changes nothing. */
export const hwclock = gnuCommand({
	name: 'hwclock',
	paths: ['/usr/sbin/hwclock'],
	size: 59_872,
	version: `hwclock from ${UTIL_LINUX}`,
	help: `
Usage:
 hwclock [function] [option...]

Time clocks utility.

Functions:
 -r, --show                      display the RTC time
     --get                       display drift corrected RTC time
     --set                       set the RTC according to --date
 -s, --hctosys                   set the system time from the RTC
 -w, --systohc                   set the RTC from the system time
     --systz                     send timescale configurations to the kernel
 -a, --adjust                    adjust the RTC to account for systematic drift
     --param-get <param>         display the RTC parameter
     --param-set <param>=<value> set the RTC parameter
     --predict                   predict the drifted RTC time according to --date

Options:
 -u, --utc                       the RTC timescale is UTC
 -l, --localtime                 the RTC timescale is Local
 -f, --rtc <file>                use an alternate file to /dev/rtc0
     --directisa                 use the ISA bus instead of /dev/rtc0 access
     --date <time>               date/time input for --set and --predict
     --delay <sec>               delay used when set new RTC time
     --update-drift              update the RTC drift factor
     --noadjfile                 do not use /etc/adjtime
     --adjfile <file>            use an alternate file to /etc/adjtime
     --test                      dry run; implies --verbose
 -v, --verbose                   display more details

 -h, --help                      display this help
 -V, --version                   display version

Arguments:
 <param> is either a numeric RTC parameter value or one of these aliases:
   - features: supported features (0x0)
   - correction: time correction (0x1)
   - bsm: backup switch mode (0x2)
   See Kernel's include/uapi/linux/rtc.h for parameters and values.

 <param> and <value> accept hexadecimal values if prefixed with 0x, otherwise decimal.

For more details see hwclock(8).
`,
	options: {
		show: flag('r', 'show'),
		get: flag('get'),
		set: flag('set'),
		toSystem: flag('s', 'hctosys'),
		fromSystem: flag('w', 'systohc'),
		zone: flag('systz'),
		adjust: flag('a', 'adjust'),
		predict: flag('predict'),
		utc: flag('u', 'utc'),
		local: flag('l', 'localtime'),
		file: withValue('f', 'rtc'),
		isa: flag('directisa'),
		date: withValue('date'),
		delay: withValue('delay'),
		drift: flag('update-drift'),
		noFile: flag('noadjfile'),
		adjustFile: withValue('adjfile'),
		test: flag('test'),
		verbose: flag('v', 'verbose'),
	},
	*main({ values, operands, process, out }) {
		if (operands.length > 0) throw new Fatal(`${operands.length} too many arguments given`, 1, true);
		const { show, get, set, toSystem, fromSystem, zone, adjust, predict } = values;
		const functions = [show, get, set, toSystem, fromSystem, zone, adjust, predict];
		if (functions.filter((each) => each).length > 1)
			throw new Fatal(
				'mutually exclusive arguments: --adjust --get --hctosys --predict --set --show --systohc --systz',
			);
		if ((set || predict) && values.date === undefined)
			throw new Fatal('--date is required for --set or --predict', 1, true);
		if (!process.credentials.capabilities.has('SYS_TIME')) {
			throw new Fatal(
				'Cannot access the Hardware Clock via any known method.\nhwclock: Use the --verbose option to see the details of our search for an access method.',
			);
		}
		if (functions.some((each) => each) && !show && !get) return 0;
		const now = process.now();
		const micros = `${String(now % 1000).padStart(3, '0')}000`;
		yield* out.write(`${strftime('%Y-%m-%d %H:%M:%S', now)}.${micros}+00:00\n`);
		return 0;
	},
});
