import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { newWorld } from '../sandbox/world-bench.ts';

const folder = new URL('cases/', import.meta.url);

/** 180 random calls of ls, dir and vdir of coreutils 9.1 on Debian 12, recorded on 2026-11-22 in TZ=UTC and LC_ALL=C.UTF-8. */
test('ls, dir and vdir, with options of all kinds, as on Debian', () => {
	const world = newWorld('ls', { preset: 'bare-1-1' });
	const script = readFileSync(new URL('ls.sh', folder), 'utf8');
	const { stdout } = world.runScript({ name: 'ls.sh', script: `exec 2>&1\n${script}` });
	expect(stdout).toBe(readFileSync(new URL('ls.out', folder), 'utf8'));
});
