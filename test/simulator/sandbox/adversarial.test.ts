import { describe, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld, TestTerminal } from './world-bench.ts';

/** Callbacks between two looks at the real clock, as the server's worker has it. */
const STEPS = 32;

interface Attack {
	/** Typed at a prompt of the first host. */
	readonly type: string;
	/** Virtual time that it gets before Ctrl-C. */
	readonly forMs?: number;
	/** What the terminal must have said by then. */
	readonly says?: string | RegExp;
	/** What to do to be rid of it, besides Ctrl-C. */
	readonly rid?: string;
}

/** One world that nobody does anything to, beside the others in the process. */
const neighbour = newWorld('neighbour');
const neighbourTerminal = new TestTerminal(neighbour);

function check(name: string, { type, forMs = 5_000, says, rid }: Attack): void {
	test(name, { timeout: 120_000 }, () => {
		const world = newWorld(name);
		const terminal = new TestTerminal(world);
		const bystander = neighbour.hash();
		terminal.type(`${type}\n`, 0);
		const printed = runInSlices(world, terminal, forMs);
		if (says !== undefined) expect(printed).toMatch(says);
		terminal.type('\x03', 500);
		terminal.type('\x03', 500);
		if (rid !== undefined) terminal.type(`${rid}\n`, 30_000);
		expect(terminal.run('kubectl get namespace default -o name', 60_000)).toBe('namespace/default\n[0]');
		expect(neighbour.hash()).toBe(bystander);
		expect(neighbourTerminal.run('echo here')).toBe('here\n[0]');
	});
}

/** Virtual time must come to where it should be: a world that stood still would hang here. */
function runInSlices(world: SimulatedWorld, terminal: TestTerminal, ms: number): string {
	const untilMs = world.now() + ms;
	let callsWithoutTime = 0;
	while (!world.run(untilMs, STEPS)) {
		const beforeMs = world.now();
		callsWithoutTime = world.now() === beforeMs ? callsWithoutTime + 1 : 0;
		expect(callsWithoutTime).toBeLessThan(1_000_000);
	}
	return terminal.wait(0);
}

describe('programs without end', () => {
	check('a busy loop', { type: 'while :; do :; done', forMs: 1_000 });
	check('arithmetic without end', { type: 'for ((;;)); do ((i++)); done', forMs: 500 });
	check('yes', { type: 'yes', forMs: 2_000, says: /y\r\ny\r\n/ });
	check('a pipe of zeros', { type: 'cat /dev/zero | head -c 1G | wc -c', forMs: 1_000 });
	check('a function that calls itself', { type: 'f() { f; }; f', says: 'maximum' });
	check('a function that forks itself', { type: 'f() { f | cat; }; f', forMs: 20_000 });
	check('a fork bomb', {
		type: ':(){ :|:& };:',
		forMs: 3_000,
		says: 'fork: retry: Resource temporarily unavailable',
		rid: 'kill -9 -1',
	});
	check('a script that runs itself', {
		type: "echo 'bash /tmp/me' > /tmp/me; bash /tmp/me",
		forMs: 30_000,
		says: 'fork: retry: Resource temporarily unavailable',
	});
});

describe('sizes', () => {
	check('a brace expansion of a hundred million', { type: 'echo {1..100000000}', says: /\{1\.\.100000000\}/ });
	check('a variable that doubles', {
		type: 'a=aaaaaaaaaa; for i in {1..40}; do a=$a$a; done',
		says: 'cannot allocate',
	});
	check('a command substitution of a gigabyte', { type: 'x=$(yes); echo $x | wc -c', forMs: 20_000 });
	check('a here-document of a gigabyte', {
		type: "wc -c <<X\n$(head -c 1G /dev/zero | tr '\\0' a)\nX",
		forMs: 20_000,
	});
	check('a full disk', {
		type: 'for i in 1 2 3 4 5; do yes > /tmp/$i; done',
		forMs: 60_000,
		says: /File too large[\s\S]*No space left on device/,
		rid: 'kubectl run web --image=nginx; rm -f /tmp/?',
	});
	check('thousands of files', {
		type: 'for i in {1..5000}; do : > /tmp/f$i; done; ls /tmp | wc -l',
		forMs: 20_000,
		says: /\r50\d\d\r\n/,
	});
	check('directories a thousand deep', { type: 'for i in {1..1000}; do mkdir d && cd d; done; cd', forMs: 10_000 });
	check('a long pipeline', { type: `echo x ${'| cat '.repeat(400)}`, forMs: 10_000, says: /\rx\r\n/ });
});

test('a paste of 10 MB is taken, and the world goes on', { timeout: 120_000 }, () => {
	const world = newWorld('paste');
	const terminal = new TestTerminal(world);
	terminal.run('cat > /dev/null &');
	terminal.type(`cat > /tmp/pasted\n${`${'x'.repeat(999)}\n`.repeat(10_000)}`, 20_000);
	terminal.type('\x04', 20_000);
	terminal.type('\x03', 5_000);
	expect(terminal.run('echo here', 60_000)).toBe('here\n[0]');
	expect(() => world.apply({ kind: 'input', terminal: 'main', data: 'x'.repeat(17_000_000) })).toThrow(RangeError);
	expect(() => world.apply({ kind: 'file', path: '/etc', content: '' })).toThrow(RangeError);
	expect(() => world.apply({ kind: 'file', path: '/etc/passwd/x', content: '' })).toThrow(RangeError);
});

describe('expressions built to blow up', () => {
	const as = 'a'.repeat(60);
	check('grep', { type: `echo ${as} | grep -E '^(a+)+b'; echo "<$?>"`, says: '<1>' });
	check('grep with back-references', {
		type: `echo ${as} | grep -E '^(a*)*(a*)*(a*)*\\1\\2\\3b'; echo "<$?>"`,
		says: 'grep: regular expression takes too long',
	});
	check('sed with back-references', {
		type: `echo ${as} | sed -E 's/^(a*)*(a*)*\\1b/x/'; echo "<$?>"`,
		says: 'sed: regular expression takes too long',
	});
	check('[[ =~ ]]', { type: `[[ ${as} =~ ^(a+)+b ]]; echo "<$?>"`, says: '<1>' });
	check('an extended glob', { type: `shopt -s extglob; [[ ${as} == +(+(a))b ]]; echo "<$?>"`, says: '<1>' });
	check('a template that calls itself', {
		type: `kubectl get ns default -o go-template='{{define "x"}}{{template "x"}}{{end}}{{template "x"}}'`,
		says: 'exceeded maximum template depth',
	});
	check('JSONPath of everything, again and again', {
		type: `kubectl get pods -A -o jsonpath='${'{range .items[*]}'.repeat(12)}x${'{end}'.repeat(12)}'; echo "<$?>"`,
		says: /<\d+>/,
	});
});

describe('manifests', () => {
	check('aliases that multiply', {
		type: `printf 'a: &a [${'x,'.repeat(9)}x]\\n${'bcdefghi'
			.split('')
			.map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(9)}*${'abcdefgh'[index]}]\\n`)
			.join('')}' | kubectl apply -f -`,
		says: 'yaml: document contains excessive aliasing',
	});
	check('an alias of itself', {
		type: `printf 'a: &a [*a]\\n' | kubectl apply -f -`,
		says: "anchor 'a' value contains itself",
	});
	check('lists twenty thousand deep', {
		type: `(printf '[%.0s' {1..20000}; printf ']%.0s' {1..20000}) > /tmp/deep; kubectl apply -f /tmp/deep`,
		says: 'exceeded max depth',
		forMs: 20_000,
	});
	check('a ConfigMap beyond a megabyte', {
		type: `head -c 1200000 /dev/zero | tr '\\0' a > /tmp/big; kubectl create configmap big --from-file=/tmp/big`,
		says: 'may not be more than 1048576 bytes',
		forMs: 20_000,
	});
	check('bytes that are no UTF-8', {
		type: `printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata:\\n  name: a\\ndata:\\n  x: "\\xff\\xc0"\\n' | kubectl apply -f -`,
		says: 'configmap/a created',
	});
	check('thousands of Pods', {
		type: 'kubectl create deployment web --image=nginx --replicas=1000; kubectl scale deployment web --replicas=0',
		forMs: 30_000,
		says: 'deployment.apps/web scaled',
		rid: 'kubectl delete deployment web',
	});
});

test('names that mean something to JavaScript are names', () => {
	const terminal = new TestTerminal(newWorld('names'));
	terminal.run(
		'kubectl create cm tostring --from-literal=__proto__=1 --from-literal=constructor=2 --from-literal=valueOf=3',
	);
	terminal.run(`kubectl patch cm tostring --type merge -p '{"data":{"__proto__":"4","toString":"5"}}'`);
	terminal.run(`kubectl patch cm tostring --type json -p '[{"op":"add","path":"/data/__proto__","value":"6"}]'`);
	terminal.run(`kubectl patch cm tostring -p '{"data":{"constructor":"7","hasOwnProperty":"8"}}'`);
	expect(terminal.run(`kubectl get cm tostring -o jsonpath='{.data}'`)).toBe(
		'{"__proto__":"6","constructor":"7","hasOwnProperty":"8","toString":"5","valueOf":"3"}[0]',
	);
	expect(terminal.run('kubectl create ns constructor; kubectl get pods -n constructor')).toBe(
		'namespace/constructor created\nNo resources found in constructor namespace.\n[0]',
	);
	expect(terminal.run("kubectl get pods -l 'constructor=a,toString,!valueOf'")).toBe(
		'No resources found in default namespace.\n[0]',
	);
	expect(terminal.run('kubectl get constructor')).toBe(
		'error: the server doesn\'t have a resource type "constructor"\n[1]',
	);
	expect(
		terminal.run(
			'constructor=1; declare -A m; m[__proto__]=2; m[valueOf]=3; declare -p m; echo $constructor $toString',
		),
	).toBe('declare -A m=([__proto__]="2" [valueOf]="3" )\n1\n[0]');
});

test('terminals beyond the limit, unknown users and hosts are refused or end, and the world goes on', () => {
	const world = newWorld('terminals');
	for (let index = 0; index < 16; index++) world.apply({ kind: 'open', terminal: `t${index}`, columns: 80, rows: 24 });
	expect(() => world.apply({ kind: 'open', terminal: 'more', columns: 80, rows: 24 })).toThrow('at most 16 terminals');
	expect(() => world.apply({ kind: 'open', terminal: 't', host: 'nowhere', columns: 80, rows: 24 })).toThrow(
		RangeError,
	);
	world.apply({ kind: 'close', terminal: 't0' });
	const statuses: number[] = [];
	world.onEvent((event) => {
		if (event.kind === 'terminal-exit' && event.terminal === 'nobody') statuses.push(event.status);
	});
	world.apply({ kind: 'open', terminal: 'nobody', user: 'constructor', columns: 80, rows: 24 });
	expect([statuses, Buffer.from(world.scrollback('nobody')).toString()]).toEqual([
		[1],
		'login: No such file or directory\r\n',
	]);
	const script = 'while :; do :; done';
	expect(world.runScript({ name: 'endless.sh', script, limitMs: 500 }).exitCode).toBe(124);
	expect(world.runScript({ name: 'fine.sh', script: 'echo fine' })).toMatchObject({ exitCode: 0, stdout: 'fine\n' });
});
