import { container, type Examples, made, pod, workload } from './pieces.ts';

/** Objects of the documentation that are about limits, quotas and what Pods may do. */
export const QUOTA_AND_SECURITY_EXAMPLES: Examples = {
	'admin/resource/cpu-constraints-pod-2.yaml': [
		pod('constraints-cpu-demo-2', [
			container('constraints-cpu-demo-2-ctr', 'nginx', {
				resources: { limits: { cpu: '1.5' }, requests: { cpu: '500m' } },
			}),
		]),
	],
	'admin/resource/cpu-constraints-pod-3.yaml': [
		pod('constraints-cpu-demo-3', [
			container('constraints-cpu-demo-3-ctr', 'nginx', {
				resources: { limits: { cpu: '800m' }, requests: { cpu: '100m' } },
			}),
		]),
	],
	'admin/resource/cpu-constraints-pod-4.yaml': [
		pod('constraints-cpu-demo-4', [container('constraints-cpu-demo-4-ctr', 'vish/stress')]),
	],
	'admin/resource/cpu-constraints-pod.yaml': [
		pod('constraints-cpu-demo', [
			container('constraints-cpu-demo-ctr', 'nginx', {
				resources: { limits: { cpu: '800m' }, requests: { cpu: '500m' } },
			}),
		]),
	],
	'admin/resource/cpu-defaults-pod-2.yaml': [
		pod('default-cpu-demo-2', [container('default-cpu-demo-2-ctr', 'nginx', { resources: { limits: { cpu: '1' } } })]),
	],
	'admin/resource/cpu-defaults-pod-3.yaml': [
		pod('default-cpu-demo-3', [
			container('default-cpu-demo-3-ctr', 'nginx', { resources: { requests: { cpu: '0.75' } } }),
		]),
	],
	'admin/resource/cpu-defaults-pod.yaml': [pod('default-cpu-demo', [container('default-cpu-demo-ctr', 'nginx')])],
	'admin/resource/memory-constraints-pod-2.yaml': [
		pod('constraints-mem-demo-2', [
			container('constraints-mem-demo-2-ctr', 'nginx', {
				resources: { limits: { memory: '1.5Gi' }, requests: { memory: '800Mi' } },
			}),
		]),
	],
	'admin/resource/memory-constraints-pod-3.yaml': [
		pod('constraints-mem-demo-3', [
			container('constraints-mem-demo-3-ctr', 'nginx', {
				resources: { limits: { memory: '800Mi' }, requests: { memory: '100Mi' } },
			}),
		]),
	],
	'admin/resource/memory-constraints-pod-4.yaml': [
		pod('constraints-mem-demo-4', [container('constraints-mem-demo-4-ctr', 'nginx')]),
	],
	'admin/resource/memory-constraints-pod.yaml': [
		pod('constraints-mem-demo', [
			container('constraints-mem-demo-ctr', 'nginx', {
				resources: { limits: { memory: '800Mi' }, requests: { memory: '600Mi' } },
			}),
		]),
	],
	'admin/resource/memory-defaults-pod-2.yaml': [
		pod('default-mem-demo-2', [
			container('default-mem-demo-2-ctr', 'nginx', { resources: { limits: { memory: '1Gi' } } }),
		]),
	],
	'admin/resource/memory-defaults-pod-3.yaml': [
		pod('default-mem-demo-3', [
			container('default-mem-demo-3-ctr', 'nginx', { resources: { requests: { memory: '128Mi' } } }),
		]),
	],
	'admin/resource/memory-defaults-pod.yaml': [pod('default-mem-demo', [container('default-mem-demo-ctr', 'nginx')])],
	'admin/resource/quota-mem-cpu-pod-2.yaml': [
		pod('quota-mem-cpu-demo-2', [
			container('quota-mem-cpu-demo-2-ctr', 'redis', {
				resources: { limits: { memory: '1Gi', cpu: '800m' }, requests: { memory: '700Mi', cpu: '400m' } },
			}),
		]),
	],
	'admin/resource/quota-mem-cpu-pod.yaml': [
		pod('quota-mem-cpu-demo', [
			container('quota-mem-cpu-demo-ctr', 'nginx', {
				resources: { limits: { memory: '800Mi', cpu: '800m' }, requests: { memory: '600Mi', cpu: '400m' } },
			}),
		]),
	],
	'admin/resource/quota-objects-pvc-2.yaml': [
		made('v1', 'PersistentVolumeClaim', 'pvc-quota-demo-2', {
			spec: { storageClassName: 'manual', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '4Gi' } } },
		}),
	],
	'admin/resource/quota-objects-pvc.yaml': [
		made('v1', 'PersistentVolumeClaim', 'pvc-quota-demo', {
			spec: { storageClassName: 'manual', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '3Gi' } } },
		}),
	],
	'admin/resource/quota-pod-deployment.yaml': [
		workload(
			'Deployment',
			'pod-quota-demo',
			{ purpose: 'quota-demo' },
			{ containers: [container('pod-quota-demo', 'nginx')] },
			{ replicas: 3 },
		),
	],
	'admin/snowflake-deployment.yaml': [
		workload(
			'Deployment',
			'snowflake',
			{ app: 'snowflake' },
			{ containers: [container('snowflake', 'registry.k8s.io/serve_hostname', { imagePullPolicy: 'Always' })] },
			{ replicas: 2 },
			{ labels: { app: 'snowflake' } },
		),
	],
	'policy/high-priority-pod.yaml': [
		pod(
			'high-priority',
			[
				container('high-priority', 'ubuntu', {
					command: ['/bin/sh'],
					args: ['-c', 'while true; do echo hello; sleep 10;done'],
					resources: { requests: { memory: '10Gi', cpu: '500m' }, limits: { memory: '10Gi', cpu: '500m' } },
				}),
			],
			{ priorityClassName: 'high' },
		),
	],
	'policy/priority-class-resourcequota.yaml': [
		made('v1', 'ResourceQuota', 'pods-cluster-services', {
			spec: {
				scopeSelector: {
					matchExpressions: [{ operator: 'In', scopeName: 'PriorityClass', values: ['cluster-services'] }],
				},
			},
		}),
	],
	'policy/quota.yaml': [
		made('v1', 'ResourceQuota', 'pods-high', {
			spec: {
				hard: { cpu: '1000', memory: '200Gi', pods: '10' },
				scopeSelector: { matchExpressions: [{ operator: 'In', scopeName: 'PriorityClass', values: ['high'] }] },
			},
		}),
		made('v1', 'ResourceQuota', 'pods-medium', {
			spec: {
				hard: { cpu: '10', memory: '20Gi', pods: '10' },
				scopeSelector: { matchExpressions: [{ operator: 'In', scopeName: 'PriorityClass', values: ['medium'] }] },
			},
		}),
		made('v1', 'ResourceQuota', 'pods-low', {
			spec: {
				hard: { cpu: '5', memory: '10Gi', pods: '10' },
				scopeSelector: { matchExpressions: [{ operator: 'In', scopeName: 'PriorityClass', values: ['low'] }] },
			},
		}),
	],
	'priorityclass/low-priority-class.yaml': [
		made('scheduling.k8s.io/v1', 'PriorityClass', 'placeholder', {
			value: -1000,
			globalDefault: false,
			description: 'Room kept free: whatever else comes goes first.',
		}),
	],
	'secret/serviceaccount/mysecretname.yaml': [
		made(
			'v1',
			'Secret',
			'mysecretname',
			{ type: 'kubernetes.io/service-account-token' },
			{ annotations: { 'kubernetes.io/service-account.name': 'myserviceaccount' } },
		),
	],
	'security/example-baseline-pod.yaml': [
		pod('nginx', [container('nginx', 'nginx', { ports: [{ containerPort: 80 }] })]),
	],
	'debug/counter-pod-err.yaml': [
		pod('counter-err', [
			container('count', 'busybox:1.28', {
				args: [
					'/bin/sh',
					'-c',
					'i=0; while true; do echo "$i: $(date)"; echo "$i: err" >&2 ; i=$((i+1)); sleep 1; done',
				],
			}),
		]),
	],
	'pods/resource/extended-resource-pod-2.yaml': [
		pod('extended-resource-demo-2', [
			container('extended-resource-demo-2-ctr', 'nginx', {
				resources: { requests: { 'example.com/dongle': 2 }, limits: { 'example.com/dongle': 2 } },
			}),
		]),
	],
	'pods/resource/extended-resource-pod.yaml': [
		pod('extended-resource-demo', [
			container('extended-resource-demo-ctr', 'nginx', {
				resources: { requests: { 'example.com/dongle': 3 }, limits: { 'example.com/dongle': 3 } },
			}),
		]),
	],
	'pods/resource/pod-level-cpu-request-limit.yaml': [
		pod(
			'cpu-demo',
			[container('cpu-demo-ctr', 'vish/stress', { args: ['-cpus', '2'] })],
			{ resources: { limits: { cpu: '1' }, requests: { cpu: '0.5' } } },
			{ namespace: 'pod-resources-example' },
		),
	],
	'pods/resource/pod-level-memory-request-limit.yaml': [
		pod(
			'memory-demo',
			[
				container('memory-demo-ctr', 'nginx', {
					command: ['stress'],
					args: ['--vm', '1', '--vm-bytes', '150M', '--vm-hang', '1'],
				}),
			],
			{ resources: { requests: { memory: '100Mi' }, limits: { memory: '200Mi' } } },
			{ namespace: 'pod-resources-example' },
		),
	],
	'pods/resource/pod-level-resources.yaml': [
		pod(
			'pod-resources-demo',
			[
				container('pod-resources-demo-ctr-1', 'nginx', {
					resources: { limits: { cpu: '0.5', memory: '100Mi' }, requests: { cpu: '0.5', memory: '50Mi' } },
				}),
				container('pod-resources-demo-ctr-2', 'fedora', { command: ['sleep', 'inf'] }),
			],
			{ resources: { limits: { cpu: '1', memory: '200Mi' }, requests: { cpu: '1', memory: '100Mi' } } },
			{ namespace: 'pod-resources-example' },
		),
	],
	'pods/security/seccomp/ga/audit-pod.yaml': [
		pod(
			'audit-pod',
			[
				container('test-container', 'hashicorp/http-echo:1.0', {
					args: ['-text=just made some syscalls!'],
					securityContext: { allowPrivilegeEscalation: false },
				}),
			],
			{ securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'profiles/audit.json' } } },
			{ labels: { app: 'audit-pod' } },
		),
	],
	'pods/security/seccomp/ga/default-pod.yaml': [
		pod(
			'default-pod',
			[
				container('test-container', 'hashicorp/http-echo:1.0', {
					args: ['-text=just made some more syscalls!'],
					securityContext: { allowPrivilegeEscalation: false },
				}),
			],
			{ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
			{ labels: { app: 'default-pod' } },
		),
	],
	'pods/security/seccomp/ga/fine-pod.yaml': [
		pod(
			'fine-pod',
			[
				container('test-container', 'hashicorp/http-echo:1.0', {
					args: ['-text=just made some syscalls!'],
					securityContext: { allowPrivilegeEscalation: false },
				}),
			],
			{ securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'profiles/fine-grained.json' } } },
			{ labels: { app: 'fine-pod' } },
		),
	],
	'pods/security/seccomp/ga/violation-pod.yaml': [
		pod(
			'violation-pod',
			[
				container('test-container', 'hashicorp/http-echo:1.0', {
					args: ['-text=just made some syscalls!'],
					securityContext: { allowPrivilegeEscalation: false },
				}),
			],
			{ securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'profiles/violation.json' } } },
			{ labels: { app: 'violation-pod' } },
		),
	],
	'pods/security/security-context-5.yaml': [
		pod(
			'security-context-demo',
			[
				container('sec-ctx-demo', 'registry.k8s.io/e2e-test-images/agnhost:2.45', {
					command: ['sh', '-c', 'sleep 1h'],
					securityContext: { allowPrivilegeEscalation: false },
				}),
			],
			{ securityContext: { runAsUser: 1000, runAsGroup: 3000, supplementalGroups: [4000] } },
		),
	],
	'pods/security/security-context-6.yaml': [
		pod(
			'security-context-demo',
			[
				container('sec-ctx-demo', 'registry.k8s.io/e2e-test-images/agnhost:2.45', {
					command: ['sh', '-c', 'sleep 1h'],
					securityContext: { allowPrivilegeEscalation: false },
				}),
			],
			{
				securityContext: {
					runAsUser: 1000,
					runAsGroup: 3000,
					supplementalGroups: [4000],
					supplementalGroupsPolicy: 'Strict',
				},
			},
		),
	],
	'pods/user-namespaces-stateless.yaml': [
		pod('userns', [container('shell', 'debian', { command: ['sleep', 'infinity'] })], { hostUsers: false }),
	],
	'pods/topology-spread-constraints/two-constraints.yaml': [
		pod(
			'mypod',
			[container('pause', 'registry.k8s.io/pause:3.1')],
			{
				topologySpreadConstraints: [
					{
						maxSkew: 1,
						topologyKey: 'zone',
						whenUnsatisfiable: 'DoNotSchedule',
						labelSelector: { matchLabels: { foo: 'bar' } },
					},
					{
						maxSkew: 1,
						topologyKey: 'node',
						whenUnsatisfiable: 'DoNotSchedule',
						labelSelector: { matchLabels: { foo: 'bar' } },
					},
				],
			},
			{ labels: { foo: 'bar' } },
		),
	],
};
