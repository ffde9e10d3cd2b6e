import { ApiClient } from '../../client/api-client.ts';
import { TransportError } from '../../client/transport.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { CommandError, messageOf } from '../kubectl/errors.ts';
import { type ConfigOverrides, readKubeconfig, resolveClientConfig } from '../kubectl/kubeconfig.ts';
import { Streams } from '../kubectl/streams.ts';
import { SocketTransport } from '../kubectl/transport.ts';
import { KubeadmError } from './kubeadm-error.ts';

export const ADMIN_CONF = '/etc/kubernetes/admin.conf';

const NO_OVERRIDES: ConfigOverrides = {
	context: '',
	cluster: '',
	user: '',
	namespace: '',
	server: '',
	token: '',
	username: '',
	password: '',
	'certificate-authority': '',
	'client-certificate': '',
	'client-key': '',
	'insecure-skip-tls-verify': false,
	'tls-server-name': '',
	as: '',
	'as-uid': '',
	'as-group': [],
	'as-user-extra': [],
};

/** The way to the cluster that a kubeconfig names. */
export interface ClusterAccess {
	readonly client: ApiClient;
	/** "https://172.30.1.2:6443". */
	readonly server: string;
	readonly caPem: string;
}

/** Throws KubeadmError. Models cmd/kubeadm/app/util/kubeconfig ClientSetFromFile. */
export function* clusterOf(run: CobraRun, path: string): Task<ClusterAccess> {
	const streams = new Streams(run.process);
	try {
		const config = yield* readKubeconfig(streams, path);
		const resolved = yield* resolveClientConfig(streams, config, NO_OVERRIDES);
		const client = new ApiClient(new SocketTransport(run.process, resolved as never), 'kubeadm');
		return { client, server: resolved.server, caPem: resolved.caPem ?? '' };
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new KubeadmError(
			`failed to load admin kubeconfig: ${messageOf(error).replace(/^error loading config file "[^"]*": /, '')}`,
		);
	}
}

/** What a request led to; a failure is worded with what was tried. */
export function* tried<T>(what: string, request: Task<T>): Task<T> {
	try {
		return yield* request;
	} catch (error) {
		if (error instanceof ApiError || error instanceof TransportError)
			throw new KubeadmError(`${what}: ${error.message}`);
		throw error;
	}
}

export const SECRETS = { group: '', version: 'v1', resource: 'secrets', kind: 'Secret', namespaced: true } as const;
export const CONFIG_MAPS = {
	group: '',
	version: 'v1',
	resource: 'configmaps',
	kind: 'ConfigMap',
	namespaced: true,
} as const;

export interface Secret extends KubeObject {
	readonly type?: string;
	readonly data?: { readonly [key: string]: string };
}
