import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

test('df shows the columns that are asked for', () => {
	const world = newWorld('columns');
	const script = `exec 2>&1; df --output=pcent / | tail -1; df --output=source,size,target -BG /; df -i --output=used /; df --output=x /`;
	expect(world.runScript({ name: 's.sh', script }).stdout).toBe(` 10%
Filesystem     1G-blocks Mounted on
/dev/vda1            20G /
df: options -i and --output are mutually exclusive
Try 'df --help' for more information.
df: option --output: field ‘x’ unknown
Try 'df --help' for more information.
`);
});
