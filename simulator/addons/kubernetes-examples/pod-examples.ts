import { container, type Examples, pod, shell } from './pieces.ts';

const NGINX = (more: object = {}): object => container('nginx', 'nginx', more);
const BUSYBOX = 'registry.k8s.io/busybox:1.27.2';
const PAUSE = (name: string): object => container(name, 'registry.k8s.io/pause:3.8');
const EMPTY = (name: string): object => ({ name, emptyDir: {} });
const mount = (name: string, mountPath: string, more: object = {}): object => ({ name, mountPath, ...more });
const requests = (asked: object, limits?: object): object => ({
	resources: { requests: asked, ...(limits !== undefined && { limits }) },
});
const never = { restartPolicy: 'Never' };

const stress = (memory: string): object => ({
	command: ['stress'],
	args: ['--vm', '1', '--vm-bytes', memory, '--vm-hang', '1'],
});
const STRESS = 'polinux/stress';

function nodeAffinity(how: object): object {
	return { affinity: { nodeAffinity: how } };
}

const SSD = { matchExpressions: [{ key: 'disktype', operator: 'In', values: ['ssd'] }] };
const zones = (...values: readonly string[]): object => ({
	key: 'topology.kubernetes.io/zone',
	operator: 'In',
	values,
});

const SCHEDULING: Examples = {
	'pods/pod-nginx.yaml': [
		pod(
			'nginx',
			[NGINX({ imagePullPolicy: 'IfNotPresent' })],
			{ nodeSelector: { disktype: 'ssd' } },
			{ labels: { env: 'test' } },
		),
	],
	'pods/pod-nginx-specific-node.yaml': [
		pod('nginx', [NGINX({ imagePullPolicy: 'IfNotPresent' })], { nodeName: 'foo-node' }),
	],
	'pods/pod-nginx-required-affinity.yaml': [
		pod(
			'nginx',
			[NGINX({ imagePullPolicy: 'IfNotPresent' })],
			nodeAffinity({ requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [SSD] } }),
		),
	],
	'pods/pod-nginx-preferred-affinity.yaml': [
		pod(
			'nginx',
			[NGINX({ imagePullPolicy: 'IfNotPresent' })],
			nodeAffinity({ preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: SSD }] }),
		),
	],
	'pods/pod-with-node-affinity.yaml': [
		pod(
			'with-node-affinity',
			[PAUSE('with-node-affinity')],
			nodeAffinity({
				requiredDuringSchedulingIgnoredDuringExecution: {
					nodeSelectorTerms: [{ matchExpressions: [zones('antarctica-east1', 'antarctica-west1')] }],
				},
				preferredDuringSchedulingIgnoredDuringExecution: [
					{
						weight: 1,
						preference: {
							matchExpressions: [
								{ key: 'another-node-label-key', operator: 'In', values: ['another-node-label-value'] },
							],
						},
					},
				],
			}),
		),
	],
	'pods/pod-with-pod-affinity.yaml': [
		pod('with-pod-affinity', [PAUSE('with-pod-affinity')], {
			affinity: {
				podAffinity: {
					requiredDuringSchedulingIgnoredDuringExecution: [
						{
							labelSelector: { matchExpressions: [{ key: 'security', operator: 'In', values: ['S1'] }] },
							topologyKey: 'topology.kubernetes.io/zone',
						},
					],
				},
				podAntiAffinity: {
					preferredDuringSchedulingIgnoredDuringExecution: [
						{
							weight: 100,
							podAffinityTerm: {
								labelSelector: { matchExpressions: [{ key: 'security', operator: 'In', values: ['S2'] }] },
								topologyKey: 'topology.kubernetes.io/zone',
							},
						},
					],
				},
			},
		}),
	],
	'pods/pod-with-toleration.yaml': [
		pod(
			'nginx',
			[NGINX({ imagePullPolicy: 'IfNotPresent' })],
			{ tolerations: [{ key: 'example-key', operator: 'Exists', effect: 'NoSchedule' }] },
			{ labels: { env: 'test' } },
		),
	],
	'pods/pod-with-scheduling-gates.yaml': [
		pod('test-pod', [container('pause', 'registry.k8s.io/pause:3.6')], {
			schedulingGates: [{ name: 'example.com/foo' }, { name: 'example.com/bar' }],
		}),
	],
	'pods/pod-without-scheduling-gates.yaml': [pod('test-pod', [container('pause', 'registry.k8s.io/pause:3.6')])],
	'admin/sched/pod1.yaml': [
		pod(
			'no-annotation',
			[container('pod-with-no-annotation-container', 'registry.k8s.io/pause:3.8')],
			{},
			{ labels: { name: 'multischeduler-example' } },
		),
	],
	'admin/sched/pod2.yaml': [
		pod(
			'annotation-default-scheduler',
			[container('pod-with-default-annotation-container', 'registry.k8s.io/pause:3.8')],
			{ schedulerName: 'default-scheduler' },
			{ labels: { name: 'multischeduler-example' } },
		),
	],
	'admin/sched/pod3.yaml': [
		pod(
			'annotation-second-scheduler',
			[container('pod-with-second-annotation-container', 'registry.k8s.io/pause:3.8')],
			{ schedulerName: 'my-scheduler' },
			{ labels: { name: 'multischeduler-example' } },
		),
	],
};

const healthy = 'touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600';

const PROBES: Examples = {
	'pods/probe/exec-liveness.yaml': [
		pod(
			'liveness-exec',
			[
				container('liveness', BUSYBOX, {
					args: shell(healthy),
					livenessProbe: { exec: { command: ['cat', '/tmp/healthy'] }, initialDelaySeconds: 5, periodSeconds: 5 },
				}),
			],
			{},
			{ labels: { test: 'liveness' } },
		),
	],
	'pods/probe/http-liveness.yaml': [
		pod(
			'liveness-http',
			[
				container('liveness', 'registry.k8s.io/e2e-test-images/agnhost:2.40', {
					args: ['liveness'],
					livenessProbe: {
						httpGet: { path: '/healthz', port: 8080, httpHeaders: [{ name: 'Custom-Header', value: 'Awesome' }] },
						initialDelaySeconds: 3,
						periodSeconds: 3,
					},
				}),
			],
			{},
			{ labels: { test: 'liveness' } },
		),
	],
	'pods/probe/tcp-liveness-readiness.yaml': [
		pod(
			'goproxy',
			[
				container('goproxy', 'registry.k8s.io/goproxy:0.1', {
					ports: [{ containerPort: 8080 }],
					readinessProbe: { tcpSocket: { port: 8080 }, initialDelaySeconds: 15, periodSeconds: 10 },
					livenessProbe: { tcpSocket: { port: 8080 }, initialDelaySeconds: 15, periodSeconds: 10 },
				}),
			],
			{},
			{ labels: { app: 'goproxy' } },
		),
	],
	'pods/lifecycle-events.yaml': [
		pod('lifecycle-demo', [
			container('lifecycle-demo-container', 'nginx', {
				lifecycle: {
					postStart: { exec: { command: shell('echo Hello from the postStart handler > /usr/share/message') } },
					preStop: { exec: { command: shell('nginx -s quit; while killall -0 nginx; do sleep 1; done') } },
				},
			}),
		]),
	],
};

const counter = 'i=0; while true; do echo "$i: $(date)"; i=$((i+1)); sleep 1; done';
const twoLogs =
	'i=0;\nwhile true;\ndo\n  echo "$i: $(date)" >> /var/log/1.log;\n  echo "$(date) INFO $i" >> /var/log/2.log;\n  i=$((i+1));\n  sleep 1;\ndone\n';
const counting = (): object =>
	container('count', 'busybox:1.28', { args: shell(twoLogs), volumeMounts: [mount('varlog', '/var/log')] });
const streaming = (number: number): object =>
	container(`count-log-${number}`, 'busybox:1.28', {
		args: ['/bin/sh', '-c', `tail -n+1 -F /var/log/${number}.log`],
		volumeMounts: [mount('varlog', '/var/log')],
	});

const DEBUGGING: Examples = {
	'debug/counter-pod.yaml': [
		pod('counter', [container('count', 'busybox:1.28', { args: ['/bin/sh', '-c', counter] })]),
	],
	'debug/termination.yaml': [
		pod('termination-demo', [
			container('termination-demo-container', 'debian', {
				command: ['/bin/sh'],
				args: ['-c', 'sleep 10 && echo Sleep expired > /dev/termination-log'],
			}),
		]),
	],
	'application/shell-demo.yaml': [
		pod('shell-demo', [NGINX({ volumeMounts: [mount('shared-data', '/usr/share/nginx/html')] })], {
			volumes: [EMPTY('shared-data')],
			hostNetwork: true,
			dnsPolicy: 'Default',
		}),
	],
	'admin/logging/two-files-counter-pod.yaml': [pod('counter', [counting()], { volumes: [EMPTY('varlog')] })],
	'admin/logging/two-files-counter-pod-streaming-sidecar.yaml': [
		pod('counter', [counting(), streaming(1), streaming(2)], { volumes: [EMPTY('varlog')] }),
	],
	'admin/dns/dnsutils.yaml': [
		pod(
			'dnsutils',
			[container('dnsutils', 'registry.k8s.io/e2e-test-images/agnhost:2.39', { imagePullPolicy: 'IfNotPresent' })],
			{ restartPolicy: 'Always' },
			{ namespace: 'default' },
		),
	],
	'admin/dns/busybox.yaml': [
		pod(
			'busybox',
			[container('busybox', 'busybox:1.28', { command: ['sleep', '3600'], imagePullPolicy: 'IfNotPresent' })],
			{ restartPolicy: 'Always' },
			{ namespace: 'default' },
		),
	],
};

const RESOURCES: Examples = {
	'pods/resource/memory-request-limit.yaml': [
		pod(
			'memory-demo',
			[
				container('memory-demo-ctr', STRESS, {
					...requests({ memory: '100Mi' }, { memory: '200Mi' }),
					...stress('150M'),
				}),
			],
			{},
			{ namespace: 'mem-example' },
		),
	],
	'pods/resource/memory-request-limit-2.yaml': [
		pod(
			'memory-demo-2',
			[
				container('memory-demo-2-ctr', STRESS, {
					...requests({ memory: '50Mi' }, { memory: '100Mi' }),
					...stress('250M'),
				}),
			],
			{},
			{ namespace: 'mem-example' },
		),
	],
	'pods/resource/memory-request-limit-3.yaml': [
		pod(
			'memory-demo-3',
			[
				container('memory-demo-3-ctr', STRESS, {
					...requests({ memory: '1000Gi' }, { memory: '1000Gi' }),
					...stress('150M'),
				}),
			],
			{},
			{ namespace: 'mem-example' },
		),
	],
	'pods/resource/cpu-request-limit.yaml': [
		pod(
			'cpu-demo',
			[container('cpu-demo-ctr', 'vish/stress', { ...requests({ cpu: '0.5' }, { cpu: '1' }), args: ['-cpus', '2'] })],
			{},
			{ namespace: 'cpu-example' },
		),
	],
	'pods/resource/cpu-request-limit-2.yaml': [
		pod(
			'cpu-demo-2',
			[
				container('cpu-demo-ctr-2', 'vish/stress', {
					...requests({ cpu: '100' }, { cpu: '100' }),
					args: ['-cpus', '2'],
				}),
			],
			{},
			{ namespace: 'cpu-example' },
		),
	],
	'pods/qos/qos-pod.yaml': [
		pod(
			'qos-demo',
			[
				container(
					'qos-demo-ctr',
					'nginx',
					requests({ memory: '200Mi', cpu: '700m' }, { memory: '200Mi', cpu: '700m' }),
				),
			],
			{},
			{ namespace: 'qos-example' },
		),
	],
	'pods/qos/qos-pod-2.yaml': [
		pod(
			'qos-demo-2',
			[container('qos-demo-2-ctr', 'nginx', requests({ memory: '100Mi' }, { memory: '200Mi' }))],
			{},
			{ namespace: 'qos-example' },
		),
	],
	'pods/qos/qos-pod-3.yaml': [
		pod('qos-demo-3', [container('qos-demo-3-ctr', 'nginx')], {}, { namespace: 'qos-example' }),
	],
	'pods/qos/qos-pod-4.yaml': [
		pod(
			'qos-demo-4',
			[container('qos-demo-4-ctr-1', 'nginx', requests({ memory: '200Mi' })), container('qos-demo-4-ctr-2', 'redis')],
			{},
			{ namespace: 'qos-example' },
		),
	],
};

/** Pods of the documentation. */
export const POD_EXAMPLES: Examples = {
	'pods/simple-pod.yaml': [pod('nginx', [container('nginx', 'nginx:1.14.2', { ports: [{ containerPort: 80 }] })])],
	'pods/commands.yaml': [
		pod(
			'command-demo',
			[container('command-demo-container', 'debian', { command: ['printenv'], args: ['HOSTNAME', 'KUBERNETES_PORT'] })],
			{ restartPolicy: 'OnFailure' },
			{ labels: { purpose: 'demonstrate-command' } },
		),
	],
	'pods/init-containers.yaml': [
		pod(
			'init-demo',
			[NGINX({ ports: [{ containerPort: 80 }], volumeMounts: [mount('workdir', '/usr/share/nginx/html')] })],
			{
				initContainers: [
					container('install', 'busybox:1.28', {
						command: ['wget', '-O', '/work-dir/index.html', 'http://info.cern.ch'],
						volumeMounts: [mount('workdir', '/work-dir')],
					}),
				],
				dnsPolicy: 'Default',
				volumes: [EMPTY('workdir')],
			},
		),
	],
	'pods/two-container-pod.yaml': [
		pod(
			'two-containers',
			[
				container('nginx-container', 'nginx', { volumeMounts: [mount('shared-data', '/usr/share/nginx/html')] }),
				container('debian-container', 'debian', {
					volumeMounts: [mount('shared-data', '/pod-data')],
					command: ['/bin/sh'],
					args: ['-c', 'echo Hello from the debian container > /pod-data/index.html'],
				}),
			],
			{ ...never, volumes: [EMPTY('shared-data')] },
		),
	],
	'pods/private-reg-pod.yaml': [
		pod('private-reg', [container('private-reg-container', '<your-private-image>')], {
			imagePullSecrets: [{ name: 'regcred' }],
		}),
	],
	...SCHEDULING,
	...PROBES,
	...DEBUGGING,
	...RESOURCES,
};
