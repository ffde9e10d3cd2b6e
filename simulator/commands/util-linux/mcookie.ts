import { gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { UTIL_LINUX } from './version.ts';

export const mcookie = gnuCommand({
	name: 'mcookie',
	paths: ['/usr/bin/mcookie'],
	size: 27_072,
	version: `mcookie from ${UTIL_LINUX}`,
	help: `
Usage:
 mcookie [options]

Generate magic cookies for xauth.

Options:
 -f, --file <file>     use file as a cookie seed
 -m, --max-size <num>  limit how much is read from seed files
 -v, --verbose         explain what is being done

 -h, --help            display this help
 -V, --version         display version

Arguments:
 <num> arguments may be followed by the suffixes for
   GiB, TiB, PiB, EiB, ZiB, and YiB (the "iB" is optional)

For more details see mcookie(1).
`,
	options: { file: withValue('f', 'file'), maxSize: withValue('m', 'max-size'), verbose: flag('v', 'verbose') },
	*main({ process, out }) {
		const words = Array.from({ length: 4 }, () => process.randomUint32().toString(16).padStart(8, '0'));
		yield* out.write(`${words.join('')}\n`);
		return 0;
	},
});
