import { container, type Examples, fromField, fromSecret, made, pod, service, workload } from './pieces.ts';

const mount = (name: string, mountPath: string, more: object = {}): object => ({ name, mountPath, ...more });

/** Databases and queues of the documentation. */
export const DATABASE_EXAMPLES: Examples = {
	'application/cassandra/cassandra-service.yaml': [
		service(
			'cassandra',
			{ app: 'cassandra' },
			[{ port: 9042 }],
			{ clusterIP: 'None' },
			{ labels: { app: 'cassandra' } },
		),
	],
	'application/cassandra/cassandra-statefulset.yaml': [
		workload(
			'StatefulSet',
			'cassandra',
			{ app: 'cassandra' },
			{
				terminationGracePeriodSeconds: 500,
				containers: [
					container('cassandra', 'gcr.io/google-samples/cassandra:v13', {
						imagePullPolicy: 'Always',
						ports: [
							{ containerPort: 7000, name: 'intra-node' },
							{ containerPort: 7001, name: 'tls-intra-node' },
							{ containerPort: 7199, name: 'jmx' },
							{ containerPort: 9042, name: 'cql' },
						],
						resources: { limits: { cpu: '500m', memory: '1Gi' }, requests: { cpu: '500m', memory: '1Gi' } },
						securityContext: { capabilities: { add: ['IPC_LOCK'] } },
						lifecycle: { preStop: { exec: { command: ['/bin/sh', '-c', 'nodetool drain'] } } },
						env: [
							{ name: 'MAX_HEAP_SIZE', value: '512M' },
							{ name: 'HEAP_NEWSIZE', value: '100M' },
							{ name: 'CASSANDRA_SEEDS', value: 'cassandra-0.cassandra.default.svc.cluster.local' },
							{ name: 'CASSANDRA_CLUSTER_NAME', value: 'K8Demo' },
							{ name: 'CASSANDRA_DC', value: 'DC1-K8Demo' },
							{ name: 'CASSANDRA_RACK', value: 'Rack1-K8Demo' },
							fromField('POD_IP', 'status.podIP'),
						],
						readinessProbe: {
							exec: { command: ['/bin/bash', '-c', '/ready-probe.sh'] },
							initialDelaySeconds: 15,
							timeoutSeconds: 5,
						},
						volumeMounts: [mount('cassandra-data', '/cassandra_data')],
					}),
				],
			},
			{
				serviceName: 'cassandra',
				replicas: 3,
				volumeClaimTemplates: [
					{
						metadata: { name: 'cassandra-data' },
						spec: {
							accessModes: ['ReadWriteOnce'],
							storageClassName: 'fast',
							resources: { requests: { storage: '1Gi' } },
						},
					},
				],
			},
			{ labels: { app: 'cassandra' } },
		),
		made('storage.k8s.io/v1', 'StorageClass', 'fast', {
			provisioner: 'k8s.io/minikube-hostpath',
			parameters: { type: 'pd-ssd' },
		}),
	],
	'application/job/rabbitmq/rabbitmq-service.yaml': [
		service(
			'rabbitmq-service',
			{ 'app.kubernetes.io/name': 'task-queue', 'app.kubernetes.io/component': 'rabbitmq' },
			[{ port: 5672 }],
			{},
			{ labels: { component: 'rabbitmq' } },
		),
	],
	'application/job/rabbitmq/rabbitmq-statefulset.yaml': [
		workload(
			'StatefulSet',
			'rabbitmq',
			{ 'app.kubernetes.io/name': 'task-queue', 'app.kubernetes.io/component': 'rabbitmq' },
			{
				containers: [
					container('rabbitmq', 'rabbitmq', {
						ports: [{ containerPort: 5672 }],
						resources: { requests: { memory: '16M' }, limits: { cpu: '250m', memory: '512M' } },
						volumeMounts: [mount('rabbitmq-data', '/var/lib/rabbitmq')],
					}),
				],
				volumes: [{ name: 'rabbitmq-data', emptyDir: {} }],
			},
			{ replicas: 1, serviceName: 'rabbitmq-service' },
			{ labels: { component: 'rabbitmq' } },
		),
	],
	'application/job/redis/redis-pod.yaml': [
		pod(
			'redis-master',
			[container('master', 'redis', { env: [{ name: 'MASTER', value: 'true' }], ports: [{ containerPort: 6379 }] })],
			{},
			{ labels: { app: 'redis' } },
		),
	],
	'application/job/redis/redis-service.yaml': [service('redis', { app: 'redis' }, [{ port: 6379, targetPort: 6379 }])],
	'application/mongodb/mongo-deployment.yaml': [
		workload(
			'Deployment',
			'mongo',
			{ 'app.kubernetes.io/name': 'mongo', 'app.kubernetes.io/component': 'backend' },
			{
				containers: [
					container('mongo', 'mongo:4.2', {
						args: ['--bind_ip', '0.0.0.0'],
						resources: { requests: { cpu: '100m', memory: '100Mi' } },
						ports: [{ containerPort: 27017 }],
					}),
				],
			},
			{ replicas: 1 },
			{ labels: { 'app.kubernetes.io/name': 'mongo', 'app.kubernetes.io/component': 'backend' } },
		),
	],
	'application/mongodb/mongo-service.yaml': [
		service(
			'mongo',
			{ 'app.kubernetes.io/name': 'mongo', 'app.kubernetes.io/component': 'backend' },
			[{ port: 27017, targetPort: 27017 }],
			{},
			{ labels: { 'app.kubernetes.io/name': 'mongo', 'app.kubernetes.io/component': 'backend' } },
		),
	],
	'application/mysql/mysql-services.yaml': [
		service(
			'mysql',
			{ app: 'mysql' },
			[{ name: 'mysql', port: 3306 }],
			{ clusterIP: 'None' },
			{ labels: { app: 'mysql', 'app.kubernetes.io/name': 'mysql' } },
		),
		service(
			'mysql-read',
			{ app: 'mysql' },
			[{ name: 'mysql', port: 3306 }],
			{},
			{ labels: { app: 'mysql', 'app.kubernetes.io/name': 'mysql', readonly: 'true' } },
		),
	],
	'application/wordpress/wordpress-deployment.yaml': [
		service(
			'wordpress',
			{ app: 'wordpress', tier: 'frontend' },
			[{ port: 80 }],
			{ type: 'LoadBalancer' },
			{ labels: { app: 'wordpress' } },
		),
		made(
			'v1',
			'PersistentVolumeClaim',
			'wp-pv-claim',
			{ spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '20Gi' } } } },
			{ labels: { app: 'wordpress' } },
		),
		workload(
			'Deployment',
			'wordpress',
			{ app: 'wordpress', tier: 'frontend' },
			{
				containers: [
					container('wordpress', 'wordpress:6.2.1-apache', {
						env: [
							{ name: 'WORDPRESS_DB_HOST', value: 'wordpress-mysql' },
							fromSecret('WORDPRESS_DB_PASSWORD', 'mysql-pass', 'password'),
							{ name: 'WORDPRESS_DB_USER', value: 'wordpress' },
						],
						ports: [{ containerPort: 80, name: 'wordpress' }],
						volumeMounts: [mount('wordpress-persistent-storage', '/var/www/html')],
					}),
				],
				volumes: [{ name: 'wordpress-persistent-storage', persistentVolumeClaim: { claimName: 'wp-pv-claim' } }],
			},
			{ strategy: { type: 'Recreate' } },
			{ labels: { app: 'wordpress' } },
		),
	],
	'application/zookeeper/zookeeper.yaml': [
		service(
			'zk-hs',
			{ app: 'zk' },
			[
				{ port: 2888, name: 'server' },
				{ port: 3888, name: 'leader-election' },
			],
			{ clusterIP: 'None' },
			{ labels: { app: 'zk' } },
		),
		service('zk-cs', { app: 'zk' }, [{ port: 2181, name: 'client' }], {}, { labels: { app: 'zk' } }),
		made('policy/v1', 'PodDisruptionBudget', 'zk-pdb', {
			spec: { selector: { matchLabels: { app: 'zk' } }, maxUnavailable: 1 },
		}),
		workload(
			'StatefulSet',
			'zk',
			{ app: 'zk' },
			{
				affinity: {
					podAntiAffinity: {
						requiredDuringSchedulingIgnoredDuringExecution: [
							{
								labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['zk'] }] },
								topologyKey: 'kubernetes.io/hostname',
							},
						],
					},
				},
				containers: [
					container('kubernetes-zookeeper', 'registry.k8s.io/kubernetes-zookeeper:1.0-3.4.10', {
						imagePullPolicy: 'Always',
						resources: { requests: { memory: '1Gi', cpu: '0.5' } },
						ports: [
							{ containerPort: 2181, name: 'client' },
							{ containerPort: 2888, name: 'server' },
							{ containerPort: 3888, name: 'leader-election' },
						],
						command: [
							'sh',
							'-c',
							'start-zookeeper --servers=3 --data_dir=/var/lib/zookeeper/data --data_log_dir=/var/lib/zookeeper/data/log --conf_dir=/opt/zookeeper/conf --client_port=2181 --election_port=3888 --server_port=2888 --tick_time=2000 --init_limit=10 --sync_limit=5 --heap=512M --max_client_cnxns=60 --snap_retain_count=3 --purge_interval=12 --max_session_timeout=40000 --min_session_timeout=4000 --log_level=INFO',
						],
						readinessProbe: {
							exec: { command: ['sh', '-c', 'zookeeper-ready 2181'] },
							initialDelaySeconds: 10,
							timeoutSeconds: 5,
						},
						livenessProbe: {
							exec: { command: ['sh', '-c', 'zookeeper-ready 2181'] },
							initialDelaySeconds: 10,
							timeoutSeconds: 5,
						},
						volumeMounts: [mount('datadir', '/var/lib/zookeeper')],
					}),
				],
				securityContext: { runAsUser: 1000, fsGroup: 1000 },
			},
			{
				serviceName: 'zk-hs',
				replicas: 3,
				updateStrategy: { type: 'RollingUpdate' },
				podManagementPolicy: 'OrderedReady',
				volumeClaimTemplates: [
					{
						metadata: { name: 'datadir' },
						spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
					},
				],
			},
		),
	],
};
