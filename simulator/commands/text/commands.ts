import type { Command } from '../command.ts';
import { mawk } from './awk/awk.ts';
import { egrep, fgrep, grep } from './grep.ts';
import { jq } from './jq/jq.ts';
import { rgrep } from './rgrep.ts';
import { sed } from './sed/sed.ts';
import { yq } from './yq/yq.ts';

export const TEXT_COMMANDS: readonly Command[] = [egrep, fgrep, grep, jq, mawk, rgrep, sed, yq];
