import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

test('scp copies files and directories between hosts, both ways', () => {
	const world = newWorld('scp');
	const run = (script: string): string =>
		world.runScript({ name: 's.sh', script: `{ ${script}\n} 2>&1` }).stdout.replaceAll('\r', '');
	run('echo hello > a.txt; chmod 640 a.txt; mkdir -p d/e; echo 1 > d/x; echo 2 > d/e/y');
	expect(run('scp a.txt node01:/tmp/; ssh node01 "stat -c %a /tmp/a.txt; cat /tmp/a.txt"')).toBe('640\nhello\n');
	expect(run('scp -r d node01:; ssh node01 "find d -type f | sort"')).toBe('d/e/y\nd/x\n');
	expect(
		run("scp -q root@node01:'/etc/host*' d/; cat d/hostname; scp node01:/tmp/a.txt node02:b; ssh node02 cat b"),
	).toBe('node01\nhello\n');
	expect(run('head -c 300000 /dev/zero > big; scp a.txt big node01:/tmp; ssh node01 wc -c /tmp/big')).toBe(
		'300000 /tmp/big\n',
	);
	expect(run('scp a.txt copy; cat copy; scp nofile node01:/tmp; echo $?; scp d node01:/tmp; echo $?')).toBe(
		`hello
scp: stat local "nofile": No such file or directory
1
scp: local "d" is not a regular file
scp: failed to upload file d to /tmp
1
`,
	);
	expect(
		run('scp a.txt node01:/no/x; scp node01:/no .; scp node01:/etc .; scp node01:/etc/hostname /no/x; echo $?'),
	).toBe(
		`scp: dest open "/no/x": No such file or directory
scp: failed to upload file a.txt to /no/x
scp: /no: No such file or directory
scp: download /etc: not a regular file
scp: open local "/no/x": No such file or directory
1
`,
	);
	expect(run('scp a.txt big node01:/tmp/a.txt; scp a.txt nowhere:; echo $?')).toBe(
		`scp: /tmp/a.txt: Not a directory
ssh: Could not resolve hostname nowhere: Name or service not known
scp: Connection closed
255
`,
	);
});
