import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { become } from '../launch.ts';
import { Exit, unixCommand } from '../unix-command.ts';

/** coreutils'. Differs: users and groups cannot be named. */
export const chroot = unixCommand({
	name: 'chroot',
	paths: ['/usr/sbin/chroot'],
	size: 39_368,
	*main({ process, args }) {
		const first = args.findIndex((word) => !/^--(?:skip-chdir|userspec=.*|groups=.*)$/.test(word));
		const [path, ...command] = first < 0 ? [] : args.slice(args[first] === '--' ? first + 1 : first);
		if (path === undefined) {
			throw new Exit(125, "chroot: missing operand\nTry 'chroot --help' for more information.\n");
		}
		try {
			process.chroot(path);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Exit(125, `chroot: cannot change root directory to '${path}': ${errorMessage(error.errno)}\n`);
		}
		const argv = command.length > 0 ? command : [process.env.get('SHELL') ?? '/bin/sh', '-i'];
		try {
			return yield* become(process, argv, process.env);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const why = errorMessage(error.errno);
			throw new Exit(error.errno === 'ENOENT' ? 127 : 126, `chroot: failed to run command ‘${argv[0]}’: ${why}\n`);
		}
	},
});
