import type { Command } from '../command.ts';
import { chage } from './chage.ts';
import { chpasswd } from './chpasswd.ts';
import { gpasswd, passwd } from './gpasswd.ts';
import { lastlog } from './lastlog.ts';
import { su } from './su.ts';
import { sudo } from './sudo.ts';
import { groupadd, groupdel, useradd, userdel, usermod } from './useradd.ts';

export const ACCOUNTS_COMMANDS: readonly Command[] = [
	lastlog,
	chage,
	chpasswd,
	gpasswd,
	groupadd,
	groupdel,
	passwd,
	su,
	sudo,
	useradd,
	userdel,
	usermod,
];
