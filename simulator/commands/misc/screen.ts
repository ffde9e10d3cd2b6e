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

export const tput = unixCommand({
	name: 'tput',
	paths: ['/usr/bin/tput'],
	size: 26_936,
	*main({ process, args, out, say }) {
		const [capability = '', parameter] = args;
		const size = process.isatty(1)
			? process.terminalSize(1)
			: process.isatty(2)
				? process.terminalSize(2)
				: { columns: 80, rows: 24 };
		const texts: Readonly<Record<string, string>> = {
			cols: `${size.columns}\n`,
			lines: `${size.rows}\n`,
			colors: '256\n',
			clear: '\x1b[H\x1b[2J\x1b[3J',
			bold: '\x1b[1m',
			sgr0: '\x1b(B\x1b[m',
			rev: '\x1b[7m',
			smul: '\x1b[4m',
			rmul: '\x1b[24m',
			setaf: `\x1b[3${parameter ?? '0'}m`,
			setab: `\x1b[4${parameter ?? '0'}m`,
			civis: '\x1b[?25l',
			cnorm: '\x1b[?12l\x1b[?25h',
			el: '\x1b[K',
			home: '\x1b[H',
		};
		const text = texts[capability];
		if (text === undefined) {
			yield* say(
				capability === ''
					? 'usage: tput [-V] [-S] [-T term] capname\n'
					: `tput: unknown terminfo capability '${capability}'\n`,
			);
			return capability === '' ? 2 : 4;
		}
		yield* out.write(text);
		return 0;
	},
});
