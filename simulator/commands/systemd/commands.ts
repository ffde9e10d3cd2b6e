import type { Command } from '../command.ts';
import { systemdCgls } from './control-group-tools.ts';
import { hostnamectl } from './hostnamectl.ts';
import { journalctl } from './journalctl.ts';
import { halt, poweroff, reboot, shutdown } from './power.ts';
import { resolvectl } from './resolvectl.ts';
import { runlevel, telinit } from './runlevel.ts';
import { service } from './service.ts';
import { detectVirt, localectl, loginctl } from './sessions.ts';
import { systemctl } from './systemctl.ts';
import { systemdAnalyze } from './systemd-analyze.ts';
import { systemdCat } from './systemd-cat.ts';
import { systemdDelta } from './systemd-delta.ts';
import { systemdEscape } from './systemd-escape.ts';
import { systemdNotify } from './systemd-notify.ts';
import { systemdPath } from './systemd-path.ts';
import { systemdRun } from './systemd-run.ts';
import { timedatectl } from './timedatectl.ts';

export const SYSTEMD_COMMANDS: readonly Command[] = [
	detectVirt,
	localectl,
	loginctl,
	timedatectl,
	halt,
	hostnamectl,
	journalctl,
	poweroff,
	reboot,
	resolvectl,
	service,
	shutdown,
	systemctl,
	systemdCgls,
	systemdAnalyze,
	systemdCat,
	systemdDelta,
	systemdEscape,
	systemdNotify,
	systemdPath,
	systemdRun,
	runlevel,
	telinit,
];
