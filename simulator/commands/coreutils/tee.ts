import { gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue } from '../options.ts';
import { COREUTILS } from './version.ts';

export const tee = gnuCommand({
	name: 'tee',
	paths: ['/usr/bin/tee'],
	size: 35_336,
	version: `tee ${COREUTILS}`,
	help: `Usage: tee [OPTION]... [FILE]...
Copy standard input to each FILE, and also to standard output.

  -a, --append              append to the given FILEs, do not overwrite
  -i, --ignore-interrupts   ignore interrupt signals
  -p                        operate in a more appropriate MODE with pipes.
      --output-error[=MODE]   set behavior on write error.  See MODE below
      --help        display this help and exit
      --version     output version information and exit
`,
	badInput: { read: 'read error', close: 'standard input' },
	options: {
		append: flag('a', 'append'),
		ignoreInterrupts: flag('i', 'ignore-interrupts'),
		pipes: flag('p'),
		outputError: mayHaveValue('output-error'),
	},
	*main(run) {
		const { process, values, operands } = run;
		if (values.ignoreInterrupts) process.onSignal('INT', 'ignore');
		let status = 0;
		const fds: number[] = [];
		for (const path of operands) {
			try {
				const flags = { write: true, create: true, append: values.append === true, truncate: !values.append };
				fds.push(yield* process.open(path, flags, 0o666));
			} catch (error) {
				yield* run.complainOf(path, error);
				status = 1;
			}
		}
		for (;;) {
			const chunk = yield* process.read(0, 65_536);
			if (chunk.length === 0) return status;
			yield* run.out.writeBytes(chunk);
			for (const fd of fds) yield* process.write(fd, chunk);
			yield* process.tick();
		}
	},
});
