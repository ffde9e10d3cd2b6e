import { SystemError } from '../../kernel/process-api.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag } from '../options.ts';
import { coreutilsHelp } from './coreutils-help.ts';
import { COREUTILS } from './version.ts';

const UNPORTABLE = /[^A-Za-z0-9._/-]/u;

export const pathchk = gnuCommand({
	name: 'pathchk',
	paths: ['/usr/bin/pathchk'],
	size: 35_208,
	version: `pathchk ${COREUTILS}`,
	help: coreutilsHelp(
		'pathchk [OPTION]... NAME...',
		'Says which file names are not valid or not portable.',
		'  -p                  what most POSIX systems take\n  -P                  no empty names, no leading "-"\n      --portability   both\n',
	),
	options: { posix: flag('p'), extra: flag('P'), both: flag('portability') },
	*main(run) {
		const { values, operands, process } = run;
		if (operands.length === 0) throw new Fatal('missing operand', 1, true);
		const basic = values.posix === true || values.both === true;
		const strict = values.extra === true || values.both === true;
		let status = 0;
		for (const name of operands) {
			const problem = problemOf(name, basic, strict, () => {
				try {
					process.lstat(name);
					return undefined;
				} catch (error) {
					if (!(error instanceof SystemError)) throw error;
					return error.errno === 'ENOENT' ? undefined : reasonOf(error);
				}
			});
			if (problem === undefined) continue;
			yield* run.complain(problem);
			status = 1;
		}
		return status;
	},
});

function problemOf(
	name: string,
	basic: boolean,
	strict: boolean,
	onDisk: () => string | undefined,
): string | undefined {
	const parts = name.split('/');
	if (strict) {
		const dashed = parts.find((part) => part.startsWith('-'));
		if (dashed !== undefined) return `leading '-' in a component of file name '${name}'`;
	}
	if ((basic || strict) && name === '') return 'empty file name';
	if (basic) {
		const odd = UNPORTABLE.exec(name)?.[0];
		if (odd !== undefined) return `nonportable character ‘${odd}’ in file name '${name}'`;
	} else if (name === '') return "'': No such file or directory";
	else {
		const reason = onDisk();
		if (reason !== undefined) return `${name}: ${reason}`;
	}
	const length = encodeUtf8(name).length;
	const limit = basic ? 256 : 4096;
	if (length >= limit) return `limit ${limit - 1} exceeded by length ${length} of file name ${name}`;
	const most = basic ? 14 : 255;
	const long = parts.find((part) => encodeUtf8(part).length > most);
	if (long === undefined) return undefined;
	return `limit ${most} exceeded by length ${encodeUtf8(long).length} of file name component ‘${long}’`;
}
