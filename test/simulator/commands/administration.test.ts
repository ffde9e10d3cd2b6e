import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { newWorld } from '../sandbox/world-bench.ts';

const folder = new URL('cases/administration/', import.meta.url);
const names = readdirSync(folder).flatMap((name) => (name.endsWith('.sh') ? [name.slice(0, -3)] : []));

/**
 * What an administrator asks of a node. Each script's first line says whose answers stand beside it: the real tool's
 * on Debian 12, or what systemd's sources (v255) make of the world's state where there is no systemd to ask.
 */
test.each(names)('%s', (name) => {
	const world = newWorld(name, { preset: 'bare-1-1' });
	const script = readFileSync(new URL(`${name}.sh`, folder), 'utf8');
	const { stdout } = world.runScript({ name: `${name}.sh`, script: `exec 2>&1\n${script}` });
	expect(stdout).toBe(readFileSync(new URL(`${name}.out`, folder), 'utf8'));
});
