import { NODES, PODS } from '../../../simulator/controllers/resources.ts';
import { type Row, resize } from './pod-rows.ts';

const NEVER = { restartPolicy: 'Never' };
const asks = (requests: object, limits: object = requests): object => ({
	command: ['sh', '-c', 'sleep 100000'],
	resources: { requests, limits },
});
const volume = (source: object): object => ({ volumes: [{ name: 'v', ...source }] });
const at = (path: string): object => ({ volumeMounts: [{ name: 'v', mountPath: path }] });

/** What a node takes, gives and takes back. */
export const NODE_ROWS: readonly Row[] = [
	// Admission of what has a nodeName. Models lifecycle/predicate.go.
	{
		cause: 'more cpu than the node has',
		source: 'lifecycle/predicate.go InsufficientResourceError',
		app: asks({ cpu: '5' }),
		after: 3,
		seen: {
			phase: 'Failed',
			failure:
				"OutOfcpu: Pod was rejected: Node didn't have enough resource: cpu, requested: 5000, used: 0, capacity: 4000",
			events: ["Warning OutOfcpu: Node didn't have enough resource: cpu, requested: 5000, used: 0, capacity: 4000"],
		},
	},
	{
		cause: 'more memory than is left',
		source: 'lifecycle/predicate.go InsufficientResourceError',
		before: (c) => {
			c.pod('other', asks({ memory: '7Gi' }));
			c.run(3);
		},
		app: asks({ memory: '2Gi' }),
		after: 3,
		seen: {
			failure:
				"OutOfmemory: Pod was rejected: Node didn't have enough resource: memory, requested: 2147483648, used: 7516192768, capacity: 8485076992",
		},
	},
	{
		cause: 'a nodeSelector that the node does not have',
		source: 'lifecycle/predicate.go generalFilter',
		spec: { nodeSelector: { disk: 'ssd' } },
		after: 3,
		seen: {
			phase: 'Failed',
			failure:
				"NodeAffinity: Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
		},
	},
	{
		cause: 'a required affinity that the node does not have',
		source: 'lifecycle/predicate.go generalFilter',
		spec: {
			affinity: {
				nodeAffinity: {
					requiredDuringSchedulingIgnoredDuringExecution: {
						nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'Exists' }] }],
					},
				},
			},
		},
		after: 3,
		seen: {
			failure:
				"NodeAffinity: Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
		},
	},
	{
		cause: 'a taint that ends Pods',
		source: 'lifecycle/predicate.go generalFilter',
		before: (c) => {
			c.patch(NODES, 'node01', { spec: { taints: [{ key: 'k', effect: 'NoExecute' }] } });
			c.run(1);
		},
		after: 3,
		seen: {
			failure:
				"TaintToleration: Pod was rejected: Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate",
		},
	},
	{
		cause: 'a taint that only keeps the scheduler away',
		source: 'lifecycle/predicate.go generalFilter',
		before: (c) => {
			c.patch(NODES, 'node01', { spec: { taints: [{ key: 'k', effect: 'NoSchedule' }] } });
			c.run(1);
		},
		after: 4,
		seen: { phase: 'Running' },
	},
	{
		cause: 'a host port that is taken',
		source: 'lifecycle/predicate.go generalFilter',
		before: (c) => {
			c.pod('other', { command: ['sleep', 'infinity'], ports: [{ containerPort: 80, hostPort: 80 }] });
			c.run(3);
		},
		app: { ports: [{ containerPort: 80, hostPort: 80 }] },
		after: 3,
		seen: {
			failure:
				"NodePorts: Pod was rejected: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports",
		},
	},
	// Memory. Models the kernel's memory controller; cri containerd's reasons.
	{
		cause: 'more memory than its limit: killed',
		source: 'kuberuntime; containerd TaskOOM',
		app: { command: ['sh', '-c', 'hold 60; sleep 100'], resources: { limits: { memory: '50Mi' } } },
		spec: NEVER,
		after: 5,
		seen: { phase: 'Failed', app: 'terminated 137 OOMKilled' },
	},
	{
		cause: 'as much as its limit allows',
		source: 'kuberuntime',
		app: { command: ['sh', '-c', 'hold 30; sleep 100'], resources: { limits: { memory: '50Mi' } } },
		spec: NEVER,
		after: 5,
		seen: { phase: 'Running' },
	},
	{
		cause: 'killed for memory, and again',
		source: 'kuberuntime doBackOff',
		app: { command: ['sh', '-c', 'hold 60; sleep 100'], resources: { limits: { memory: '50Mi' } } },
		after: 9,
		seen: {
			app: 'waiting CrashLoopBackOff: back-off 10s restarting failed container=app pod=web_default(UID)',
			last: 'terminated 137 OOMKilled',
			restarts: 1,
		},
	},
	// Eviction. Models eviction/eviction_manager.go.
	{
		cause: 'the node runs short of memory',
		source: 'eviction/helpers.go evictionMessage',
		configuration: { evictionHard: { 'memory.available': '7800Mi' } },
		app: { command: ['sh', '-c', 'hold 400; sleep 1000'] },
		after: 25,
		seen: {
			phase: 'Failed',
			failure:
				'Evicted: The node was low on resource: memory. Threshold quantity: 7800Mi, available: 7612Mi. Container app was using 400Mi, request is 0, has larger consumption of memory. ',
			app: 'terminated 137 Error',
			conditions: ['DisruptionTarget TerminationByKubelet'],
		},
	},
	{
		cause: 'a short node takes no Pods of best effort',
		source: 'eviction/eviction_manager.go Admit',
		configuration: { evictionHard: { 'memory.available': '7800Mi' } },
		before: (c) => {
			c.pod('hog', { command: ['sh', '-c', 'hold 400; sleep 1000'] });
			c.run(25);
		},
		after: 3,
		seen: { phase: 'Failed', failure: 'Evicted: Pod was rejected: The node had condition: [MemoryPressure]. ' },
	},
	{
		cause: 'a short node takes Pods with requests',
		source: 'eviction/eviction_manager.go Admit',
		configuration: { evictionHard: { 'memory.available': '7800Mi' } },
		before: (c) => {
			c.pod('hog', { command: ['sh', '-c', 'hold 400; sleep 1000'] });
			c.run(25);
		},
		app: asks({ memory: '10Mi' }),
		after: 5,
		seen: { phase: 'Running' },
	},
	{
		cause: 'a soft threshold, before its grace is over',
		source: 'eviction/eviction_manager.go thresholdsMetGracePeriod',
		configuration: {
			evictionSoft: { 'memory.available': '7800Mi' },
			evictionSoftGracePeriod: { 'memory.available': '1m' },
		},
		app: { command: ['sh', '-c', 'hold 400; sleep 1000'] },
		after: 50,
		seen: { phase: 'Running' },
	},
	{
		cause: 'a soft threshold, after it: the Pod has the grace that the kubelet allows',
		source: 'eviction/eviction_manager.go synchronize',
		configuration: {
			evictionSoft: { 'memory.available': '7800Mi' },
			evictionSoftGracePeriod: { 'memory.available': '30s' },
			evictionMaxPodGracePeriod: 20,
		},
		spec: { terminationGracePeriodSeconds: 60 },
		app: { command: ['sh', '-c', 'hold 400; sleep 1000'] },
		after: 55,
		seen: {
			phase: 'Running',
			events: [
				'Warning Evicted: The node was low on resource: memory. Threshold quantity: 7800Mi, available: 7612Mi. Container app was using 400Mi, request is 0, has larger consumption of memory. ',
				'Normal Killing: Stopping container app',
			],
		},
	},
	{
		cause: 'fewer Pods than the node could have',
		source: 'lifecycle/predicate.go InsufficientResourceError',
		configuration: { maxPods: 1 },
		before: (c) => {
			c.pod('other', { command: ['sleep', 'infinity'] });
			c.run(3);
		},
		after: 3,
		seen: {
			phase: 'Failed',
			failure:
				"OutOfpods: Pod was rejected: Node didn't have enough resource: pods, requested: 1, used: 1, capacity: 1",
		},
	},
	{
		cause: 'cpu that is reserved is not given to Pods',
		source: 'lifecycle/predicate.go InsufficientResourceError',
		configuration: { systemReserved: { cpu: '1500m' } },
		app: asks({ cpu: '3' }),
		after: 3,
		seen: {
			failure:
				"OutOfcpu: Pod was rejected: Node didn't have enough resource: cpu, requested: 3000, used: 0, capacity: 2500",
		},
	},
	{
		cause: 'a second image waits for the first',
		source: 'images/puller.go serialImagePuller',
		before: (c) => {
			for (const image of ['mysql:8.4', 'golang:1.25', 'httpd:2.4'])
				c.pod(image.replace(/\W/g, '-'), { image, command: ['sleep', 'infinity'] });
		},
		app: { image: 'postgres:17', command: ['sleep', 'infinity'] },
		after: 6,
		seen: { app: 'waiting ContainerCreating' },
	},
	{
		cause: 'unless the kubelet pulls several at once',
		source: 'images/puller.go parallelImagePuller',
		configuration: { serializeImagePulls: false },
		before: (c) => {
			for (const image of ['mysql:8.4', 'golang:1.25', 'httpd:2.4'])
				c.pod(image.replace(/\W/g, '-'), { image, command: ['sleep', 'infinity'] });
		},
		app: { image: 'postgres:17', command: ['sleep', 'infinity'] },
		after: 6,
		seen: { app: 'running' },
	},
	{
		cause: 'those beyond their requests go first',
		source: 'eviction/helpers.go rankMemoryPressure',
		configuration: { evictionHard: { 'memory.available': '7600Mi' } },
		before: (c) => {
			c.pod('hog', { command: ['sh', '-c', 'hold 300; sleep 1000'] });
			c.run(3);
		},
		app: { command: ['sh', '-c', 'hold 300; sleep 1000'], resources: { requests: { memory: '400Mi' } } },
		after: 30,
		seen: { phase: 'Running' },
	},
	{
		cause: 'an emptyDir beyond its size',
		source: 'eviction/eviction_manager.go emptyDirLimitEviction',
		app: { command: ['sh', '-c', 'write /v/f 1234567890123456; sleep 1000'], ...at('/v') },
		spec: volume({ emptyDir: { sizeLimit: '10' } }),
		after: 25,
		seen: {
			phase: 'Failed',
			failure: 'Evicted: Usage of EmptyDir volume "v" exceeds the limit "10". ',
			events: ['Warning Evicted: Usage of EmptyDir volume "v" exceeds the limit "10". '],
		},
	},
	{
		cause: 'more on the disk than the limit',
		source: 'eviction/eviction_manager.go podEphemeralStorageLimitEviction',
		app: {
			command: ['sh', '-c', 'write /f 1234567890123456; sleep 1000'],
			resources: { limits: { 'ephemeral-storage': '100' } },
		},
		after: 25,
		seen: { failure: 'Evicted: Pod ephemeral local storage usage exceeds the total limit of containers 100. ' },
	},
	{
		cause: 'less on the disk than the limit',
		source: 'eviction/eviction_manager.go',
		app: {
			command: ['sh', '-c', 'write /f 1234567890123456; sleep 1000'],
			resources: { limits: { 'ephemeral-storage': '1Mi' } },
		},
		after: 25,
		seen: { phase: 'Running' },
	},
	// Resize. Models allocation/allocation_manager.go.
	{
		cause: 'resize: more cpu, at once',
		source: 'allocation; kuberuntime doPodResizeAction',
		app: asks({ cpu: '100m' }),
		after: 4,
		next: (c) => resize(c, { requests: { cpu: '200m' }, limits: { cpu: '200m' } }),
		nextAfter: 3,
		seen: {
			restarts: 0,
			conditions: [],
			events: [
				'Normal ResizeStarted: Pod resize started: {"containers":[{"name":"app","resources":{"limits":{"cpu":"200m"},"requests":{"cpu":"200m"}}}],"generation":2}',
				'Normal ResizeCompleted: Pod resize completed: {"containers":[{"name":"app","resources":{"limits":{"cpu":"200m"},"requests":{"cpu":"200m"}}}],"generation":2}',
			],
		},
	},
	{
		cause: 'resize: a policy that restarts',
		source: 'kuberuntime computePodResizeAction',
		app: {
			...asks({ memory: '100Mi' }),
			resizePolicy: [{ resourceName: 'memory', restartPolicy: 'RestartContainer' }],
		},
		after: 4,
		next: (c) => resize(c, { requests: { memory: '200Mi' }, limits: { memory: '200Mi' } }),
		nextAfter: 12,
		seen: {
			restarts: 1,
			app: 'running',
			conditions: [],
			events: ['Normal Killing: Container app resize requires restart'],
		},
	},
	{
		cause: 'resize: more than the node has',
		source: 'allocation canResizePod',
		app: asks({ cpu: '100m' }),
		after: 4,
		next: (c) => resize(c, { requests: { cpu: '8' }, limits: { cpu: '8' } }),
		nextAfter: 3,
		seen: {
			conditions: ['PodResizePending Infeasible'],
			events: [
				'Warning ResizeInfeasible: Pod resize Infeasible: {"containers":[{"name":"app","resources":{"limits":{"cpu":"8"},"requests":{"cpu":"8"}}}],"generation":2,"error":"Node didn\'t have enough capacity: cpu, requested: 8000, capacity: 4000"}',
			],
		},
	},
	{
		cause: 'resize: more than is left',
		source: 'allocation canResizePod',
		before: (c) => {
			c.pod('other', asks({ cpu: '3' }));
			c.run(3);
		},
		app: asks({ cpu: '100m' }),
		after: 4,
		next: (c) => resize(c, { requests: { cpu: '2' }, limits: { cpu: '2' } }),
		nextAfter: 3,
		seen: { conditions: ['PodResizePending Deferred'] },
	},
	{
		cause: 'resize: what was in the way has gone',
		source: 'allocation RetryPendingResizes',
		before: (c) => {
			c.pod('other', asks({ cpu: '3' }));
			c.run(3);
		},
		app: asks({ cpu: '100m' }),
		after: 4,
		next: (c) => {
			resize(c, { requests: { cpu: '2' }, limits: { cpu: '2' } });
			c.run(3);
			c.delete(PODS, 'other', { gracePeriodSeconds: 0 });
		},
		nextAfter: 12,
		seen: { conditions: [] },
	},
	{
		cause: 'resize: less memory than is held',
		source: 'kuberuntime validateMemoryResizeAction',
		app: {
			command: ['sh', '-c', 'hold 60; sleep 1000'],
			resources: { requests: { memory: '100Mi' }, limits: { memory: '100Mi' } },
		},
		after: 4,
		next: (c) => resize(c, { requests: { memory: '50Mi' }, limits: { memory: '50Mi' } }),
		nextAfter: 3,
		seen: { restarts: 0, app: 'running', conditions: ['PodResizeInProgress Error'] },
	},
	// Volumes and names. Models volumemanager, kubelet_pods.go.
	{
		cause: 'a volume of a ConfigMap that is not there',
		source: 'pkg/volume/configmap',
		app: { command: ['sleep', 'infinity'], ...at('/v') },
		spec: volume({ configMap: { name: 'cm' } }),
		after: 0.4,
		seen: {
			phase: 'Pending',
			app: 'waiting ContainerCreating',
			events: ['Warning FailedMount: MountVolume.SetUp failed for volume "v" : configmap "cm" not found'],
		},
	},
	{
		cause: 'a directory of the node that has to be there',
		source: 'pkg/volume/hostpath checkType',
		app: at('/v'),
		spec: volume({ hostPath: { path: '/nope', type: 'Directory' } }),
		after: 0.4,
		seen: {
			events: [
				'Warning FailedMount: MountVolume.SetUp failed for volume "v" : hostPath type check failed: /nope is not a directory',
			],
		},
	},
	{
		cause: 'a host name and a subdomain',
		source: 'kubelet_pods.go managedHostsFileContent',
		app: 'cat /etc/hosts',
		spec: { ...NEVER, hostname: 'a', subdomain: 'b', hostAliases: [{ ip: '10.1.2.3', hostnames: ['x', 'y'] }] },
		after: 5,
		seen: {
			log: '# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n192.168.0.2\ta.b.default.svc.cluster.local\ta\n\n# Entries added by HostAliases.\n10.1.2.3\tx\ty\n',
		},
	},
	{
		cause: 'DNS of its own',
		source: 'network/dns GetPodDNS',
		app: 'cat /etc/resolv.conf',
		spec: {
			...NEVER,
			dnsPolicy: 'None',
			dnsConfig: { nameservers: ['1.1.1.1'], searches: ['a.b'], options: [{ name: 'ndots', value: '2' }] },
		},
		after: 5,
		seen: { log: 'search a.b\nnameserver 1.1.1.1\noptions ndots:2\n' },
	},
	{
		cause: 'the last words of a container',
		source: 'kuberuntime getTerminationMessage',
		app: 'write /dev/termination-log bye; exit 1',
		spec: NEVER,
		after: 5,
		seen: { app: 'terminated 1 Error: bye' },
	},
	{
		cause: 'the end of its log, where it has said nothing',
		source: 'kuberuntime getTerminationMessage',
		app: { command: ['sh', '-c', 'echo oh no; exit 1'], terminationMessagePolicy: 'FallbackToLogsOnError' },
		spec: NEVER,
		after: 5,
		seen: { app: 'terminated 1 Error: oh no\n' },
	},
	{
		cause: 'a RuntimeClass of a handler that is not there',
		source: 'containerd cri/server sandbox_run.go',
		before: (c) =>
			c.create(
				{ group: 'node.k8s.io', version: 'v1', resource: 'runtimeclasses', kind: 'RuntimeClass', namespaced: false },
				{ metadata: { name: 'gvisor' }, handler: 'runsc' },
			),
		spec: { runtimeClassName: 'gvisor' },
		after: 3,
		seen: {
			phase: 'Pending',
			events: [
				'Warning FailedCreatePodSandBox: Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox runtime: no runtime for "runsc" is configured',
			],
		},
	},
	// The end. Models kuberuntime killContainer.
	{
		cause: 'SIGTERM is heeded: it is gone at once',
		source: 'kuberuntime killContainer',
		app: 'trap; sleep 1000',
		after: 5,
		next: (c) => c.delete(PODS, 'web'),
		nextAfter: 2,
		seen: { gone: true },
	},
	{
		cause: 'SIGTERM is not heeded: it stays for its grace',
		source: 'kuberuntime killContainer',
		app: { command: ['sleep', 'infinity'] },
		spec: { terminationGracePeriodSeconds: 30 },
		after: 5,
		next: (c) => c.delete(PODS, 'web'),
		nextAfter: 28,
		seen: { gone: false, app: 'running' },
	},
	{
		cause: 'and is gone after it',
		source: 'kuberuntime killContainer',
		app: { command: ['sleep', 'infinity'] },
		spec: { terminationGracePeriodSeconds: 30 },
		after: 5,
		next: (c) => c.delete(PODS, 'web'),
		nextAfter: 33,
		seen: { gone: true, events: ['Normal Killing: Stopping container app'] },
	},
];
