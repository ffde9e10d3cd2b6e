import { PODS } from '../../../simulator/controllers/resources.ts';
import type { Row } from './pod-rows.ts';

const NEVER = { restartPolicy: 'Never' };
const ON_FAILURE = { restartPolicy: 'OnFailure' };
const CRASHES = 'back-off 10s restarting failed container=app pod=web_default(UID)';
const init = (name: string, command: string, extra: object = {}): object => ({
	name,
	image: 'busybox:1.36',
	command: ['sh', '-c', command],
	...extra,
});
const exec = (...command: string[]): object => ({ exec: { command } });
const http = { httpGet: { port: 80 } };

/** How containers begin, end and begin again. */
export const LIFE_ROWS: readonly Row[] = [
	// Ends. Models kubelet_pods.go getPhase, kubecontainer.ShouldContainerBeRestarted.
	{
		cause: 'Never, ends well',
		source: 'kubelet_pods.go getPhase',
		app: 'echo hi',
		spec: NEVER,
		after: 5,
		seen: {
			phase: 'Succeeded',
			app: 'terminated 0 Completed',
			restarts: 0,
			log: 'hi\n',
			not: ['PodReadyToStartContainers', 'Ready', 'ContainersReady'],
		},
	},
	{
		cause: 'Never, ends badly',
		source: 'kubelet_pods.go getPhase',
		app: 'exit 3',
		spec: NEVER,
		after: 5,
		seen: { phase: 'Failed', app: 'terminated 3 Error', restarts: 0 },
	},
	{
		cause: 'OnFailure, ends well',
		source: 'container/helpers.go ShouldContainerBeRestarted',
		app: 'true',
		spec: ON_FAILURE,
		after: 30,
		seen: { phase: 'Succeeded', restarts: 0 },
	},
	{
		cause: 'OnFailure, ends badly',
		source: 'container/helpers.go ShouldContainerBeRestarted',
		app: 'exit 1',
		spec: ON_FAILURE,
		after: 9,
		seen: { phase: 'Running', app: `waiting CrashLoopBackOff: ${CRASHES}`, last: 'terminated 1 Error', restarts: 1 },
	},
	{
		cause: 'Always, ends well: it comes back all the same',
		source: 'container/helpers.go',
		app: 'echo hi',
		after: 9,
		seen: {
			phase: 'Running',
			app: `waiting CrashLoopBackOff: ${CRASHES}`,
			last: 'terminated 0 Completed',
			restarts: 1,
			ready: false,
		},
	},
	{
		cause: 'the log of the instance before',
		source: 'kubelet.go GetKubeletContainerLogs',
		app: 'echo once; exit 1',
		after: 8,
		seen: { previous: 'once\n', log: 'once\n' },
	},
	{
		cause: 'no instance before',
		source: 'kubelet_pods.go validateContainerLogStatus',
		app: 'echo once; sleep 100',
		after: 5,
		seen: { previous: '400 previous terminated container "app" in pod "web" not found' },
	},
	{
		cause: 'a deadline',
		source: 'active_deadline.go',
		spec: { activeDeadlineSeconds: 10 },
		after: 20,
		seen: {
			phase: 'Failed',
			failure: 'DeadlineExceeded: Pod was active on the node longer than the specified deadline',
			app: 'terminated 137 Error',
			events: ['Normal DeadlineExceeded: Pod was active on the node longer than the specified deadline'],
		},
	},
	// Container restart policies of 1.34 and 1.35. Models podutil.ContainerShouldRestart.
	{
		cause: 'a container of its own policy',
		source: 'pkg/api/v1/pod ContainerShouldRestart',
		app: { command: ['sh', '-c', 'exit 1'], restartPolicy: 'Never' },
		after: 20,
		seen: { phase: 'Failed', app: 'terminated 1 Error', restarts: 0 },
	},
	{
		cause: 'a rule restarts for one exit code',
		source: 'pkg/api/v1/pod ContainerShouldRestart',
		app: {
			command: ['sh', '-c', 'exit 42'],
			restartPolicy: 'Never',
			restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }],
		},
		spec: NEVER,
		after: 8,
		seen: { phase: 'Running', restarts: 1 },
	},
	{
		cause: 'a rule for another exit code',
		source: 'pkg/api/v1/pod ContainerShouldRestart',
		app: {
			command: ['sh', '-c', 'exit 43'],
			restartPolicy: 'Never',
			restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }],
		},
		spec: NEVER,
		after: 8,
		seen: { phase: 'Failed', restarts: 0 },
	},
	// What cannot start. Models kuberuntime startContainer.
	{
		cause: 'a command that is not there',
		source: 'kuberuntime startContainer; runc',
		app: { command: ['nope'] },
		spec: NEVER,
		after: 5,
		seen: {
			phase: 'Failed',
			app: 'terminated 128 StartError: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "nope": executable file not found in $PATH: unknown',
		},
	},
	{
		cause: 'an image that is not there',
		source: 'images/image_manager.go',
		app: { image: 'nowhere/nothing:1' },
		after: 4,
		seen: { phase: 'Pending', ready: false, events: ['Normal BackOff: Back-off pulling image "nowhere/nothing:1"'] },
	},
	{
		cause: 'an image name that is none',
		source: 'images/image_manager.go applyDefaultImageTag',
		app: { image: 'Busybox:1' },
		after: 4,
		seen: {
			phase: 'Pending',
			app: 'waiting InvalidImageName: Failed to apply default image tag "Busybox:1": couldn\'t parse image name "Busybox:1": invalid reference format: repository name (library/Busybox) must be lowercase',
		},
	},
	{
		cause: 'an image that must not be pulled',
		source: 'images/image_manager.go imagePullPrecheck',
		app: { imagePullPolicy: 'Never', image: 'nginx:1.25' },
		after: 4,
		seen: { app: 'waiting ErrImageNeverPull: Container image "nginx:1.25" is not present with pull policy of Never' },
	},
	{
		cause: 'a ConfigMap that is not there, in env',
		source: 'kubelet_pods.go makeEnvironmentVariables',
		app: { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'cm', key: 'k' } } }] },
		after: 4,
		seen: { phase: 'Pending', app: 'waiting CreateContainerConfigError: configmap "cm" not found' },
	},
	{
		cause: 'a Secret that is not there, in envFrom',
		source: 'kubelet_pods.go makeEnvironmentVariables',
		app: { envFrom: [{ secretRef: { name: 's' } }] },
		after: 4,
		seen: { app: 'waiting CreateContainerConfigError: secret "s" not found' },
	},
	{
		cause: 'an optional ConfigMap that is not there',
		source: 'kubelet_pods.go makeEnvironmentVariables',
		app: { command: ['sleep', 'infinity'], envFrom: [{ configMapRef: { name: 'cm', optional: true } }] },
		after: 4,
		seen: { app: 'running' },
	},
	{
		cause: 'runAsNonRoot and an image of root',
		source: 'kuberuntime/security_context.go verifyRunAsNonRoot',
		app: { securityContext: { runAsNonRoot: true } },
		after: 4,
		seen: {
			app: 'waiting CreateContainerConfigError: container has runAsNonRoot and image will run as root (pod: "web_default(UID)", container: app)',
			events: [
				'Warning Failed: Error: container has runAsNonRoot and image will run as root (pod: "web_default(UID)", container: app) x2',
			],
		},
	},
	{
		cause: 'runAsNonRoot and runAsUser 0',
		source: 'kuberuntime/security_context.go verifyRunAsNonRoot',
		app: { securityContext: { runAsNonRoot: true, runAsUser: 0 } },
		after: 4,
		seen: {
			app: 'waiting CreateContainerConfigError: container\'s runAsUser breaks non-root policy (pod: "web_default(UID)", container: app)',
		},
	},
	{
		cause: 'an AppArmor profile that is not loaded',
		source: 'containerd cri/server container_create_linux.go',
		app: { securityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: 'deny-write' } } },
		after: 4,
		seen: {
			app: 'waiting CreateContainerError: failed to get container spec opts: failed to generate apparmor spec opts: apparmor profile not found deny-write',
		},
	},
	{
		cause: 'a seccomp profile that is not there',
		source: 'containerd seccomp.WithProfile',
		app: { securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'profiles/audit.json' } } },
		after: 4,
		seen: {
			app: 'waiting CreateContainerError: failed to create containerd container: cannot load seccomp profile "/var/lib/kubelet/seccomp/profiles/audit.json": open /var/lib/kubelet/seccomp/profiles/audit.json: no such file or directory',
		},
	},
	// Init containers and sidecars. Models kuberuntime computeInitContainerActions.
	{
		cause: 'an init container runs first',
		source: 'kuberuntime computeInitContainerActions',
		spec: { initContainers: [init('first', 'sleep 100')] },
		after: 5,
		seen: {
			phase: 'Pending',
			app: 'waiting PodInitializing',
			others: { first: 'running' },
			not: ['Initialized', 'Ready', 'ContainersReady'],
		},
	},
	{
		cause: 'an init container has ended',
		source: 'kuberuntime computeInitContainerActions',
		spec: { initContainers: [init('first', 'true')] },
		after: 6,
		seen: { phase: 'Running', app: 'running', others: { first: 'terminated 0 Completed' }, not: [] },
	},
	{
		cause: 'an init container fails for good',
		source: 'kubelet_pods.go getPhase',
		spec: { ...NEVER, initContainers: [init('first', 'exit 1')] },
		after: 6,
		seen: { phase: 'Failed', app: 'waiting PodInitializing', others: { first: 'terminated 1 Error' } },
	},
	{
		cause: 'an init container fails again and again',
		source: 'kuberuntime doBackOff',
		spec: { initContainers: [init('first', 'exit 1')] },
		after: 9,
		seen: {
			phase: 'Pending',
			others: {
				first: 'waiting CrashLoopBackOff: back-off 10s restarting failed container=first pod=web_default(UID)',
			},
		},
	},
	{
		cause: 'a sidecar goes on beside',
		source: 'kuberuntime computeInitContainerActions',
		spec: { initContainers: [init('side', 'sleep 1000', { restartPolicy: 'Always' })] },
		after: 6,
		seen: { phase: 'Running', app: 'running', others: { side: 'running' }, not: [] },
	},
	{
		cause: 'a sidecar does not keep a Pod from ending',
		source: 'kubelet_pods.go getPhase',
		app: 'sleep 3',
		spec: { ...NEVER, initContainers: [init('side', 'sleep 1000', { restartPolicy: 'Always' })] },
		after: 20,
		seen: { phase: 'Succeeded', app: 'terminated 0 Completed' },
	},
	{
		cause: 'sidecars are told of the end at once, and end after the others',
		source: 'kuberuntime killContainer; kuberuntime_termination_order.go',
		app: 'trap; sleep 1000',
		spec: {
			terminationGracePeriodSeconds: 20,
			initContainers: [
				init('one', 'trap; sleep 1000', { restartPolicy: 'Always' }),
				init('two', 'trap; sleep 1000', { restartPolicy: 'Always', lifecycle: { preStop: { sleep: { seconds: 5 } } } }),
			],
		},
		after: 8,
		next: (c) => c.delete(PODS, 'web'),
		nextAfter: 3,
		seen: {
			others: { one: 'running', two: 'running' },
			events: [
				'Normal Killing: Stopping container app',
				'Normal Killing: Stopping container two',
				'Normal Killing: Stopping container one',
			],
		},
	},
	{
		cause: 'a sidecar whose startup probe does not pass holds up what follows',
		source: 'kuberuntime computeInitContainerActions',
		spec: {
			initContainers: [
				init('side', 'sleep 1000', {
					restartPolicy: 'Always',
					startupProbe: { ...exec('false'), periodSeconds: 5, failureThreshold: 30 },
				}),
			],
		},
		after: 30,
		seen: { phase: 'Pending', app: 'waiting PodInitializing', others: { side: 'running' } },
	},
	{
		cause: 'an ephemeral container',
		source: 'kuberuntime computePodActions',
		after: 4,
		next: (c) =>
			c.do(
				c.admin.patch(
					PODS,
					{ name: 'web', namespace: 'default' },
					'strategic',
					{ spec: { ephemeralContainers: [{ name: 'dbg', image: 'busybox:1.36', command: ['sh', '-c', 'exit 5'] }] } },
					'ephemeralcontainers',
				),
			),
		nextAfter: 20,
		seen: { phase: 'Running', app: 'running', others: { dbg: 'terminated 5 Error' } },
	},
	// Probes. Models prober/worker.go doProbe and prober.go.
	{
		cause: 'readiness that fails',
		source: 'prober/prober.go probe',
		app: { command: ['sleep', 'infinity'], readinessProbe: exec('false') },
		after: 22,
		seen: {
			phase: 'Running',
			ready: false,
			restarts: 0,
			not: ['Ready', 'ContainersReady'],
			events: ['Warning Unhealthy: Readiness probe failed:  x2'],
		},
	},
	{
		cause: 'readiness that passes',
		source: 'prober/worker.go',
		app: { command: ['sleep', 'infinity'], readinessProbe: exec('true') },
		after: 12,
		seen: { ready: true, not: [] },
	},
	{
		cause: 'liveness that fails: three times, then again',
		source: 'prober/worker.go; kuberuntime computePodActions',
		app: { command: ['sh', '-c', 'sleep 1000'], livenessProbe: { ...exec('false'), periodSeconds: 5 } },
		after: 25,
		seen: {
			restarts: 1,
			app: 'running',
			last: 'terminated 137 Error',
			events: [
				'Warning Unhealthy: Liveness probe failed:  x4',
				'Normal Killing: Container app failed liveness probe, will be restarted',
			],
		},
	},
	{
		cause: 'startup that fails',
		source: 'prober/worker.go',
		app: {
			command: ['sh', '-c', 'sleep 1000'],
			startupProbe: { ...exec('false'), periodSeconds: 2, failureThreshold: 2 },
		},
		after: 7,
		seen: {
			events: [
				'Warning Unhealthy: Startup probe failed:  x2',
				'Normal Killing: Container app failed startup probe, will be restarted',
			],
		},
	},
	{
		cause: 'startup holds up liveness',
		source: 'prober/worker.go',
		app: {
			command: ['sleep', 'infinity'],
			startupProbe: { ...exec('false'), failureThreshold: 100 },
			livenessProbe: { ...exec('false'), periodSeconds: 1 },
		},
		after: 30,
		seen: { restarts: 0, ready: false },
	},
	{
		cause: 'an exec probe that takes too long',
		source: 'probe/exec; cri timeouts',
		app: { command: ['sleep', 'infinity'], readinessProbe: exec('sleep', '5') },
		after: 14,
		seen: { ready: false, events: ['Warning Unhealthy: Readiness probe failed: command "sleep 5" timed out'] },
	},
	{
		cause: 'a web probe that nobody answers',
		source: 'probe/http',
		app: { command: ['sleep', 'infinity'], readinessProbe: http },
		after: 12,
		seen: {
			ready: false,
			events: [
				'Warning Unhealthy: Readiness probe failed: Get "http://192.168.0.2:80/": dial tcp 192.168.0.2:80: connect: connection refused',
			],
		},
	},
	{
		cause: 'a port probe that nobody answers',
		source: 'probe/tcp',
		app: { command: ['sleep', 'infinity'], readinessProbe: { tcpSocket: { port: 80 } } },
		after: 12,
		seen: {
			events: ['Warning Unhealthy: Readiness probe failed: dial tcp 192.168.0.2:80: connect: connection refused'],
		},
	},
	// Hooks. Models lifecycle/handlers.go.
	{
		cause: 'postStart that fails',
		source: 'kuberuntime startContainer',
		app: { command: ['sh', '-c', 'sleep 1000'], lifecycle: { postStart: exec('false') } },
		spec: NEVER,
		after: 20,
		seen: { events: ['Warning FailedPostStartHook: PostStartHook failed', 'Normal Killing: FailedPostStartHook'] },
	},
	{
		cause: 'preStop takes its time',
		source: 'kuberuntime killContainer',
		app: { command: ['sh', '-c', 'trap; sleep 1000'], lifecycle: { preStop: { sleep: { seconds: 3 } } } },
		after: 5,
		next: (c) => c.delete(PODS, 'web'),
		nextAfter: 2,
		seen: { gone: false, app: 'running' },
	},
	{
		cause: 'preStop that fails is told, and the end goes on',
		source: 'kuberuntime executePreStopHook',
		app: { command: ['sh', '-c', 'trap; sleep 1000'], lifecycle: { preStop: exec('false') } },
		after: 5,
		next: (c) => c.delete(PODS, 'web'),
		nextAfter: 8,
		seen: { gone: true, events: ['Warning FailedPreStopHook: PreStopHook failed'] },
	},
];
