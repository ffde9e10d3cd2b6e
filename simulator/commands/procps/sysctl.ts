import { errorMessage } from '../../kernel/error-message.ts';
import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';

const ROOT = '/proc/sys';
/** Lower ones are hidden by files of the same name in those above. Models procps src/sysctl.c PreloadSystem. */
const FOLDERS = ['/etc/sysctl.d', '/run/sysctl.d', '/usr/local/lib/sysctl.d', '/usr/lib/sysctl.d', '/lib/sysctl.d'];
const DEFAULT_FILE = '/etc/sysctl.conf';

const LETTERS: { readonly [letter: string]: string } = {
	a: 'all',
	A: 'all',
	X: 'all',
	b: 'values',
	n: 'values',
	N: 'names',
	e: 'ignore',
	q: 'quiet',
	w: 'write',
	p: 'load',
	f: 'load',
};
const LONG: { readonly [name: string]: string } = {
	all: 'all',
	binary: 'values',
	values: 'values',
	names: 'names',
	ignore: 'ignore',
	quiet: 'quiet',
	write: 'write',
	load: 'load',
	system: 'system',
};

interface Setting {
	readonly name: string;
	/** Undefined: only shown. */
	readonly value: string | undefined;
	/** A minus before it: whether it can be set does not matter. */
	readonly lenient: boolean;
}

/** sysctl(8) of procps: reads, writes and loads settings. */
export const sysctl = unixCommand({
	name: 'sysctl',
	paths: ['/usr/sbin/sysctl'],
	size: 31_104,
	*main(run) {
		const { flags, operands } = readArguments(run.args);
		if (flags.has('all')) return yield* showAll(run, flags);
		if (flags.has('system')) return yield* loadSystem(run, flags);
		if (flags.has('load')) {
			const files = operands.length === 0 ? [DEFAULT_FILE] : operands;
			return yield* loadFiles(run, flags, files);
		}
		if (operands.length === 0)
			throw new Exit(1, `sysctl: no variables specified\nTry \`sysctl --help' for more information.\n`);
		let status = 0;
		for (const word of operands) {
			const at = word.indexOf('=');
			if (at < 0 && flags.has('write')) {
				yield* run.say(`sysctl: "${word}" must be of the form name=value\n`);
				status = 1;
				continue;
			}
			const name = at < 0 ? word : word.slice(0, at);
			const value = at < 0 ? undefined : word.slice(at + 1);
			status = (yield* apply(run, flags, { name: name.trim(), value, lenient: false })) || status;
		}
		return status;
	},
});

function readArguments(args: readonly string[]): { flags: Set<string>; operands: string[] } {
	const flags = new Set<string>();
	const operands: string[] = [];
	for (const arg of args) {
		if (arg.startsWith('--')) {
			const [name = '', value] = arg.slice(2).split('=');
			const flag = LONG[name];
			if (flag === undefined) throw new Exit(1, `sysctl: unrecognized option '${arg}'\n`);
			flags.add(flag);
			if (value !== undefined) operands.push(value);
		} else if (/^-./.test(arg)) {
			for (const letter of arg.slice(1)) {
				const flag = LETTERS[letter];
				if (flag === undefined) throw new Exit(1, `sysctl: invalid option -- '${letter}'\n`);
				flags.add(flag);
				// A file may follow at once: -p/etc/sysctl.d/x.conf.
				if (flag !== 'load') continue;
				const rest = arg.slice(arg.indexOf(letter) + 1);
				if (rest !== '') operands.push(rest);
				break;
			}
		} else operands.push(arg);
	}
	return { flags, operands };
}

/** Shows or sets one; its exit status. */
function* apply(run: UnixRun, flags: ReadonlySet<string>, { name, value, lenient }: Setting): Task<number> {
	const { process } = run;
	const path = `${ROOT}/${pathOf(name)}`;
	const quietly = lenient || flags.has('ignore');
	try {
		if (value !== undefined) {
			const fd = yield* process.open(path, { write: true });
			yield* process.write(fd, encodeUtf8(`${value}\n`));
			process.close(fd);
			if (!flags.has('quiet')) yield* show(run, flags, name, value);
			return 0;
		}
		for (const line of decodeUtf8(yield* readFile(process, path))
			.trimEnd()
			.split('\n'))
			yield* show(run, flags, name, line);
		return 0;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (error.errno === 'ENOENT') {
			if (!quietly) yield* run.say(`sysctl: cannot stat ${path}: No such file or directory\n`);
			return quietly ? 0 : 1;
		}
		const key = JSON.stringify(name.replaceAll('/', '.'));
		const why =
			error.errno === 'EROFS' ? `setting key ${key}: Read-only file system` : `permission denied on key ${key}`;
		if (!quietly) yield* run.say(`sysctl: ${why}\n`);
		return quietly ? 0 : 1;
	}
}

function* show(run: UnixRun, flags: ReadonlySet<string>, name: string, value: string): Task<void> {
	const shown = name.replaceAll('/', '.');
	if (flags.has('names')) yield* run.out.write(`${shown}\n`);
	else yield* run.out.write(flags.has('values') ? `${value}\n` : `${shown} = ${value}\n`);
}

/** Dots separate, and stand for slashes within names where slashes separate: net/ipv4/conf/eth0.1/forwarding. */
function pathOf(name: string): string {
	const dot = name.indexOf('.');
	const slash = name.indexOf('/');
	return slash >= 0 && (dot < 0 || slash < dot) ? name : name.replace(/[./]/g, (c) => (c === '.' ? '/' : '.'));
}

function* showAll(run: UnixRun, flags: ReadonlySet<string>): Task<number> {
	const names: string[] = [];
	const folders = [''];
	for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
		for (const entry of run.process.readdir(`${ROOT}${folder}`)) {
			const path = `${folder}/${entry}`;
			if (run.process.stat(ROOT + path).type === 'directory') folders.push(path);
			else names.push(path.slice(1));
		}
	}
	for (const name of names.sort()) yield* apply(run, flags, { name, value: undefined, lenient: true });
	return 0;
}

function* loadFiles(run: UnixRun, flags: ReadonlySet<string>, files: readonly string[]): Task<number> {
	const settings: Setting[] = [];
	let status = 0;
	for (const file of files) status = (yield* readSettings(run, file, settings)) || status;
	for (const setting of settings) status = (yield* apply(run, flags, setting)) || status;
	return status;
}

function* loadSystem(run: UnixRun, flags: ReadonlySet<string>): Task<number> {
	const files = new Map<string, string>();
	for (const folder of FOLDERS) {
		for (const name of namesIn(run.process, folder)) {
			if (name.endsWith('.conf') && !files.has(name)) files.set(name, `${folder}/${name}`);
		}
	}
	const paths = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
	if (run.process.access(DEFAULT_FILE, { read: true })) paths.push(DEFAULT_FILE);
	if (!flags.has('quiet')) for (const path of paths) yield* run.out.write(`* Applying ${path} ...\n`);
	return yield* loadFiles(run, flags, paths);
}

function namesIn(process: Process, folder: string): readonly string[] {
	try {
		return process.readdir(folder);
	} catch (error) {
		if (error instanceof SystemError) return [];
		throw error;
	}
}

function* readSettings(run: UnixRun, file: string, settings: Setting[]): Task<number> {
	let text: string;
	try {
		text = decodeUtf8(yield* readFile(run.process, file === '-' ? '/dev/stdin' : file));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* run.say(`sysctl: cannot open "${file}": ${errorMessage(error.errno)}\n`);
		return 1;
	}
	for (const [index, raw] of text.split('\n').entries()) {
		const line = raw.trim();
		if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
		const match = /^(-?)\s*([^=\s][^=]*?)\s*=\s*(.*)$/.exec(line);
		if (match === null) {
			yield* run.say(`sysctl: ${file}(${index + 1}): invalid syntax, continuing...\n`);
			continue;
		}
		const [, minus, name = '', value = ''] = match;
		settings.push({ name, value, lenient: minus === '-' });
	}
	return 0;
}
