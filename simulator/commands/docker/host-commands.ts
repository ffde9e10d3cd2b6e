import type { Command } from '../command.ts';
import { docker, podman } from './docker.ts';

export const DOCKER_COMMANDS: readonly Command[] = [docker, podman];
