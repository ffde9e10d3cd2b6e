import { SystemError } from '../../kernel/process-api.ts';
import { compilePosix, type Regexp, RegexpSyntaxError } from '../../machinery/regexp.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, withValue } from '../options.ts';
import { walkFiles } from './acl-files.ts';
import { type AttributeEncoding, valueText } from './attribute-text.ts';

const USAGE = 'Usage: getfattr [-hRLP] [-n name|-d] [-e en] [-m pattern] path...\n';
export const ATTR_VERSION = '2.5.2';

const HELP = `getfattr ${ATTR_VERSION} -- get extended attributes
${USAGE}  -n, --name=name         get the named extended attribute value
  -d, --dump              get all extended attribute values
  -e, --encoding=...      encode values (as 'text', 'hex' or 'base64')
      --match=pattern     only get attributes with names matching pattern
      --only-values       print the bare values only
  -h, --no-dereference    do not dereference symbolic links
      --one-file-system   skip files on different filesystems
      --absolute-names    don't strip leading '/' in pathnames
  -R, --recursive         recurse into subdirectories
  -L, --logical           logical walk, follow symbolic links
  -P  --physical          physical walk, do not follow symbolic links
      --version           print version and exit
      --help              this help text
`;
const OPTIONS = {
	name: withValue('n', 'name'),
	dump: flag('d', 'dump'),
	encoding: withValue('e', 'encoding'),
	match: withValue('m', 'match'),
	onlyValues: flag('only-values'),
	noFollow: flag('h', 'no-dereference'),
	oneFileSystem: flag('one-file-system'),
	absolute: flag('absolute-names'),
	recursive: flag('R', 'recursive'),
	logical: flag('L', 'logical'),
	physical: flag('P', 'physical'),
} as const;

type GetfattrRun = Run<typeof OPTIONS>;

export const getfattr = gnuCommand({
	name: 'getfattr',
	paths: ['/usr/bin/getfattr'],
	size: 22_984,
	help: HELP,
	version: `getfattr ${ATTR_VERSION}`,
	options: OPTIONS,
	usageStatus: 2,
	usageHint: `${USAGE}Try \`getfattr --help' for more information.`,
	*main(run) {
		const { values, operands, process } = run;
		const { encoding } = values;
		if (encoding !== undefined && !['text', 'hex', 'base64'].includes(encoding)) throw new Fatal('', 2);
		if (operands.length === 0) throw new Fatal('', 2);
		const links = values.physical || values.noFollow ? 'physical' : values.logical ? 'logical' : 'named';
		const printer = new AttributePrinter(run);
		for (const path of operands) {
			yield* walkFiles(
				process,
				path,
				{ isRecursive: values.recursive === true, links },
				(each) => printer.print(each),
				(each, error) => {
					printer.status = 1;
					return run.complainOf(each, error);
				},
			);
		}
		return printer.status;
	},
});

/** Models getfattr's do_print. */
class AttributePrinter {
	status = 0;
	readonly #run: GetfattrRun;
	readonly #matches: (name: string) => boolean;
	#hasWarned = false;

	constructor(run: GetfattrRun) {
		this.#run = run;
		const { match = '^user\\.' } = run.values;
		const pattern = match === '-' ? undefined : compiled(match);
		this.#matches = (name) => pattern === undefined || pattern.test(name);
	}

	*print(path: string): Task<void> {
		const { process, values, out } = this.#run;
		const follows = values.noFollow !== true;
		const { name: wanted } = values;
		const names = wanted === undefined ? process.listAttributes(path, follows).toSorted() : [wanted];
		const lines: string[] = [];
		for (const name of names) {
			yield* process.tick();
			if (wanted === undefined && !this.#matches(name)) continue;
			if (wanted === undefined && !values.dump) {
				lines.push(name);
				continue;
			}
			const value = yield* this.#value(path, name, follows);
			if (value === undefined) continue;
			if (values.onlyValues) yield* out.writeBytes(value);
			else lines.push(`${name}=${valueText(value, values.encoding as AttributeEncoding | undefined)}`);
		}
		if (lines.length === 0) return;
		yield* out.write(`# file: ${yield* this.#shown(path)}\n${lines.join('\n')}\n\n`);
	}

	*#value(path: string, name: string, follows: boolean): Task<Uint8Array | undefined> {
		const { process, out } = this.#run;
		try {
			return process.getAttribute(path, name, follows);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			const why = error.errno === 'ENODATA' ? NO_ATTRIBUTE : reasonOf(error);
			yield* out.flush();
			yield* process.write(2, encodeUtf8(`${path}: ${name}: ${why}\n`));
			this.status = 1;
			return undefined;
		}
	}

	*#shown(path: string): Task<string> {
		if (this.#run.values.absolute || !path.startsWith('/')) return path;
		if (!this.#hasWarned) yield* this.#run.complain("Removing leading '/' from absolute path names");
		this.#hasWarned = true;
		return path.replace(/^\/+/, '') || '.';
	}
}

function compiled(pattern: string): Regexp {
	try {
		return compilePosix(pattern, 'extended');
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw new Fatal('invalid regular expression "' + pattern + '"', 1);
	}
}

/** libattr's own word for ENODATA. */
export const NO_ATTRIBUTE = 'No such attribute';
