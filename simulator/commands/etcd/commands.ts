import type { Command } from '../command.ts';
import { etcdctl } from './etcdctl.ts';
import { etcdutl } from './etcdutl.ts';

export const ETCD_COMMANDS: readonly Command[] = [etcdctl, etcdutl];
