import { GVISOR_RELEASE } from '../../hosts/packages/gvisor-packages.ts';
import { Exit, unixCommand } from '../unix-command.ts';

/** gVisor's runtime as people call it themselves. Differs: containers are made through containerd only. */
export const runsc = unixCommand({
	name: 'runsc',
	paths: [],
	size: 67_841_196,
	*main({ args, out }) {
		const [command] = args.filter((word) => !word.startsWith('-'));
		if (args.some((word) => /^--?version$/.test(word))) {
			yield* out.write(`runsc version release-${GVISOR_RELEASE}\nspec: 1.1.0-rc.1\n`);
			return 0;
		}
		if (command === 'list') {
			yield* out.write('ID          PID         STATUS      BUNDLE      CREATED     OWNER\n');
			return 0;
		}
		throw new Exit(128, command === undefined ? USAGE : `runsc: command ${command} is not simulated\n`);
	},
});

const USAGE = `Usage: runsc <flags> <subcommand> <subcommand args>

Use "runsc flags" for a list of top-level flags
`;
