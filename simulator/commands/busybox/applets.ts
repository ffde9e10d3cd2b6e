import type { Process, Program } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { ashProgram } from '../../shell/bash.ts';
import { su } from '../accounts/su.ts';
import { cksum, sum } from '../checksums/cksum.ts';
import { md5sum, sha1sum, sha256sum, sha512sum } from '../checksums/digests.ts';
import { base32, base64 } from '../coreutils/base64.ts';
import { cat } from '../coreutils/cat.ts';
import { chmod } from '../coreutils/chmod.ts';
import { chgrp, chown } from '../coreutils/chown.ts';
import { comm } from '../coreutils/comm.ts';
import { cp } from '../coreutils/cp.ts';
import { cut } from '../coreutils/cut.ts';

import { dd } from '../coreutils/dd.ts';
import { du } from '../coreutils/du.ts';
import { env, printenv } from '../coreutils/env.ts';
import { expand, unexpand } from '../coreutils/expand.ts';
import { expr } from '../coreutils/expr.ts';
import { factor } from '../coreutils/factor.ts';
import { fold } from '../coreutils/fold.ts';
import { head } from '../coreutils/head.ts';
import { hostname } from '../coreutils/hostname.ts';
import { groups, id, logname, whoami } from '../coreutils/id.ts';
import { ln } from '../coreutils/ln.ts';
import { mkdir } from '../coreutils/mkdir.ts';
import { mktemp } from '../coreutils/mktemp.ts';
import { mv } from '../coreutils/mv.ts';
import { basename, dirname } from '../coreutils/names.ts';
import { nl } from '../coreutils/nl.ts';
import { paste } from '../coreutils/paste.ts';
import { pwd } from '../coreutils/pwd.ts';
import { readlink, realpath } from '../coreutils/readlink.ts';
import { rm } from '../coreutils/rm.ts';
import { rmdir } from '../coreutils/rmdir.ts';
import { seq } from '../coreutils/seq.ts';
import { shuf } from '../coreutils/shuf.ts';
import { sleep } from '../coreutils/sleep.ts';
import { sort } from '../coreutils/sort.ts';
import { split } from '../coreutils/split.ts';
import { stat } from '../coreutils/stat.ts';
import { sync } from '../coreutils/sync.ts';
import { tac } from '../coreutils/tac.ts';
import { tail } from '../coreutils/tail.ts';
import { tee } from '../coreutils/tee.ts';
import { stty, tty } from '../coreutils/terminal.ts';
import { touch } from '../coreutils/touch.ts';
import { tr } from '../coreutils/tr.ts';
import { truncate } from '../coreutils/truncate.ts';
import { arch, nproc, uname } from '../coreutils/uname.ts';
import { uniq } from '../coreutils/uniq.ts';
import { wc } from '../coreutils/wc.ts';
import { users, who } from '../coreutils/who.ts';
import { nice, nohup } from '../coreutils/wrappers.ts';
import { yes } from '../coreutils/yes.ts';
import { cmp } from '../diffutils/cmp.ts';
import { busyboxVi } from '../editors/vim/vim.ts';
import { xargs } from '../findutils/xargs.ts';
import { shellStatus, waitFor } from '../launch.ts';
import { less } from '../less/less.ts';
import { more } from '../less/more.ts';
import { dmesg } from '../misc/dmesg.ts';
import { clear, reset } from '../misc/screen.ts';
import { which } from '../misc/which.ts';
import { ip } from '../network/ip/ip.ts';
import { netstat } from '../network/netstat.ts';
import { pgrep, pidof, pkill } from '../procps/pgrep.ts';
import { sysctl } from '../procps/sysctl.ts';
import { watch } from '../procps/watch.ts';
import { egrep, fgrep, grep } from '../text/grep.ts';
import { sed, sedMain } from '../text/sed/sed.ts';
import { rev } from '../util-linux/rev.ts';
import { addgroup, adduser, deluser } from './accounts.ts';
import { awk, find } from './adapted-languages.ts';
import type { AppletProgram } from './applet.ts';
import { adapted, BANNER, cannotOpen } from './applet.ts';
import { BORROWED } from './borrowed.ts';
import { date } from './date.ts';
import { df, mountpoint } from './files.ts';
import { httpd } from './httpd.ts';
import { ls } from './ls.ts';
import { mount, umount } from './mounts.ts';
import { nc } from './nc.ts';
import { ifconfig, telnet } from './network.ts';
import { nslookup } from './nslookup.ts';
import { ping } from './ping.ts';
import { free, kill, killall, ps, top, uptime } from './processes.ts';
import { echo, printf, tests } from './shell-words.ts';
import { smallNslookup } from './small-nslookup.ts';
import { time } from './time.ts';
import { timeout } from './timeout.ts';
import { FILES_USAGES } from './usage-files.ts';
import { SYSTEM_USAGES } from './usage-system.ts';
import { TEXT_USAGES } from './usage-text.ts';
import { quietWget, wget } from './wget.ts';

/** A program that is the same outside busybox. */
function same(name: string, program: Program): AppletProgram {
	return { name, usage: `${name}\n`, program };
}

/** `-5` and `+5` as the first word. */
function oldCount(argv: readonly string[]): readonly string[] {
	return argv.map((word, at) =>
		at === 0 ? word.replace(/^([-+])(\d+)$/, (_, sign, n) => `-n${sign === '+' ? '+' : ''}${n}`) : word,
	);
}

/** Words of GNU's old syntax are none here. */
function asTheyAre(argv: readonly string[]): readonly string[] {
	return argv;
}

/** Complaints that name the file and the reason only: "wc: nope: No such file or directory". */
function ofXargs(text: string): string {
	return plain(text)
		.replace(/^(.*): (?=terminated by signal \d+$)/, "'$1' ")
		.replace(/^(\/dev\/tty): /, "can't open '$1': ");
}

function plain(text: string): string {
	return text.replace(
		/^(?:cannot (?:access|open|stat|read:|statx|create regular file)|failed to open) ?'?(.*?)'?(?: for reading)?: /,
		'$1: ',
	);
}

/** Numbers of lines and bytes that are none. */
function counted(text: string): string {
	return text.replace(/^invalid number of \w+: /, 'invalid number ');
}

/** The applet's own words for one GNU complaint. */
function reword(pattern: RegExp, replacement: string): (text: string) => string {
	return (text) => text.replace(pattern, replacement);
}

const SHELL_AND_FILES: readonly AppletProgram[] = [
	{ name: 'sh', usage: SYSTEM_USAGES.sh, program: ashProgram },
	{ name: 'ash', usage: SYSTEM_USAGES.ash, program: ashProgram },
	echo,
	printf,
	...tests,
	ls,
	df,
	mountpoint,
	find,
	adapted(cat, {
		usage: FILES_USAGES.cat,
		letters: 'nbvteAu',
		word: (text) => cannotOpen(text.replace(/^.*: (Is a directory|Bad file descriptor)$/s, 'read error: $1')),
	}),
	adapted(mkdir, { usage: FILES_USAGES.mkdir, letters: 'mp' }),
	adapted(rmdir, { usage: FILES_USAGES.rmdir, letters: 'p', word: reword(/^failed to remove '(.*)': /, "'$1': ") }),
	adapted(cp, {
		usage: FILES_USAGES.cp,
		letters: 'arPLHpfinlsTutRdv',
		word: (text) => cannotOpen(text.replace(/^-r not specified; /, '')),
	}),
	adapted(mv, {
		usage: FILES_USAGES.mv,
		letters: 'finTtv',
		word: reword(/^cannot (?:stat|move) ('.*?')(?: to '.*')?: /, "can't rename $1: "),
	}),
	adapted(rm, {
		usage: FILES_USAGES.rm,
		letters: 'irfR',
		word: (text) =>
			text
				.replace(/^cannot remove '(.*)': /, "can't remove '$1': ")
				.replace(/^can't remove '(.*)': Is a directory$/, "'$1' is a directory"),
	}),
	adapted(touch, { usage: FILES_USAGES.touch, letters: 'chdtram', word: reword(/^cannot touch '(.*)': /, '$1: ') }),
	adapted(chmod, {
		usage: FILES_USAGES.chmod,
		letters: 'Rcvf',
		word: (text) =>
			text
				.replace(/^(?:cannot access|changing permissions of) '(.*)': /, '$1: ')
				.replace(/^invalid mode: '(.*)'$/, "invalid mode '$1'"),
	}),
	adapted(chown, {
		usage: FILES_USAGES.chown,
		letters: 'RhLHPcvf',
		word: (text) =>
			text
				.replace(/^(?:cannot access|changing \w+ of) '(.*)': /, '$1: ')
				.replace(/^invalid (user|group): '(.*)'$/, 'unknown $1 $2'),
	}),
	adapted(chgrp, {
		usage: FILES_USAGES.chgrp,
		letters: 'RhLHPcvf',
		word: (text) =>
			text
				.replace(/^(?:cannot access|changing \w+ of) '(.*)': /, '$1: ')
				.replace(/^invalid (user|group): '(.*)'$/, 'unknown $1 $2'),
	}),
	adapted(ln, {
		usage: FILES_USAGES.ln,
		letters: 'sfnbtvTS',
		word: reword(/^failed to (?:create \w+ link|access) '([^']*)'.*?: /, '$1: '),
	}),
	adapted(stat, {
		usage: FILES_USAGES.stat,
		letters: 'Lfct',
		word: (text) => text.replace(/^cannot statx /, "can't stat ").replace(/^cannot read /, "can't read "),
	}),
	adapted(readlink, { usage: FILES_USAGES.readlink, letters: 'fnv' }),
	adapted(realpath, {
		usage: FILES_USAGES.realpath,
		letters: 'e',
		word: plain,
		rewrite: (argv) => ['-e', ...argv],
	}),
	adapted(basename, { usage: FILES_USAGES.basename, letters: 'as' }),
	adapted(dirname, { usage: FILES_USAGES.dirname, letters: '' }),
	adapted(mktemp, { usage: FILES_USAGES.mktemp, letters: 'dtqup' }),
	adapted(truncate, {
		usage: FILES_USAGES.truncate,
		letters: 'cs',
		word: (text) => cannotOpen(text.replace(/^Invalid number: /, 'invalid number ')),
	}),
	adapted(du, { usage: FILES_USAGES.du, letters: 'aHLdclsxhmkb', word: plain }),
	adapted(dd, {
		usage: FILES_USAGES.dd,
		letters: '',
		word: (text) => text.replace(/^failed to open /, "can't open ").replace(/^invalid number: /, 'invalid number '),
	}),
	adapted(tee, { usage: FILES_USAGES.tee, letters: 'ai', word: plain }),
	adapted(sync, { usage: FILES_USAGES.sync, letters: 'df' }),
	same('which', which.program),
];

const TEXT: readonly AppletProgram[] = [
	awk,
	adapted(cmp, {
		usage: TEXT_USAGES.cmp,
		letters: 'lsn',
		word: (text) => text.replace(/^(EOF on \S+).*/, '$1').replace(/^([^:]+): No such/, "can't open '$1': No such"),
	}),
	adapted(head, {
		usage: TEXT_USAGES.head,
		letters: 'ncqv',
		word: (text) => plain(counted(text).replace(/^error reading '(.*)': .*/, '$1: Input/output error')),
		rewrite: oldCount,
	}),
	adapted(tail, {
		usage: TEXT_USAGES.tail,
		letters: 'fcnqvsF',
		rewrite: oldCount,
		word: (text) =>
			counted(text)
				.replace(/^cannot open '(.*)' for reading: /, "can't open '$1': ")
				.replace(/^error reading '.*': /, 'read error: '),
	}),
	adapted(wc, {
		usage: TEXT_USAGES.wc,
		letters: 'lwcmL',
		long: [' columns'],
		word: plain,
		rewrite: (argv) => ['-- columns=9', ...argv],
	}),
	adapted(sort, { usage: TEXT_USAGES.sort, letters: 'nrughMcszbdfiokTStV', word: plain, rewrite: asTheyAre }),
	adapted(uniq, { usage: TEXT_USAGES.uniq, letters: 'cduifsw', rewrite: asTheyAre }),
	adapted(cut, { usage: TEXT_USAGES.cut, letters: 'bcfdsn', word: plain }),
	adapted(tr, { usage: TEXT_USAGES.tr, letters: 'cdsC' }),
	adapted(seq, { usage: TEXT_USAGES.seq, letters: 'ws' }),
	adapted(yes, { usage: TEXT_USAGES.yes, letters: '' }),
	adapted(tac, { usage: TEXT_USAGES.tac, letters: '', word: plain }),
	adapted(rev, { usage: TEXT_USAGES.rev, letters: '', word: reword(/^cannot open /, '') }),
	adapted(nl, { usage: TEXT_USAGES.nl, letters: 'bisnvw', word: plain }),
	adapted(fold, { usage: TEXT_USAGES.fold, letters: 'bsw', word: plain }),
	adapted(paste, { usage: TEXT_USAGES.paste, letters: 'ds', word: plain }),
	adapted(expand, { usage: TEXT_USAGES.expand, letters: 'it', word: plain }),
	adapted(unexpand, { usage: TEXT_USAGES.expand, name: 'unexpand', letters: 'at', word: plain }),
	adapted(comm, {
		usage:
			'comm [-123] FILE1 FILE2\n\nCompare FILE1 with FILE2\n\n\t-1\tSuppress lines unique to FILE1\n\t-2\tSuppress lines unique to FILE2\n\t-3\tSuppress lines common to both files\n',
		letters: '123',
		long: ['nocheck-order'],
		word: plain,
		rewrite: (argv) => ['--nocheck-order', ...argv],
	}),
	adapted(shuf, { usage: TEXT_USAGES.shuf, letters: 'einorz', word: plain }),
	adapted(split, { usage: 'split [OPTIONS] [INPUT [PREFIX]]\n', letters: 'abl', word: plain }),
	adapted(factor, { usage: TEXT_USAGES.factor, letters: '' }),
	adapted(base64, {
		usage: TEXT_USAGES.base64,
		letters: 'dw',
		word: (text) => plain(text).replace(/^invalid input$/, 'truncated input'),
	}),
	adapted(base32, { usage: 'base32 [-d] [-w COL] [FILE]\n', letters: 'dw', word: plain }),
	...[md5sum, sha1sum, sha256sum, sha512sum].map((digest) =>
		adapted(digest, {
			usage: `${digest.name} [-c[sw]] [FILE]...\n\nPrint or check ${digest.name.slice(0, -3).toUpperCase()} checksums\n`,
			letters: 'csw',
		}),
	),
	adapted(cksum, { usage: 'cksum FILE...\n', letters: '' }),
	adapted(sum, { usage: 'sum [-rs] [FILE]...\n', letters: 'rs' }),
	adapted(grep, { usage: TEXT_USAGES.grep, letters: 'HhnlLoqvsrRiwFEzxmABCefc', word: (text) => text }),
	adapted(egrep, { usage: TEXT_USAGES.grep, letters: 'HhnlLoqvsrRiwFEzxmABCefc', word: (text) => text }),
	adapted(fgrep, { usage: TEXT_USAGES.grep, letters: 'HhnlLoqvsrRiwFEzxmABCefc', word: (text) => text }),
	adapted(
		{ literal: { ...sed.literal, main: sedMain(1) } },
		{ usage: TEXT_USAGES.sed, letters: 'inrEsfez', word: reword(/^can't read ([^:]*): /, '$1: ') },
	),
	adapted(xargs, { usage: TEXT_USAGES.xargs, letters: 'r0onsIEeptPxaL', word: ofXargs }),
	same('expr', expr.program),
	same('vi', busyboxVi),
	same('less', less.program),
	same('more', more.program),
];

const SYSTEM: readonly AppletProgram[] = [
	ps,
	kill,
	killall,
	free,
	uptime,
	top,
	adapted(sleep, { usage: SYSTEM_USAGES.sleep, letters: '', word: reword(/^invalid time interval/, 'invalid number') }),
	adapted(date, { usage: SYSTEM_USAGES.date, letters: 'ursdIR' }),
	adapted(env, { usage: SYSTEM_USAGES.env, letters: 'iu0', word: reword(/^'(.*)': /, "can't execute '$1': ") }),
	adapted(printenv, {
		usage: 'printenv [VARIABLE]...\n\nPrint environment VARIABLEs.\nIf no VARIABLE specified, print all.\n',
		letters: '',
	}),
	adapted(hostname, { usage: SYSTEM_USAGES.hostname, letters: 'sidfF', failureStatus: 1 }),
	adapted(id, { usage: SYSTEM_USAGES.id, letters: 'unGgr', word: reword(/^'(.*)': no such user$/, 'unknown user $1') }),
	adapted(whoami, { usage: SYSTEM_USAGES.whoami, letters: '' }),
	adapted(groups, {
		usage: SYSTEM_USAGES.groups,
		letters: '',
		word: reword(/^'(.*)': no such user$/, 'unknown user $1'),
	}),
	adapted(logname, { usage: SYSTEM_USAGES.logname, letters: '', word: () => 'getlogin: No such file or directory' }),
	adapted(uname, { usage: SYSTEM_USAGES.uname, letters: 'amnrspvoi' }),
	adapted(arch, { usage: SYSTEM_USAGES.arch, letters: '' }),
	adapted(nproc, { usage: SYSTEM_USAGES.nproc, letters: '', long: ['all', 'ignore'] }),
	adapted(pwd, { usage: 'pwd\n', letters: 'LP' }),
	adapted(tty, { usage: SYSTEM_USAGES.tty, letters: 's' }),
	adapted(stty, { usage: SYSTEM_USAGES.stty, letters: 'agF' }),
	adapted(who, { usage: SYSTEM_USAGES.who, letters: 'aH' }),
	adapted(users, { usage: 'users\n', letters: '' }),
	adapted(nohup, {
		usage: 'nohup PROG ARGS\n\nRun PROG immune to hangups, with output to a non-tty\n',
		letters: '',
		word: executing,
	}),
	adapted(nice, {
		usage: 'nice [-n ADJUST] [PROG ARGS]\n\nChange scheduling priority, run PROG\n',
		letters: 'n',
		word: executing,
	}),
	time,
	timeout,
	adapted(watch, { usage: SYSTEM_USAGES.watch, letters: 'nt' }),
	adapted(pgrep, { usage: 'pgrep [-flanovx] [-s SID|-P PPID|PATTERN]\n', letters: 'flanovxP' }),
	adapted(pkill, {
		usage: 'pkill [-l|-SIGNAL] [-xfvnoe] [-s SID|-P PPID|PATTERN]\n',
		letters: 'xfvnoeP',
		long: ['signal'],
	}),
	adapted(pidof, { usage: SYSTEM_USAGES.pidof, letters: 'so' }),
	same('su', su.program),
	same('clear', clear.program),
	same('reset', reset.program),
	mount,
	umount,
	same('sysctl', sysctl.program),
	same('dmesg', dmesg.program),
	same('true', function* () {
		return 0;
	}),
	same('false', function* () {
		return 1;
	}),
];

function executing(text: string): string {
	return text.replace(/^(?:failed to run command )?'(.*)': /, "can't execute '$1': ");
}

const NETWORK: readonly AppletProgram[] = [
	wget,
	httpd,
	nslookup,
	ping,
	nc,
	telnet,
	ifconfig,
	same('netstat', netstat.program),
	same('ip', ip.program),
];

const ACCOUNTS: readonly AppletProgram[] = [addgroup, adduser, deluser];

const ALL: readonly AppletProgram[] = [...ACCOUNTS, ...SHELL_AND_FILES, ...TEXT, ...SYSTEM, ...NETWORK, ...BORROWED];

/** Every applet that busybox images run, by its own name. */
export const APPLETS: readonly AppletProgram[] = ALL;

/** Applets that were others in releases up to 1.28, which images of those name. */
export const OLD_APPLETS: readonly AppletProgram[] = [smallNslookup, quietWget];

/** `busybox APPLET ARGS`: the program behind all the links. */
export const busyboxProgram: Program = (process) => multiCall(process, ALL);

/** The same of releases up to 1.28. */
export const oldBusyboxProgram: Program = (process) => multiCall(process, [...OLD_APPLETS, ...ALL]);

/** @param applets the first of a name counts. */
function* multiCall(process: Process, applets: readonly AppletProgram[]): Task<number> {
	const [, name, ...rest] = process.argv;
	const names = ALL.map((each) => each.name).sort();
	if (name === '--list') {
		yield* process.write(1, encodeUtf8(names.map((each) => `${each}\n`).join('')));
		return 0;
	}
	if (name === undefined || name === '--help') {
		yield* process.write(1, encodeUtf8(`${BANNER}\n${ABOUT}Currently defined functions:\n${wrapped(names)}\n`));
		return 0;
	}
	const found = applets.find((each) => each.name === name);
	if (found === undefined) {
		yield* process.write(2, encodeUtf8(`${name}: applet not found\n`));
		return 127;
	}
	const pid = process.spawn({ argv: [name, ...rest], env: process.env, program: found.program });
	return shellStatus(yield* waitFor(process, pid));
}

const ABOUT = `BusyBox is copyrighted by many authors between 1998-2015.
Licensed under GPLv2. See source distribution for detailed
copyright notices.

Usage: busybox [function [arguments]...]
   or: busybox --list[-full]
   or: busybox --show SCRIPT
   or: busybox --install [-s] [DIR]
   or: function [arguments]...

	BusyBox is a multi-call binary that combines many common Unix
	utilities into a single executable.  Most people will create a
	link to busybox for each function they wish to use and BusyBox
	will act like whatever it was invoked as.

`;

/** The names in lines of a terminal's width. */
function wrapped(names: readonly string[]): string {
	const lines: string[] = [];
	let line = '';
	for (const name of names) {
		if (line !== '' && line.length + name.length > 68) {
			lines.push(`\t${line},`);
			line = name;
		} else line = line === '' ? name : `${line}, ${name}`;
	}
	return [...lines, `\t${line}`].join('\n');
}
