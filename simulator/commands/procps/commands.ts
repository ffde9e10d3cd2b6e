import type { Command } from '../command.ts';
import { free, uptime, w } from './free.ts';
import { pgrep, pidof, pkill } from './pgrep.ts';
import { ps } from './ps.ts';
import { pwdx } from './pwdx.ts';
import { sysctl } from './sysctl.ts';
import { top } from './top.ts';
import { vmstat } from './vmstat.ts';
import { watch } from './watch.ts';

export const PROCPS_COMMANDS: readonly Command[] = [
	vmstat,
	free,
	pgrep,
	pidof,
	pkill,
	pwdx,
	ps,
	sysctl,
	top,
	uptime,
	w,
	watch,
];
