import type { Command } from './command.ts';
import { basename, dirname } from './coreutils/names.ts';
import { cat } from './coreutils/cat.ts';
import { cp } from './coreutils/cp.ts';
import { cut } from './coreutils/cut.ts';
import { date } from './coreutils/date.ts';
import { head } from './coreutils/head.ts';
import { ls } from './coreutils/ls.ts';
import { mkdir } from './coreutils/mkdir.ts';
import { mv } from './coreutils/mv.ts';
import { rm } from './coreutils/rm.ts';
import { rmdir } from './coreutils/rmdir.ts';
import { seq } from './coreutils/seq.ts';
import { sleep } from './coreutils/sleep.ts';
import { sort } from './coreutils/sort.ts';
import { tail } from './coreutils/tail.ts';
import { tee } from './coreutils/tee.ts';
import { touch } from './coreutils/touch.ts';
import { tr } from './coreutils/tr.ts';
import { uniq } from './coreutils/uniq.ts';
import { wc } from './coreutils/wc.ts';
import { nano, vim } from './editors/editor.ts';
import { kubectl } from './kubectl/kubectl-command.ts';
import { bash, dash } from './shells/shells.ts';
import { egrep, fgrep, grep } from './text/grep.ts';
import { sed } from './text/sed/sed.ts';

/** Every command that hosts have. Images name those that they bring. */
export const COMMANDS: readonly Command[] = [
	bash,
	basename,
	cat,
	cp,
	cut,
	dash,
	date,
	dirname,
	egrep,
	fgrep,
	grep,
	head,
	kubectl,
	ls,
	mkdir,
	mv,
	nano,
	rm,
	rmdir,
	sed,
	seq,
	sleep,
	sort,
	tail,
	tee,
	touch,
	tr,
	uniq,
	vim,
	wc,
];
