import { pluginFlags, pluginsThat } from '../../../api/admission-plugins.ts';
import type { ComponentSpec } from './component-program.ts';

// What the control plane's components write on their way up: the lines that administrators look for.

type Log = ComponentSpec['log'];

/** The value of --name=value. */
export function flag(args: readonly string[], name: string): string | undefined {
	return args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
}

/** As Go's net package writes where somebody listens. */
function listening(args: readonly string[]): string {
	const address = flag(args, 'bind-address') ?? '0.0.0.0';
	return address === '0.0.0.0' ? '[::]' : address;
}

export const API_SERVER_EARLY_LOG: Log = (line, args) => {
	const address = flag(args, 'advertise-address') ?? '172.30.1.2';
	line('I', 'options.go:263', `external host was not specified, using ${address}`);
};

export const API_SERVER_OPENING_LOG: Log = (line) => {
	line('I', 'server.go:150', 'Version: v1.35.0');
	line('I', 'server.go:152', '"Golang settings" GOGC="" GOMAXPROCS="" GOTRACEBACK=""');
};

export const API_SERVER_LOG: Log = (line, args) => {
	const port = flag(args, 'secure-port') ?? '6443';
	const plugins = pluginFlags(args);
	line('I', 'shared_informer.go:349', '"Waiting for caches to sync" controller="node_authorizer"');
	for (const [does, what, source] of [
		['mutates', 'mutating', 'plugins.go:157'],
		['validates', 'validating', 'plugins.go:160'],
	] as const) {
		const names = pluginsThat(does, plugins);
		const order = `successfully in the following order: ${names.join(',')}.`;
		line('I', source, `Loaded ${names.length} ${what} admission controller(s) ${order}`);
	}
	line('I', 'instance.go:239', 'Using reconciler: lease');
	line(
		'I',
		'dynamic_cafile_content.go:161',
		'"Starting controller" name="request-header::/etc/kubernetes/pki/front-proxy-ca.crt"',
	);
	line(
		'I',
		'dynamic_cafile_content.go:161',
		'"Starting controller" name="client-ca-bundle::/etc/kubernetes/pki/ca.crt"',
	);
	line('I', 'secure_serving.go:211', `Serving securely on [::]:${port}`);
	line('I', 'apf_controller.go:377', 'Starting API Priority and Fairness config controller');
	line('I', 'shared_informer.go:356', '"Caches are synced" controller="node_authorizer"');
	line('I', 'cache.go:39', 'Caches are synced for RemoteAvailability controller');
};

/** Of the controller manager and the scheduler, which have no certificate of their own. */
export const SELF_SIGNED_LOG: Log = (line) => {
	line('I', 'serving.go:386', 'Generated self-signed cert in-memory');
};

export const CONTROLLER_MANAGER_LOG: Log = (line, args) => {
	const address = listening(args);
	line('I', 'controllermanager.go:189', '"Starting" version="v1.35.0"');
	line('I', 'controllermanager.go:191', '"Golang settings" GOGC="" GOMAXPROCS="" GOTRACEBACK=""');
	line('I', 'secure_serving.go:211', `Serving securely on ${address}:10257`);
};

export const SCHEDULER_LOG: Log = (line, args) => {
	const address = listening(args);
	line('I', 'server.go:175', '"Starting Kubernetes Scheduler" version="v1.35.0"');
	line('I', 'server.go:177', '"Golang settings" GOGC="" GOMAXPROCS="" GOTRACEBACK=""');
	line('I', 'secure_serving.go:211', `Serving securely on ${address}:10259`);
};

export const ETCD_OPENING_LOG: Log = (_, args, json) => {
	json('info', 'etcdmain/etcd.go:64', 'Running: ', { args: ['etcd', ...args] });
};

export const ETCD_LOG: Log = (_, args, json) => {
	const name = flag(args, 'name') ?? 'default';
	const clients = flag(args, 'listen-client-urls') ?? 'http://localhost:2379';
	json('info', 'embed/etcd.go:138', 'configuring peer listeners', {
		'listen-peer-urls': [flag(args, 'listen-peer-urls') ?? 'http://localhost:2380'],
	});
	json('info', 'embed/etcd.go:146', 'configuring client listeners', { 'listen-client-urls': clients.split(',') });
	json('info', 'embed/etcd.go:323', 'starting an etcd server', {
		'etcd-version': '3.6.6',
		'go-version': 'go1.24.10',
		name,
		'data-dir': flag(args, 'data-dir') ?? `${name}.etcd`,
	});
	json('info', 'storage/backend.go:76', 'opened backend db', {
		path: `${flag(args, 'data-dir') ?? `${name}.etcd`}/member/snap/db`,
		took: '4.2ms',
	});
	json('info', 'raft/raft.go:991', 'became leader at term 2', { 'member-name': name });
	json('info', 'etcdserver/server.go:1804', 'published local member to cluster through raft', {
		'publish-timeout': '7s',
	});
	json('info', 'embed/serve.go:103', 'ready to serve client requests', {});
	for (const url of clients.split(',')) {
		json('info', 'embed/serve.go:283', 'serving client traffic securely', { address: url.replace(/^https?:\/\//, '') });
	}
};
