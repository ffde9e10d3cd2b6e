import { beforeAll, describe, expect, test } from 'vitest';
import { nodeHostCalls } from '../../../simulator/cli/host-calls.ts';
import { CompositeWorld, gradeHistory, PresetImages } from '../../../simulator/sandbox/index.ts';
import type { Check, Task, WorldEvent, WorldHistory, WorldOptions } from '../../../simulator/sandbox/world-api.ts';

const images = new PresetImages(nodeHostCalls);
const OPTIONS: WorldOptions = {
	preset: 'jump',
	seed: 'several',
	clusters: [
		{
			name: 'cka11',
			preset: 'kubeadm-1-1@cka11',
			setup: [{ kind: 'script', script: 'kubectl create namespace quarry && mkdir -m 0777 /opt/answers' }],
		},
		{ name: 'cka22', preset: 'kubeadm-1-1@cka22' },
	],
};

function drained<T>(work: Generator<void, T>): T {
	for (;;) {
		const step = work.next();
		if (step.done === true) return step.value;
	}
}

/** Someone at the first machine. */
class Visitor {
	readonly world = new CompositeWorld(OPTIONS, images);
	readonly commands: string[] = [];
	#shown = '';

	constructor() {
		this.world.onEvent((event: WorldEvent) => {
			if (event.kind === 'output') this.#shown += new TextDecoder().decode(event.data);
			if (event.kind === 'command') this.commands.push(`${event.host}: ${event.line}`);
		});
		this.world.apply({ kind: 'open', terminal: 't1', user: 'candidate', columns: 100, rows: 30 });
		this.world.settle(2_000);
	}

	/** Types a line; returns what was shown after it, without colours and prompts. */
	type(line: string, ms = 4_000): string {
		this.#shown = '';
		this.world.apply({ kind: 'input', terminal: 't1', data: `${line}\r` });
		this.world.settle(ms);
		const plain = this.#shown.replace(/\x1b\[[0-9;?]*[a-zA-Z]/g, '').replaceAll('\r', '');
		return plain.split('\n').slice(1, -1).join('\n');
	}
}

describe('a world of several clusters', () => {
	let visitor: Visitor;
	beforeAll(() => {
		visitor = new Visitor();
	});

	test('begins at a machine without tools', () => {
		expect(visitor.type('kubectl get nodes')).toBe('-bash: kubectl: command not found');
		expect(visitor.type('type helm docker etcdctl kubeadm 2>&1 | grep -c "not found"')).toBe('4');
	});

	test('is entered by ssh; every machine is itself', () => {
		visitor.type('ssh cka11');
		expect(visitor.type('hostname; whoami; kubectl get namespace quarry -o name')).toBe(
			'cka11\ncandidate\nnamespace/quarry',
		);
		expect(visitor.type('sudo -i', 500)).toBe('');
		expect(visitor.type('kubectl get nodes -o name')).toBe('node/cka11\nnode/cka11-node1');
		expect(visitor.type('exit')).toBe('logout');
		expect(visitor.type('exit')).toBe('logout\nConnection to cka11 closed.');
		expect(visitor.type('ssh cka22-node1 hostname')).toBe('cka22-node1');
		expect(visitor.type('ssh cka22 kubectl get namespace quarry; echo $?')).toBe(
			'Error from server (NotFound): namespaces "quarry" not found\n1',
		);
		expect(visitor.type('ssh cka33')).toBe('ssh: Could not resolve hostname cka33: Name or service not known');
	});

	test('clusters do not know each other', () => {
		visitor.type('ssh cka11');
		expect(visitor.type('ssh cka22')).toBe('ssh: Could not resolve hostname cka22: Name or service not known');
		expect(visitor.type('ping -c1 -W1 172.29.1.2 >/dev/null; echo $?', 6_000)).toBe('1');
		visitor.type('exit');
	});

	test('streams arrive as they were sent: bytes, standard error apart, the end of input', () => {
		expect(visitor.type("printf '\\xff\\x00\\xfe한' | ssh cka11 'cat > /tmp/b; xxd -p /tmp/b'")).toBe('ff00feed959c');
		expect(visitor.type("ssh cka11 'echo out; echo err >&2' 2>/dev/null")).toBe('out');
		expect(visitor.type('seq 200000 | ssh cka11 wc -l', 20_000)).toBe('200000');
		visitor.type('scp /etc/hostname cka22:/tmp/h');
		expect(visitor.type('ssh cka22 cat /tmp/h')).toBe('base');
		visitor.type('ssh cka11 sleep 1000', 500);
		visitor.world.apply({ kind: 'input', terminal: 't1', data: '\x03' });
		visitor.world.settle(1_000);
		expect(visitor.type('echo $?')).toBe('130');
	});

	test('tells where each command was entered', () => {
		visitor.commands.length = 0;
		visitor.type('hostname');
		visitor.type('ssh cka11');
		visitor.type('cd /tmp');
		visitor.type('exit');
		expect(visitor.commands).toEqual(['base: hostname', 'base: ssh cka11', 'cka11: cd /tmp', 'cka11: exit']);
	});

	test('grades each task in its own cluster, also in one that nobody has entered', () => {
		const check = { id: 'there', type: 'object', apiVersion: 'v1', kind: 'Namespace', name: 'quarry' } as const;
		const fresh = new CompositeWorld(OPTIONS, images);
		const tasks = ['cka11', 'cka22'].map((cluster) => ({ id: cluster, cluster, points: 1, checks: [check] }));
		expect(fresh.grade(tasks).map(({ id, passed }) => [id, passed])).toEqual([
			['cka11', true],
			['cka22', false],
		]);
		expect(fresh.hash()).toBe(new CompositeWorld(OPTIONS, images).hash());
	});

	test('a cluster made again from its history, alone, is graded as it is itself', () => {
		const checks: Check[] = [
			{ id: 'asked', type: 'command', run: 'kubectl delete namespace quarry' },
			{ id: 'answers', type: 'request', url: 'https://127.0.0.1:6443/healthz', status: 200 },
			{ id: 'there', type: 'object', apiVersion: 'v1', kind: 'Namespace', name: 'quarry' },
			{
				id: 'kept',
				type: 'fork',
				do: [{ action: 'run', script: 'kubectl delete configmap typed' }],
				// biome-ignore lint/suspicious/noThenProperty: world-api.ts calls it so.
				then: [{ id: 'typed', type: 'command', run: 'kubectl get configmap typed' }],
			},
			{ id: 'typed', type: 'command', run: 'kubectl get configmap typed' },
		];
		const tasks = (cluster: string): Task[] => [{ id: 'all', cluster, points: 1, checks }];
		const graded = (history: WorldHistory) => drained(gradeHistory(history, tasks('cka11'), images));
		visitor.type('ssh cka11 kubectl create configmap typed');
		const history = (cluster: string): WorldHistory => structuredClone(visitor.world.clusterHistory(cluster));
		const again = graded(history('cka11'));
		expect(again[0]?.checks.map(({ passed }) => passed)).toEqual([true, false, true, false, true]);
		expect(again).toEqual(visitor.world.grade(tasks('cka11')));
		const fresh = new CompositeWorld(OPTIONS, images);
		const untouched = fresh.grade(tasks('cka11'));
		expect(untouched[0]?.checks.map(({ passed }) => passed)).toEqual([true, false, true, false, false]);
		expect(graded(fresh.clusterHistory('cka11'))).toEqual(untouched);
		expect(graded({ options: OPTIONS, journal: [] })).toEqual(untouched);
	});

	test('a check goes from machine to machine where the set-up has taken away the keys for it', () => {
		const setup = [{ kind: 'script', script: 'rm /root/.ssh/id_*' } as const];
		const options: WorldOptions = { ...OPTIONS, clusters: [{ name: 'cka11', preset: 'kubeadm-1-1@cka11', setup }] };
		const world = new CompositeWorld(options, images);
		const run = 'ssh cka11-node1 hostname';
		const denied = 'root@cka11-node1: Permission denied (publickey).\r\n';
		const tried = { host: 'cka11', name: 's.sh', script: run };
		expect(world.runScript(tried).stderr).toBe(denied);
		const checks: Check[] = [{ id: 'there', type: 'command', run, stdoutMatches: '^cka11-node1\\s*$' }];
		const tasks: Task[] = [{ id: 'all', cluster: 'cka11', points: 1, checks }];
		expect(world.grade(tasks)[0]?.checks).toMatchObject([{ passed: true }]);
		expect(world.runScript(tried).stderr).toBe(denied);
	});

	test('scripts run in any cluster, and the others wait', () => {
		const world = new CompositeWorld(OPTIONS, images);
		const before = world.now();
		expect(world.runScript({ host: 'cka22', name: 's.sh', script: 'sleep 60; hostname' }).stdout).toBe('cka22\n');
		expect(world.now() - before).toBeGreaterThanOrEqual(60_000);
		expect(world.readFile('cka22', '/etc/hostname')).toBe('cka22\n');
	});

	test('no time passes while a cluster that nobody has made yet is made, a little at a time', () => {
		const sliced = new CompositeWorld(OPTIONS, new PresetImages(nodeHostCalls));
		let [waits, longest] = [0, 0];
		const slowly = (untilMs: number): void => {
			for (let before = sliced.now(); !sliced.run(untilMs, 50); before = sliced.now()) {
				waits = sliced.now() === before ? waits + 1 : 0;
				longest = Math.max(longest, waits);
			}
		};
		for (const { atMs, ...event } of visitor.world.journal.slice(0, 4)) {
			slowly(atMs);
			sliced.apply(event);
		}
		slowly(sliced.now() + 2_000);
		expect(longest).toBeGreaterThan(100);
		const whole = new CompositeWorld(OPTIONS, images);
		for (const { atMs, ...event } of visitor.world.journal.slice(0, 4)) {
			whole.run(atMs);
			whole.apply(event);
		}
		whole.run(sliced.now());
		expect(sliced.hash()).toBe(whole.hash());
	});

	test('a copy is the same, and so is a world that was run in small slices', () => {
		const hash = visitor.world.hash();
		expect(visitor.world.fork().hash()).toBe(hash);
		const sliced = new CompositeWorld(OPTIONS, images);
		for (const { atMs, ...event } of visitor.world.journal) {
			for (let steps = 1; !sliced.run(atMs, steps); steps = (steps % 7) + 1);
			sliced.apply(event);
		}
		while (!sliced.run(visitor.world.now(), 3));
		expect(sliced.hash()).toBe(hash);
	});
});
