import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { COREUTILS } from './version.ts';

const STANDARD_HELP = `      --help        display this help and exit
      --version     output version information and exit
`;

export const basename = gnuCommand({
	name: 'basename',
	paths: ['/usr/bin/basename'],
	size: 35_272,
	version: `basename ${COREUTILS}`,
	help: `Usage: basename NAME [SUFFIX]
  or:  basename OPTION... NAME...
Print NAME with any leading directory components removed.
If specified, also remove a trailing SUFFIX.

Mandatory arguments to long options are mandatory for short options too.
  -a, --multiple       support multiple arguments and treat each as a NAME
  -s, --suffix=SUFFIX  remove a trailing SUFFIX; implies -a
  -z, --zero           end each output line with NUL, not newline
${STANDARD_HELP}`,
	options: { multiple: flag('a', 'multiple'), suffix: withValue('s', 'suffix'), zero: flag('z', 'zero') },
	stopAtOperand: true,
	*main(run) {
		const { operands, values } = run;
		if (operands.length === 0) throw new Fatal('missing operand', 1, true);
		const many = values.multiple ?? values.suffix;
		if (!many && operands.length > 2) throw new Fatal(`extra operand ‘${operands[2]}’`, 1, true);
		const suffix = values.suffix ?? (many ? undefined : operands[1]);
		for (const name of many ? operands : operands.slice(0, 1)) {
			const base = lastComponent(name);
			const cut =
				suffix !== undefined && base !== suffix && base.endsWith(suffix)
					? base.slice(0, base.length - suffix.length)
					: base;
			yield* run.out.write(cut + (values.zero ? '\0' : '\n'));
		}
		return 0;
	},
});

export const dirname = gnuCommand({
	name: 'dirname',
	paths: ['/usr/bin/dirname'],
	size: 35_208,
	version: `dirname ${COREUTILS}`,
	help: `Usage: dirname [OPTION] NAME...
Output each NAME with its last non-slash component and trailing slashes
removed; if NAME contains no /'s, output '.' (meaning the current directory).

  -z, --zero     end each output line with NUL, not newline
${STANDARD_HELP}`,
	options: { zero: flag('z', 'zero') },
	*main(run) {
		if (run.operands.length === 0) throw new Fatal('missing operand', 1, true);
		for (const name of run.operands) yield* run.out.write(directoryOf(name) + (run.values.zero ? '\0' : '\n'));
		return 0;
	},
});

function lastComponent(name: string): string {
	const trimmed = name.replace(/\/+$/, '');
	if (trimmed === '') return name === '' ? '' : '/';
	return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

function directoryOf(name: string): string {
	const trimmed = name.replace(/\/+$/, '');
	if (trimmed === '') return name.startsWith('/') ? '/' : '.';
	const slash = trimmed.lastIndexOf('/');
	if (slash < 0) return '.';
	const directory = trimmed.slice(0, slash).replace(/\/+$/, '');
	return directory === '' ? '/' : directory;
}
