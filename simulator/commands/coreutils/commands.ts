import type { Command } from '../command.ts';
import { base32, base64 } from './base64.ts';
import { basenc } from './basenc.ts';
import { cat } from './cat.ts';
import { chcon } from './chcon.ts';
import { chmod } from './chmod.ts';
import { chgrp, chown } from './chown.ts';
import { chroot } from './chroot.ts';
import { comm } from './comm.ts';
import { cp } from './cp.ts';
import { csplit } from './csplit.ts';
import { cut } from './cut.ts';
import { date } from './date.ts';
import { dd } from './dd.ts';
import { df } from './df.ts';
import { dircolors } from './dircolors.ts';
import { du } from './du.ts';
import { echo } from './echo.ts';
import { env, printenv } from './env.ts';
import { expand, unexpand } from './expand.ts';
import { expr } from './expr.ts';
import { factor } from './factor.ts';
import { fmt } from './fmt.ts';
import { fold } from './fold.ts';
import { head } from './head.ts';
import { hostid } from './hostid.ts';
import { hostname } from './hostname.ts';
import { groups, id, logname, whoami } from './id.ts';
import { install } from './install.ts';
import { join } from './join.ts';
import { ln } from './ln.ts';
import { dir, ls, vdir } from './ls.ts';
import { mkdir } from './mkdir.ts';
import { mktemp } from './mktemp.ts';
import { mv } from './mv.ts';
import { basename, dirname } from './names.ts';
import { nl } from './nl.ts';
import { numfmt } from './numfmt.ts';
import { od } from './od.ts';
import { paste } from './paste.ts';
import { pathchk } from './pathchk.ts';
import { pinky } from './pinky.ts';
import { pr } from './pr/pr.ts';
import { printf } from './printf.ts';
import { ptx } from './ptx/ptx.ts';
import { pwd } from './pwd.ts';
import { readlink, realpath } from './readlink.ts';
import { rm } from './rm.ts';
import { rmdir } from './rmdir.ts';
import { runcon } from './runcon.ts';
import { seq } from './seq.ts';
import { shred } from './shred.ts';
import { shuf } from './shuf.ts';
import { sleep } from './sleep.ts';
import { sort } from './sort.ts';
import { link, mkfifo, mknod, unlink } from './special-files.ts';
import { split } from './split.ts';
import { stat } from './stat.ts';
import { stdbuf } from './stdbuf.ts';
import { sync } from './sync.ts';
import { tac } from './tac.ts';
import { tail } from './tail.ts';
import { tee } from './tee.ts';
import { stty, tty } from './terminal.ts';
import { bracket, test } from './test.ts';
import { touch } from './touch.ts';
import { tr } from './tr.ts';
import { truncate } from './truncate.ts';
import { falseCommand, trueCommand } from './truth.ts';
import { tsort } from './tsort.ts';
import { arch, nproc, uname } from './uname.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';
import { users, who } from './who.ts';
import { nice, nohup, timeout } from './wrappers.ts';
import { yes } from './yes.ts';

export const COREUTILS_COMMANDS: readonly Command[] = [
	dir,
	hostid,
	vdir,
	arch,
	base32,
	base64,
	basename,
	basenc,
	bracket,
	cat,
	chcon,
	chgrp,
	chmod,
	chown,
	chroot,
	comm,
	cp,
	csplit,
	cut,
	date,
	dd,
	df,
	dircolors,
	dirname,
	du,
	echo,
	env,
	expand,
	expr,
	factor,
	falseCommand,
	fmt,
	fold,
	groups,
	head,
	hostname,
	id,
	install,
	join,
	link,
	ln,
	logname,
	ls,
	mkdir,
	mkfifo,
	mknod,
	mktemp,
	mv,
	nice,
	nl,
	nohup,
	nproc,
	numfmt,
	od,
	paste,
	pathchk,
	pinky,
	pr,
	printenv,
	printf,
	ptx,
	pwd,
	readlink,
	realpath,
	rm,
	rmdir,
	runcon,
	seq,
	shred,
	shuf,
	sleep,
	sort,
	split,
	stat,
	stdbuf,
	stty,
	sync,
	tac,
	tail,
	tee,
	test,
	timeout,
	touch,
	tr,
	trueCommand,
	truncate,
	tsort,
	tty,
	uname,
	unexpand,
	uniq,
	unlink,
	users,
	wc,
	who,
	whoami,
	yes,
];
