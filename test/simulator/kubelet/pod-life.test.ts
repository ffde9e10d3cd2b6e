import { expect, test } from 'vitest';
import { CONFIG_MAPS, PODS, RUNTIME_CLASSES, SECRETS } from '../../../simulator/kubelet/resources.ts';
import { NodeCluster } from './test-node.ts';

/** Events about one Pod, without its name. */
function events(cluster: NodeCluster, pod: string): string[] {
	return cluster
		.events('Pod')
		.filter((event) => event.includes(` Pod/${pod}: `))
		.map((event) => event.replace(` Pod/${pod}:`, '').replace(/\([0-9a-f-]{36}\)/, '(uid)'));
}

/** "False ContainersNotReady: …" by condition, in their order. */
function conditions(cluster: NodeCluster, pod: string): string[] {
	return (cluster.status(pod).conditions ?? []).map(({ type, status, reason, message }) =>
		[type, status, reason, message].filter((part) => part !== undefined).join(' '),
	);
}

function waiting(cluster: NodeCluster, pod: string): unknown {
	const state = cluster.status(pod).containerStatuses?.[0]?.state;
	return JSON.parse(JSON.stringify(state).replace(/\([0-9a-f-]{36}\)/, '(uid)'));
}

test('a Pod comes up: status, conditions and events as a v1.35 kubelet writes them', () => {
	const cluster = new NodeCluster();
	cluster.pod('web', { image: 'nginx:1.27', resources: { requests: { cpu: '100m' } } });
	cluster.run(0);
	expect(cluster.status('web')).toMatchObject({
		phase: 'Pending',
		hostIP: '172.30.2.2',
		startTime: '2026-11-20T09:00:01Z',
		containerStatuses: [
			{
				name: 'app',
				image: 'nginx:1.27',
				imageID: '',
				state: { waiting: { reason: 'ContainerCreating' } },
				lastState: {},
				ready: false,
				started: false,
				restartCount: 0,
			},
		],
	});
	cluster.run(10);
	expect(events(cluster, 'web')).toEqual([
		'Normal Pulling Pulling image "nginx:1.27"',
		'Normal Pulled Successfully pulled image "nginx:1.27" in 2.634s (2.634s including waiting). Image size: 72406859 bytes.',
		'Normal Created Container created',
		'Normal Started Container started',
	]);
	const { containerStatuses, conditions: _, ...rest } = cluster.status('web');
	expect(rest).toEqual({
		observedGeneration: 1,
		phase: 'Running',
		hostIP: '172.30.2.2',
		hostIPs: [{ ip: '172.30.2.2' }],
		podIP: '192.168.0.2',
		podIPs: [{ ip: '192.168.0.2' }],
		startTime: '2026-11-20T09:00:01Z',
		qosClass: 'Burstable',
	});
	expect(conditions(cluster, 'web')).toEqual([
		'PodReadyToStartContainers True',
		'Initialized True',
		'Ready True',
		'ContainersReady True',
		'PodScheduled True',
	]);
	expect(containerStatuses).toEqual([
		{
			name: 'app',
			state: { running: { startedAt: '2026-11-20T09:00:03Z' } },
			lastState: {},
			ready: true,
			restartCount: 0,
			image: 'docker.io/library/nginx:1.27',
			imageID: expect.stringMatching(/^docker\.io\/library\/nginx@sha256:[0-9a-f]{64}$/),
			containerID: expect.stringMatching(/^containerd:\/\/[0-9a-f]{64}$/),
			started: true,
			allocatedResources: { cpu: '100m' },
			resources: { requests: { cpu: '100m' } },
			user: { linux: { uid: 0, gid: 0, supplementalGroups: [0] } },
		},
	]);
});

const NOT_FOUND =
	'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:9.9": failed to resolve image: docker.io/library/nginx:9.9: not found';
const RUNC =
	'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ';

test.each([
	[
		'an unknown tag',
		{ image: 'nginx:9.9' },
		{
			waiting: {
				reason: 'ImagePullBackOff',
				message: `Back-off pulling image "nginx:9.9": ErrImagePull: ${NOT_FOUND}`,
			},
		},
		[
			'Normal Pulling Pulling image "nginx:9.9"',
			`Warning Failed Failed to pull image "nginx:9.9": ${NOT_FOUND}`,
			'Warning Failed Error: ErrImagePull',
			'Normal BackOff Back-off pulling image "nginx:9.9"',
			'Warning Failed Error: ImagePullBackOff',
		],
		'400 container "app" in pod "p" is waiting to start: trying and failing to pull image',
	],
	[
		'a name that is no image',
		{ image: 'NGINX' },
		{
			waiting: {
				reason: 'InvalidImageName',
				message:
					'Failed to apply default image tag "NGINX": couldn\'t parse image name "NGINX": invalid reference format: repository name (library/NGINX) must be lowercase',
			},
		},
		[
			'Warning InspectFailed Failed to apply default image tag "NGINX": couldn\'t parse image name "NGINX": invalid reference format: repository name (library/NGINX) must be lowercase',
			'Warning Failed Error: InvalidImageName',
		],
		'400 container "app" in pod "p" is waiting to start: InvalidImageName',
	],
	[
		'an image that must be there',
		{ imagePullPolicy: 'Never' },
		{
			waiting: {
				reason: 'ErrImageNeverPull',
				message: 'Container image "busybox:1.36" is not present with pull policy of Never',
			},
		},
		[
			'Warning ErrImageNeverPull Container image "busybox:1.36" is not present with pull policy of Never',
			'Warning Failed Error: ErrImageNeverPull',
		],
		'400 container "app" in pod "p" is waiting to start: ErrImageNeverPull',
	],
	[
		'a command that is not there',
		{ command: ['foo'] },
		{
			waiting: {
				reason: 'RunContainerError',
				message: `${RUNC}exec: "foo": executable file not found in $PATH: unknown`,
			},
		},
		[
			'Normal Pulling Pulling image "busybox:1.36"',
			expect.stringMatching(
				/^Normal Pulled Successfully pulled image "busybox:1.36" in \d+ms \(\d+ms including waiting\). Image size: 2219700 bytes.$/,
			),
			'Normal Created Container created',
			`Warning Failed Error: ${RUNC}exec: "foo": executable file not found in $PATH: unknown`,
			'Normal Pulled Container image "busybox:1.36" already present on machine and can be accessed by the pod',
			'Warning BackOff Back-off restarting failed container app in pod p_default(uid)',
		],
		'',
	],
	[
		'a ConfigMap that is not there',
		{ env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'nope', key: 'a' } } }] },
		{ waiting: { reason: 'CreateContainerConfigError', message: 'configmap "nope" not found' } },
		[
			'Normal Pulling Pulling image "busybox:1.36"',
			expect.stringContaining('Normal Pulled Successfully pulled'),
			'Warning Failed Error: configmap "nope" not found',
			'Normal Pulled Container image "busybox:1.36" already present on machine and can be accessed by the pod',
		],
		'400 container "app" in pod "p" is waiting to start: CreateContainerConfigError',
	],
	[
		'root where root may not be',
		{ securityContext: { runAsNonRoot: true } },
		{
			waiting: {
				reason: 'CreateContainerConfigError',
				message: 'container has runAsNonRoot and image will run as root (pod: "p_default(uid)", container: app)',
			},
		},
		[
			'Normal Pulling Pulling image "busybox:1.36"',
			expect.stringContaining('Normal Pulled Successfully pulled'),
			'Warning Failed Error: container has runAsNonRoot and image will run as root (pod: "p_default(uid)", container: app)',
			'Normal Pulled Container image "busybox:1.36" already present on machine and can be accessed by the pod',
		],
		'400 container "app" in pod "p" is waiting to start: CreateContainerConfigError',
	],
])('%s keeps a container waiting', (_, container, state, told, log) => {
	const cluster = new NodeCluster();
	cluster.pod('p', container);
	cluster.run(18);
	expect(waiting(cluster, 'p')).toEqual(state);
	expect(events(cluster, 'p').map((event) => event.replace(/ x\d+$/, ''))).toEqual(told);
	expect(cluster.logs('p')).toBe(log);
	expect(conditions(cluster, 'p').slice(2, 4)).toEqual([
		'Ready False ContainersNotReady containers with unready status: [app]',
		'ContainersReady False ContainersNotReady containers with unready status: [app]',
	]);
});

test('registries refuse as Docker Hub and its like do', () => {
	const cluster = new NodeCluster();
	const message = (image: string): string => {
		cluster.pod('p', { image });
		cluster.run(4);
		const said = events(cluster, 'p').find((event) => event.includes('Failed to pull')) ?? '';
		cluster.delete(PODS, 'p', { gracePeriodSeconds: 0 });
		cluster.run(4);
		for (const event of cluster.events('Pod')) if (event === '') throw new Error('an empty event');
		return said.replace(/^.*?": /, '').replace(/ x\d+$/, '');
	};
	expect(message('nosuch/image')).toBe(
		'failed to pull and unpack image "docker.io/nosuch/image:latest": failed to resolve image: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
	);
});

test('a container that keeps failing is started again later and later', () => {
	const cluster = new NodeCluster();
	cluster.pod('crash', { command: ['sh', '-c', 'echo hello; exit 3'] });
	cluster.run(9);
	expect(waiting(cluster, 'crash')).toEqual({
		waiting: {
			reason: 'CrashLoopBackOff',
			message: 'back-off 10s restarting failed container=app pod=crash_default(uid)',
		},
	});
	cluster.run(51);
	expect(waiting(cluster, 'crash')).toMatchObject({ terminated: { exitCode: 3, reason: 'Error' } });
	const status = cluster.status('crash').containerStatuses?.[0];
	expect(status?.restartCount).toBe(3);
	expect(status?.lastState?.terminated).toMatchObject({ exitCode: 3, reason: 'Error' });
	expect(events(cluster, 'crash').at(-1)).toMatch(
		/^Warning BackOff Back-off restarting failed container app in pod crash_default\(uid\) x\d$/,
	);
	expect(cluster.logs('crash', 'app', { previous: true })).toBe('hello\n');
	expect(cluster.status('crash').phase).toBe('Running');
	expect(cluster.node().runtime.listContainers()).toHaveLength(2);
});

test('what ends well stays ended, with its last words', () => {
	const cluster = new NodeCluster();
	cluster.pod(
		'done',
		{ command: ['sh', '-c', 'write /dev/termination-log all good; exit 0'] },
		{ restartPolicy: 'Never' },
	);
	cluster.run(10);
	expect(cluster.status('done').phase).toBe('Succeeded');
	expect(cluster.status('done').containerStatuses?.[0]?.state?.terminated).toMatchObject({
		exitCode: 0,
		reason: 'Completed',
		message: 'all good',
	});
	expect(conditions(cluster, 'done')).toEqual([
		'PodReadyToStartContainers False',
		'Initialized True PodCompleted',
		'Ready False PodCompleted',
		'ContainersReady False PodCompleted',
		'PodScheduled True',
	]);
	cluster.delete(PODS, 'done');
	cluster.run(1);
	expect(cluster.find('done')).toBeUndefined();
	expect(cluster.node().runtime.listSandboxes()).toEqual([]);
});

test('init containers one by one, sidecars beside, sidecars last to go', () => {
	const cluster = new NodeCluster();
	cluster.pod(
		'init',
		{ command: ['sleep', 'infinity'] },
		{
			initContainers: [
				{ name: 'first', image: 'busybox:1.36', command: ['sh', '-c', 'sleep 2; exit 0'] },
				{ name: 'side', image: 'busybox:1.36', restartPolicy: 'Always', command: ['sleep', 'infinity'] },
			],
		},
	);
	cluster.run(3);
	expect(cluster.status('init').phase).toBe('Pending');
	expect(conditions(cluster, 'init').slice(1, 3)).toEqual([
		'Initialized False ContainersNotInitialized containers with incomplete status: [first side]',
		'Ready False ContainersNotReady containers with unready status: [side app]',
	]);
	cluster.run(10);
	expect(cluster.status('init').phase).toBe('Running');
	expect(
		cluster.status('init').initContainerStatuses?.map(({ name, ready, started }) => [name, ready, started]),
	).toEqual([
		['first', true, false],
		['side', true, true],
	]);
	cluster.delete(PODS, 'init');
	cluster.run(20);
	expect(cluster.find('init')).toBeUndefined();
	expect(events(cluster, 'init').slice(-2)).toEqual([
		'Normal Killing Stopping container app',
		'Normal Killing Stopping container side',
	]);
});

test('a failed init container of a Pod that is not restarted fails it', () => {
	const cluster = new NodeCluster();
	const initContainers = [{ name: 'first', image: 'busybox:1.36', command: ['false'] }];
	cluster.pod('init', { command: ['sleep', 'infinity'] }, { restartPolicy: 'Never', initContainers });
	cluster.run(8);
	expect(cluster.status('init').phase).toBe('Failed');
	expect(cluster.status('init').containerStatuses?.[0]?.state).toEqual({ waiting: { reason: 'PodInitializing' } });
});

test('volumes hold what they should, and change with their objects', () => {
	const cluster = new NodeCluster();
	cluster.create(CONFIG_MAPS, { metadata: { name: 'app', namespace: 'default' }, data: { a: '1' } });
	cluster.create(SECRETS, { metadata: { name: 's', namespace: 'default' }, data: { k: 'dmFsdWU=' } });
	cluster.pod(
		'vol',
		{
			command: ['sleep', 'infinity'],
			securityContext: { readOnlyRootFilesystem: true },
			volumeMounts: [
				{ name: 'e', mountPath: '/e' },
				{ name: 'c', mountPath: '/c' },
				{ name: 'c', mountPath: '/one', subPath: 'a' },
				{ name: 's', mountPath: '/s', readOnly: true },
				{ name: 'd', mountPath: '/d' },
			],
		},
		{
			volumes: [
				{ name: 'e', emptyDir: {} },
				{ name: 'c', configMap: { name: 'app' } },
				{ name: 's', secret: { secretName: 's' } },
				{ name: 'd', downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }] } },
			],
		},
	);
	cluster.run(5);
	const read = (): string[] => ['/c/a', '/one', '/s/k', '/d/name'].map((path) => cluster.exec('vol', 'cat', path));
	expect(read()).toEqual(['1[Success]', '1[Success]', 'value[Success]', 'vol[Success]']);
	expect(cluster.exec('vol', 'touch', '/e/x')).toBe('[Success]');
	expect(cluster.exec('vol', 'touch', '/x')).toBe('touch: /x: EROFS\n[Failure]');
	expect(cluster.exec('vol', 'cat', '/etc/resolv.conf')).toBe(
		'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n[Success]',
	);
	expect(cluster.status('vol').containerStatuses?.[0]?.volumeMounts?.[3]).toEqual({
		name: 's',
		mountPath: '/s',
		readOnly: true,
		recursiveReadOnly: 'Disabled',
	});
	cluster.patch(CONFIG_MAPS, 'app', { data: { a: '2' } });
	cluster.run(61);
	expect(read().slice(0, 2)).toEqual(['2[Success]', '1[Success]']);
});

test('a volume that cannot be set up is told, and set up when it can', () => {
	const cluster = new NodeCluster();
	cluster.pod(
		'vol',
		{ command: ['sleep', 'infinity'], volumeMounts: [{ name: 'c', mountPath: '/c' }] },
		{ volumes: [{ name: 'c', configMap: { name: 'app', items: [{ key: 'b', path: 'b' }] } }] },
	);
	cluster.run(2);
	expect(events(cluster, 'vol')[0]).toMatch(
		/^Warning FailedMount MountVolume.SetUp failed for volume "c" : configmap "app" not found x\d$/,
	);
	expect(cluster.logs('vol')).toBe('400 container "app" in pod "vol" is waiting to start: ContainerCreating');
	cluster.create(CONFIG_MAPS, { metadata: { name: 'app', namespace: 'default' }, data: { a: '1' } });
	cluster.run(2);
	expect(events(cluster, 'vol').at(-1)).toMatch(/configmap references non-existent config key: b/);
	cluster.patch(CONFIG_MAPS, 'app', { data: { b: '2' } });
	cluster.run(5);
	expect(cluster.status('vol').phase).toBe('Running');
});

test('a runtime that the node does not have, and one that it has', () => {
	const cluster = new NodeCluster();
	for (const handler of ['runsc', 'runc']) {
		cluster.create(RUNTIME_CLASSES, { metadata: { name: handler }, handler });
		cluster.pod(`as-${handler}`, { image: 'nginx:1.27' }, { runtimeClassName: handler });
	}
	cluster.run(5);
	expect(events(cluster, 'as-runsc')[0]).toBe(
		'Warning FailedCreatePodSandBox Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox runtime: no runtime for "runsc" is configured',
	);
	expect(cluster.status('as-runsc').phase).toBe('Pending');
	expect(cluster.status('as-runc').phase).toBe('Running');
});

test('the environment: fields, resources, keys, prefixes, expansion, Services', () => {
	const cluster = new NodeCluster();
	cluster.create(CONFIG_MAPS, { metadata: { name: 'app', namespace: 'default' }, data: { COLOR: 'blue' } });
	cluster.pod('env', {
		command: ['env'],
		resources: { limits: { cpu: '1500m', memory: '64Mi' } },
		envFrom: [{ prefix: 'P_', configMapRef: { name: 'app' } }],
		env: [
			{ name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
			{ name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
			{ name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
			{ name: 'MEM', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
			{ name: 'KEY', valueFrom: { configMapKeyRef: { name: 'app', key: 'COLOR' } } },
			{ name: 'NONE', valueFrom: { secretKeyRef: { name: 'nope', key: 'x', optional: true } } },
			{ name: 'ALL', value: '$(NODE)-$(P_COLOR)-$(WHO)-$$(NODE)' },
		],
	});
	cluster.run(5);
	const own = cluster
		.logs('env')
		.split('\n')
		.filter((line) => !/^(?:KUBERNETES_|$)/.test(line));
	expect(own).toEqual([
		'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
		'HOSTNAME=env',
		'NODE=node01',
		'IP=192.168.0.2',
		'CPU=2',
		'MEM=64',
		'KEY=blue',
		'ALL=node01-blue-$(WHO)-$(NODE)',
		'P_COLOR=blue',
		'HOME=/root',
	]);
});
