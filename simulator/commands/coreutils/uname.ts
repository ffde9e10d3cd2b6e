import type { Process } from '../../kernel/process-api.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { COREUTILS } from './version.ts';

/** The fields of uname(2), in the order in which they are printed. */
function fields(process: Process): { readonly [key: string]: string } {
	return {
		kernelName: 'Linux',
		nodeName: process.hostname,
		release: process.machine.kernelRelease,
		kernelVersion: '#52-Ubuntu SMP PREEMPT_DYNAMIC Thu Dec  5 13:09:44 UTC 2024',
		machine: 'x86_64',
		processor: 'x86_64',
		platform: 'x86_64',
		system: 'GNU/Linux',
	};
}

export const uname = gnuCommand({
	name: 'uname',
	paths: ['/usr/bin/uname'],
	size: 35_208,
	version: `uname ${COREUTILS}`,
	help: `Usage: uname [OPTION]...
Print certain system information.  With no OPTION, same as -s.

  -a, --all                print all information, in the following order,
                             except omit -p and -i if unknown:
  -s, --kernel-name        print the kernel name
  -n, --nodename           print the network node hostname
  -r, --kernel-release     print the kernel release
  -v, --kernel-version     print the kernel version
  -m, --machine            print the machine hardware name
  -p, --processor          print the processor type (non-portable)
  -i, --hardware-platform  print the hardware platform (non-portable)
  -o, --operating-system   print the operating system
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/uname>
or available locally via: info '(coreutils) uname invocation'
`,
	options: {
		all: flag('a', 'all'),
		kernelName: flag('s', 'kernel-name'),
		nodeName: flag('n', 'nodename'),
		release: flag('r', 'kernel-release'),
		kernelVersion: flag('v', 'kernel-version'),
		machine: flag('m', 'machine'),
		processor: flag('p', 'processor'),
		platform: flag('i', 'hardware-platform'),
		system: flag('o', 'operating-system'),
	},
	*main(run) {
		if (run.operands.length > 0) throw new Fatal(`extra operand ‘${run.operands[0]}’`, 1, true);
		const asked = new Set<string>(run.given.map(({ key }) => key));
		if (asked.size === 0) asked.add('kernelName');
		const all = Object.entries(fields(run.process));
		yield* run.out.write(
			`${all
				.filter(([key]) => asked.has('all') || asked.has(key))
				.map(([, value]) => value)
				.join(' ')}\n`,
		);
		return 0;
	},
});

export const arch = gnuCommand({
	name: 'arch',
	paths: ['/usr/bin/arch'],
	size: 35_208,
	version: `arch ${COREUTILS}`,
	help: `Usage: arch [OPTION]...
Print machine architecture.

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/arch>
or available locally via: info '(coreutils) arch invocation'
`,
	options: {},
	*main(run) {
		yield* run.out.write('x86_64\n');
		return 0;
	},
});

export const nproc = gnuCommand({
	name: 'nproc',
	paths: ['/usr/bin/nproc'],
	size: 35_208,
	version: `nproc ${COREUTILS}`,
	help: `Usage: nproc [OPTION]...
Print the number of processing units available to the current process,
which may be less than the number of online processors

      --all      print the number of installed processors
      --ignore=N  if possible, exclude N processing units
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/nproc>
or available locally via: info '(coreutils) nproc invocation'
`,
	options: { all: flag('all'), ignore: withValue('ignore') },
	*main(run) {
		if (run.operands.length > 0) throw new Fatal(`extra operand ‘${run.operands[0]}’`, 1, true);
		const { ignore = '0' } = run.values;
		if (!/^\d+$/.test(ignore)) throw new Fatal(`invalid number: ‘${ignore}’`);
		yield* run.out.write(`${Math.max(1, run.process.machine.cpus - Number(ignore))}\n`);
		return 0;
	},
});
