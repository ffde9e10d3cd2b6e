import type { Program } from '../kernel/process-api.ts';
import { dashProgram } from '../shell/bash.ts';
import { APPLETS } from './busybox/applets.ts';
import type { Command } from './command.ts';
import { cat } from './coreutils/cat.ts';
import { chmod } from './coreutils/chmod.ts';
import { chgrp, chown } from './coreutils/chown.ts';
import { cp } from './coreutils/cp.ts';
import { cut } from './coreutils/cut.ts';
import { date } from './coreutils/date.ts';
import { echo } from './coreutils/echo.ts';
import { env, printenv } from './coreutils/env.ts';
import { head } from './coreutils/head.ts';
import { hostname } from './coreutils/hostname.ts';
import { groups, id, logname, whoami } from './coreutils/id.ts';
import { ln } from './coreutils/ln.ts';
import { ls } from './coreutils/ls.ts';
import { mkdir } from './coreutils/mkdir.ts';
import { mv } from './coreutils/mv.ts';
import { basename, dirname } from './coreutils/names.ts';
import { printf } from './coreutils/printf.ts';
import { pwd } from './coreutils/pwd.ts';
import { readlink, realpath } from './coreutils/readlink.ts';
import { rm } from './coreutils/rm.ts';
import { rmdir } from './coreutils/rmdir.ts';
import { seq } from './coreutils/seq.ts';
import { sleep } from './coreutils/sleep.ts';
import { sort } from './coreutils/sort.ts';
import { tail } from './coreutils/tail.ts';
import { tee } from './coreutils/tee.ts';
import { bracket, test } from './coreutils/test.ts';
import { touch } from './coreutils/touch.ts';
import { tr } from './coreutils/tr.ts';
import { falseCommand, trueCommand } from './coreutils/truth.ts';
import { arch, nproc, uname } from './coreutils/uname.ts';
import { uniq } from './coreutils/uniq.ts';
import { wc } from './coreutils/wc.ts';
import { yes } from './coreutils/yes.ts';
import { nano, vim } from './editors/editor.ts';
import { kubectl } from './kubectl/kubectl-command.ts';
import { bash, dash } from './shells/shells.ts';
import { egrep, fgrep, grep } from './text/grep.ts';
import { sed } from './text/sed/sed.ts';

/** Every command that hosts have. Images name those that they bring. */
export const COMMANDS: readonly Command[] = [
	arch,
	basename,
	bash,
	bracket,
	cat,
	chgrp,
	chmod,
	chown,
	cp,
	cut,
	dash,
	date,
	dirname,
	echo,
	egrep,
	env,
	falseCommand,
	fgrep,
	grep,
	groups,
	head,
	hostname,
	id,
	kubectl,
	ln,
	logname,
	ls,
	mkdir,
	mv,
	nano,
	nproc,
	printenv,
	printf,
	pwd,
	readlink,
	realpath,
	rm,
	rmdir,
	sed,
	seq,
	sleep,
	sort,
	tail,
	tee,
	test,
	touch,
	tr,
	trueCommand,
	uname,
	uniq,
	vim,
	wc,
	whoami,
	yes,
];

/** Programs that only images' executables name: busybox's applets, and Debian's sh. */
export const IMAGE_COMMANDS: readonly { readonly name: string; readonly program: Program }[] = [
	{ name: 'sh', program: dashProgram },
	...APPLETS.map(({ name, program }) => ({ name: `busybox:${name}`, program })),
];
