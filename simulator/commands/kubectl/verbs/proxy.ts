import type { Task } from '../../../machinery/task.ts';
import { bool, duration, int, string } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { serveProxy } from '../proxy/proxy-server.ts';
import { type FilterFlags, RequestFilter } from '../proxy/request-filter.ts';

export const proxy = defineCommand({
	name: 'proxy',
	use: 'proxy [--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix]',
	short: 'Run a proxy to the Kubernetes API server',
	long: `Creates a proxy server or application-level gateway between localhost and the Kubernetes API server. It also allows serving static content over specified HTTP path. All incoming data enters through one port and gets forwarded to the remote Kubernetes API server port, except for the path matching the static content path.`,
	examples: `
# To proxy all of the Kubernetes API and nothing else
kubectl proxy --api-prefix=/

# To proxy only part of the Kubernetes API and also some static files
# You can get pods info with 'curl localhost:8001/api/v1/pods'
kubectl proxy --www=/my/files --www-prefix=/static/ --api-prefix=/api/

# To proxy the entire Kubernetes API at a different root
# You can get pods info with 'curl localhost:8001/custom/api/v1/pods'
kubectl proxy --api-prefix=/custom/

# Run a proxy to the Kubernetes API server on port 8011, serving static content from ./local/www/
kubectl proxy --port=8011 --www=./local/www/

# Run a proxy to the Kubernetes API server on an arbitrary local port
# The chosen port for the server will be output to stdout
kubectl proxy --port=0

# Run a proxy to the Kubernetes API server, changing the API prefix to k8s-api
# This makes e.g. the pods API available at localhost:8001/k8s-api/v1/pods/
kubectl proxy --api-prefix=/k8s-api`,
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
	*run({ kubectl, flags }) {
		const { port, address, www } = flags;
		const path = /^[a-z]+:\/\/[^/]*(\/.+)$/.exec((yield* kubectl.client()).config.server)?.[1];
		if (path !== undefined && !flags['append-server-path']) {
			yield* kubectl.logWarning(
				'proxy.go:174',
				`Your kube context contains a server path ${path}, use --append-server-path to automatically append the path to each request`,
			);
		}
		const filter = yield* filterOf(kubectl, flags);
		if (flags['unix-socket'] !== '') {
			if (port !== DEFAULT_PORT) throw new CommandError('cannot set --unix-socket and --port at the same time');
			throw new CommandError(`listen unix ${flags['unix-socket']}: socket: address family not supported by protocol`);
		}
		if (www !== '') yield* warnOfDirectory(kubectl, www);
		const withSlash = (prefix: string): string => (prefix.endsWith('/') ? prefix : `${prefix}/`);
		yield* serveProxy(kubectl, {
			address,
			port,
			filter,
			apiPrefix: withSlash(flags['api-prefix']),
			directory: www,
			directoryPrefix: withSlash(flags['www-prefix']),
		});
	},
});

const DEFAULT_PORT = 8001;

/** Models kubectl/pkg/cmd/proxy ProxyOptions.Complete. */
function* filterOf(
	kubectl: Kubectl,
	flags: FilterFlags & { readonly 'disable-filter': boolean; readonly 'unix-socket': string },
): Task<RequestFilter | undefined> {
	if (flags['disable-filter']) {
		if (flags['unix-socket'] === '') yield* kubectl.logWarning('proxy.go:177', UNFILTERED);
		return undefined;
	}
	if (flags['reject-paths'] === '' || flags['reject-methods'] === '') {
		yield* kubectl.logWarning('proxy.go:182', RELAXED);
	}
	return new RequestFilter(flags);
}

const UNFILTERED = 'Request filter disabled, your proxy is vulnerable to XSRF attacks, please be cautious';
const RELAXED = 'Request filter has been relaxed, your proxy may be vulnerable to attacks, please be cautious';

function* warnOfDirectory(kubectl: Kubectl, directory: string): Task<void> {
	const type = kubectl.io.fileType(directory);
	if (type === undefined) {
		const text = `Failed to stat static file directory ${directory}: stat ${directory}: no such file or directory`;
		yield* kubectl.logWarning('proxy.go:205', text);
	} else if (type !== 'directory') {
		yield* kubectl.logWarning('proxy.go:207', `Static file directory ${directory} is not a directory`);
	}
}
