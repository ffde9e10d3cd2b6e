import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Command } from '../command.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';

const FAILED = 5;
const BAD_CALL = 3;
const NON_ROOT = '  WARNING: Running as a non-root user. Functionality may be unavailable.\n';
const VERSION = `  LVM version:     2.03.16(2) (2022-05-18)
  Library version: 1.02.185 (2022-05-18)
  Driver version:  4.48.0
`;

/** What a verb works on: devices, groups, volumes by their group. */
type Kind = 'list' | 'make' | 'change';
type Subject = 'pv' | 'vg' | 'lv';

interface Verb {
	readonly name: string;
	readonly subject: Subject;
	readonly kind: Kind;
	readonly text: string;
	readonly syntax: string;
}

const VERBS: readonly Verb[] = [
	['pvs', 'pv', 'list', 'Display information about physical volumes', '[ PV|Tag ... ]'],
	['vgs', 'vg', 'list', 'Display information about volume groups', '[ VG|Tag ... ]'],
	['lvs', 'lv', 'list', 'Display information about logical volumes', '[ VG|LV|Tag ... ]'],
	['pvdisplay', 'pv', 'list', 'Display various attributes of physical volume(s)', '[ PV|Tag ... ]'],
	['vgdisplay', 'vg', 'list', 'Display volume group information', '[ VG|Tag ... ]'],
	['lvdisplay', 'lv', 'list', 'Display information about a logical volume', '[ VG|LV|Tag ... ]'],
	['pvscan', 'pv', 'list', 'List all physical volumes', '[ PV|String ... ]'],
	['vgscan', 'vg', 'list', 'Search for all volume groups', ''],
	['lvscan', 'lv', 'list', 'List all logical volumes in all volume groups', ''],
	['pvcreate', 'pv', 'make', 'Initialize physical volume(s) for use by LVM', 'PV ...'],
	['pvremove', 'pv', 'make', 'Remove LVM label(s) from physical volume(s)', 'PV ...'],
	['vgcreate', 'vg', 'make', 'Create a volume group', 'VG_new PV ...'],
	['vgextend', 'vg', 'make', 'Add physical volumes to a volume group', 'VG PV ...'],
	['vgremove', 'vg', 'change', 'Remove volume group(s)', 'VG|LV|Tag|Select ...'],
	['vgchange', 'vg', 'change', 'Change volume group attributes', '[ VG|Tag|Select ... ]'],
	['lvremove', 'lv', 'change', 'Remove logical volume(s) from the system', 'VG|LV|Tag|Select ...'],
	['lvextend', 'lv', 'change', 'Add space to a logical volume', 'LV'],
	['lvresize', 'lv', 'change', 'Resize a logical volume', 'LV'],
	['lvcreate', 'lv', 'change', 'Create a logical volume', 'VG'],
].map(([name, subject, kind, text, syntax]) => ({ name, subject, kind, text, syntax }) as Verb);

/** Options with a value: letters, then words. */
const WITH_VALUE =
	/^(?:-[oSOLlnsi]|--(?:options|select|sort|units|separator|configreport|reportformat|config|size|extents|name|stripes|devicesfile|devices|profile|journal))$/;
const FLAGS =
	/^(?:-[aAdhqvytfrZWcCm]+|--(?:all|activate|aligned|binary|debug|force|foreign|help|longhelp|ignorelockingfailure|maps|nameprefixes|noheadings|nolocking|nohints|nosuffix|partial|quiet|readonly|rows|segments|shared|short|test|unbuffered|unquoted|uuid|verbose|version|yes|colon|columns|resizefs|wipesignatures)(?:=.*)?)$/;
const GIVEN_VALUE = /^--[a-z]+=/;

/**
 * LVM on a machine that has no volumes. Compared with lvm2 2.03.16. Differs: there is no device mapper, so that nothing can
 * be made a physical volume.
 */
export const LVM_COMMANDS: readonly Command[] = [
	...VERBS.map((verb) =>
		unixCommand({
			name: verb.name,
			paths: [`/usr/sbin/${verb.name}`],
			size: 8,
			main: (run) => perform(run, verb, run.args),
		}),
	),
	unixCommand({ name: 'lvm', paths: ['/usr/sbin/lvm'], size: 2_966_984, main: (run) => lvm(run) }),
];

function* lvm(run: UnixRun): Task<number> {
	const [name = '', ...words] = run.args;
	if (name === 'version') {
		yield* run.out.write(VERSION);
		return 0;
	}
	const verb = VERBS.find((each) => each.name === name);
	if (verb === undefined) throw new Exit(2, `  No such command '${name}'.  Try 'lvm help'.\n`);
	return yield* perform(run, verb, words);
}

function* perform(run: UnixRun, verb: Verb, args: readonly string[]): Task<number> {
	const { process, out } = run;
	const { given, operands } = parsed(verb, args);
	if (given.has('-h') || given.has('--help')) {
		yield* out.write(`  ${verb.name} - ${verb.text}\n\n  ${verb.name} ${verb.syntax}`.trimEnd().concat('\n\n'));
		return 0;
	}
	if (given.has('--version')) {
		yield* out.write(VERSION);
		return 0;
	}
	if (process.credentials.uid !== 0) {
		const file =
			verb.subject === 'pv' || operands.length === 0 ? 'P_global:aux' : `V_${groupOf(operands[0] as string)}:aux`;
		throw new Exit(FAILED, `${NON_ROOT}  /run/lock/lvm/${file}: open failed: Permission denied\n`);
	}
	const needed =
		verb.name === 'vgcreate' || verb.name === 'vgextend' ? 2 : verb.kind === 'list' || verb.name === 'vgchange' ? 0 : 1;
	if (operands.length < needed || (verb.name === 'lvcreate' && !/-L|--size|-l|--extents/.test(args.join(' ')))) {
		const correct = verb.name === 'lvcreate' ? '' : `  Correct command syntax is:\n  ${verb.name} ${verb.syntax}\n\n`;
		throw new Exit(
			BAD_CALL,
			`  No command with matching syntax recognised.  Run '${verb.name} --help' for more information.\n${correct}`,
		);
	}
	if (verb.kind === 'make')
		throw new Exit(FAILED, unusable(process, verb.subject === 'pv' ? operands : operands.slice(1)));
	if (operands.length > 0 && verb.name !== 'vgscan' && verb.name !== 'lvscan') {
		throw new Exit(FAILED, operands.map((word) => missing(process, verb.subject, word)).join(''));
	}
	if (verb.name === 'pvscan') yield* run.out.write('  No matching physical volumes found\n');
	if (given.get('--reportformat') === 'json' && /^..s$/.test(verb.name)) {
		yield* out.write(
			`  {\n      "report": [\n          {\n              "${verb.subject}": [\n              ]\n          }\n      ]\n  }\n`,
		);
	}
	return 0;
}

function parsed(verb: Verb, args: readonly string[]): { given: Map<string, string>; operands: string[] } {
	const given = new Map<string, string>();
	const operands: string[] = [];
	for (let at = 0; at < args.length; at++) {
		const word = args[at] as string;
		if (!/^-./.test(word)) operands.push(word);
		else if (WITH_VALUE.test(word)) given.set(word, args[++at] ?? '');
		else if (GIVEN_VALUE.test(word) && WITH_VALUE.test(word.replace(/=.*/, ''))) {
			given.set(word.replace(/=.*/, ''), word.replace(/^[^=]*=/, ''));
		} else if (/^-[oSOLlnsi]./.test(word)) given.set(word.slice(0, 2), word.slice(2));
		else if (FLAGS.test(word)) given.set(word, '');
		else {
			const why = word.startsWith('--') ? `unrecognized option '${word}'` : `invalid option -- '${word.charAt(1)}'`;
			throw new Exit(BAD_CALL, `${verb.name}: ${why}\n  Error during parsing of command line.\n`);
		}
	}
	return { given, operands };
}

/** Of "/dev/group/volume" and "group/volume". */
function groupOf(word: string): string {
	return word.replace(/^\/dev\//, '').replace(/\/.*$/, '');
}

function missing(process: Process, subject: Subject, word: string): string {
	if (subject !== 'pv') {
		const group = groupOf(word);
		return `  Volume group "${group}" not found\n  Cannot process volume group ${group}\n`;
	}
	return isDevice(process, word)
		? `  Failed to find physical volume "${word}".\n`
		: `  Cannot use ${word}: device not found\n`;
}

function isDevice(process: Process, path: string): boolean {
	return process.access(path, {}) && process.stat(path).type === 'block';
}

function unusable(process: Process, devices: readonly string[]): string {
	const mounted = new Set(process.machine.mounts().map(({ source }) => source));
	return devices
		.map((path) => {
			if (!isDevice(process, path)) return `  No device found for ${path}.\n`;
			return mounted.has(path)
				? `  Can't open ${path} exclusively.  Mounted filesystem?\n`
				: `  Cannot use ${path}: device is rejected by filter config\n`;
		})
		.join('');
}
