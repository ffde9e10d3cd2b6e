import type { Command } from '../command.ts';
import { ctr } from './ctr.ts';
import { runc } from './runc.ts';

export const CONTAINERD_COMMANDS: readonly Command[] = [ctr, runc];
