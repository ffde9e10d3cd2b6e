import {
	absent,
	atLeast,
	automated,
	type Check,
	type Controls,
	flag,
	has,
	is,
	kubelet,
	lacks,
	manual,
	mode,
	owner,
	path,
} from './check.ts';
import { onlyStrong } from './control-plane-checks.ts';

const SERVICE = '/lib/systemd/system/kubelet.service';
/** The first that is there. */
const service = path(SERVICE);
const KUBECONFIG = '/etc/kubernetes/kubelet.conf';
const PROXY = '/var/lib/kube-proxy/kubeconfig.conf';
const CONFIG = '/var/lib/kubelet/config.yaml';
const RESTART = 'systemctl daemon-reload\nsystemctl restart kubelet.service';

const chmod = (file: string, bits = 600): string =>
	`Take the rights of others away, on each worker node:\nchmod ${bits} ${file}`;
const chown = (file: string): string => `Give the file to root, on each worker node:\nchown root:root ${file}`;

const FILES: readonly Check[] = [
	automated(
		'4.1.1',
		'Ensure that the kubelet service file permissions are set to 600 or more restrictive',
		mode(0o600, service),
		chmod(SERVICE),
	),
	automated(
		'4.1.2',
		'Ensure that the kubelet service file ownership is set to root:root',
		owner('root:root', service),
		chown(SERVICE),
	),
	manual(
		'4.1.3',
		'If proxy kubeconfig file exists ensure permissions are set to 600 or more restrictive',
		chmod(PROXY),
		mode(0o600, path(PROXY)),
	),
	manual(
		'4.1.4',
		'If proxy kubeconfig file exists ensure ownership is set to root:root',
		chown(PROXY),
		owner('root:root', path(PROXY)),
	),
	automated(
		'4.1.5',
		'Ensure that the --kubeconfig kubelet.conf file permissions are set to 600 or more restrictive',
		mode(0o600, path(KUBECONFIG)),
		chmod(KUBECONFIG),
	),
	automated(
		'4.1.6',
		'Ensure that the --kubeconfig kubelet.conf file ownership is set to root:root',
		owner('root:root', path(KUBECONFIG)),
		chown(KUBECONFIG),
	),
	manual(
		'4.1.7',
		'Ensure that the certificate authorities file permissions are set to 644 or more restrictive',
		chmod('<filename of --client-ca-file>', 644),
		mode(0o644, (evidence) => [evidence.kubelet('--client-ca-file', 'authentication.x509.clientCAFile') ?? '']),
	),
	manual(
		'4.1.8',
		'Ensure that the client certificate authorities file ownership is set to root:root',
		chown('<filename of --client-ca-file>'),
		owner('root:root', (evidence) => [evidence.kubelet('--client-ca-file', 'authentication.x509.clientCAFile') ?? '']),
	),
	automated(
		'4.1.9',
		'If the kubelet config.yaml configuration file is being used validate permissions set to 600 or more restrictive',
		mode(0o600, (evidence) => [evidence.kubeletConfig]),
		chmod(CONFIG),
	),
	automated(
		'4.1.10',
		'If the kubelet config.yaml configuration file is being used validate file ownership is set to root:root',
		owner('root:root', (evidence) => [evidence.kubeletConfig]),
		chown(CONFIG),
	),
];

/** Where a setting of the kubelet goes. */
const set = (field: string, line: string): string =>
	`In the kubelet's configuration file (${CONFIG}) set ${field}; where the kubelet\nis told by its command line, give it ${line} there. Then:\n${RESTART}`;

const SETTINGS: readonly Check[] = [
	automated(
		'4.2.1',
		'Ensure that the --anonymous-auth argument is set to false',
		kubelet('--anonymous-auth', 'authentication.anonymous.enabled', is('false')),
		set('authentication.anonymous.enabled to false', '--anonymous-auth=false'),
	),
	automated(
		'4.2.2',
		'Ensure that the --authorization-mode argument is not set to AlwaysAllow',
		kubelet('--authorization-mode', 'authorization.mode', lacks('AlwaysAllow')),
		set('authorization.mode to Webhook', '--authorization-mode=Webhook'),
	),
	automated(
		'4.2.3',
		'Ensure that the --client-ca-file argument is set as appropriate',
		kubelet('--client-ca-file', 'authentication.x509.clientCAFile', () => true),
		set("authentication.x509.clientCAFile to the authority's file", '--client-ca-file=<path/to/client-ca-file>'),
	),
	manual(
		'4.2.4',
		'Verify that if defined, the --read-only-port argument is set to 0',
		set('readOnlyPort to 0', '--read-only-port=0'),
		kubelet('--read-only-port', 'readOnlyPort', is('0'), true),
	),
	manual(
		'4.2.5',
		'Ensure that the --streaming-connection-idle-timeout argument is not set to 0',
		set('streamingConnectionIdleTimeout to 5m', '--streaming-connection-idle-timeout=5m'),
		kubelet('--streaming-connection-idle-timeout', 'streamingConnectionIdleTimeout', (value) => value !== '0', true),
	),
	automated(
		'4.2.6',
		'Ensure that the --make-iptables-util-chains argument is set to true',
		kubelet('--make-iptables-util-chains', 'makeIPTablesUtilChains', is('true'), true),
		set('makeIPTablesUtilChains to true', '--make-iptables-util-chains=true'),
	),
	manual(
		'4.2.7',
		'Ensure that the --hostname-override argument is not set',
		`Take --hostname-override out of the kubelet's command line. Then:\n${RESTART}`,
		absent('kubelet', '--hostname-override'),
	),
	manual(
		'4.2.8',
		'Ensure that the eventRecordQPS argument is set to a level which ensures appropriate event capture',
		set('eventRecordQPS to a level that fits', '--event-qps=<level>'),
		kubelet('--event-qps', 'eventRecordQPS', atLeast(0), true),
	),
	manual(
		'4.2.9',
		'Ensure that the --tls-cert-file and --tls-private-key-file arguments are set as appropriate',
		set('tlsCertFile and tlsPrivateKeyFile', '--tls-cert-file=<path> --tls-private-key-file=<path>'),
		(evidence) =>
			evidence.kubelet('--tls-cert-file', 'tlsCertFile') !== undefined &&
			evidence.kubelet('--tls-private-key-file', 'tlsPrivateKeyFile') !== undefined,
	),
	automated(
		'4.2.10',
		'Ensure that the --rotate-certificates argument is not set to false',
		kubelet('--rotate-certificates', 'rotateCertificates', is('true'), true),
		set('rotateCertificates to true', '--rotate-certificates=true'),
	),
	manual(
		'4.2.11',
		'Verify that the RotateKubeletServerCertificate argument is set to true',
		set('featureGates.RotateKubeletServerCertificate to true', '--feature-gates=RotateKubeletServerCertificate=true'),
		kubelet('RotateKubeletServerCertificate', 'featureGates.RotateKubeletServerCertificate', lacks('false'), true),
	),
	manual(
		'4.2.12',
		'Ensure that the Kubelet only makes use of Strong Cryptographic Ciphers',
		set('tlsCipherSuites to strong ones only', '--tls-cipher-suites=<list>'),
		kubelet('--tls-cipher-suites', 'tlsCipherSuites', onlyStrong),
	),
	manual(
		'4.2.13',
		'Ensure that a limit is set on pod PIDs',
		set('podPidsLimit to a limit that fits', '--pod-max-pids=<limit>'),
		kubelet('--pod-max-pids', 'podPidsLimit', () => true),
	),
	manual(
		'4.2.14',
		'Ensure that the --seccomp-default parameter is set to true',
		set('seccompDefault to true', '--seccomp-default=true'),
		kubelet('--seccomp-default', 'seccompDefault', () => true),
	),
];

export const NODE: Controls = {
	id: '4',
	text: 'Worker Node Security Configuration',
	target: 'node',
	groups: [
		{ id: '4.1', text: 'Worker Node Configuration Files', checks: FILES },
		{ id: '4.2', text: 'Kubelet', checks: SETTINGS },
		{
			id: '4.3',
			text: 'kube-proxy',
			checks: [
				automated(
					'4.3.1',
					'Ensure that the kube-proxy metrics service is bound to localhost',
					flag('proxy', '--metrics-bind-address', has('127.0.0.1'), true),
					'Set metricsBindAddress to 127.0.0.1:10249, or leave it out, in the ConfigMap of kube-proxy.',
				),
			],
		},
	],
};
