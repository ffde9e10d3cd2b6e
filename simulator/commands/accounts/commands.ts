import type { Command } from '../command.ts';
import { addgroup, adduser } from './adduser.ts';
import { chage } from './chage.ts';
import { chpasswd } from './chpasswd.ts';
import { chfn, chsh } from './chsh.ts';
import { delgroup, deluser } from './deluser.ts';
import { gpasswd } from './gpasswd.ts';
import { groupadd, groupdel, groupmod } from './groupadd.ts';
import { groupmems } from './groupmems.ts';
import { lastlog } from './lastlog.ts';
import { newgrp, sg } from './newgrp.ts';
import { nologin } from './nologin.ts';
import { passwd } from './passwd.ts';
import { grpck, pwck } from './pwck.ts';
import { runuser } from './runuser.ts';
import { SHADOW_CONVERSIONS } from './shadow-conversion.ts';
import { su } from './su.ts';
import { sudo } from './sudo.ts';
import { unixChkpwd } from './unix-chkpwd.ts';
import { useradd } from './useradd.ts';
import { userdel } from './userdel.ts';
import { usermod } from './usermod.ts';
import { VIPW_COMMANDS } from './vipw.ts';
import { visudo } from './visudo.ts';

export const ACCOUNTS_COMMANDS: readonly Command[] = [
	addgroup,
	adduser,
	chage,
	chfn,
	chpasswd,
	chsh,
	delgroup,
	deluser,
	gpasswd,
	groupadd,
	groupdel,
	groupmems,
	groupmod,
	grpck,
	lastlog,
	newgrp,
	nologin,
	passwd,
	pwck,
	...SHADOW_CONVERSIONS,
	...VIPW_COMMANDS,
	runuser,
	sg,
	su,
	sudo,
	unixChkpwd,
	useradd,
	userdel,
	usermod,
	visudo,
];
