import {
	absent,
	atLeast,
	automated,
	type Check,
	type Controls,
	flag,
	given,
	has,
	is,
	lacks,
	manual,
	mode,
	owner,
	path,
} from './check.ts';
import type { Component } from './evidence.ts';

const MANIFESTS = '/etc/kubernetes/manifests';
const PKI = '/etc/kubernetes/pki';

/** Two checks of one file: who may read it, and whose it is. */
function fileChecks(first: number, what: string, file: string): Check[] {
	return [
		automated(
			`1.1.${first}`,
			`Ensure that the ${what} permissions are set to 600 or more restrictive`,
			mode(0o600, path(file)),
			`Take the rights of others away:\nchmod 600 ${file}`,
		),
		automated(
			`1.1.${first + 1}`,
			`Ensure that the ${what} ownership is set to root:root`,
			owner('root:root', path(file)),
			`Give the file to root:\nchown root:root ${file}`,
		),
	];
}

const dataDirectory = path('/var/lib/etcd');

const FILES: readonly Check[] = [
	...fileChecks(1, 'API server pod specification file', `${MANIFESTS}/kube-apiserver.yaml`),
	...fileChecks(3, 'controller manager pod specification file', `${MANIFESTS}/kube-controller-manager.yaml`),
	...fileChecks(5, 'scheduler pod specification file', `${MANIFESTS}/kube-scheduler.yaml`),
	...fileChecks(7, 'etcd pod specification file', `${MANIFESTS}/etcd.yaml`),
	manual(
		'1.1.9',
		'Ensure that the Container Network Interface file permissions are set to 600 or more restrictive',
		'Take the rights of others away:\nchmod 600 <path/to/cni/files>',
		mode(0o600, (evidence) => evidence.below('/etc/cni/net.d').slice(1)),
	),
	manual(
		'1.1.10',
		'Ensure that the Container Network Interface file ownership is set to root:root',
		'Give the files to root:\nchown root:root <path/to/cni/files>',
		owner('root:root', (evidence) => evidence.below('/etc/cni/net.d').slice(1)),
	),
	automated(
		'1.1.11',
		'Ensure that the etcd data directory permissions are set to 700 or more restrictive',
		mode(0o700, dataDirectory),
		"The process list shows etcd's --data-dir:\nps -ef | grep etcd\nTake the rights of others away:\nchmod 700 /var/lib/etcd",
	),
	automated(
		'1.1.12',
		'Ensure that the etcd data directory ownership is set to etcd:etcd',
		owner('etcd:etcd', dataDirectory),
		"The process list shows etcd's --data-dir:\nps -ef | grep etcd\nGive the directory to etcd's own account:\nchown etcd:etcd /var/lib/etcd",
	),
	automated(
		'1.1.13',
		'Ensure that the default administrative credential file permissions are set to 600',
		mode(0o600, path('/etc/kubernetes/admin.conf', '/etc/kubernetes/super-admin.conf')),
		'Take the rights of others away:\nchmod 600 /etc/kubernetes/admin.conf\nOn the first control plane node also:\nchmod 600 /etc/kubernetes/super-admin.conf',
	),
	automated(
		'1.1.14',
		'Ensure that the default administrative credential file ownership is set to root:root',
		owner('root:root', path('/etc/kubernetes/admin.conf', '/etc/kubernetes/super-admin.conf')),
		'Give the file to root:\nchown root:root /etc/kubernetes/admin.conf\nOn the first control plane node also:\nchown root:root /etc/kubernetes/super-admin.conf',
	),
	...fileChecks(15, 'scheduler.conf file', '/etc/kubernetes/scheduler.conf'),
	...fileChecks(17, 'controller-manager.conf file', '/etc/kubernetes/controller-manager.conf'),
	automated(
		'1.1.19',
		'Ensure that the Kubernetes PKI directory and file ownership is set to root:root',
		owner('root:root', (evidence) => evidence.below(PKI)),
		`Give all of it to root:\nchown -R root:root ${PKI}/`,
	),
	manual(
		'1.1.20',
		'Ensure that the Kubernetes PKI certificate file permissions are set to 644 or more restrictive',
		`Let nobody else write them:\nchmod -R 644 ${PKI}/*.crt`,
		mode(0o644, (evidence) => evidence.below(PKI).filter((each) => each.endsWith('.crt'))),
	),
	manual(
		'1.1.21',
		'Ensure that the Kubernetes PKI key file permissions are set to 600',
		`Take the rights of others away:\nchmod -R 600 ${PKI}/*.key`,
		mode(0o600, (evidence) => evidence.below(PKI).filter((each) => each.endsWith('.key'))),
	),
];

const MANIFEST: { readonly [C in Component]?: string } = {
	apiserver: `${MANIFESTS}/kube-apiserver.yaml`,
	controllermanager: `${MANIFESTS}/kube-controller-manager.yaml`,
	scheduler: `${MANIFESTS}/kube-scheduler.yaml`,
	etcd: `${MANIFESTS}/etcd.yaml`,
};

const set = (component: Component, ...lines: readonly string[]): string =>
	`In ${MANIFEST[component]} on the control plane node set\n${lines.join('\n')}`;
const remove = (component: Component, name: string): string =>
	`In ${MANIFEST[component]} on the control plane node take ${name} away.`;

const PLUGINS = '--enable-admission-plugins';
const NO_PLUGINS = '--disable-admission-plugins';
const MODES = '--authorization-mode';
const STRONG_CIPHERS =
	'TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384,TLS_CHACHA20_POLY1305_SHA256,TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305,TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305,TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256';
export const onlyStrong = (value: string): boolean =>
	value.split(',').every((cipher) => STRONG_CIPHERS.split(',').includes(cipher));

const API = 'apiserver';
const argument = (names: string, wanted: string): string => `Ensure that the ${names} ${wanted}`;
const AS_APPROPRIATE = 'is set as appropriate';

const ACCESS: readonly Check[] = [
	manual(
		'1.2.1',
		argument('--anonymous-auth', 'argument is set to false'),
		set(API, '--anonymous-auth=false'),
		flag(API, '--anonymous-auth', is('false')),
	),
	automated(
		'1.2.2',
		argument('--token-auth-file', 'parameter is not set'),
		absent(API, '--token-auth-file'),
		remove(API, '--token-auth-file=<filename>'),
	),
	manual(
		'1.2.3',
		argument('--DenyServiceExternalIPs', 'is set'),
		set(API, `${PLUGINS}=...,DenyServiceExternalIPs,...`),
		flag(API, PLUGINS, has('DenyServiceExternalIPs')),
	),
	automated(
		'1.2.4',
		argument('--kubelet-client-certificate and --kubelet-client-key arguments', 'are set as appropriate'),
		given(API, '--kubelet-client-certificate', '--kubelet-client-key'),
		set(
			API,
			'--kubelet-client-certificate=<path/to/client-certificate-file>',
			'--kubelet-client-key=<path/to/client-key-file>',
		),
	),
	automated(
		'1.2.5',
		argument('--kubelet-certificate-authority', `argument ${AS_APPROPRIATE}`),
		given(API, '--kubelet-certificate-authority'),
		set(API, '--kubelet-certificate-authority=<ca-string>'),
	),
	automated(
		'1.2.6',
		argument(MODES, 'argument is not set to AlwaysAllow'),
		flag(API, MODES, lacks('AlwaysAllow')),
		set(API, `${MODES}=Node,RBAC`),
	),
	...['Node', 'RBAC'].map((name, index) =>
		automated(
			`1.2.${7 + index}`,
			argument(MODES, `argument includes ${name}`),
			flag(API, MODES, has(name)),
			set(API, `${MODES}=Node,RBAC`),
		),
	),
	manual(
		'1.2.9',
		argument('admission control plugin EventRateLimit', 'is set'),
		set(API, `${PLUGINS}=...,EventRateLimit,...`, '--admission-control-config-file=<path/to/configuration/file>'),
		flag(API, PLUGINS, has('EventRateLimit')),
	),
	automated(
		'1.2.10',
		argument('admission control plugin AlwaysAdmit', 'is not set'),
		flag(API, PLUGINS, lacks('AlwaysAdmit'), true),
		`Take AlwaysAdmit out of ${PLUGINS} in ${MANIFEST.apiserver}.`,
	),
	manual(
		'1.2.11',
		argument('admission control plugin AlwaysPullImages', 'is set'),
		set(API, `${PLUGINS}=...,AlwaysPullImages,...`),
		flag(API, PLUGINS, has('AlwaysPullImages')),
	),
	...['ServiceAccount', 'NamespaceLifecycle'].map((name, index) =>
		automated(
			`1.2.${12 + index}`,
			argument(`admission control plugin ${name}`, 'is set'),
			flag(API, NO_PLUGINS, lacks(name), true),
			`Take ${name} out of ${NO_PLUGINS} in ${MANIFEST.apiserver}.`,
		),
	),
	automated(
		'1.2.14',
		argument('admission control plugin NodeRestriction', 'is set'),
		flag(API, PLUGINS, has('NodeRestriction')),
		set(API, `${PLUGINS}=...,NodeRestriction,...`),
	),
];

const LOGS: readonly Check[] = [
	automated(
		'1.2.15',
		argument('--profiling', 'argument is set to false'),
		flag(API, '--profiling', is('false')),
		set(API, '--profiling=false'),
	),
	automated(
		'1.2.16',
		argument('--audit-log-path', 'argument is set'),
		given(API, '--audit-log-path'),
		set(API, '--audit-log-path=/var/log/apiserver/audit.log'),
	),
	...(
		[
			['maxage', 30],
			['maxbackup', 10],
			['maxsize', 100],
		] as const
	).map(([name, least], index) =>
		automated(
			`1.2.${17 + index}`,
			argument(`--audit-log-${name}`, `argument is set to ${least} or as appropriate`),
			flag(API, `--audit-log-${name}`, atLeast(least)),
			set(API, `--audit-log-${name}=${least}`),
		),
	),
];

const KEYS: readonly Check[] = [
	manual(
		'1.2.20',
		argument('--request-timeout', `argument ${AS_APPROPRIATE}`),
		`If it is needed at all: ${set(API, '--request-timeout=300s').replace(/^In/, 'in')}`,
	),
	automated(
		'1.2.21',
		argument('--service-account-lookup', 'argument is set to true'),
		flag(API, '--service-account-lookup', is('true'), true),
		set(API, '--service-account-lookup=true'),
	),
	automated(
		'1.2.22',
		argument('--service-account-key-file', `argument ${AS_APPROPRIATE}`),
		given(API, '--service-account-key-file'),
		set(API, '--service-account-key-file=<filename>'),
	),
	automated(
		'1.2.23',
		argument('--etcd-certfile and --etcd-keyfile arguments', 'are set as appropriate'),
		given(API, '--etcd-certfile', '--etcd-keyfile'),
		set(API, '--etcd-certfile=<path/to/client-certificate-file>', '--etcd-keyfile=<path/to/client-key-file>'),
	),
	automated(
		'1.2.24',
		argument('--tls-cert-file and --tls-private-key-file arguments', 'are set as appropriate'),
		given(API, '--tls-cert-file', '--tls-private-key-file'),
		set(API, '--tls-cert-file=<path/to/tls-certificate-file>', '--tls-private-key-file=<path/to/tls-key-file>'),
	),
	...['--client-ca-file', '--etcd-cafile'].map((name, index) =>
		automated(
			`1.2.${25 + index}`,
			argument(name, `argument ${AS_APPROPRIATE}`),
			given(API, name),
			set(API, `${name}=<path/to/ca-file>`),
		),
	),
	manual(
		'1.2.27',
		argument('--encryption-provider-config', `argument ${AS_APPROPRIATE}`),
		`Write an EncryptionConfiguration. ${set(API, '--encryption-provider-config=</path/to/EncryptionConfig/File>')}`,
		given(API, '--encryption-provider-config'),
	),
	manual(
		'1.2.28',
		'Ensure that encryption providers are appropriately configured',
		'Let aescbc, kms or secretbox be the first provider of the EncryptionConfiguration.',
		(evidence) => ['aescbc', 'kms', 'secretbox'].includes(evidence.encryptionProvider),
	),
	manual(
		'1.2.29',
		'Ensure that the API Server only makes use of Strong Cryptographic Ciphers',
		set(API, `--tls-cipher-suites=${STRONG_CIPHERS}`),
		flag(API, '--tls-cipher-suites', onlyStrong),
	),
	automated(
		'1.2.30',
		argument('--service-account-extend-token-expiration', 'parameter is set to false'),
		flag(API, '--service-account-extend-token-expiration', is('false')),
		set(API, '--service-account-extend-token-expiration=false'),
	),
];

const MANAGER = 'controllermanager';

const MANAGER_CHECKS: readonly Check[] = [
	manual(
		'1.3.1',
		argument('--terminated-pod-gc-threshold', `argument ${AS_APPROPRIATE}`),
		set(MANAGER, '--terminated-pod-gc-threshold=10'),
		given(MANAGER, '--terminated-pod-gc-threshold'),
	),
	automated(
		'1.3.2',
		argument('--profiling', 'argument is set to false'),
		flag(MANAGER, '--profiling', is('false')),
		set(MANAGER, '--profiling=false'),
	),
	automated(
		'1.3.3',
		argument('--use-service-account-credentials', 'argument is set to true'),
		flag(MANAGER, '--use-service-account-credentials', (value) => value !== 'false'),
		set(MANAGER, '--use-service-account-credentials=true'),
	),
	automated(
		'1.3.4',
		argument('--service-account-private-key-file', `argument ${AS_APPROPRIATE}`),
		given(MANAGER, '--service-account-private-key-file'),
		set(MANAGER, '--service-account-private-key-file=<filename>'),
	),
	automated(
		'1.3.5',
		argument('--root-ca-file', `argument ${AS_APPROPRIATE}`),
		given(MANAGER, '--root-ca-file'),
		set(MANAGER, '--root-ca-file=<path/to/file>'),
	),
	automated(
		'1.3.6',
		argument('RotateKubeletServerCertificate', 'argument is set to true'),
		flag(MANAGER, '--feature-gates', lacks('RotateKubeletServerCertificate=false'), true),
		set(MANAGER, '--feature-gates=RotateKubeletServerCertificate=true'),
	),
	automated(
		'1.3.7',
		argument('--bind-address', 'argument is set to 127.0.0.1'),
		flag(MANAGER, '--bind-address', is('127.0.0.1'), true),
		set(MANAGER, '--bind-address=127.0.0.1'),
	),
];

const SCHEDULER_CHECKS: readonly Check[] = [
	automated(
		'1.4.1',
		argument('--profiling', 'argument is set to false'),
		flag('scheduler', '--profiling', is('false')),
		set('scheduler', '--profiling=false'),
	),
	automated(
		'1.4.2',
		argument('--bind-address', 'argument is set to 127.0.0.1'),
		flag('scheduler', '--bind-address', is('127.0.0.1'), true),
		set('scheduler', '--bind-address=127.0.0.1'),
	),
];

export const MASTER: Controls = {
	id: '1',
	text: 'Control Plane Security Configuration',
	target: 'master',
	groups: [
		{ id: '1.1', text: 'Control Plane Node Configuration Files', checks: FILES },
		{ id: '1.2', text: 'API Server', checks: [...ACCESS, ...LOGS, ...KEYS] },
		{ id: '1.3', text: 'Controller Manager', checks: MANAGER_CHECKS },
		{ id: '1.4', text: 'Scheduler', checks: SCHEDULER_CHECKS },
	],
};

const pair = (id: string, prefix: string): Check =>
	automated(
		id,
		argument(`--${prefix}cert-file and --${prefix}key-file arguments`, 'are set as appropriate'),
		given('etcd', `--${prefix}cert-file`, `--${prefix}key-file`),
		set('etcd', `--${prefix}cert-file=</path/to/certificate-file>`, `--${prefix}key-file=</path/to/key-file>`),
	);

export const ETCD: Controls = {
	id: '2',
	text: 'Etcd Node Configuration',
	target: 'etcd',
	groups: [
		{
			id: '2',
			text: 'Etcd Node Configuration',
			checks: ['', 'peer-']
				.flatMap((prefix, index) => [
					pair(`2.${3 * index + 1}`, prefix),
					automated(
						`2.${3 * index + 2}`,
						argument(`--${prefix}client-cert-auth`, 'argument is set to true'),
						flag('etcd', `--${prefix}client-cert-auth`, is('true')),
						set('etcd', `--${prefix}client-cert-auth=true`),
					),
					automated(
						`2.${3 * index + 3}`,
						argument(`--${prefix}auto-tls`, 'argument is not set to true'),
						flag('etcd', `--${prefix}auto-tls`, is('false'), true),
						remove('etcd', `--${prefix}auto-tls`),
					),
				])
				.concat(
					manual(
						'2.7',
						'Ensure that a unique Certificate Authority is used for etcd',
						set('etcd', '--trusted-ca-file=</path/to/ca-file>'),
						given('etcd', '--trusted-ca-file'),
					),
				),
		},
	],
};
