import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { Command } from '../command.ts';
import { findExecutable, launch, shellStatus, waitFor } from '../launch.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { readAll, readFile } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';

const POLICIES = '/etc/apparmor.d';
/** Modes that exclude each other. */
const MODES: readonly string[] = ['enforce', 'complain', 'kill', 'unconfined', 'prompt'];

interface Tool {
	readonly name: string;
	readonly text: string;
	/** Of --no-reload. */
	readonly reload: string;
	readonly hasRemove?: boolean;
	change(run: UnixRun, subject: Subject, removes: boolean): Task<void>;
}

/** Whose policy a word of the command line means. */
interface Subject {
	/** The program's path; undefined when the policy itself was named. */
	readonly program: string | undefined;
	readonly file: string;
	readonly folder: string;
}

const isFile = (process: Process, path: string): boolean =>
	process.access(path, {}) && process.stat(path).type === 'file';

/** A tool that changes policies on the disk and has the kernel's follow. Compared with apparmor-utils' Python. */
function tool({ name, text, reload, hasRemove = false, change }: Tool): Command {
	const usage = `usage: ${name} [-h] [-d DIR] ${hasRemove ? '[-r] ' : ''}[--no-reload] program [program ...]\n`;
	const help = `${usage}\n${text}\n\npositional arguments:\n  program            name of program\n\noptions:\n  -h, --help         show this help message and exit\n  -d DIR, --dir DIR  path to profiles\n${hasRemove ? '  -r, --remove       remove audit mode\n' : ''}  --no-reload        Do not ${reload} the profile after modifying it\n`;
	const table = {
		help: flag('h', 'help'),
		dir: withValue('d', 'dir'),
		noReload: flag('no-reload'),
		...(hasRemove && { remove: flag('r', 'remove') }),
	};
	const parse = (args: readonly string[]) => {
		try {
			return parseOptions(args, table);
		} catch (error) {
			if (!(error instanceof OptionError)) throw error;
			const unknown = args.filter((word) => /^-./.test(word)).join(' ');
			throw new Exit(2, `${usage}${name}: error: unrecognized arguments: ${unknown}\n`);
		}
	};
	const main = (run: UnixRun): Task<number> => {
		const { values, operands, given } = parse(run.args);
		const removes = given.some(({ key }) => key === 'remove');
		const folder = (values.dir ?? POLICIES).replace(/\/$/, '');
		if (!values.help && operands.length === 0) {
			throw new Exit(2, `${usage}${name}: error: the following arguments are required: program\n`);
		}
		return values.help
			? show(run, help)
			: changeAll(run, operands, folder, values.noReload === true, name === 'aa-disable', (subject) =>
					change(run, subject, removes),
				);
	};
	return unixCommand({ name, paths: [`/usr/sbin/${name}`], size: 1_500, main });
}

function* show({ out }: UnixRun, text: string): Task<number> {
	yield* out.write(text);
	return 0;
}

function* changeAll(
	run: UnixRun,
	words: readonly string[],
	folder: string,
	staysLoaded: boolean,
	unloads: boolean,
	change: (subject: Subject) => Task<void>,
): Task<number> {
	const { process, out } = run;
	if (!process.access(folder, { write: true })) {
		throw new Exit(1, `\nERROR: Cannot write to profile directory: ${folder}\n`);
	}
	for (const word of words) {
		const subject = yield* subjectOf(run, word, folder);
		if (subject === undefined) continue;
		if (!isFile(process, subject.file)) {
			yield* out.write(`Profile for ${subject.program ?? subject.file} not found, skipping\n`);
			continue;
		}
		yield* change(subject);
		yield* out.flush();
		if (staysLoaded) continue;
		const argv = ['apparmor_parser', `-I${folder}`, '--base', folder, unloads ? '-R' : '-r', subject.file];
		const [read, write] = process.pipe();
		const fds = new Map([
			[0, 0],
			[1, write],
			[2, write],
		]);
		const pid = launch(process, argv, { fds });
		process.close(write);
		const said = decodeUtf8(yield* readAll(process, read));
		process.close(read);
		if (shellStatus(yield* waitFor(process, pid)) !== 0) throw new Exit(1, `\nERROR: ${said}\n`);
	}
	return 0;
}

function* subjectOf({ process, out }: UnixRun, word: string, folder: string): Task<Subject | undefined> {
	const given = word.startsWith('/') || process.access(word, {});
	let path: string | undefined = given ? (process.access(word, {}) ? process.realpath(word) : word) : undefined;
	if (path === undefined) {
		const inFolder = `${folder}/${word}`;
		try {
			path = process.realpath(findExecutable(process, word));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			if (process.access(inFolder, {})) path = process.realpath(inFolder);
		}
	}
	if (path === undefined) {
		yield* out.write(
			word.includes('/')
				? `${word} does not exist, please double-check the path.\n`
				: `Can't find ${word} in the system path list. If the name of the application\nis correct, please run 'which ${word}' as a user with correct PATH\nenvironment set up in order to find the fully-qualified path and\nuse the full path as parameter.\n`,
		);
		return undefined;
	}
	if (path.startsWith(`${folder}/`)) return { program: undefined, file: path, folder };
	return { program: path, file: (yield* policyOf(process, path, folder)) ?? usualFile(path, folder), folder };
}

function usualFile(path: string, folder: string): string {
	return `${folder}/${path.slice(1).replaceAll('/', '.')}`;
}

/** The file with a profile for this program. */
function* policyOf(process: Process, program: string, folder: string): Task<string | undefined> {
	for (const name of [...process.readdir(folder)].sort()) {
		const file = `${folder}/${name}`;
		if (!isFile(process, file)) continue;
		yield* process.tick();
		for (const line of decodeUtf8(yield* readFile(process, file)).split('\n')) {
			const start = PROFILE_START.exec(line)?.groups;
			if (start !== undefined && attachmentOf(start) === program) return file;
		}
	}
	return undefined;
}

const PROFILE_START =
	/^(?<space>\s*)(?<keyword>profile\s+)?(?<name>"[^"]+"|[^\s"({#]+)(?:\s+(?<attachment>"[^"]+"|[/@{][^\s(]*))?(?:\s+(?<xattrs>xattrs=\([^)]*\)))?(?:\s+(?:flags\s*=\s*)?\((?<flags>[^)]*)\))?\s*\{\s*(?<comment>#.*)?$/;
const HAT_START =
	/^(?<space>\s*)(?<keyword>\^|hat\s+)(?<name>[^\s"({#]+)(?:\s+(?:flags\s*=\s*)?\((?<flags>[^)]*)\))?\s*\{\s*(?<comment>#.*)?$/;

type Start = { readonly [name: string]: string | undefined };

function attachmentOf({ name = '', attachment }: Start): string {
	return (attachment ?? name).replace(/^"|"$/g, '');
}

/** Writes the policy's file anew, with other flags. Models apparmor/aa.py change_profile_flags. */
function* changeFlags(
	{ process }: UnixRun,
	{ program, file }: Subject,
	remove: readonly string[],
	add: readonly string[],
): Task<void> {
	const lines = decodeUtf8(yield* readFile(process, file)).split('\n');
	let found = false;
	for (const [at, line] of lines.entries()) {
		yield* process.tick();
		const hat = HAT_START.exec(line)?.groups;
		const start = hat === undefined ? PROFILE_START.exec(line)?.groups : undefined;
		const kept = hat ?? start;
		if (kept === undefined || /^\s*(?:if|else)\b/.test(line)) continue;
		const flags = (kept.flags ?? '').split(/[\s,]+/).filter((each) => each !== '' && !remove.includes(each));
		const text = [...new Set([...flags, ...add])].sort().join(', ');
		const end = `${text === '' ? '' : ` flags=(${text})`} {${kept.comment === undefined ? '' : ` ${kept.comment}`}`;
		if (hat !== undefined) {
			lines[at] = `${hat.space}${hat.keyword}${hat.name}${end}`;
			continue;
		}
		if (program !== undefined && attachmentOf(kept) !== program) continue;
		found = true;
		lines[at] = `${head(kept)}${end}`;
	}
	if (!found) {
		const whose = program === undefined ? '' : ` for ${program}`;
		throw new Exit(1, `\nERROR: ${file} doesn't contain a valid profile${whose} (syntax error?)\n`);
	}
	const fd = yield* process.open(file, { write: true, truncate: true });
	yield* process.write(fd, encodeUtf8(lines.join('\n')));
	process.close(fd);
}

function head({ space = '', keyword, name = '', attachment, xattrs }: Start): string {
	const isNamed = keyword !== undefined || attachment !== undefined || !/^"?\//.test(name);
	return `${space}${isNamed ? 'profile ' : ''}${name}${attachment === undefined ? '' : ` ${attachment}`}${xattrs === undefined ? '' : ` ${xattrs}`}`;
}

function removeLink(process: Process, kind: string, { file, folder }: Subject): void {
	const link = `${folder}/${kind}${file.slice(folder.length)}`;
	try {
		if (process.lstat(link).type === 'symlink') process.unlink(link);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}

const nameOf = ({ program, file }: Subject): string => program ?? file;

function* complain(run: UnixRun, subject: Subject): Task<void> {
	yield* run.out.write(`Setting ${nameOf(subject)} to complain mode.\n`);
	removeLink(run.process, 'disable', subject);
	yield* changeFlags(run, subject, MODES, ['complain']);
}

function* enforce(run: UnixRun, subject: Subject): Task<void> {
	yield* run.out.write(`Setting ${nameOf(subject)} to enforce mode.\n`);
	removeLink(run.process, 'force-complain', subject);
	removeLink(run.process, 'disable', subject);
	yield* changeFlags(
		run,
		subject,
		MODES.filter((mode) => mode !== 'enforce'),
		[],
	);
}

function* audit(run: UnixRun, subject: Subject, removes: boolean): Task<void> {
	const { process, out } = run;
	const name = nameOf(subject);
	yield* out.write(removes ? `Removing audit mode from ${name}.\n` : `Setting ${name} to audit mode.\n`);
	yield* changeFlags(run, subject, removes ? ['audit'] : [], removes ? [] : ['audit']);
	const base = subject.file.slice(subject.file.lastIndexOf('/') + 1);
	if (process.access(`${subject.folder}/disable/${base}`, {})) {
		yield* out.write(`\nWarning: the profile ${base} is disabled. Use aa-enforce or aa-complain to enable it.\n`);
	}
}

function* disable({ process, out }: UnixRun, subject: Subject): Task<void> {
	yield* out.write(`Disabling ${nameOf(subject)}.\n`);
	const { file, folder } = subject;
	const links = `${folder}/disable`;
	if (!process.access(links, {})) process.mkdir(links, 0o755);
	const link = `${links}${file.slice(folder.length)}`;
	if (!process.access(link, {})) process.symlink(file, link);
}

const reload = 'reload';
export const APPARMOR_UTILITIES: readonly Command[] = [
	tool({ name: 'aa-complain', text: 'Switch the given program to complain mode', reload, change: complain }),
	tool({ name: 'aa-enforce', text: 'Switch the given program to enforce mode', reload, change: enforce }),
	tool({ name: 'aa-audit', text: 'Switch the given programs to audit mode', reload, hasRemove: true, change: audit }),
	tool({
		name: 'aa-disable',
		text: 'Disable the profile for the given programs',
		...{ reload: 'unload', change: disable },
	}),
];
