import type { EngineCommand } from './engine-command.ts';
import { build } from './verbs/build.ts';
import { images } from './verbs/images.ts';
import { logs } from './verbs/logs.ts';
import { ps } from './verbs/ps.ts';
import { pull } from './verbs/pull.ts';
import { create, run } from './verbs/run.ts';
import { tag } from './verbs/tag.ts';

/** Every command of docker and podman. */
export const COMMANDS: readonly EngineCommand[] = [build, create, images, logs, ps, pull, run, tag];
