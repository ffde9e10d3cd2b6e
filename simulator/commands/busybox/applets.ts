import type { Program } from '../../kernel/process-api.ts';
import { ashProgram } from '../../shell/bash.ts';
import { cat } from '../coreutils/cat.ts';
import { cp } from '../coreutils/cp.ts';
import { cut } from '../coreutils/cut.ts';
import { date } from '../coreutils/date.ts';
import { env, printenv } from '../coreutils/env.ts';
import { head } from '../coreutils/head.ts';
import { hostname } from '../coreutils/hostname.ts';
import { groups, id, logname, whoami } from '../coreutils/id.ts';
import { ls } from '../coreutils/ls.ts';
import { mkdir } from '../coreutils/mkdir.ts';
import { mv } from '../coreutils/mv.ts';
import { basename, dirname } from '../coreutils/names.ts';
import { rm } from '../coreutils/rm.ts';
import { rmdir } from '../coreutils/rmdir.ts';
import { seq } from '../coreutils/seq.ts';
import { sleep } from '../coreutils/sleep.ts';
import { sort } from '../coreutils/sort.ts';
import { tail } from '../coreutils/tail.ts';
import { tee } from '../coreutils/tee.ts';
import { touch } from '../coreutils/touch.ts';
import { tr } from '../coreutils/tr.ts';
import { arch, nproc, uname } from '../coreutils/uname.ts';
import { uniq } from '../coreutils/uniq.ts';
import { wc } from '../coreutils/wc.ts';
import { yes } from '../coreutils/yes.ts';
import { tar } from '../tar/tar.ts';
import { grep } from '../text/grep.ts';
import { sed } from '../text/sed/sed.ts';
import type { AppletProgram } from './applet.ts';
import { adapted, plainly } from './applet.ts';
import { nslookup } from './nslookup.ts';
import { FILES_USAGES } from './usage-files.ts';
import { SYSTEM_USAGES } from './usage-system.ts';
import { TEXT_USAGES } from './usage-text.ts';
import { wget } from './wget.ts';

/** Applets whose programs need no usage text of their own. */
function bare(name: string, program: Program): AppletProgram {
	return { name, usage: `${name}\n`, program };
}

/** busybox's tar says the same in fewer words. */
function tarWords(complaint: string): string {
	const [first = ''] = complaint.split('\n');
	if (first.startsWith('Exiting with failure')) return 'error exit delayed from previous errors';
	if (first.startsWith('This does not look')) return 'short read';
	return first
		.replace(/^Removing leading `(.*)' from/, "removing leading '$1' from")
		.replace(/^(.*): Cannot open: /, "can't open '$1': ")
		.replace(/: Cannot stat: /, ': ')
		.replace(/: Not found in archive$/, ': not found in archive');
}

/** Every applet that busybox images run, by its own name. */
export const APPLETS: readonly AppletProgram[] = [
	{ name: 'sh', usage: SYSTEM_USAGES.sh, program: ashProgram },
	{ name: 'ash', usage: SYSTEM_USAGES.ash, program: ashProgram },
	adapted(cat, { usage: FILES_USAGES.cat, letters: 'nbvteAu' }),
	adapted(ls, {
		usage: FILES_USAGES.ls,
		letters: '1aAxdLRpFlinsShXvtrcuwCgoh',
		long: ['full-time', 'color', 'group-directories-first'],
		word: plainly,
		failureStatus: 1,
	}),
	adapted(sleep, {
		usage: SYSTEM_USAGES.sleep,
		letters: '',
		word: (text) => text.replace(/^invalid time interval/, 'invalid number'),
	}),
	adapted(date, { usage: SYSTEM_USAGES.date, letters: 'ursdIR' }),
	adapted(env, {
		usage: SYSTEM_USAGES.env,
		letters: 'iu0',
		word: (text) => text.replace(/^'(.*)': /, "can't execute '$1': "),
	}),
	adapted(printenv, {
		usage: 'printenv [VARIABLE]...\n\nPrint environment VARIABLEs.\nIf no VARIABLE specified, print all.\n',
		letters: '',
	}),
	adapted(tar, {
		usage: FILES_USAGES.tar,
		letters: 'cxtfCvOmokhzjJ',
		long: ['strip-components', 'overwrite'],
		word: tarWords,
		failureStatus: 1,
	}),
	adapted(hostname, { usage: SYSTEM_USAGES.hostname, letters: 'sidfF', failureStatus: 1 }),
	adapted(id, {
		usage: SYSTEM_USAGES.id,
		letters: 'unGgr',
		word: (text) => text.replace(/^'(.*)': no such user$/, 'unknown user $1'),
	}),
	adapted(whoami, { usage: SYSTEM_USAGES.whoami, letters: '' }),
	adapted(groups, { usage: SYSTEM_USAGES.groups, letters: '' }),
	adapted(logname, { usage: SYSTEM_USAGES.logname, letters: '', word: () => 'getlogin: No such file or directory' }),
	adapted(uname, { usage: SYSTEM_USAGES.uname, letters: 'amnrspvoi' }),
	adapted(arch, { usage: SYSTEM_USAGES.arch, letters: '' }),
	adapted(nproc, { usage: SYSTEM_USAGES.nproc, letters: '', long: ['all', 'ignore'] }),
	adapted(mkdir, { usage: FILES_USAGES.mkdir, letters: 'mp' }),
	adapted(rmdir, {
		usage: FILES_USAGES.rmdir,
		letters: 'p',
		word: (text) => text.replace(/^failed to remove '(.*)': /, "'$1': "),
	}),
	adapted(cp, { usage: FILES_USAGES.cp, letters: 'arPLHpfinlsTutRd' }),
	adapted(mv, {
		usage: FILES_USAGES.mv,
		letters: 'finTt',
		word: (text) => text.replace(/^cannot stat /, "can't rename "),
	}),
	adapted(rm, {
		usage: FILES_USAGES.rm,
		letters: 'irfR',
		word: (text) =>
			text
				.replace(/^cannot remove '(.*)': /, "can't remove '$1': ")
				.replace(/^can't remove '(.*)': Is a directory$/, "'$1' is a directory"),
	}),
	adapted(touch, {
		usage: FILES_USAGES.touch,
		letters: 'chdtram',
		word: (text) => text.replace(/^cannot touch '(.*)': /, '$1: '),
	}),
	adapted(basename, { usage: FILES_USAGES.basename, letters: '' }),
	adapted(dirname, { usage: FILES_USAGES.dirname, letters: '' }),
	adapted(head, { usage: TEXT_USAGES.head, letters: 'ncqv' }),
	adapted(tail, { usage: TEXT_USAGES.tail, letters: 'fcnqvsF' }),
	adapted(wc, { usage: TEXT_USAGES.wc, letters: 'lwcmL' }),
	adapted(sort, { usage: TEXT_USAGES.sort, letters: 'nrughMcszbdfiokTStV' }),
	adapted(uniq, { usage: TEXT_USAGES.uniq, letters: 'cduifsw' }),
	adapted(cut, { usage: TEXT_USAGES.cut, letters: 'bcfdsn' }),
	adapted(tr, { usage: TEXT_USAGES.tr, letters: 'cdsC' }),
	adapted(tee, { usage: FILES_USAGES.tee, letters: 'ai' }),
	adapted(seq, { usage: TEXT_USAGES.seq, letters: 'ws' }),
	adapted(yes, { usage: TEXT_USAGES.yes, letters: '' }),
	adapted(grep, { usage: TEXT_USAGES.grep, letters: 'HhnlLoqvsrRiwxmABCEFefc', word: (text) => text }),
	adapted(sed, {
		usage: TEXT_USAGES.sed,
		letters: 'inrEsfez',
		word: (text) => text.replace(/^can't read ([^:]*): /, '$1: '),
	}),
	bare('true', function* () {
		return 0;
	}),
	bare('false', function* () {
		return 1;
	}),
	wget,
	nslookup,
];
