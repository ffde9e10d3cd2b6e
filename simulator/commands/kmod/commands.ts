import type { Command } from '../command.ts';
import { lsmod, modinfo, modprobe, rmmod } from './kmod.ts';

export const KMOD_COMMANDS: readonly Command[] = [lsmod, modinfo, modprobe, rmmod];
