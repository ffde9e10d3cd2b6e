import type { Process, Program } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { chpasswd } from '../accounts/chpasswd.ts';
import { passwd } from '../accounts/passwd.ts';
import { bc } from '../bc/bc.ts';
import { dc } from '../bc/dc.ts';
import { BZIP2_COMMANDS } from '../bzip2/bzip2.ts';
import type { Command } from '../command.ts';
import { chroot } from '../coreutils/chroot.ts';
import { hostid } from '../coreutils/hostid.ts';
import { install } from '../coreutils/install.ts';
import { od } from '../coreutils/od.ts';
import { shred } from '../coreutils/shred.ts';
import { link, mkfifo, mknod, unlink } from '../coreutils/special-files.ts';
import { tsort } from '../coreutils/tsort.ts';
import { diff } from '../diffutils/diff.ts';
import { gunzip, gzip, zcat } from '../gzip/gzip.ts';
import { lsmod, modinfo, modprobe, rmmod } from '../kmod/kmod.ts';
import { crontab } from '../misc/crontab.ts';
import { lsof } from '../misc/lsof.ts';
import { strings } from '../misc/strings.ts';
import { xxd } from '../misc/xxd.ts';
import { arp, route } from '../network/net-tools.ts';
import { traceroute } from '../network/traceroute.ts';
import { patch } from '../patch/patch.ts';
import { fuser } from '../psmisc/fuser.ts';
import { pstree } from '../psmisc/pstree.ts';
import { tar } from '../tar/tar.ts';
import { blkid } from '../util-linux/blkid.ts';
import { fallocate } from '../util-linux/fallocate.ts';
import { fdisk } from '../util-linux/fdisk.ts';
import { flock } from '../util-linux/flock.ts';
import { getopt } from '../util-linux/getopt.ts';
import { hexdump } from '../util-linux/hexdump.ts';
import { logger } from '../util-linux/logger.ts';
import { losetup } from '../util-linux/losetup.ts';
import { nsenter } from '../util-linux/nsenter.ts';
import { renice } from '../util-linux/renice.ts';
import { chrt, ionice, taskset } from '../util-linux/scheduling.ts';
import { setsid } from '../util-linux/setsid.ts';
import { swapoff, swapon } from '../util-linux/swap.ts';
import { XZ_COMMANDS } from '../xz/xz.ts';
import { unzip } from '../zip/unzip.ts';
import { type AppletProgram, adapted, BANNER, cannotOpen } from './applet.ts';
import { type Rewording, reworded } from './reworded.ts';
import { crc32sum, dos2unix, fsync, mesg, nologin, ttysize, unix2dos, usleep } from './small-tools.ts';
import { ARCHIVE_USAGES } from './usage-archives.ts';
import { MACHINE_USAGES } from './usage-machine.ts';
import { TEXT_USAGES } from './usage-text.ts';
import { TOOL_USAGES } from './usage-tools.ts';

/** The same program outside busybox, of which only the help is the applet's. */
function borrowed(name: string, usage: string, program: Program): AppletProgram {
	return { name, usage, program: (process) => runBorrowed(process, usage, program) };
}

function* runBorrowed(process: Process, usage: string, program: Program): Task<number> {
	if (process.argv[1] !== '--help') return yield* program(process);
	yield* process.write(2, encodeUtf8(`${BANNER}\n\nUsage: ${usage}`));
	return 0;
}

function borrowedAll(usages: Readonly<Record<string, string>>, commands: readonly Command[]): AppletProgram[] {
	return commands.flatMap(({ name, program }) => {
		const usage = usages[name];
		return usage === undefined ? [] : [borrowed(name, usage, program)];
	});
}

/** Complaints that name the file as busybox does where it cannot be opened. */
function opening(text: string): string {
	const found =
		/^(?:cannot open |failed to open )?'?([^':]+?)'?(?: for reading)?: (No such file or directory|Permission denied|Is a directory)$/.exec(
			text,
		);
	return found === null ? cannotOpen(text) : `can't open '${found[1]}': ${found[2]}`;
}

function quoted(text: string): string {
	return text.replace(/^cannot (?:create \w+|unlink|set permissions of) '(.*)'(?: to '.*')?: /, '$1: ');
}

function canonically(argv: readonly string[]): readonly string[] {
	return ['-C', ...argv];
}

const failing = (status: number): number => (status === 0 ? 0 : 1);
const without = (args: readonly string[]): boolean => args.length === 0;

/** Replacements in order; the first that fits counts. */
function lines(...words: readonly (readonly [RegExp, string])[]): (text: string) => string {
	return (text) => {
		const found = words.find(([pattern]) => pattern.test(text));
		return found === undefined ? text : text.replace(found[0], found[1]);
	};
}

const packed = (name: string): Rewording => ({
	line: lines(
		[/^\w+: (.*): unknown suffix -- ignored$/, `${name}: $1: unknown suffix - ignored`],
		[/^(\w+): (.*) already exists;\tnot overwritten$/, "$1: can't open '$2': File exists"],
		[/^(\w+): Can't open input (?:file )?(.*?): (.*?)\.?$/, '$1: $2: $3'],
		[/^(\w+): Input file (.*) (?:is a directory|is not a normal file)\.$/, `${name}: $2: Is a directory`],
	),
	status: failing,
});

const ofTar = lines(
	[/^tar: (.*): Cannot open: /, "tar: can't open '$1': "],
	[/^tar: Error is not recoverable: .*/, ''],
	[/^tar: This does not look like a tar archive/, 'tar: invalid tar magic'],
	[/^tar: (.*): Cannot stat: /, 'tar: $1: '],
	[/^tar: (.*): Not found in archive/, 'tar: $1: not found in archive'],
	[/^tar: Removing leading `(.*)' from /, "tar: removing leading '$1' from "],
	[/^tar: Exiting with failure status .*/, 'tar: error exit delayed from previous errors'],
);

const ARCHIVES: readonly AppletProgram[] = [
	reworded('tar', ARCHIVE_USAGES.tar, tar.program, {
		line: (text, before) => (before.endsWith('invalid tar magic') ? '' : ofTar(text)),
		status: failing,
		misused: without,
	}),
	reworded('unzip', ARCHIVE_USAGES.unzip, unzip.program, {
		line: lines([/^unzip: +cannot find or open (.*), .* or .*\.$/, "unzip: can't open $1[.zip]"]),
		status: failing,
		misused: without,
	}),
	...[gzip, gunzip, zcat, ...BZIP2_COMMANDS, ...XZ_COMMANDS].flatMap(({ name, program }) => {
		const usage = (ARCHIVE_USAGES as Readonly<Record<string, string>>)[name];
		return usage === undefined ? [] : [reworded(name, usage, program, packed(name))];
	}),
	reworded('chroot', MACHINE_USAGES.chroot, chroot.program, {
		line: lines(
			[/^chroot: cannot change /, "chroot: can't change "],
			[/^chroot: failed to run command ‘(.*)’: /, "chroot: can't execute '$1': "],
		),
		status: (status) => (status === 125 ? 1 : status),
		misused: without,
	}),
];

/** Unified always, and its heading without times. */
function unified(argv: readonly string[]): readonly string[] {
	const files = argv.filter((each) => each === '-' || !each.startsWith('-')).slice(-2);
	const [before, after] = files;
	if (before === undefined || after === undefined || argv.some((each) => /^-\w*[qLr]/.test(each)))
		return ['-u', ...argv];
	return ['-u', '-L', before, '-L', after, ...argv];
}

const TOOLS: readonly AppletProgram[] = [
	adapted(od, { usage: TEXT_USAGES.od, letters: 'abcdfhilovxstANjSw', word: (text) => text }),
	adapted(hexdump, { usage: TEXT_USAGES.hexdump, letters: 'bcdoxCvefns', word: (text) => text }),
	adapted(hexdump, { name: 'hd', usage: TOOL_USAGES.hd, letters: 'bcdoxCvefns', word: opening, rewrite: canonically }),
	adapted(strings, {
		usage: TOOL_USAGES.strings,
		letters: 'fontae',
		word: (text) => text.replace(/^'(.*)': No such file$/, '$1: No such file or directory'),
	}),
	adapted(diff, {
		usage: TEXT_USAGES.diff,
		letters: 'abBdiNqrTstwLSUu',
		word: (text) => text.replace(/^([^:]+): (No such file or directory)$/, "can't stat '$1': $2"),
		rewrite: unified,
	}),
	adapted(patch, { usage: TOOL_USAGES.patch, letters: 'RNEfplidu', long: ['dry-run'] }),
	adapted(tsort, {
		usage: TOOL_USAGES.tsort,
		letters: '',
		word: (text) => (text.endsWith('odd number of tokens') ? 'odd input' : opening(text)),
	}),
	adapted(shred, {
		usage: TOOL_USAGES.shred,
		letters: 'fuznvxs',
		word: (text) => text.replace(/^(.*): failed to open for writing: /, "can't open '$1': "),
	}),
	adapted(install, { usage: TOOL_USAGES.install, letters: 'cdDsomgtpTv' }),
	adapted(link, {
		usage: TOOL_USAGES.link,
		letters: '',
		word: (text) => text.replace(/^cannot create link /, "can't create hardlink "),
	}),
	adapted(unlink, {
		usage: TOOL_USAGES.unlink,
		letters: '',
		word: (text) => text.replace(/^cannot unlink '(.*)': /, "can't remove file '$1': "),
	}),
	adapted(mkfifo, {
		usage: TOOL_USAGES.mkfifo,
		letters: 'm',
		word: (text) => text.replace(/^cannot create fifo '(.*)': /, '$1: '),
	}),
	adapted(mknod, { usage: TOOL_USAGES.mknod, letters: 'm', word: quoted }),
	adapted(flock, { usage: TOOL_USAGES.flock, letters: 'sxunc', failureStatus: 1 }),
	reworded('xxd', TEXT_USAGES.xxd, xxd.program, { line: (text) => text, status: failing }),
	usleep,
	ttysize,
	fsync,
	crc32sum,
	dos2unix,
	unix2dos,
	mesg,
	nologin,
	adapted(bc, { usage: TOOL_USAGES.bc, letters: 'sqlw' }),
	...borrowedAll({ ...TOOL_USAGES, ...TEXT_USAGES }, [dc, getopt]),
];

const MACHINE: readonly AppletProgram[] = [
	adapted(setsid, {
		usage: MACHINE_USAGES.setsid,
		letters: 'c',
		word: (text) => text.replace(/^failed to execute (.*): /, "can't execute '$1': "),
	}),
	adapted(renice, { usage: MACHINE_USAGES.renice, letters: 'npgu' }),
	adapted(taskset, { usage: MACHINE_USAGES.taskset, letters: 'apc' }),
	adapted(chrt, { usage: MACHINE_USAGES.chrt, letters: 'mprfobi' }),
	adapted(ionice, { usage: MACHINE_USAGES.ionice, letters: 'cnpt' }),
	adapted(fallocate, { usage: MACHINE_USAGES.fallocate, letters: 'lo' }),
	adapted(losetup, { usage: MACHINE_USAGES.losetup, letters: 'cdfraoP' }),
	adapted(logger, { usage: MACHINE_USAGES.logger, letters: 'stp' }),
	adapted(blkid, { usage: MACHINE_USAGES.blkid, letters: '' }),
	adapted(swapon, { usage: MACHINE_USAGES.swapon, letters: 'adepe' }),
	adapted(swapoff, { usage: MACHINE_USAGES.swapoff, letters: 'ae' }),
	adapted(hostid, { usage: MACHINE_USAGES.hostid, letters: '' }),
	...borrowedAll(MACHINE_USAGES, [
		arp,
		chpasswd,
		crontab,
		fdisk,
		fuser,
		lsmod,
		lsof,
		modinfo,
		modprobe,
		nsenter,
		passwd,
		pstree,
		rmmod,
		route,
		traceroute,
	]),
];

/** Applets whose programs do what those of the same name do elsewhere. */
export const BORROWED: readonly AppletProgram[] = [...ARCHIVES, ...TOOLS, ...MACHINE];
