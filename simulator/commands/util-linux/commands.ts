import type { Command } from '../command.ts';
import { blkid } from './blkid.ts';
import { blockdev } from './blockdev.ts';
import { choom } from './choom.ts';
import { col } from './col.ts';
import { colrm } from './colrm.ts';
import { column } from './column.ts';
import { fallocate } from './fallocate.ts';
import { fdisk } from './fdisk.ts';
import { findfs } from './findfs.ts';
import { findmnt } from './findmnt.ts';
import { flock } from './flock.ts';
import { fstrim } from './fstrim.ts';
import { getopt } from './getopt.ts';
import { hexdump } from './hexdump.ts';
import { hwclock } from './hwclock.ts';
import { ipcs } from './ipcs.ts';
import { kill } from './kill.ts';
import { last } from './last.ts';
import { logger } from './logger.ts';
import { look } from './look.ts';
import { losetup } from './losetup.ts';
import { lsblk } from './lsblk.ts';
import { lscpu } from './lscpu.ts';
import { lsmem } from './lsmem.ts';
import { lsns } from './lsns.ts';
import { mcookie } from './mcookie.ts';
import { mesg } from './mesg.ts';
import { mkfs, mkfsXfs } from './mkfs.ts';
import { mkswap } from './mkswap.ts';
import { mount } from './mount.ts';
import { namei } from './namei.ts';
import { nsenter } from './nsenter.ts';
import { prlimit } from './prlimit.ts';
import { rename } from './rename.ts';
import { renice } from './renice.ts';
import { rev } from './rev.ts';
import { chrt, i386, ionice, linux32, linux64, setarch, taskset, x8664 } from './scheduling.ts';
import { setpriv } from './setpriv.ts';
import { setsid } from './setsid.ts';
import { swapoff, swapon } from './swap.ts';
import { ul } from './ul.ts';
import { mountpoint, umount } from './umount.ts';
import { unshare } from './unshare.ts';
import { uuidgen } from './uuidgen.ts';
import { wipefs } from './wipefs.ts';
import { wall, write } from './write-to-terminals.ts';

export const UTIL_LINUX_COMMANDS: readonly Command[] = [
	chrt,
	col,
	lsmem,
	ionice,
	i386,
	linux32,
	linux64,
	x8664,
	lsns,
	namei,
	setarch,
	taskset,
	mcookie,
	last,
	blkid,
	blockdev,
	column,
	fallocate,
	fdisk,
	findmnt,
	flock,
	getopt,
	hexdump,
	kill,
	logger,
	losetup,
	lsblk,
	lscpu,
	mkfs,
	mkfsXfs,
	mkswap,
	mount,
	mountpoint,
	hwclock,
	ipcs,
	nsenter,
	prlimit,
	renice,
	rev,
	setpriv,
	setsid,
	swapoff,
	swapon,
	choom,
	colrm,
	findfs,
	fstrim,
	look,
	mesg,
	rename,
	ul,
	umount,
	unshare,
	wall,
	write,
	uuidgen,
	wipefs,
];
