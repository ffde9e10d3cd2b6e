import type { Command } from '../command.ts';
import { chage } from './chage.ts';
import { chpasswd } from './chpasswd.ts';
import { gpasswd, passwd } from './gpasswd.ts';
import { lastlog } from './lastlog.ts';
import { nologin } from './nologin.ts';
import { runuser } from './runuser.ts';
import { su } from './su.ts';
import { sudo } from './sudo.ts';
import { groupadd, groupdel, useradd, userdel, usermod } from './useradd.ts';
import { visudo } from './visudo.ts';

export const ACCOUNTS_COMMANDS: readonly Command[] = [
	lastlog,
	chage,
	chpasswd,
	gpasswd,
	groupadd,
	groupdel,
	nologin,
	passwd,
	runuser,
	su,
	sudo,
	useradd,
	userdel,
	usermod,
	visudo,
];
