import type { Process, Stat } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { gunzip, isGzip } from '../../machinery/deflate/gzip.ts';
import { InflateError } from '../../machinery/deflate/inflate-error.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { displayWidth } from '../coreutils/ls-layout.ts';
import { reasonOf } from '../launch.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { readAll, readFile } from '../stdio.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { type ContentKind, contentKind } from './content-kind.ts';

const TABLE = {
	brief: flag('b', 'brief'),
	mime: flag('i', 'mime'),
	mimeType: flag('mime-type'),
	mimeEncoding: flag('mime-encoding'),
	dereference: flag('L', 'dereference'),
	noDereference: flag('h', 'no-dereference'),
	special: flag('s', 'special-files'),
	error: flag('E'),
	separator: withValue('F', 'separator'),
	filesFrom: withValue('f', 'files-from'),
	noPad: flag('N', 'no-pad'),
	zero: flag('0', 'print0'),
	keepGoing: flag('k', 'keep-going'),
	raw: flag('r', 'raw'),
	noBuffer: flag('n', 'no-buffer'),
	preserveDate: flag('p', 'preserve-date'),
	uncompress: flag('z', 'uncompress'),
	version: flag('v', 'version'),
} as const;

const USAGE =
	'Usage: file [-bcCdEhikLlNnprsSvzZ0] [--apple] [--extension] [--mime-encoding]\n            [--mime-type] [-e <testname>] [-F <separator>]  [-f <namefile>]\n            [-m <magicfiles>] [-P <parameter=value>] [--exclude-quiet]\n            <file> ...\n       file -C [-m <magicfiles>]\n       file [--help]\n';

/** Knows the kinds of file that are met here. */
export const file = unixCommand({
	name: 'file',
	paths: ['/usr/bin/file'],
	size: 27_608,
	help: `Usage: file [OPTION...] [FILE...]
Determine type of FILEs.

      --help                 display this help and exit
  -v, --version              output version information and exit
  -b, --brief                do not prepend filenames to output lines
  -i, --mime                 output MIME type strings (--mime-type and
                               --mime-encoding)
      --mime-type            output the MIME type
      --mime-encoding        output the MIME encoding
  -L, --dereference          follow symlinks (default if POSIXLY_CORRECT is set)
  -h, --no-dereference       don't follow symlinks (default if POSIXLY_CORRECT is not set)
                               (default)
`,
	*main({ process, args, out }) {
		let options: ReturnType<typeof parseOptions<typeof TABLE>>;
		try {
			options = parseOptions(args, TABLE);
		} catch (error) {
			if (!(error instanceof OptionError)) throw error;
			throw new Exit(1, `file: ${error.message}\n${USAGE}`);
		}
		const { values, operands } = options;
		if (values.version) {
			yield* out.write('file-5.44\nmagic file from /etc/magic:/usr/share/misc/magic\n');
			return 0;
		}
		const names = [...(yield* namesOf(process, values.filesFrom)), ...operands];
		if (names.length === 0) throw new Exit(1, USAGE);
		const separator = values.separator ?? ':';
		const width = values.noPad ? 0 : Math.max(...names.map((name) => displayWidth(name)));
		let status = 0;
		for (const path of names) {
			const isInput = path === '-';
			const kind = yield* isInput ? describeInput(process) : describe(process, path, values);
			if (kind.text.startsWith('ERROR')) status = 1;
			const label = isInput ? '/dev/stdin' : path;
			const named = `${label}${values.zero ? '\0' : ''}${separator}`;
			const padding = ' '.repeat(values.zero ? 0 : Math.max(0, width - displayWidth(label)));
			yield* out.write(values.brief ? `${shown(kind, values)}\n` : `${named}${padding} ${shown(kind, values)}\n`);
			if (status !== 0) break;
		}
		return status;
	},
});

type Values = ReturnType<typeof parseOptions<typeof TABLE>>['values'];

function shown({ text, mime, charset }: ContentKind, values: Values): string {
	if (mime === '') return text;
	if (values.mime) return `${mime}; charset=${charset}`;
	if (values.mimeType) return mime;
	return values.mimeEncoding ? charset : text;
}

/** Of -f: a name a line. */
function* namesOf(process: Process, list: string | undefined): Task<string[]> {
	if (list === undefined) return [];
	try {
		const text = decodeUtf8(list === '-' ? yield* readAll(process, 0) : yield* readFile(process, list));
		return text.split('\n').filter((name) => name !== '');
	} catch (error) {
		throw new Exit(1, `file: Cannot open \`${list}' (${reasonOf(error)})\n`);
	}
}

/** Of what comes through a pipe the end is not looked at. */
function* describeInput(process: Process): Task<ContentKind> {
	const bytes = yield* process.read(0, 65_536);
	if (bytes.length === 0) return EMPTY;
	const isPipe = process.fstat(0).type !== 'file';
	const kind = contentKind(bytes);
	return isPipe ? { ...kind, text: withoutSize(kind.text) } : kind;
}

const EMPTY: ContentKind = { text: 'empty', mime: 'inode/x-empty', charset: 'binary' };

function withoutSize(text: string): string {
	return text.replace(/, original size modulo 2\^32 \d+$/, '');
}

function* describe(process: Process, path: string, values: Values): Task<ContentKind> {
	let stat: Stat;
	try {
		stat = values.dereference ? process.stat(path) : process.lstat(path);
	} catch (error) {
		const text = values.error
			? `ERROR: cannot stat \`${path}' (${reasonOf(error)})`
			: `cannot open \`${path}' (${reasonOf(error)})`;
		return { text, mime: '', charset: '' };
	}
	const inode = (text: string, mime: string): ContentKind => ({ text, mime: `inode/${mime}`, charset: 'binary' });
	const device = stat.deviceNumbers === undefined ? '' : ` (${stat.deviceNumbers.join('/')})`;
	switch (stat.type) {
		case 'directory':
			return inode(stat.mode & 0o1000 ? 'sticky, directory' : 'directory', 'directory');
		case 'symlink': {
			const broken = process.access(path, {}) ? '' : 'broken ';
			return inode(`${broken}symbolic link to ${process.readlink(path)}`, 'symlink');
		}
		case 'fifo':
			return inode('fifo (named pipe)', 'fifo');
		case 'socket':
			return inode('socket', 'socket');
		case 'character':
		case 'block': {
			const special = inode(`${stat.type} special${device}`, stat.type === 'block' ? 'blockdevice' : 'chardevice');
			return values.special ? yield* contents(process, path, values) : special;
		}
		default:
			return stat.size === 0 ? EMPTY : yield* contents(process, path, values);
	}
}

function* contents(process: Process, path: string, { uncompress }: Values): Task<ContentKind> {
	const bytes = yield* beginning(process, path);
	if (bytes.length === 0) return EMPTY;
	const kind = contentKind(bytes);
	if (!uncompress || !isGzip(bytes) || bytes.length === BEGINNING_BYTES) return kind;
	try {
		const inner = contentKind(gunzip(bytes));
		return { ...inner, text: `${inner.text} (${withoutSize(kind.text)})` };
	} catch (error) {
		if (error instanceof InflateError) return kind;
		throw error;
	}
}

/** What is looked at of a file. */
const BEGINNING_BYTES = 65_536;

function* beginning(process: Process, path: string): Task<Uint8Array> {
	try {
		const fd = yield* process.open(path, { read: true });
		const bytes = yield* process.read(fd, BEGINNING_BYTES);
		process.close(fd);
		return bytes;
	} catch (error) {
		if (error instanceof SystemError) return new Uint8Array(0);
		throw error;
	}
}
