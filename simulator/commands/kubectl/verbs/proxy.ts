import { bool, duration, int, string } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { CommandError } from '../errors.ts';

export const proxy = defineCommand({
	name: 'proxy',
	use: 'proxy [--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix]',
	short: 'Run a proxy to the Kubernetes API server',
	long: `Creates a proxy server or application-level gateway between localhost and the Kubernetes API server. It also allows serving static content over specified HTTP path. All incoming data enters through one port and gets forwarded to the remote Kubernetes API server port, except for the path matching the static content path.`,
	examples: `
# All of the Kubernetes API and nothing else
kubectl proxy --api-prefix=/

# On a port of its own choice
kubectl proxy --port=0`,
	flags: {
		'accept-hosts': string(
			'^localhost$,^127\\.0\\.0\\.1$,^\\[::1\\]$',
			'Regular expression for hosts that the proxy should accept.',
		),
		'accept-paths': string('^.*', 'Regular expression for paths that the proxy should accept.'),
		address: string('127.0.0.1', 'The IP address on which to serve on.'),
		'api-prefix': string('/', 'Prefix to serve the proxied API under.'),
		'append-server-path': bool(
			false,
			'If true, enables automatic path appending of the kube context server path to each request.',
		),
		'disable-filter': bool(
			false,
			'If true, disable request filtering in the proxy. This is dangerous, and can leave you vulnerable to XSRF attacks, when used with an accessible port.',
		),
		keepalive: duration(
			0,
			'keepalive specifies the keep-alive period for an active network connection. Set to 0 to disable keepalive.',
		),
		port: int(8001, 'The port on which to run the proxy. Set to 0 to pick a random port.', { shorthand: 'p' }),
		'reject-methods': string(
			'^$',
			"Regular expression for HTTP methods that the proxy should reject (example --reject-methods='POST,PUT,PATCH'). ",
		),
		'reject-paths': string(
			'^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach',
			'Regular expression for paths that the proxy should reject. Paths specified here will be rejected even accepted by --accept-paths.',
		),
		'unix-socket': string('', 'Unix socket on which to run the proxy.', { shorthand: 'u' }),
		www: string('', 'Also serve static files from the given directory under the specified prefix.', { shorthand: 'w' }),
		'www-prefix': string('/static/', 'Prefix to serve static files under, if static file directory is specified.', {
			shorthand: 'P',
		}),
	},
	*run() {
		throw new CommandError(
			'proxy is not available in this kubectl: ask the server with "kubectl get --raw", or forward a port with "kubectl port-forward"',
		);
	},
});
