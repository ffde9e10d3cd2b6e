import { expect, test } from 'vitest';
import type { Expectation, Task } from '../../../simulator/sandbox/world-api.ts';
import { newWorld } from './world-bench.ts';

const TASK: Task = {
	id: 'web',
	points: 1,
	checks: [
		{ id: 'deployment', type: 'object', apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
		{ id: 'file', type: 'file', path: '/root/note', contains: 'x' },
		{
			id: 'back',
			type: 'fork',
			do: [{ action: 'advance', seconds: 1 }],
			// biome-ignore lint/suspicious/noThenProperty: world-api.ts calls it so.
			then: [{ id: 'pod', type: 'object', apiVersion: 'v1', kind: 'Pod', namespace: 'shop', selector: 'app=web' }],
		},
	],
};

test('what a task looks at is told without what the cluster fills in', () => {
	const world = newWorld('subjects');
	expect(world.subjects(TASK)).toEqual([
		{ title: 'Deployment shop/web', text: undefined },
		{ title: '/root/note', text: undefined },
		{ title: 'Pod shop/app=web', text: undefined },
	]);
	world.runScript({
		name: 'solution.sh',
		script: `kubectl create namespace shop; kubectl create deployment web -n shop --image=nginx:1.27 --replicas=2
			kubectl rollout status -n shop deployment/web; echo x > /root/note`,
	});
	const [deployment, file, pod] = world.subjects(TASK);
	expect(deployment?.text).toBe(`apiVersion: apps/v1
kind: Deployment
metadata:
  labels:
    app: web
  name: web
  namespace: shop
spec:
  progressDeadlineSeconds: 600
  replicas: 2
  revisionHistoryLimit: 10
  selector:
    matchLabels:
      app: web
  strategy:
    rollingUpdate:
      maxSurge: 25%
      maxUnavailable: 25%
    type: RollingUpdate
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - image: nginx:1.27
        imagePullPolicy: IfNotPresent
        name: nginx
        resources: {}
        terminationMessagePath: /dev/termination-log
        terminationMessagePolicy: File
      dnsPolicy: ClusterFirst
      restartPolicy: Always
      schedulerName: default-scheduler
      securityContext: {}
      terminationGracePeriodSeconds: 30
`);
	expect(file).toEqual({ title: '/root/note', text: 'x\n' });
	// Two Pods that differ in nothing anyone wrote are one text.
	expect(pod?.text?.match(/^kind: Pod$/gm)).toHaveLength(1);
	expect(pod?.text).not.toMatch(/nodeName|kube-api-access|uid:|pod-template-hash|status:/);
});

test('a list that is too short fails a check, it does not end the world', () => {
	const world = newWorld('short-lists');
	world.runScript({ name: 'pod.sh', script: 'kubectl create configmap few' });
	const short = { path: '.metadata.managedFields[7].manager', equals: 'nobody' };
	const object = { type: 'object', apiVersion: 'v1', kind: 'ConfigMap', name: 'few' } as const;
	const task: Task = {
		id: 'few',
		points: 1,
		checks: [
			{ ...object, id: 'eighth', expect: [short] },
			{ ...object, id: 'none', expect: [{ path: '.metadata.managedFields[7]', exists: false }] },
		],
	};
	const passed = world.grade([task]).flatMap(({ checks }) => checks.map((check) => check.passed));
	expect(passed).toEqual([false, true]);
});

test('in steps it is graded as at once, and a step is a check that is tried out', () => {
	const world = newWorld('steps');
	const run = (id: string, script: string): Task['checks'][number] => ({ id, type: 'command', run: script });
	const tasks: Task[] = [
		{ id: 'looks', points: 1, checks: [{ id: 'file', type: 'file', path: '/etc/hostname', contains: 'controlplane' }] },
		{ id: 'tries', points: 2, checks: [run('yes', 'true'), run('no', 'echo no; exit 3')] },
		{
			id: 'forks',
			points: 1,
			checks: [
				{
					id: 'later',
					type: 'fork',
					do: [{ action: 'advance', seconds: 60 }],
					// biome-ignore lint/suspicious/noThenProperty: the author's word for what must hold afterwards.
					then: [run('so', 'test -d /root')],
				},
			],
		},
	];
	const steps = world.gradeSteps(tasks);
	let count = 0;
	for (;;) {
		const { done, value } = steps.next();
		if (done === true) {
			expect(value).toEqual(world.grade(tasks));
			expect(value.map(({ passed }) => passed)).toEqual([true, false, true]);
			break;
		}
		count++;
	}
	expect(count).toBe(3);
});

test('one object too many leads to the one that must not be there, not to its neighbour', () => {
	const world = newWorld('one-too-many');
	world.runScript({
		name: 'maps.sh',
		script: 'kubectl create configmap a --from-literal=stage=new; kubectl create configmap b --from-literal=stage=old',
	});
	const old = { path: '.data.stage', equals: 'old' };
	const task: Task = {
		id: 'none-left',
		points: 1,
		checks: [{ id: 'old', type: 'object', apiVersion: 'v1', kind: 'ConfigMap', count: 0, expect: [old] }],
	};
	const [chain] = world.grade([task]).flatMap(({ checks }) => checks.map((check) => check.evidence));
	expect(chain).toEqual([
		{
			code: 'object-present',
			values: { kind: 'ConfigMap', namespace: 'default', count: '1', max: '0' },
			object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'b' },
		},
	]);
});

test('checks ask as the administrator in default, whatever context the student chose', () => {
	const world = newWorld('own-context');
	const prepare = [
		'kubectl create configmap here',
		'kubectl create namespace away',
		'kubectl create configmap there -n away',
		'kubectl config set-credentials guest --token=nobody',
		'kubectl config set-context guest --cluster=kubernetes --user=guest --namespace=away',
	];
	const run = (id: string, script: string, stdoutMatches: string): Task['checks'][number] => {
		return { id, type: 'command', run: script, stdoutMatches };
	};
	const task: Task = {
		id: 'maps',
		points: 1,
		checks: [
			run('default', 'kubectl get configmap here -o name', '^configmap/here\n$'),
			run('named', 'kubectl get configmap -n away there -o name', '^configmap/there\n$'),
			run('chosen', 'kubectl config view --minify -o jsonpath={..namespace}', '^away$'),
		],
	};
	const passed = () => world.grade([task]).flatMap(({ checks }) => checks.map((check) => check.passed));
	world.runScript({ name: 'prepare.sh', script: prepare.join('\n') });
	expect(passed()).toEqual([true, true, false]);
	const own = () => world.runScript({ name: 'own.sh', script: 'kubectl config get-contexts' }).stdout;
	for (const choice of ['set-context --current --namespace=away', 'use-context guest']) {
		world.runScript({ name: 'choose.sh', script: `kubectl config ${choice}` });
		const before = own();
		expect(passed(), choice).toEqual([true, true, true]);
		expect(own()).toBe(before);
	}
});

test('what is not as expected is said as it was expected', () => {
	const world = newWorld('expectations');
	world.runScript({ name: 'pod.sh', script: 'kubectl create configmap few --from-literal=a=1' });
	const object = { type: 'object', apiVersion: 'v1', kind: 'ConfigMap', name: 'few' } as const;
	const expectations: Expectation[] = [
		{ path: '.data.a', equals: 2 },
		{ path: '.data.a', oneOf: [2, '3%'] },
		{ path: '.data.a', contains: 2 },
		{ path: '.data.b', contains: 2 },
		{ path: '.data.b', equals: 2 },
		{ path: '.data.b', exists: true },
		{ path: '.data.a', exists: false },
	];
	const checks = expectations.map((each, at) => ({ ...object, id: `c${at}`, expect: [each] }));
	const found = world
		.grade([{ id: 'few', points: 1, checks }])
		.flatMap((task) => task.checks.map((each) => each.evidence[0]));
	expect(found.map((each) => [each?.code, each?.values.actual, each?.values.expected])).toEqual([
		['value-differs', '1', '2'],
		['value-differs', '1', '2 | 3%'],
		['value-lacks', '1', '2'],
		['value-missing', undefined, '2'],
		['value-missing', undefined, '2'],
		['value-absent', undefined, undefined],
		['value-present', '1', undefined],
	]);
});

test('a Pod that waits for an init container is told so', () => {
	const world = newWorld('init-waits');
	world.runScript({
		name: 'pod.sh',
		script: `kubectl apply -f - <<'END'
{apiVersion: v1, kind: Pod, metadata: {name: site}, spec: {
  initContainers: [{name: wait, image: 'busybox:1.36', command: [sleep, 1h]}],
  containers: [{name: web, image: 'nginx:1.27'}]}}
END
sleep 20`,
	});
	const ready = { path: '.status.containerStatuses[0].ready', equals: true };
	const check = { id: 'up', type: 'object', apiVersion: 'v1', kind: 'Pod', name: 'site', expect: [ready] } as const;
	const [chain] = world.grade([{ id: 'site', points: 1, checks: [check] }]).flatMap(({ checks }) => checks);
	expect(chain?.evidence.map(({ code, values }) => [code, values.container])).toEqual([
		['value-differs', undefined],
		['init-unfinished', 'wait'],
	]);
});

test('a request that fails leads to the Service that its name belongs to', () => {
	const world = newWorld('names-of-services');
	world.runScript({
		name: 'web.sh',
		script: 'kubectl create service clusterip web --tcp=80; kubectl create namespace shop',
	});
	const ask = (host: string): Task['checks'][number] => {
		return {
			id: host.replaceAll('.', '-'),
			type: 'request',
			from: { host: 'controlplane' },
			url: `http://${host}/`,
			timeoutSeconds: 1,
		};
	};
	const hosts = [
		'web.default',
		'web-0.web',
		'web-0.web.default',
		'web-0.web.default.svc.cluster.local',
		'db',
		'db.shop.svc',
		'db-0.db.shop',
		'db.nowhere.svc',
		'example.com',
	];
	const [task] = world.grade([{ id: 'names', points: 1, checks: hosts.map((host) => ask(host)) }]);
	const causes = task?.checks.map(
		({ evidence: [, second] }) =>
			second && `${second.code} ${second.values.service ?? `${second.values.name} ${second.values.namespace}`}`,
	);
	expect(causes).toEqual([
		...Array.from({ length: 4 }, () => 'selector-matches-nothing web'),
		'object-missing db default',
		'object-missing db shop',
		'object-missing db shop',
		'object-missing db nowhere',
		undefined,
	]);
});

test('a selector that matches nothing is put beside the Pod that lacks least of it', () => {
	const world = newWorld('nearest-pod');
	world.runScript({
		name: 'pods.sh',
		script: `for app in alpha web zeta; do kubectl create deployment $app --image=nginx; done
kubectl create service clusterip web --tcp=80; kubectl create service clusterip typo --tcp=80
kubectl set selector service web app=web,tier=backend; kubectl set selector service typo app=wbe`,
	});
	const ask = (name: string): Task['checks'][number] => {
		return { id: name, type: 'request', from: { host: 'controlplane' }, url: `http://${name}/`, timeoutSeconds: 1 };
	};
	const [task] = world.grade([{ id: 'names', points: 1, checks: [ask('web'), ask('typo')] }]);
	const told = task?.checks.map(({ evidence }) =>
		evidence.slice(2).map(({ code, values: { pod, ...values } }) => [code, pod?.split('-')[0], values]),
	);
	expect(told).toEqual([
		[['label-missing', 'web', { key: 'tier', expected: 'backend' }]],
		[['label-differs', 'alpha', { key: 'app', expected: 'wbe', actual: 'alpha' }]],
	]);
});

test('a file that is an answer tells what it holds, not what it should', () => {
	const world = newWorld('answers');
	world.runScript({ name: 'file.sh', script: 'echo 12 > /root/answer.txt' });
	const file = { type: 'file', host: 'controlplane', path: '/root/answer.txt' } as const;
	const graded = world.grade([
		{
			id: 'answer',
			points: 1,
			checks: [
				{ id: 'whole', ...file, matches: '^\\s*42\\s*$' },
				{ id: 'equal', ...file, equals: '42' },
				{ id: 'line', ...file, matches: '42' },
			],
		},
	]);
	const path = '/root/answer.txt';
	expect(graded[0]?.checks.map(({ evidence }) => evidence)).toEqual([
		[{ code: 'file-holds', values: { path, actual: '12' } }],
		[{ code: 'file-holds', values: { path, actual: '12' } }],
		[{ code: 'file-differs', values: { path, expected: '/42/', actual: '12' } }],
	]);
});

test('when nothing in particular is asked for, nothing is what is there', () => {
	const check = { id: 'any', type: 'object', apiVersion: 'v1', kind: 'Pod', count: { min: 2 } } as const;
	const graded = newWorld('nothing').grade([{ id: 'two', points: 1, checks: [check] }]);
	expect(graded.flatMap(({ checks }) => checks.flatMap((each) => each.evidence))).toEqual([
		{ code: 'count-differs', values: { kind: 'Pod', namespace: 'default', count: '0', min: '2' } },
	]);
});

test('what belongs to the cluster is missing in no namespace', () => {
	const check = { id: 'any', type: 'object', apiVersion: 'v1', kind: 'Namespace', name: 'blue' } as const;
	const graded = newWorld('no-namespace').grade([{ id: 'blue', points: 1, checks: [check] }]);
	expect(graded.flatMap(({ checks }) => checks.flatMap((each) => each.evidence))).toEqual([
		{ code: 'object-missing', values: { kind: 'Namespace', name: 'blue' } },
	]);
});
