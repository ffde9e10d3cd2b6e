import { container, type Examples, fromMap, made, pod, shell, workload } from './pieces.ts';

const mount = (name: string, mountPath: string, more: object = {}): object => ({ name, mountPath, ...more });

/** Pods of the documentation that are about what they are told and what they hold. */
export const SETTINGS_EXAMPLES: Examples = {
	'configmap/immutable-configmap.yaml': [
		made('v1', 'ConfigMap', 'company-name-20150801', { data: { company_name: 'ACME, Inc.' }, immutable: true }),
	],
	'configmap/new-immutable-configmap.yaml': [
		made('v1', 'ConfigMap', 'company-name-20240312', {
			data: { company_name: 'Fiktivesunternehmen GmbH' },
			immutable: true,
		}),
	],
	'deployments/deployment-with-configmap-and-sidecar-container.yaml': [
		workload(
			'Deployment',
			'configmap-sidecar-container',
			{ 'app.kubernetes.io/name': 'configmap-sidecar-container' },
			{
				volumes: [
					{ name: 'shared-data', emptyDir: {} },
					{ name: 'config-volume', configMap: { name: 'color' } },
				],
				containers: [container('nginx', 'nginx', { volumeMounts: [mount('shared-data', '/usr/share/nginx/html')] })],
				initContainers: [
					container('alpine', 'alpine:3', {
						restartPolicy: 'Always',
						volumeMounts: [mount('shared-data', '/pod-data'), mount('config-volume', '/etc/config')],
						command: shell(
							'while true; do echo "$(date) My preferred color is $(cat /etc/config/color)" > /pod-data/index.html; sleep 10; done;',
						),
					}),
				],
			},
			{ replicas: 3 },
			{ labels: { 'app.kubernetes.io/name': 'configmap-sidecar-container' } },
		),
	],
	'deployments/deployment-with-configmap-as-envvar.yaml': [
		workload(
			'Deployment',
			'configmap-env-var',
			{ 'app.kubernetes.io/name': 'configmap-env-var' },
			{
				containers: [
					container('alpine', 'alpine:3', {
						env: [fromMap('FRUITS', 'fruits', 'fruits')],
						command: shell('while true; do echo "$(date) The basket is full of $FRUITS"; sleep 10; done;'),
						ports: [{ containerPort: 80 }],
					}),
				],
			},
			{ replicas: 3 },
			{ labels: { 'app.kubernetes.io/name': 'configmap-env-var' } },
		),
	],
	'deployments/deployment-with-configmap-as-volume.yaml': [
		workload(
			'Deployment',
			'configmap-volume',
			{ 'app.kubernetes.io/name': 'configmap-volume' },
			{
				containers: [
					container('alpine', 'alpine:3', {
						command: shell(
							'while true; do echo "$(date) My preferred sport is $(cat /etc/config/sport)"; sleep 10; done;',
						),
						ports: [{ containerPort: 80 }],
						volumeMounts: [mount('config-volume', '/etc/config')],
					}),
				],
				volumes: [{ name: 'config-volume', configMap: { name: 'sport' } }],
			},
			{ replicas: 3 },
			{ labels: { 'app.kubernetes.io/name': 'configmap-volume' } },
		),
	],
	'deployments/deployment-with-configmap-two-containers.yaml': [
		workload(
			'Deployment',
			'configmap-two-containers',
			{ 'app.kubernetes.io/name': 'configmap-two-containers' },
			{
				volumes: [
					{ name: 'shared-data', emptyDir: {} },
					{ name: 'config-volume', configMap: { name: 'color' } },
				],
				containers: [
					container('nginx', 'nginx', { volumeMounts: [mount('shared-data', '/usr/share/nginx/html')] }),
					container('alpine', 'alpine:3', {
						volumeMounts: [mount('shared-data', '/pod-data'), mount('config-volume', '/etc/config')],
						command: shell(
							'while true; do echo "$(date) My preferred color is $(cat /etc/config/color)" > /pod-data/index.html; sleep 10; done;',
						),
					}),
				],
			},
			{ replicas: 3 },
			{ labels: { 'app.kubernetes.io/name': 'configmap-two-containers' } },
		),
	],
	'deployments/deployment-with-immutable-configmap-as-volume.yaml': [
		workload(
			'Deployment',
			'immutable-configmap-volume',
			{ 'app.kubernetes.io/name': 'immutable-configmap-volume' },
			{
				containers: [
					container('alpine', 'alpine:3', {
						command: shell(
							'while true; do echo "$(date) The name of the company is $(cat /etc/config/company_name)"; sleep 10; done;',
						),
						ports: [{ containerPort: 80 }],
						volumeMounts: [mount('config-volume', '/etc/config')],
					}),
				],
				volumes: [{ name: 'config-volume', configMap: { name: 'company-name-20150801' } }],
			},
			{ replicas: 3 },
			{ labels: { 'app.kubernetes.io/name': 'immutable-configmap-volume' } },
		),
	],
	'pods/config/redis-pod.yaml': [
		pod(
			'redis',
			[
				container('redis', 'redis:8.0.2', {
					command: ['redis-server', '/redis-master/redis.conf'],
					env: [{ name: 'MASTER', value: 'true' }],
					ports: [{ containerPort: 6379 }],
					resources: { limits: { cpu: '0.1' } },
					volumeMounts: [mount('data', '/redis-master-data'), mount('config', '/redis-master')],
				}),
			],
			{
				volumes: [
					{ name: 'data', emptyDir: {} },
					{
						name: 'config',
						configMap: { name: 'example-redis-config', items: [{ key: 'redis-config', path: 'redis.conf' }] },
					},
				],
			},
		),
	],
	'pods/image-volumes-subpath.yaml': [
		pod(
			'image-volume',
			[
				container('shell', 'debian', {
					command: ['sleep', 'infinity'],
					volumeMounts: [mount('volume', '/volume', { subPath: 'dir' })],
				}),
			],
			{ volumes: [{ name: 'volume', image: { reference: 'quay.io/crio/artifact:v2', pullPolicy: 'IfNotPresent' } }] },
		),
	],
	'pods/image-volumes.yaml': [
		pod(
			'image-volume',
			[container('shell', 'debian', { command: ['sleep', 'infinity'], volumeMounts: [mount('volume', '/volume')] })],
			{ volumes: [{ name: 'volume', image: { reference: 'quay.io/crio/artifact:v2', pullPolicy: 'IfNotPresent' } }] },
		),
	],
	'pods/inject/dapi-envars-container.yaml': [
		pod(
			'dapi-envars-resourcefieldref',
			[
				container('test-container', 'registry.k8s.io/busybox:1.27.2', {
					command: ['sh', '-c'],
					args: [
						"while true; do echo -en '\\n'; printenv MY_CPU_REQUEST MY_CPU_LIMIT; printenv MY_MEM_REQUEST MY_MEM_LIMIT; sleep 10; done;",
					],
					resources: { requests: { memory: '32Mi', cpu: '125m' }, limits: { memory: '64Mi', cpu: '250m' } },
					env: [
						{
							name: 'MY_CPU_REQUEST',
							valueFrom: { resourceFieldRef: { containerName: 'test-container', resource: 'requests.cpu' } },
						},
						{
							name: 'MY_CPU_LIMIT',
							valueFrom: { resourceFieldRef: { containerName: 'test-container', resource: 'limits.cpu' } },
						},
						{
							name: 'MY_MEM_REQUEST',
							valueFrom: { resourceFieldRef: { containerName: 'test-container', resource: 'requests.memory' } },
						},
						{
							name: 'MY_MEM_LIMIT',
							valueFrom: { resourceFieldRef: { containerName: 'test-container', resource: 'limits.memory' } },
						},
					],
				}),
			],
			{ restartPolicy: 'Never' },
		),
	],
	'pods/inject/dapi-volume-resources.yaml': [
		pod(
			'kubernetes-downwardapi-volume-example-2',
			[
				container('client-container', 'registry.k8s.io/busybox:1.27.2', {
					command: ['sh', '-c'],
					args: [
						"while true; do echo -en '\\n'; if [[ -e /etc/podinfo/cpu_limit ]]; then echo -en '\\n'; cat /etc/podinfo/cpu_limit; fi; if [[ -e /etc/podinfo/cpu_request ]]; then echo -en '\\n'; cat /etc/podinfo/cpu_request; fi; if [[ -e /etc/podinfo/mem_limit ]]; then echo -en '\\n'; cat /etc/podinfo/mem_limit; fi; if [[ -e /etc/podinfo/mem_request ]]; then echo -en '\\n'; cat /etc/podinfo/mem_request; fi; sleep 5; done;",
					],
					resources: { requests: { memory: '32Mi', cpu: '125m' }, limits: { memory: '64Mi', cpu: '250m' } },
					volumeMounts: [mount('podinfo', '/etc/podinfo')],
				}),
			],
			{
				volumes: [
					{
						name: 'podinfo',
						downwardAPI: {
							items: [
								{
									path: 'cpu_limit',
									resourceFieldRef: { containerName: 'client-container', resource: 'limits.cpu', divisor: '1m' },
								},
								{
									path: 'cpu_request',
									resourceFieldRef: { containerName: 'client-container', resource: 'requests.cpu', divisor: '1m' },
								},
								{
									path: 'mem_limit',
									resourceFieldRef: { containerName: 'client-container', resource: 'limits.memory', divisor: '1Mi' },
								},
								{
									path: 'mem_request',
									resourceFieldRef: { containerName: 'client-container', resource: 'requests.memory', divisor: '1Mi' },
								},
							],
						},
					},
				],
			},
		),
	],
	'pods/inject/envars-file-container.yaml': [
		pod(
			'envfile-test-pod',
			[
				container('use-envfile', 'nginx', {
					command: shell('env'),
					env: [
						{
							name: 'DB_ADDRESS',
							valueFrom: {
								fileKeyRef: { path: 'config.env', volumeName: 'config', key: 'DB_ADDRESS', optional: false },
							},
						},
					],
				}),
			],
			{
				initContainers: [
					container('setup-envfile', 'nginx', {
						command: ['sh', '-c', "echo \"DB_ADDRESS='address'\nREST_ENDPOINT='endpoint'\" > /data/config.env"],
						volumeMounts: [mount('config', '/data')],
					}),
				],
				restartPolicy: 'Never',
				volumes: [{ name: 'config', emptyDir: {} }],
			},
		),
	],
	'pods/pod-configmap-env-var-valueFrom.yaml': [
		pod(
			'dapi-test-pod',
			[
				container('test-container', 'registry.k8s.io/busybox:1.27.2', {
					command: ['/bin/echo', '$(SPECIAL_LEVEL_KEY) $(SPECIAL_TYPE_KEY)'],
					env: [
						fromMap('SPECIAL_LEVEL_KEY', 'special-config', 'SPECIAL_LEVEL'),
						fromMap('SPECIAL_TYPE_KEY', 'special-config', 'SPECIAL_TYPE'),
					],
				}),
			],
			{ restartPolicy: 'Never' },
		),
	],
	'pods/pod-configmap-volume-specific-key.yaml': [
		pod(
			'dapi-test-pod',
			[
				container('test-container', 'registry.k8s.io/busybox:1.27.2', {
					command: shell('cat /etc/config/keys'),
					volumeMounts: [mount('config-volume', '/etc/config')],
				}),
			],
			{
				volumes: [
					{
						name: 'config-volume',
						configMap: { name: 'special-config', items: [{ key: 'SPECIAL_LEVEL', path: 'keys' }] },
					},
				],
				restartPolicy: 'Never',
			},
		),
	],
	'pods/probe/grpc-liveness.yaml': [
		pod('etcd-with-grpc', [
			container('etcd', 'registry.k8s.io/etcd:3.5.1-0', {
				command: [
					'/usr/local/bin/etcd',
					'--data-dir',
					'/var/lib/etcd',
					'--listen-client-urls',
					'http://0.0.0.0:2379',
					'--advertise-client-urls',
					'http://127.0.0.1:2379',
					'--log-level',
					'debug',
				],
				ports: [{ containerPort: 2379 }],
				livenessProbe: { grpc: { port: 2379 }, initialDelaySeconds: 10 },
			}),
		]),
	],
	'pods/storage/pv-duplicate.yaml': [
		pod(
			'test',
			[
				container('test', 'nginx', {
					volumeMounts: [
						mount('config', '/usr/share/nginx/html', { subPath: 'html' }),
						mount('config', '/etc/nginx/nginx.conf', { subPath: 'nginx.conf' }),
					],
				}),
			],
			{ volumes: [{ name: 'config', persistentVolumeClaim: { claimName: 'task-pv-claim' } }] },
		),
	],
};
