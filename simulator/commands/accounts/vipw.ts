import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { Command } from '../command.ts';
import { launch, reasonOf, shellStatus, waitFor } from '../launch.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { readFile } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { writeWhole } from './record-files.ts';

const usageOf = (name: string): string => `Usage: ${name} [options]

Options:
  -g, --group                   edit group database
  -h, --help                    display this help message and exit
  -p, --passwd                  edit passwd database
  -q, --quiet                   quiet mode
  -R, --root CHROOT_DIR         directory to chroot into
  -s, --shadow                  edit shadow or gshadow database

`;
const OPTIONS = {
	group: flag('g', 'group'),
	help: flag('h', 'help'),
	passwd: flag('p', 'passwd'),
	quiet: flag('q', 'quiet'),
	root: withValue('R', 'root'),
	shadow: flag('s', 'shadow'),
} as const;

const vipw = editing('vipw', '/etc/passwd', '/etc/shadow');
const vigr = editing('vigr', '/etc/group', '/etc/gshadow');

export const VIPW_COMMANDS: readonly Command[] = [vipw, vigr];

/** The file is locked, a copy of it is edited, and takes its place when it was changed. Models shadow-utils' src/vipw.c. */
function editing(name: string, plain: string, shadow: string): Command {
	return unixCommand({
		name,
		paths: [`/usr/sbin/${name}`],
		size: 51_712,
		main: (run) => main(run, plain, shadow),
	});
}

function* main(run: UnixRun, plain: string, shadow: string): Task<number> {
	const { values } = parsed(run);
	if (values.help) {
		// As the real one: its first lines go to standard error.
		const [head = '', list = ''] = usageOf(run.name).split(/(?<=Options:\n)/);
		yield* run.say(head);
		yield* run.out.write(list);
		return 0;
	}
	const isGroup = values.group ? true : values.passwd ? false : plain === '/etc/group';
	const path = values.shadow ? (isGroup ? '/etc/gshadow' : '/etc/shadow') : isGroup ? '/etc/group' : '/etc/passwd';
	if (run.process.credentials.uid !== 0) {
		throw new Exit(1, `${run.name}: Permission denied.\n${run.name}: Couldn't lock file: Permission denied\n`);
	}
	yield* edit(run, path);
	const other = path === plain ? shadow : path === shadow ? plain : undefined;
	if (values.quiet || other === undefined || !run.process.access(other, {})) return 0;
	const option = other.includes('shadow') ? ' -s' : '';
	yield* run.out.write(
		`You have modified ${path}.\nYou may need to modify ${other} for consistency.\nPlease use the command '${isGroup ? 'vigr' : 'vipw'}${option}' to do so.\n`,
	);
	return 0;
}

function parsed(run: UnixRun) {
	try {
		return parseOptions(run.args, OPTIONS);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(2, `${run.name}: ${error.message}\n${usageOf(run.name)}`);
	}
}

function* edit(run: UnixRun, path: string): Task<void> {
	const { process, name } = run;
	const copy = `${path}.edit`;
	const fail = (error: unknown): Exit =>
		new Exit(1, `${name}: ${path}: ${reasonOf(error)}\n${name}: ${path} is unchanged\n`);
	let before: Uint8Array;
	try {
		before = yield* readFile(process, path);
		yield* writeWhole(process, copy, before, process.stat(path).mode);
	} catch (error) {
		throw fail(error);
	}
	const editor = process.env.get('VISUAL') ?? process.env.get('EDITOR') ?? 'sensible-editor';
	const isThere = editor !== 'sensible-editor' || process.access('/usr/bin/sensible-editor', {});
	const pid = launch(process, ['/bin/sh', '-c', `${isThere ? editor : '/usr/bin/editor'} ${copy}`]);
	const status = shellStatus(yield* waitFor(process, pid));
	const after = process.access(copy, {}) ? yield* readFile(process, copy) : before;
	const isSame = decodeUtf8(after) === decodeUtf8(before);
	if (status !== 0 || isSame) {
		if (process.access(copy, {})) process.unlink(copy);
		if (status === 0) throw new Exit(0, `${name}: ${path} is unchanged\n`);
		throw new Exit(1, `${name}: ${editor} returned with status ${status}\n${name}: ${path} is unchanged\n`);
	}
	const { uid, gid, mode } = process.stat(path);
	yield* writeWhole(process, `${path}-`, before, mode);
	process.chown(copy, uid, gid);
	process.chmod(copy, mode & 0o7777);
	process.rename(copy, path);
}
