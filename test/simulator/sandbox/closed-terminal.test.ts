import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

test.each(['', 'half a li', 'sleep 1000\r', "trap '' HUP\r", 'sleep 1000 &\r'])(
	'a terminal that is closed after %j leaves no shell behind',
	(typed) => {
		const world = newWorld('closed');
		world.apply({ kind: 'open', terminal: 't', columns: 80, rows: 24 });
		world.run(world.now() + 500);
		if (typed !== '') world.apply({ kind: 'input', terminal: 't', data: typed });
		world.run(world.now() + 500);
		world.apply({ kind: 'close', terminal: 't' });
		world.run(world.now() + 100);
		expect(world.runScript({ name: 'x.sh', script: 'ps -e -o args= | grep -c -e ^-bash' }).stdout).toBe('0\n');
	},
);
