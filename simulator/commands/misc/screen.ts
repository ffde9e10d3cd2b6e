import { unixCommand } from '../unix-command.ts';

/** Home, clear, and clear what has scrolled away. */
export const clear = unixCommand({
	name: 'clear',
	paths: ['/usr/bin/clear'],
	size: 14_648,
	*main({ process, args, out, say }) {
		if (process.env.get('TERM') === undefined) {
			yield* say('TERM environment variable not set.\n');
			return 1;
		}
		yield* out.write(args.includes('-x') ? '\x1b[H\x1b[2J' : '\x1b[H\x1b[2J\x1b[3J');
		return 0;
	},
});

export const reset = unixCommand({
	name: 'reset',
	paths: ['/usr/bin/reset', '/usr/bin/tset'],
	size: 26_936,
	*main({ process, out }) {
		if (process.isatty(0)) {
			process.setTerminalMode(0, {
				canonical: true,
				echo: true,
				signals: true,
				postprocess: true,
				mapReturn: true,
				flowControl: true,
			});
		}
		yield* out.write('\x1bc\x1b[!p\x1b[?3;4l\x1b[4l\x1b>');
		return 0;
	},
});
