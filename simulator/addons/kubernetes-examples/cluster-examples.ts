import { container, type Examples, made, pod, service, workload } from './pieces.ts';

const NETWORKING = 'networking.k8s.io/v1';
const policy = (name: string, spec: object): object =>
	made(NETWORKING, 'NetworkPolicy', name, { spec: { podSelector: {}, ...spec } });
const backend = (name: string, port: number): object => ({ service: { name, port: { number: port } } });
const path = (at: string, name: string, port: number): object => ({
	path: at,
	pathType: 'Prefix',
	backend: backend(name, port),
});
const ingress = (name: string, spec: object): object => made(NETWORKING, 'Ingress', name, { spec });

const NETWORK: Examples = {
	'service/networking/network-policy-default-deny-ingress.yaml': [
		policy('default-deny-ingress', { policyTypes: ['Ingress'] }),
	],
	'service/networking/network-policy-default-deny-egress.yaml': [
		policy('default-deny-egress', { policyTypes: ['Egress'] }),
	],
	'service/networking/network-policy-default-deny-all.yaml': [
		policy('default-deny-all', { policyTypes: ['Ingress', 'Egress'] }),
	],
	'service/networking/network-policy-allow-all-ingress.yaml': [
		policy('allow-all-ingress', { ingress: [{}], policyTypes: ['Ingress'] }),
	],
	'service/networking/network-policy-allow-all-egress.yaml': [
		policy('allow-all-egress', { egress: [{}], policyTypes: ['Egress'] }),
	],
	'service/networking/nginx-policy.yaml': [
		policy('access-nginx', {
			podSelector: { matchLabels: { app: 'nginx' } },
			ingress: [{ from: [{ podSelector: { matchLabels: { access: 'true' } } }] }],
		}),
	],
	'service/networking/networkpolicy.yaml': [
		made(
			NETWORKING,
			'NetworkPolicy',
			'test-network-policy',
			{
				spec: {
					podSelector: { matchLabels: { role: 'db' } },
					policyTypes: ['Ingress', 'Egress'],
					ingress: [
						{
							from: [
								{ ipBlock: { cidr: '172.17.0.0/16', except: ['172.17.1.0/24'] } },
								{ namespaceSelector: { matchLabels: { project: 'myproject' } } },
								{ podSelector: { matchLabels: { role: 'frontend' } } },
							],
							ports: [{ protocol: 'TCP', port: 6379 }],
						},
					],
					egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/24' } }], ports: [{ protocol: 'TCP', port: 5978 }] }],
				},
			},
			{ namespace: 'default' },
		),
	],
	'service/networking/minimal-ingress.yaml': [
		ingress('minimal-ingress', {
			ingressClassName: 'nginx-example',
			rules: [{ http: { paths: [path('/testpath', 'test', 80)] } }],
		}),
	],
	'service/networking/test-ingress.yaml': [ingress('test-ingress', { defaultBackend: backend('test', 80) })],
	'service/networking/simple-fanout-example.yaml': [
		ingress('simple-fanout-example', {
			rules: [
				{ host: 'foo.bar.com', http: { paths: [path('/foo', 'service1', 4200), path('/bar', 'service2', 8080)] } },
			],
		}),
	],
	'service/networking/name-virtual-host-ingress.yaml': [
		ingress('name-virtual-host-ingress', {
			rules: ['foo.bar.com', 'bar.foo.com'].map((host, index) => ({
				host,
				http: { paths: [path('/', `service${index + 1}`, 80)] },
			})),
		}),
	],
	'service/networking/tls-example-ingress.yaml': [
		ingress('tls-example-ingress', {
			tls: [{ hosts: ['https-example.foo.com'], secretName: 'testsecret-tls' }],
			rules: [{ host: 'https-example.foo.com', http: { paths: [path('/', 'service1', 80)] } }],
		}),
	],
	'service/networking/example-ingress.yaml': [
		ingress('example-ingress', {
			ingressClassName: 'nginx',
			rules: [{ host: 'hello-world.example', http: { paths: [path('/', 'web', 8080)] } }],
		}),
	],
	'service/networking/run-my-nginx.yaml': [
		workload(
			'Deployment',
			'my-nginx',
			{ run: 'my-nginx' },
			{ containers: [container('my-nginx', 'nginx', { ports: [{ containerPort: 80 }] })] },
			{ replicas: 2 },
		),
	],
	'service/networking/nginx-svc.yaml': [
		service('my-nginx', { run: 'my-nginx' }, [{ port: 80, protocol: 'TCP' }], {}, { labels: { run: 'my-nginx' } }),
	],
	'service/networking/hostaliases-pod.yaml': [
		pod('hostaliases-pod', [container('cat-hosts', 'busybox:1.28', { command: ['cat'], args: ['/etc/hosts'] })], {
			restartPolicy: 'Never',
			hostAliases: [
				{ ip: '127.0.0.1', hostnames: ['foo.local', 'bar.local'] },
				{ ip: '10.1.2.3', hostnames: ['foo.remote', 'bar.remote'] },
			],
		}),
	],
	'service/networking/custom-dns.yaml': [
		pod(
			'dns-example',
			[container('test', 'nginx')],
			{
				dnsPolicy: 'None',
				dnsConfig: {
					nameservers: ['192.0.2.1'],
					searches: ['ns1.svc.cluster-domain.example', 'my.dns.search.suffix'],
					options: [{ name: 'ndots', value: '2' }, { name: 'edns0' }],
				},
			},
			{ namespace: 'default' },
		),
	],
	'service/nginx-service.yaml': [
		service('nginx-service', { app: 'nginx' }, [{ port: 8000, targetPort: 80, protocol: 'TCP' }]),
	],
	'service/load-balancer-example.yaml': [
		workload(
			'Deployment',
			'hello-world',
			{ 'app.kubernetes.io/name': 'load-balancer-example' },
			{
				containers: [
					container('hello-world', 'gcr.io/google-samples/hello-app:2.0', { ports: [{ containerPort: 8080 }] }),
				],
			},
			{ replicas: 5 },
			{ labels: { 'app.kubernetes.io/name': 'load-balancer-example' } },
		),
	],
	'service/access/hello-application.yaml': [
		workload(
			'Deployment',
			'hello-world',
			{ run: 'load-balancer-example' },
			{
				containers: [
					container('hello-world', 'us-docker.pkg.dev/google-samples/containers/gke/hello-app:2.0', {
						ports: [{ containerPort: 8080, protocol: 'TCP' }],
					}),
				],
			},
			{ replicas: 2 },
		),
	],
};

const limits = (name: string, limit: object): object => made('v1', 'LimitRange', name, { spec: { limits: [limit] } });

const ADMINISTRATION: Examples = {
	'admin/resource/memory-defaults.yaml': [
		limits('mem-limit-range', { default: { memory: '512Mi' }, defaultRequest: { memory: '256Mi' }, type: 'Container' }),
	],
	'admin/resource/cpu-defaults.yaml': [
		limits('cpu-limit-range', { default: { cpu: 1 }, defaultRequest: { cpu: 0.5 }, type: 'Container' }),
	],
	'admin/resource/memory-constraints.yaml': [
		limits('mem-min-max-demo-lr', { max: { memory: '1Gi' }, min: { memory: '500Mi' }, type: 'Container' }),
	],
	'admin/resource/cpu-constraints.yaml': [
		limits('cpu-min-max-demo-lr', { max: { cpu: '800m' }, min: { cpu: '200m' }, type: 'Container' }),
	],
	'admin/resource/quota-mem-cpu.yaml': [
		made('v1', 'ResourceQuota', 'mem-cpu-demo', {
			spec: {
				hard: { 'requests.cpu': '1', 'requests.memory': '1Gi', 'limits.cpu': '2', 'limits.memory': '2Gi' },
			},
		}),
	],
	'admin/resource/quota-pod.yaml': [made('v1', 'ResourceQuota', 'pod-demo', { spec: { hard: { pods: '2' } } })],
	'admin/resource/quota-objects.yaml': [
		made('v1', 'ResourceQuota', 'object-quota-demo', {
			spec: { hard: { persistentvolumeclaims: '1', 'services.loadbalancers': '2', 'services.nodeports': '0' } },
		}),
	],
	'admin/namespace-dev.yaml': [made('v1', 'Namespace', 'development', {}, { labels: { name: 'development' } })],
	'admin/namespace-prod.yaml': [made('v1', 'Namespace', 'production', {}, { labels: { name: 'production' } })],
	'policy/zookeeper-pod-disruption-budget-minavailable.yaml': [
		made('policy/v1', 'PodDisruptionBudget', 'zk-pdb', {
			spec: { minAvailable: 2, selector: { matchLabels: { app: 'zookeeper' } } },
		}),
	],
	'policy/zookeeper-pod-disruption-budget-maxunavailable.yaml': [
		made('policy/v1', 'PodDisruptionBudget', 'zk-pdb', {
			spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'zookeeper' } } },
		}),
	],
	'storage/storageclass-low-latency.yaml': [
		made(
			'storage.k8s.io/v1',
			'StorageClass',
			'low-latency',
			{
				provisioner: 'csi-driver.example-vendor.example',
				reclaimPolicy: 'Retain',
				allowVolumeExpansion: true,
				mountOptions: ['discard'],
				volumeBindingMode: 'WaitForFirstConsumer',
				parameters: { guaranteedReadWriteLatency: 'true' },
			},
			{ annotations: { 'storageclass.kubernetes.io/is-default-class': 'false' } },
		),
	],
	'audit/audit-policy.yaml': [
		{
			apiVersion: 'audit.k8s.io/v1',
			kind: 'Policy',
			omitStages: ['RequestReceived'],
			rules: [
				{ level: 'RequestResponse', resources: [{ group: '', resources: ['pods'] }] },
				{ level: 'Metadata', resources: [{ group: '', resources: ['pods/log', 'pods/status'] }] },
				{ level: 'None', resources: [{ group: '', resources: ['configmaps'], resourceNames: ['controller-leader'] }] },
				{
					level: 'None',
					users: ['system:kube-proxy'],
					verbs: ['watch'],
					resources: [{ group: '', resources: ['endpoints', 'services'] }],
				},
				{ level: 'None', userGroups: ['system:authenticated'], nonResourceURLs: ['/api*', '/version'] },
				{ level: 'Request', resources: [{ group: '', resources: ['configmaps'] }], namespaces: ['kube-system'] },
				{ level: 'Metadata', resources: [{ group: '', resources: ['secrets', 'configmaps'] }] },
				{ level: 'Request', resources: [{ group: '' }, { group: 'extensions' }] },
				{ level: 'Metadata', omitStages: ['RequestReceived'] },
			],
		},
	],
};

/** Objects of the documentation that are about the network and the cluster. */
export const CLUSTER_EXAMPLES: Examples = { ...NETWORK, ...ADMINISTRATION };
