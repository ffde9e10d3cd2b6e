import { container, type Examples, made, service, workload } from './pieces.ts';

const mount = (name: string, mountPath: string, more: object = {}): object => ({ name, mountPath, ...more });

/** Further workloads of the documentation. */
export const APPLICATION_EXAMPLES: Examples = {
	'application/basic-daemonset.yaml': [
		workload(
			'DaemonSet',
			'example-daemonset',
			{ 'app.kubernetes.io/name': 'example' },
			{
				containers: [container('pause', 'registry.k8s.io/pause')],
				initContainers: [
					container('log-machine-id', 'busybox:1.37', {
						command: ['sh', '-c', 'cat /etc/machine-id > /var/log/machine-id.log'],
						volumeMounts: [mount('machine-id', '/etc/machine-id', { readOnly: true }), mount('log-dir', '/var/log')],
					}),
				],
				volumes: [
					{ name: 'machine-id', hostPath: { path: '/etc/machine-id', type: 'File' } },
					{ name: 'log-dir', hostPath: { path: '/var/log' } },
				],
			},
		),
	],
	'application/deployment-patch.yaml': [
		workload(
			'Deployment',
			'patch-demo',
			{ app: 'nginx' },
			{
				containers: [container('patch-demo-ctr', 'nginx')],
				tolerations: [{ effect: 'NoSchedule', key: 'dedicated', value: 'test-team' }],
			},
			{ replicas: 2 },
		),
	],
	'application/deployment-retainkeys.yaml': [
		workload(
			'Deployment',
			'retainkeys-demo',
			{ app: 'nginx' },
			{ containers: [container('retainkeys-demo-ctr', 'nginx')] },
			{ strategy: { rollingUpdate: { maxSurge: '30%' } } },
		),
	],
	'application/job/indexed-job.yaml': [
		made('batch/v1', 'Job', 'indexed-job', {
			spec: {
				completions: 5,
				parallelism: 3,
				completionMode: 'Indexed',
				template: {
					spec: {
						restartPolicy: 'Never',
						initContainers: [
							container('input', 'docker.io/library/bash', {
								command: [
									'bash',
									'-c',
									`items=(foo bar baz qux xyz)\necho \${items[$JOB_COMPLETION_INDEX]} > /input/data.txt\n`,
								],
								volumeMounts: [mount('input', '/input')],
							}),
						],
						containers: [
							container('worker', 'docker.io/library/busybox', {
								command: ['rev', '/input/data.txt'],
								volumeMounts: [mount('input', '/input')],
							}),
						],
						volumes: [{ name: 'input', emptyDir: {} }],
					},
				},
			},
		}),
	],
	'application/nginx/nginx-deployment.yaml': [
		workload(
			'Deployment',
			'my-nginx',
			{ app: 'nginx' },
			{ containers: [container('nginx', 'nginx:1.14.2', { ports: [{ containerPort: 80 }] })] },
			{ replicas: 3 },
		),
	],
	'application/nginx/nginx-svc.yaml': [
		service('my-nginx-svc', { app: 'nginx' }, [{ port: 80 }], { type: 'LoadBalancer' }, { labels: { app: 'nginx' } }),
	],
	'application/ssa/nginx-deployment.yaml': [
		workload(
			'Deployment',
			'nginx-deployment',
			{ app: 'nginx' },
			{ containers: [container('nginx', 'nginx:1.14.2')] },
			{ replicas: 3 },
			{ labels: { app: 'nginx' } },
		),
	],
	'controllers/fluentd-daemonset-update.yaml': [
		workload(
			'DaemonSet',
			'fluentd-elasticsearch',
			{ name: 'fluentd-elasticsearch' },
			{
				tolerations: [
					{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' },
					{ key: 'node-role.kubernetes.io/master', operator: 'Exists', effect: 'NoSchedule' },
				],
				containers: [
					container('fluentd-elasticsearch', 'quay.io/fluentd_elasticsearch/fluentd:v5.0.1', {
						resources: { limits: { memory: '200Mi' }, requests: { cpu: '100m', memory: '200Mi' } },
						volumeMounts: [
							mount('varlog', '/var/log'),
							mount('varlibdockercontainers', '/var/lib/docker/containers', { readOnly: true }),
						],
					}),
				],
				terminationGracePeriodSeconds: 30,
				volumes: [
					{ name: 'varlog', hostPath: { path: '/var/log' } },
					{ name: 'varlibdockercontainers', hostPath: { path: '/var/lib/docker/containers' } },
				],
			},
			{ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } } },
			{ namespace: 'kube-system', labels: { 'k8s-app': 'fluentd-logging' } },
		),
	],
	'controllers/fluentd-daemonset.yaml': [
		workload(
			'DaemonSet',
			'fluentd-elasticsearch',
			{ name: 'fluentd-elasticsearch' },
			{
				tolerations: [
					{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' },
					{ key: 'node-role.kubernetes.io/master', operator: 'Exists', effect: 'NoSchedule' },
				],
				containers: [
					container('fluentd-elasticsearch', 'quay.io/fluentd_elasticsearch/fluentd:v5.0.1', {
						volumeMounts: [
							mount('varlog', '/var/log'),
							mount('varlibdockercontainers', '/var/lib/docker/containers', { readOnly: true }),
						],
					}),
				],
				terminationGracePeriodSeconds: 30,
				volumes: [
					{ name: 'varlog', hostPath: { path: '/var/log' } },
					{ name: 'varlibdockercontainers', hostPath: { path: '/var/lib/docker/containers' } },
				],
			},
			{ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } } },
			{ namespace: 'kube-system', labels: { 'k8s-app': 'fluentd-logging' } },
		),
	],
	'controllers/job-backoff-limit-per-index-failindex.yaml': [
		made('batch/v1', 'Job', 'job-backoff-limit-per-index-failindex', {
			spec: {
				completions: 4,
				parallelism: 2,
				completionMode: 'Indexed',
				backoffLimitPerIndex: 1,
				template: {
					spec: {
						restartPolicy: 'Never',
						containers: [
							container('main', 'docker.io/library/python:3', {
								command: [
									'python3',
									'-c',
									'import os, sys\nindex = int(os.environ.get("JOB_COMPLETION_INDEX"))\nif index == 0:\n  sys.exit(1)\nelif index == 1:\n  sys.exit(42)\nelse:\n  sys.exit(0)\n',
								],
							}),
						],
					},
				},
				backoffLimit: 6,
				podFailurePolicy: {
					rules: [{ action: 'FailIndex', onExitCodes: { containerName: 'main', operator: 'In', values: [42] } }],
				},
			},
		}),
	],
	'controllers/job-pod-failure-policy-config-issue.yaml': [
		made('batch/v1', 'Job', 'job-pod-failure-policy-config-issue', {
			spec: {
				completions: 8,
				parallelism: 2,
				template: {
					spec: {
						restartPolicy: 'Never',
						containers: [container('main', 'non-existing-repo/non-existing-image:example')],
					},
				},
				backoffLimit: 6,
				podFailurePolicy: { rules: [{ action: 'FailJob', onPodConditions: [{ type: 'ConfigIssue' }] }] },
			},
		}),
	],
	'controllers/job-pod-failure-policy-ignore.yaml': [
		made('batch/v1', 'Job', 'job-pod-failure-policy-ignore', {
			spec: {
				completions: 4,
				parallelism: 2,
				template: {
					spec: {
						restartPolicy: 'Never',
						containers: [
							container('main', 'docker.io/library/bash:5', {
								command: ['bash'],
								args: ['-c', 'echo "Hello world! I\'m going to exit with 0 (success)." && sleep 90 && exit 0'],
							}),
						],
					},
				},
				backoffLimit: 0,
				podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }] },
			},
		}),
	],
	'customresourcedefinition/shirt-resource-definition.yaml': [
		made('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'shirts.stable.example.com', {
			spec: {
				group: 'stable.example.com',
				scope: 'Namespaced',
				names: { plural: 'shirts', singular: 'shirt', kind: 'Shirt' },
				versions: [
					{
						name: 'v1',
						served: true,
						storage: true,
						schema: {
							openAPIV3Schema: {
								type: 'object',
								properties: {
									spec: { type: 'object', properties: { color: { type: 'string' }, size: { type: 'string' } } },
								},
							},
						},
						selectableFields: [{ jsonPath: '.spec.color' }, { jsonPath: '.spec.size' }],
						additionalPrinterColumns: [
							{ jsonPath: '.spec.color', name: 'Color', type: 'string' },
							{ jsonPath: '.spec.size', name: 'Size', type: 'string' },
						],
					},
				],
			},
		}),
	],
	'customresourcedefinition/shirt-resources.yaml': [
		made('stable.example.com/v1', 'Shirt', 'example1', { spec: { color: 'blue', size: 'S' } }),
		made('stable.example.com/v1', 'Shirt', 'example2', { spec: { color: 'blue', size: 'M' } }),
		made('stable.example.com/v1', 'Shirt', 'example3', { spec: { color: 'green', size: 'M' } }),
	],
	'deployments/deployment-with-capacity-reservation.yaml': [
		made('apps/v1', 'Deployment', 'capacity-reservation', {
			spec: {
				replicas: 1,
				selector: { matchLabels: { 'app.kubernetes.io/name': 'capacity-placeholder' } },
				template: {
					metadata: {
						labels: { 'app.kubernetes.io/name': 'capacity-placeholder' },
						annotations: { 'kubernetes.io/description': 'Capacity reservation' },
					},
					spec: {
						priorityClassName: 'placeholder',
						affinity: {
							podAntiAffinity: {
								preferredDuringSchedulingIgnoredDuringExecution: [
									{
										weight: 100,
										podAffinityTerm: {
											labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'capacity-placeholder' } },
											topologyKey: 'topology.kubernetes.io/hostname',
										},
									},
								],
							},
						},
						containers: [
							{
								name: 'pause',
								image: 'registry.k8s.io/pause:3.6',
								resources: { requests: { cpu: '50m', memory: '512Mi' }, limits: { memory: '512Mi' } },
							},
						],
					},
				},
			},
		}),
	],
	'service/access/backend-deployment.yaml': [
		workload(
			'Deployment',
			'backend',
			{ app: 'hello', tier: 'backend', track: 'stable' },
			{
				containers: [
					container('hello', 'gcr.io/google-samples/hello-go-gke:1.0', {
						ports: [{ name: 'http', containerPort: 80 }],
					}),
				],
			},
			{ replicas: 3 },
		),
	],
	'service/access/backend-service.yaml': [
		service('hello', { app: 'hello', tier: 'backend' }, [{ protocol: 'TCP', port: 80, targetPort: 'http' }]),
	],
	'service/access/frontend-deployment.yaml': [
		workload(
			'Deployment',
			'frontend',
			{ app: 'hello', tier: 'frontend', track: 'stable' },
			{
				containers: [
					container('nginx', 'gcr.io/google-samples/hello-frontend:1.0', {
						lifecycle: { preStop: { exec: { command: ['/usr/sbin/nginx', '-s', 'quit'] } } },
					}),
				],
			},
			{ replicas: 1 },
		),
	],
	'service/access/frontend-service.yaml': [
		service('frontend', { app: 'hello', tier: 'frontend' }, [{ protocol: 'TCP', port: 80, targetPort: 80 }], {
			type: 'LoadBalancer',
		}),
	],
	'application/job/job-tmpl.yaml': [
		made(
			'batch/v1',
			'Job',
			'process-item-$ITEM',
			{
				spec: {
					template: {
						metadata: { name: 'jobexample', labels: { jobgroup: 'jobexample' } },
						spec: {
							containers: [
								container('c', 'busybox:1.28', { command: ['sh', '-c', 'echo Processing item $ITEM && sleep 5'] }),
							],
							restartPolicy: 'Never',
						},
					},
				},
			},
			{ labels: { jobgroup: 'jobexample' } },
		),
	],
};
