import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { complaintOf, Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, withValue } from '../options.ts';
import { readAll, readFile } from '../stdio.ts';
import { Exit } from '../unix-command.ts';
import { valueBytes } from './attribute-text.ts';
import { ATTR_VERSION, NO_ATTRIBUTE } from './getfattr.ts';

const USAGE = `Usage: setfattr {-n name} [-v value] [-h] file...
       setfattr {-x name} [-h] file...
`;
const HELP = `setfattr ${ATTR_VERSION} -- set extended attributes
${USAGE}  -n, --name=name         set the value of the named extended attribute
  -x, --remove=name       remove the named extended attribute
  -v, --value=value       use value as the attribute value
  -h, --no-dereference    do not dereference symbolic links
      --restore=file      restore extended attributes
      --raw               attribute value is not encoded
      --version           print version and exit
      --help              this help text
`;
const OPTIONS = {
	name: withValue('n', 'name'),
	remove: withValue('x', 'remove'),
	value: withValue('v', 'value'),
	noFollow: flag('h', 'no-dereference'),
	restore: withValue('restore'),
	raw: flag('raw'),
} as const;

type SetfattrRun = Run<typeof OPTIONS>;

export const setfattr = gnuCommand({
	name: 'setfattr',
	paths: ['/usr/bin/setfattr'],
	size: 18_888,
	help: HELP,
	version: `setfattr ${ATTR_VERSION}`,
	options: OPTIONS,
	usageStatus: 2,
	usageHint: `${USAGE}Try \`setfattr --help' for more information.`,
	*main(run) {
		const { values, operands } = run;
		const { name, remove, restore, value } = values;
		if (restore !== undefined) return yield* restoreAll(run, restore);
		if ((name === undefined) === (remove === undefined) || operands.length === 0) throw new Fatal('', 2);
		const bytes = value === undefined ? new Uint8Array(0) : values.raw ? encodeUtf8(value) : valueBytes(value);
		let status = 0;
		for (const path of operands) {
			if (bytes === undefined) {
				yield* run.process.write(2, encodeUtf8('bad input encoding\n'));
				status = 1;
			} else if (!(yield* set(run, path, name ?? (remove as string), name === undefined ? undefined : bytes)))
				status = 1;
		}
		return status;
	},
});

function* set(run: SetfattrRun, path: string, name: string, value: Uint8Array | undefined): Task<boolean> {
	try {
		run.process.setAttribute(path, name, value, { follow: run.values.noFollow !== true });
		return true;
	} catch (error) {
		const isMissing = error instanceof SystemError && error.errno === 'ENODATA';
		yield* run.complain(`${path}: ${isMissing ? NO_ATTRIBUTE : reasonOf(error)}`);
		return false;
	}
}

/** What `getfattr -d` has printed. */
function* restoreAll(run: SetfattrRun, source: string): Task<number> {
	const { process } = run;
	let text: string;
	try {
		text = decodeUtf8(source === '-' ? yield* readAll(process, 0) : yield* readFile(process, source));
	} catch (error) {
		throw new Fatal(complaintOf(source, error), 1);
	}
	let path: string | undefined;
	let status = 0;
	for (const [at, line] of text.split('\n').entries()) {
		yield* process.tick();
		if (line === '') {
			path = undefined;
			continue;
		}
		if (line.startsWith('# file: ')) {
			path = line.slice('# file: '.length);
			continue;
		}
		if (path === undefined) {
			const place = source === '-' ? 'standard input' : source;
			throw new Exit(1, `setfattr: ${place}: No filename found in line ${at + 1}, aborting\n`);
		}
		const [, name = line, value = ''] = /^([^=]*)=(.*)$/s.exec(line) ?? [];
		const bytes = valueBytes(value);
		if (bytes === undefined || !(yield* set(run, path, name, bytes))) status = 1;
	}
	return status;
}
