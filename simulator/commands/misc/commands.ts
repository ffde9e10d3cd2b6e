import type { Command } from '../command.ts';
import { LESS_COMMANDS } from '../less/commands.ts';
import { LIBCAP_COMMANDS } from '../libcap/libcap.ts';
import { MAN_COMMANDS } from '../man/commands.ts';
import { tput } from '../ncurses/tput.ts';
import { fuser } from '../psmisc/fuser.ts';
import { crontab } from './crontab.ts';
import { dmesg } from './dmesg.ts';
import { envsubst } from './envsubst.ts';
import { file } from './file.ts';
import { gpg } from './gpg.ts';
import { htpasswd } from './htpasswd.ts';
import { iconv } from './iconv.ts';
import { ldconfig } from './ldconfig.ts';
import { ldd } from './ldd.ts';
import { getconf, getent, locale } from './libc-bin.ts';
import { lsbRelease } from './lsb-release.ts';
import { lsof } from './lsof.ts';
import { runParts } from './run-parts.ts';
import { clear, reset } from './screen.ts';
import { strings } from './strings.ts';
import { tree } from './tree.ts';
import { updateCaCertificates } from './update-ca-certificates.ts';
import { whereis, which } from './which.ts';
import { xxd } from './xxd.ts';

export const MISC_COMMANDS: readonly Command[] = [
	...LESS_COMMANDS,
	...LIBCAP_COMMANDS,
	...MAN_COMMANDS,
	fuser,
	updateCaCertificates,
	ldd,
	ldconfig,
	iconv,
	clear,
	crontab,
	dmesg,
	envsubst,
	file,
	getconf,
	getent,
	gpg,
	htpasswd,
	locale,
	lsbRelease,
	lsof,
	reset,
	runParts,
	strings,
	tput,
	tree,
	whereis,
	which,
	xxd,
];
