import type { FlagValues } from '../flags.ts';
import { bool, duration, int, string, stringArray } from '../flags.ts';

/** Flags that every command takes; `kubectl options` lists them. Models cli-runtime ConfigFlags and kubectl's own. */
export const GLOBAL_FLAGS = {
	as: string(
		'',
		'Username to impersonate for the operation. User could be a regular user or a service account in a namespace.',
	),
	'as-group': stringArray(
		'Group to impersonate for the operation, this flag can be repeated to specify multiple groups.',
	),
	'as-uid': string('', 'UID to impersonate for the operation.'),
	'as-user-extra': stringArray(
		'User extras to impersonate for the operation, this flag can be repeated to specify multiple values for the same key.',
	),
	'cache-dir': string('', 'Default cache directory', { defaultText: '$HOME/.kube/cache' }),
	'certificate-authority': string('', 'Path to a cert file for the certificate authority'),
	'client-certificate': string('', 'Path to a client certificate file for TLS'),
	'client-key': string('', 'Path to a client key file for TLS'),
	cluster: string('', 'The name of the kubeconfig cluster to use'),
	context: string('', 'The name of the kubeconfig context to use'),
	'disable-compression': bool(false, 'If true, opt-out of response compression for all requests to the server'),
	'insecure-skip-tls-verify': bool(
		false,
		"If true, the server's certificate will not be checked for validity. This will make your HTTPS connections insecure",
	),
	kubeconfig: string('', 'Path to the kubeconfig file to use for CLI requests.'),
	kuberc: string(
		'',
		'Path to the kuberc file to use for preferences. This can be disabled by exporting KUBECTL_KUBERC=false feature gate or turning off the feature KUBERC=off.',
	),
	'log-flush-frequency': duration(5000, 'Maximum number of seconds between log flushes'),
	'match-server-version': bool(false, 'Require server version to match client version'),
	namespace: string('', 'If present, the namespace scope for this CLI request', { shorthand: 'n' }),
	password: string('', 'Password for basic authentication to the API server'),
	profile: string(
		'none',
		'Name of profile to capture. One of (none|cpu|heap|goroutine|threadcreate|block|mutex|trace)',
	),
	'profile-output': string('profile.pprof', 'Name of the file to write the profile to'),
	'request-timeout': string(
		'0',
		"The length of time to wait before giving up on a single server request. Non-zero values should contain a corresponding time unit (e.g. 1s, 2m, 3h). A value of zero means don't timeout requests.",
	),
	server: string('', 'The address and port of the Kubernetes API server', { shorthand: 's' }),
	'tls-server-name': string(
		'',
		'Server name to use for server certificate validation. If it is not provided, the hostname used to contact the server is used',
	),
	token: string('', 'Bearer token for authentication to the API server'),
	user: string('', 'The name of the kubeconfig user to use'),
	username: string('', 'Username for basic authentication to the API server'),
	v: int(0, 'number for the log level verbosity', { shorthand: 'v' }),
	vmodule: string(
		'',
		'comma-separated list of pattern=N settings for file-filtered logging (only works for the default text log format)',
		{ defaultText: '' },
	),
	'warnings-as-errors': bool(
		false,
		'Treat warnings received from the server as errors and exit with a non-zero exit code',
	),
} as const;

export type GlobalFlags = FlagValues<typeof GLOBAL_FLAGS>;
