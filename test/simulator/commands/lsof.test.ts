import { expect, test } from 'vitest';
import { runCommand } from '../../support/command-bench.ts';

const COLUMNS = "awk '{ print $1, $3, $4, $5, $NF }'";

/** What a script of bash prints. */
const CASES: readonly (readonly [script: string, stdout: string])[] = [
	[
		`sleep 100 < /dev/null > o & lsof -p $! | ${COLUMNS} | head -6`,
		'COMMAND USER FD TYPE NAME\nsleep root cwd DIR /work\nsleep root rtd DIR /\nsleep root txt REG /usr/bin/sleep\nsleep root 0r CHR /dev/null\nsleep root 1w REG /work/o\n',
	],
	[
		'sleep 100 > o & [ $(lsof -t o) = $! ] && lsof o | wc -l; lsof +D . | grep -c REG; rm o; lsof o; echo $?',
		'2\n1\n1\n',
	],
	[
		`nc -l 8080 & sleep 1; lsof -i :8080 | ${COLUMNS}; lsof -nP -iTCP:8000-9000 -sTCP:LISTEN | wc -l; [ $(lsof -ti :8080) = $! ] && lsof -i :81; echo $?`,
		'COMMAND USER FD TYPE NAME\nnc root 3u IPv4 (LISTEN)\n2\n1\n',
	],
	[
		'sleep 9 & lsof -a -c sleep -u root -i; echo $?; lsof -c sle -t | wc -l; lsof -z 2>&1 | head -1',
		'1\n1\nlsof: illegal option character: z\n',
	],
	['sleep 9 < /dev/null & ls -l /proc/$!/fd/0 | cut -c1-10', 'lr-x------\n'],
	[
		'lscpu | grep -E "^(CPU.s|Model name|NUMA)"; lscpu -J | jq -r ".lscpu[0].field"',
		'CPU(s):              2\nModel name:          Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz\nNUMA node(s):        1\nNUMA node0 CPU(s):   0-1\nArchitecture:\n',
	],
];

test.each(CASES)('%s', (script, stdout) => {
	expect(runCommand({ argv: ['bash', '-c', script] }).stdout).toBe(stdout);
});
