import { decodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag } from '../options.ts';
import { readAll } from '../stdio.ts';

const VARIABLE = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g;

export const envsubst = gnuCommand({
	name: 'envsubst',
	paths: ['/usr/bin/envsubst'],
	size: 35_288,
	version: 'envsubst (GNU gettext-runtime) 0.21',
	help: `Usage: envsubst [OPTION] [SHELL-FORMAT]

Substitutes the values of environment variables.

Operation mode:
  -v, --variables             output the variables occurring in SHELL-FORMAT

Informative output:
  -h, --help                  display this help and exit
  -V, --version               output version information and exit

In normal operation mode, standard input is copied to standard output,
with references to environment variables of the form $VARIABLE or \${VARIABLE}
being replaced with the corresponding values.  If a SHELL-FORMAT is given,
only those environment variables that are referenced in SHELL-FORMAT are
substituted; otherwise all environment variables references occurring in
standard input are substituted.

When --variables is used, standard input is ignored, and the output consists
of the environment variables that are referenced in SHELL-FORMAT, one per line.

Report bugs in the bug tracker at <https://savannah.gnu.org/projects/gettext>
or by email to <bug-gettext@gnu.org>.
`,
	options: { variables: flag('v', 'variables') },
	*main(run) {
		const { process, values, operands, out } = run;
		if (operands.length > 1) throw new Fatal('too many arguments');
		const [format] = operands;
		if (values.variables && format === undefined) throw new Fatal('missing arguments');
		const named =
			format === undefined
				? undefined
				: [...format.matchAll(VARIABLE)].map(([, plain, braced]) => (plain ?? braced) as string);
		if (values.variables) {
			for (const name of named ?? []) yield* out.write(`${name}\n`);
			return 0;
		}
		const text = decodeUtf8(yield* readAll(process, 0));
		yield* out.write(
			text.replace(VARIABLE, (whole, plain: string | undefined, braced: string | undefined) => {
				const name = (plain ?? braced) as string;
				return named === undefined || named.includes(name) ? (process.env.get(name) ?? '') : whole;
			}),
		);
		return 0;
	},
});
