import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { Exit, unixCommand } from '../unix-command.ts';

function isCommand(process: Process, path: string): boolean {
	try {
		return process.stat(path).type === 'file' && process.access(path, { execute: true });
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

export const which = unixCommand({
	name: 'which',
	paths: ['/usr/bin/which', '/usr/bin/which.debianutils'],
	size: 946,
	*main({ process, args, out }) {
		const all = args.includes('-a');
		const silent = args.includes('-s');
		const unknown = args.find((word) => /^-./.test(word) && !/^-[as]+$/.test(word) && word !== '--');
		if (unknown !== undefined)
			throw new Exit(2, `Illegal option ${unknown.slice(0, 2)}\nUsage: /usr/bin/which [-as] args\n`);
		const names = args.filter((word) => !word.startsWith('-'));
		if (names.length === 0) return 1;
		let status = 0;
		for (const name of names) {
			const candidates = name.includes('/')
				? [name]
				: (process.env.get('PATH') ?? '').split(':').map((folder) => `${folder === '' ? '.' : folder}/${name}`);
			const found = candidates.filter((path) => isCommand(process, path));
			for (const path of all ? found : found.slice(0, 1)) if (!silent) yield* out.write(`${path}\n`);
			if (found.length === 0) status = 1;
		}
		return status;
	},
});

const FOLDERS = [
	'/usr/bin',
	'/usr/sbin',
	'/usr/lib',
	'/etc',
	'/usr/games',
	'/usr/local/bin',
	'/usr/local/sbin',
	'/usr/local/etc',
	'/usr/local/lib',
	'/usr/share/man/man1',
];

export const whereis = unixCommand({
	name: 'whereis',
	paths: ['/usr/bin/whereis'],
	size: 34_984,
	help: `
Usage:
 whereis [options] [-BMS <dir>... -f] <name>

Locate the binary, source, and manual-page files for a command.

Options:
 -b         search only for binaries
 -B <dirs>  define binaries lookup path
 -m         search only for manuals and infos
 -M <dirs>  define man and info lookup path
 -s         search only for sources
 -S <dirs>  define sources lookup path
 -f         terminate <dirs> argument list
 -u         search for unusual entries
 -g         interpret name as glob (pathnames pattern)
 -l         output effective lookup paths

 -h, --help     display this help
 -V, --version  display version

For more details see whereis(1).
`,
	*main({ process, args, out }) {
		const names = args.filter((word) => !word.startsWith('-'));
		if (names.length === 0)
			throw new Exit(1, "whereis: not enough arguments\nTry 'whereis --help' for more information.\n");
		for (const name of names) {
			const found = FOLDERS.filter((folder) => process.access(`${folder}/${name}`, {})).map(
				(folder) => ` ${folder}/${name}`,
			);
			yield* out.write(`${name}:${found.join('')}\n`);
		}
		return 0;
	},
});
