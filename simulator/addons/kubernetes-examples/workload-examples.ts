import { claim, container, type Examples, fromSecret, made, pod, service, shell, workload } from './pieces.ts';

const nginx = (image = 'nginx:1.14.2', more: object = {}): object =>
	container('nginx', image, { ports: [{ containerPort: 80 }], ...more });
const APP = { app: 'nginx' };

function job(name: string, podSpec: object, spec: object = {}): object {
	return made('batch/v1', 'Job', name, { spec: { ...spec, template: { spec: podSpec } } });
}

const CONTROLLERS: Examples = {
	'controllers/nginx-deployment.yaml': [
		workload('Deployment', 'nginx-deployment', APP, { containers: [nginx()] }, { replicas: 3 }, { labels: APP }),
	],
	'application/deployment.yaml': [
		workload('Deployment', 'nginx-deployment', APP, { containers: [nginx()] }, { replicas: 2 }),
	],
	'application/deployment-update.yaml': [
		workload('Deployment', 'nginx-deployment', APP, { containers: [nginx('nginx:1.16.1')] }, { replicas: 2 }),
	],
	'application/deployment-scale.yaml': [
		workload('Deployment', 'nginx-deployment', APP, { containers: [nginx('nginx:1.16.1')] }, { replicas: 4 }),
	],
	'application/simple_deployment.yaml': [
		workload('Deployment', 'nginx-deployment', APP, { containers: [nginx()] }, { minReadySeconds: 5 }),
	],
	'application/update_deployment.yaml': [
		workload('Deployment', 'nginx-deployment', APP, { containers: [nginx('nginx:1.16.1')] }),
	],
	'application/nginx-app.yaml': [
		service('my-nginx-svc', APP, [{ port: 80 }], { type: 'LoadBalancer' }, { labels: APP }),
		workload('Deployment', 'my-nginx', APP, { containers: [nginx()] }, { replicas: 3 }, { labels: APP }),
	],
	'application/nginx-with-request.yaml': [
		workload(
			'Deployment',
			'nginx-deployment',
			APP,
			{ containers: [nginx('nginx', { resources: { limits: { memory: '128Mi', cpu: '500m' } } })] },
			{ replicas: 2 },
		),
	],
	'application/php-apache.yaml': [
		workload(
			'Deployment',
			'php-apache',
			{ run: 'php-apache' },
			{
				containers: [
					container('php-apache', 'registry.k8s.io/hpa-example', {
						ports: [{ containerPort: 80 }],
						resources: { limits: { cpu: '500m' }, requests: { cpu: '200m' } },
					}),
				],
			},
		),
		service('php-apache', { run: 'php-apache' }, [{ port: 80 }], {}, { labels: { run: 'php-apache' } }),
	],
	'application/hpa/php-apache.yaml': [
		made('autoscaling/v2', 'HorizontalPodAutoscaler', 'php-apache', {
			spec: {
				scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'php-apache' },
				minReplicas: 1,
				maxReplicas: 10,
				metrics: [
					{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
				],
			},
		}),
	],
	'controllers/frontend.yaml': [
		workload(
			'ReplicaSet',
			'frontend',
			{ tier: 'frontend' },
			{ containers: [container('php-redis', 'us-docker.pkg.dev/google-samples/containers/gke/gb-frontend:v5')] },
			{ replicas: 3 },
			{ labels: { app: 'guestbook', tier: 'frontend' } },
		),
	],
	'pods/pod-rs.yaml': ['pod1', 'pod2'].map((name, index) =>
		pod(
			name,
			[container(`hello${index + 1}`, `gcr.io/google-samples/hello-app:${2 - index}.0`)],
			{},
			{ labels: { tier: 'frontend' } },
		),
	),
	'controllers/hpa-rs.yaml': [
		made('autoscaling/v1', 'HorizontalPodAutoscaler', 'frontend-scaler', {
			spec: {
				scaleTargetRef: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'frontend' },
				minReplicas: 3,
				maxReplicas: 10,
				targetCPUUtilizationPercentage: 50,
			},
		}),
	],
	'controllers/replication.yaml': [
		made('v1', 'ReplicationController', 'nginx', {
			spec: {
				replicas: 3,
				selector: APP,
				template: { metadata: { name: 'nginx', labels: APP }, spec: { containers: [nginx('nginx')] } },
			},
		}),
	],
	'controllers/daemonset.yaml': [
		workload(
			'DaemonSet',
			'fluentd-elasticsearch',
			{ name: 'fluentd-elasticsearch' },
			{
				tolerations: ['control-plane', 'master'].map((role) => ({
					key: `node-role.kubernetes.io/${role}`,
					operator: 'Exists',
					effect: 'NoSchedule',
				})),
				containers: [
					container('fluentd-elasticsearch', 'quay.io/fluentd_elasticsearch/fluentd:v5.0.1', {
						resources: { limits: { memory: '200Mi' }, requests: { cpu: '100m', memory: '200Mi' } },
						volumeMounts: [{ name: 'varlog', mountPath: '/var/log' }],
					}),
				],
				terminationGracePeriodSeconds: 30,
				volumes: [{ name: 'varlog', hostPath: { path: '/var/log' } }],
			},
			{},
			{ namespace: 'kube-system', labels: { 'k8s-app': 'fluentd-logging' } },
		),
	],
	'controllers/job.yaml': [
		job(
			'pi',
			{
				containers: [container('pi', 'perl:5.34.0', { command: ['perl', '-Mbignum=bpi', '-wle', 'print bpi(2000)'] })],
				restartPolicy: 'Never',
			},
			{ backoffLimit: 4 },
		),
	],
	'application/job/cronjob.yaml': [
		made('batch/v1', 'CronJob', 'hello', {
			spec: {
				schedule: '* * * * *',
				jobTemplate: {
					spec: {
						template: {
							spec: {
								containers: [
									container('hello', 'busybox:1.28', {
										imagePullPolicy: 'IfNotPresent',
										command: shell('date; echo Hello from the Kubernetes cluster'),
									}),
								],
								restartPolicy: 'OnFailure',
							},
						},
					},
				},
			},
		}),
	],
	'controllers/job-pod-failure-policy-failjob.yaml': [
		job(
			'job-pod-failure-policy-failjob',
			{
				restartPolicy: 'Never',
				containers: [
					container('main', 'docker.io/library/bash:5', {
						command: ['bash'],
						args: [
							'-c',
							'echo "Hello world! I\'m going to exit with 42 to simulate a software bug." && sleep 30 && exit 42',
						],
					}),
				],
			},
			{
				completions: 8,
				parallelism: 2,
				backoffLimit: 6,
				podFailurePolicy: {
					rules: [{ action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'In', values: [42] } }],
				},
			},
		),
	],
};

const WEB = { app: 'nginx' };
const slim = (tag: string): object =>
	container('nginx', `registry.k8s.io/nginx-slim:${tag}`, {
		ports: [{ containerPort: 80, name: 'web' }],
		volumeMounts: [{ name: 'www', mountPath: '/usr/share/nginx/html' }],
	});
const web = (tag: string, spec: object = {}): readonly object[] => [
	service('nginx', WEB, [{ port: 80, name: 'web' }], { clusterIP: 'None' }, { labels: WEB }),
	workload(
		'StatefulSet',
		'web',
		WEB,
		{ containers: [slim(tag)] },
		{
			serviceName: 'nginx',
			replicas: 2,
			...spec,
			volumeClaimTemplates: [
				{
					metadata: { name: 'www' },
					spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
				},
			],
		},
	),
];

const GUESTBOOK = 'us-docker.pkg.dev/google-samples/containers/gke/gb-';
const redis = (role: string, image: string): object =>
	container(role, image, {
		resources: { requests: { cpu: '100m', memory: '100Mi' } },
		ports: [{ containerPort: 6379 }],
	});
const tier = (role: string): object => ({ app: 'redis', role, tier: 'backend' });

/** Its selector is less than what its Pods are labelled with. */
const redisTier = (role: string, replicas: number, of: object): object =>
	made(
		'apps/v1',
		'Deployment',
		`redis-${role}`,
		{
			spec: {
				replicas,
				selector: { matchLabels: { app: 'redis' } },
				template: { metadata: { labels: tier(role) }, spec: { containers: [of] } },
			},
		},
		{ labels: tier(role) },
	);

const APPLICATIONS: Examples = {
	'application/web/web.yaml': web('0.21'),
	'application/web/web-parallel.yaml': web('0.24', { podManagementPolicy: 'Parallel' }),
	'application/mysql/mysql-pv.yaml': [
		made(
			'v1',
			'PersistentVolume',
			'mysql-pv-volume',
			{
				spec: {
					storageClassName: 'manual',
					capacity: { storage: '20Gi' },
					accessModes: ['ReadWriteOnce'],
					hostPath: { path: '/mnt/data' },
				},
			},
			{ labels: { type: 'local' } },
		),
		claim('mysql-pv-claim', '20Gi', { storageClassName: 'manual' }),
	],
	'application/mysql/mysql-deployment.yaml': [
		service('mysql', { app: 'mysql' }, [{ port: 3306 }], { clusterIP: 'None' }),
		workload(
			'Deployment',
			'mysql',
			{ app: 'mysql' },
			{
				containers: [
					container('mysql', 'mysql:9', {
						env: [{ name: 'MYSQL_ROOT_PASSWORD', value: 'password' }],
						ports: [{ containerPort: 3306, name: 'mysql' }],
						volumeMounts: [{ name: 'mysql-persistent-storage', mountPath: '/var/lib/mysql' }],
					}),
				],
				volumes: [{ name: 'mysql-persistent-storage', persistentVolumeClaim: { claimName: 'mysql-pv-claim' } }],
			},
			{ strategy: { type: 'Recreate' } },
		),
	],
	'application/wordpress/mysql-deployment.yaml': [
		service(
			'wordpress-mysql',
			{ app: 'wordpress', tier: 'mysql' },
			[{ port: 3306 }],
			{ clusterIP: 'None' },
			{ labels: { app: 'wordpress' } },
		),
		{ ...claim('mysql-pv-claim', '20Gi'), metadata: { name: 'mysql-pv-claim', labels: { app: 'wordpress' } } },
		workload(
			'Deployment',
			'wordpress-mysql',
			{ app: 'wordpress', tier: 'mysql' },
			{
				containers: [
					container('mysql', 'mysql:8.0', {
						env: [
							fromSecret('MYSQL_ROOT_PASSWORD', 'mysql-pass', 'password'),
							{ name: 'MYSQL_DATABASE', value: 'wordpress' },
							{ name: 'MYSQL_USER', value: 'wordpress' },
							fromSecret('MYSQL_PASSWORD', 'mysql-pass', 'password'),
						],
						ports: [{ containerPort: 3306, name: 'mysql' }],
						volumeMounts: [{ name: 'mysql-persistent-storage', mountPath: '/var/lib/mysql' }],
					}),
				],
				volumes: [{ name: 'mysql-persistent-storage', persistentVolumeClaim: { claimName: 'mysql-pv-claim' } }],
			},
			{ strategy: { type: 'Recreate' } },
			{ labels: { app: 'wordpress' } },
		),
	],
	'application/guestbook/redis-leader-deployment.yaml': [
		redisTier('leader', 1, redis('leader', 'docker.io/redis:6.0.5')),
	],
	'application/guestbook/redis-leader-service.yaml': [
		service('redis-leader', tier('leader'), [{ port: 6379, targetPort: 6379 }], {}, { labels: tier('leader') }),
	],
	'application/guestbook/redis-follower-deployment.yaml': [
		redisTier('follower', 2, redis('follower', `${GUESTBOOK}redis-follower:v2`)),
	],
	'application/guestbook/redis-follower-service.yaml': [
		service('redis-follower', tier('follower'), [{ port: 6379 }], {}, { labels: tier('follower') }),
	],
	'application/guestbook/frontend-deployment.yaml': [
		workload(
			'Deployment',
			'frontend',
			{ app: 'guestbook', tier: 'frontend' },
			{
				containers: [
					container('php-redis', `${GUESTBOOK}frontend:v5`, {
						env: [{ name: 'GET_HOSTS_FROM', value: 'dns' }],
						resources: { requests: { cpu: '100m', memory: '100Mi' } },
						ports: [{ containerPort: 80 }],
					}),
				],
			},
			{ replicas: 3 },
		),
	],
	'application/guestbook/frontend-service.yaml': [
		service(
			'frontend',
			{ app: 'guestbook', tier: 'frontend' },
			[{ port: 80 }],
			{},
			{ labels: { app: 'guestbook', tier: 'frontend' } },
		),
	],
};

/** Workloads of the documentation. */
export const WORKLOAD_EXAMPLES: Examples = { ...CONTROLLERS, ...APPLICATIONS };
