import { container, type Examples, fromField, fromMap, fromSecret, made, pod, shell } from './pieces.ts';

const NGINX = (more: object = {}): object => container('nginx', 'nginx', more);
const BUSYBOX = 'registry.k8s.io/busybox:1.27.2';
const EMPTY = (name: string): object => ({ name, emptyDir: {} });
const mount = (name: string, mountPath: string, more: object = {}): object => ({ name, mountPath, ...more });
const never = { restartPolicy: 'Never' };

const SECURITY: Examples = {
	'pods/security/security-context.yaml': [
		pod(
			'security-context-demo',
			[
				container('sec-ctx-demo', 'busybox:1.28', {
					command: ['sh', '-c', 'sleep 1h'],
					volumeMounts: [mount('sec-ctx-vol', '/data/demo')],
					securityContext: { allowPrivilegeEscalation: false },
				}),
			],
			{
				securityContext: { runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000, supplementalGroups: [4000] },
				volumes: [EMPTY('sec-ctx-vol')],
			},
		),
	],
	'pods/security/security-context-2.yaml': [
		pod(
			'security-context-demo-2',
			[
				container('sec-ctx-demo-2', 'gcr.io/google-samples/hello-app:2.0', {
					securityContext: { runAsUser: 2000, allowPrivilegeEscalation: false },
				}),
			],
			{ securityContext: { runAsUser: 1000 } },
		),
	],
	'pods/security/security-context-3.yaml': [
		pod('security-context-demo-3', [container('sec-ctx-3', 'gcr.io/google-samples/hello-app:2.0')]),
	],
	'pods/security/security-context-4.yaml': [
		pod('security-context-demo-4', [
			container('sec-ctx-4', 'gcr.io/google-samples/hello-app:2.0', {
				securityContext: { capabilities: { add: ['NET_ADMIN', 'SYS_TIME'] } },
			}),
		]),
	],
	'pods/share-process-namespace.yaml': [
		pod(
			'nginx',
			[
				NGINX(),
				container('shell', 'busybox:1.28', {
					command: ['sleep', '3600'],
					securityContext: { capabilities: { add: ['SYS_PTRACE'] } },
					stdin: true,
					tty: true,
				}),
			],
			{ shareProcessNamespace: true },
		),
	],
};

const secretVolume = [{ name: 'secret-volume', secret: { secretName: 'test-secret' } }];

const CONFIGURATION: Examples = {
	'configmap/configmaps.yaml': [
		made('v1', 'ConfigMap', 'special-config', { data: { 'special.how': 'very' } }, { namespace: 'default' }),
		made('v1', 'ConfigMap', 'env-config', { data: { log_level: 'INFO' } }, { namespace: 'default' }),
	],
	'configmap/configmap-multikeys.yaml': [
		made(
			'v1',
			'ConfigMap',
			'special-config',
			{ data: { SPECIAL_LEVEL: 'very', SPECIAL_TYPE: 'charm' } },
			{ namespace: 'default' },
		),
	],
	'pods/pod-single-configmap-env-variable.yaml': [
		pod(
			'dapi-test-pod',
			[
				container('test-container', BUSYBOX, {
					command: shell('env'),
					env: [fromMap('SPECIAL_LEVEL_KEY', 'special-config', 'special.how')],
				}),
			],
			never,
		),
	],
	'pods/pod-multiple-configmap-env-variable.yaml': [
		pod(
			'dapi-test-pod',
			[
				container('test-container', BUSYBOX, {
					command: shell('env'),
					env: [
						fromMap('SPECIAL_LEVEL_KEY', 'special-config', 'special.how'),
						fromMap('LOG_LEVEL', 'env-config', 'log_level'),
					],
				}),
			],
			never,
		),
	],
	'pods/pod-configmap-envFrom.yaml': [
		pod(
			'dapi-test-pod',
			[
				container('test-container', BUSYBOX, {
					command: shell('env'),
					envFrom: [{ configMapRef: { name: 'special-config' } }],
				}),
			],
			never,
		),
	],
	'pods/pod-configmap-volume.yaml': [
		pod(
			'dapi-test-pod',
			[
				container('test-container', BUSYBOX, {
					command: shell('ls /etc/config/'),
					volumeMounts: [mount('config-volume', '/etc/config')],
				}),
			],
			{ ...never, volumes: [{ name: 'config-volume', configMap: { name: 'special-config' } }] },
		),
	],
	'pods/inject/secret.yaml': [
		made('v1', 'Secret', 'test-secret', { data: { username: 'bXktYXBw', password: 'Mzk1MjgkdmRnN0pi' } }),
	],
	'pods/inject/secret-pod.yaml': [
		pod(
			'secret-test-pod',
			[
				container('test-container', 'nginx', {
					volumeMounts: [mount('secret-volume', '/etc/secret-volume', { readOnly: true })],
				}),
			],
			{ volumes: secretVolume },
		),
	],
	'pods/inject/pod-single-secret-env-variable.yaml': [
		pod('env-single-secret', [
			container('envars-test-container', 'nginx', {
				env: [fromSecret('SECRET_USERNAME', 'backend-user', 'backend-username')],
			}),
		]),
	],
	'pods/inject/pod-multiple-secret-env-variable.yaml': [
		pod('envvars-multiple-secrets', [
			container('envars-test-container', 'nginx', {
				env: [
					fromSecret('BACKEND_USERNAME', 'backend-user', 'backend-username'),
					fromSecret('DB_USERNAME', 'db-user', 'db-username'),
				],
			}),
		]),
	],
	'pods/inject/pod-secret-envFrom.yaml': [
		pod('envfrom-secret', [
			container('envars-test-container', 'nginx', { envFrom: [{ secretRef: { name: 'test-secret' } }] }),
		]),
	],
	'pods/inject/envars.yaml': [
		pod(
			'envar-demo',
			[
				container('envar-demo-container', 'gcr.io/google-samples/hello-app:2.0', {
					env: [
						{ name: 'DEMO_GREETING', value: 'Hello from the environment' },
						{ name: 'DEMO_FAREWELL', value: 'Such a sweet sorrow' },
					],
				}),
			],
			{},
			{ labels: { purpose: 'demonstrate-envars' } },
		),
	],
	'pods/inject/dependent-envars.yaml': [
		pod('dependent-envars-demo', [
			container('dependent-envars-demo', 'busybox:1.28', {
				args: [
					'while true; do echo -en "\\n"; printf "UNCHANGED_REFERENCE=$UNCHANGED_REFERENCE\\n"; printf "SERVICE_ADDRESS=$SERVICE_ADDRESS\\n"; printf "ESCAPED_REFERENCE=$ESCAPED_REFERENCE\\n"; sleep 30; done;',
				],
				command: ['sh', '-c'],
				env: [
					{ name: 'SERVICE_PORT', value: '80' },
					{ name: 'SERVICE_IP', value: '172.17.0.1' },
					{ name: 'UNCHANGED_REFERENCE', value: '$(PROTOCOL)://$(SERVICE_IP):$(SERVICE_PORT)' },
					{ name: 'PROTOCOL', value: 'https' },
					{ name: 'SERVICE_ADDRESS', value: '$(PROTOCOL)://$(SERVICE_IP):$(SERVICE_PORT)' },
					{ name: 'ESCAPED_REFERENCE', value: '$$(PROTOCOL)://$(SERVICE_IP):$(SERVICE_PORT)' },
				],
			}),
		]),
	],
	'pods/inject/dapi-envars-pod.yaml': [
		pod(
			'dapi-envars-fieldref',
			[
				container('test-container', BUSYBOX, {
					command: ['sh', '-c'],
					args: [
						'while true; do echo -en "\\n"; printenv MY_NODE_NAME MY_POD_NAME MY_POD_NAMESPACE; printenv MY_POD_IP MY_POD_SERVICE_ACCOUNT; sleep 10; done;',
					],
					env: [
						fromField('MY_NODE_NAME', 'spec.nodeName'),
						fromField('MY_POD_NAME', 'metadata.name'),
						fromField('MY_POD_NAMESPACE', 'metadata.namespace'),
						fromField('MY_POD_IP', 'status.podIP'),
						fromField('MY_POD_SERVICE_ACCOUNT', 'spec.serviceAccountName'),
					],
				}),
			],
			never,
		),
	],
	'pods/inject/dapi-volume.yaml': [
		pod(
			'kubernetes-downwardapi-volume-example',
			[
				container('client-container', BUSYBOX, {
					command: ['sh', '-c'],
					args: [
						"while true; do for f in labels annotations; do if [ -e /etc/podinfo/$f ]; then echo -en '\\n\\n'; cat /etc/podinfo/$f; fi; done; sleep 5; done;",
					],
					volumeMounts: [mount('podinfo', '/etc/podinfo')],
				}),
			],
			{
				volumes: [
					{
						name: 'podinfo',
						downwardAPI: {
							items: [
								{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } },
								{ path: 'annotations', fieldRef: { fieldPath: 'metadata.annotations' } },
							],
						},
					},
				],
			},
			{
				labels: { zone: 'us-est-coast', cluster: 'test-cluster1', rack: 'rack-22' },
				annotations: { build: 'two', builder: 'john-doe' },
			},
		),
	],
};

const STORAGE: Examples = {
	'pods/storage/redis.yaml': [
		pod('redis', [container('redis', 'redis', { volumeMounts: [mount('redis-storage', '/data/redis')] })], {
			volumes: [EMPTY('redis-storage')],
		}),
	],
	'pods/storage/pv-volume.yaml': [
		made(
			'v1',
			'PersistentVolume',
			'task-pv-volume',
			{
				spec: {
					storageClassName: 'manual',
					capacity: { storage: '10Gi' },
					accessModes: ['ReadWriteOnce'],
					hostPath: { path: '/mnt/data' },
				},
			},
			{ labels: { type: 'local' } },
		),
	],
	'pods/storage/pv-claim.yaml': [
		made('v1', 'PersistentVolumeClaim', 'task-pv-claim', {
			spec: { storageClassName: 'manual', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '3Gi' } } },
		}),
	],
	'pods/storage/pv-pod.yaml': [
		pod(
			'task-pv-pod',
			[
				container('task-pv-container', 'nginx', {
					ports: [{ containerPort: 80, name: 'http-server' }],
					volumeMounts: [mount('task-pv-storage', '/usr/share/nginx/html')],
				}),
			],
			{ volumes: [{ name: 'task-pv-storage', persistentVolumeClaim: { claimName: 'task-pv-claim' } }] },
		),
	],
	'pods/storage/projected.yaml': [
		pod(
			'test-projected-volume',
			[
				container('test-projected-volume', 'busybox:1.28', {
					args: ['sleep', '86400'],
					volumeMounts: [mount('all-in-one', '/projected-volume', { readOnly: true })],
				}),
			],
			{
				volumes: [
					{ name: 'all-in-one', projected: { sources: [{ secret: { name: 'user' } }, { secret: { name: 'pass' } }] } },
				],
			},
		),
	],
	'pods/pod-projected-svc-token.yaml': [
		pod('nginx', [NGINX({ volumeMounts: [mount('vault-token', '/var/run/secrets/tokens')] })], {
			serviceAccountName: 'build-robot',
			volumes: [
				{
					name: 'vault-token',
					projected: {
						sources: [{ serviceAccountToken: { path: 'vault-token', expirationSeconds: 7200, audience: 'vault' } }],
					},
				},
			],
		}),
	],
};

/** Pods of the documentation that are about what they are given: rights, configuration, volumes. */
export const CONFIGURATION_EXAMPLES: Examples = { ...SECURITY, ...CONFIGURATION, ...STORAGE };
