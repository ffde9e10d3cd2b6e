import { gnuCommand } from '../gnu-command.ts';
import { COREUTILS } from './version.ts';

export const yes = gnuCommand({
	name: 'yes',
	paths: ['/usr/bin/yes'],
	size: 35_208,
	version: `yes ${COREUTILS}`,
	help: `Usage: yes [STRING]...
  or:  /usr/bin/yes OPTION
Repeatedly output a line with all specified STRING(s), or 'y'.

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/yes>
or available locally via: info '(coreutils) yes invocation'
`,
	options: {},
	*main(run) {
		const line = `${run.operands.length === 0 ? 'y' : run.operands.join(' ')}\n`;
		const block = line.repeat(Math.max(1, Math.floor(1024 / line.length)));
		for (;;) {
			yield* run.out.write(block);
			yield* run.out.flush();
			yield* run.process.tick();
		}
	},
});
