import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { newWorld } from '../sandbox/world-bench.ts';

const folder = new URL('cases/', import.meta.url);

/**
 * 180 random calls of ls, dir and vdir, and options of du and of pgrep (procps 4.0.2) one by one, of coreutils 9.1 on Debian 12, recorded on 2026-11-22 in
 * TZ=UTC and LC_ALL=C.UTF-8.
 */
test.each(['ls', 'du', 'pgrep'])('%s with options of all kinds, as on Debian', (name) => {
	const world = newWorld(name, { preset: 'bare-1-1' });
	const script = readFileSync(new URL(`${name}.sh`, folder), 'utf8');
	const { stdout } = world.runScript({ name: `${name}.sh`, script: `exec 2>&1\n${script}` });
	expect(stdout).toBe(readFileSync(new URL(`${name}.out`, folder), 'utf8'));
});
