import { TransportError } from '../../../client/transport.ts';
import { clusterInfo, kubeadmConfigMap, kubeletConfigMap } from '../../../hosts/kubeadm/cluster-info.ts';
import { coreDnsObjects } from '../../../hosts/kubeadm/coredns.ts';
import { kubeProxyObjects } from '../../../hosts/kubeadm/kube-proxy.ts';
import {
	administrators,
	clusterInfoReaders,
	joiningPolicy,
	kubeadmConfigReaders,
	kubeletConfigReaders,
	kubeProxyReaders,
} from '../../../hosts/kubeadm/kubeadm-policy.ts';
import type { ManifestObject } from '../../../hosts/kubeadm/manifest-object.ts';
import { encodeBase64 } from '../../../machinery/base64.ts';
import { sha256 } from '../../../machinery/sha256.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatTime } from '../../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { ADMIN_CONF, type ClusterAccess, clusterOf, tried } from '../cluster-client.ts';
import { putObjects } from '../cluster-objects.ts';
import type { BootstrapTokenSettings } from '../configuration.ts';
import { announce, exists, putFile, textAt } from '../host-files.ts';
import type { Phase } from '../phases.ts';
import { NODES, type Node } from '../upgrade/cluster-state.ts';
import { kubeletText } from './host-phases.ts';
import type { InitContext } from './init-context.ts';

const CURRENT_CERTIFICATE = '/var/lib/kubelet/pki/kubelet-client-current.pem';
const SUPER_ADMIN_CONF = '/etc/kubernetes/super-admin.conf';

/** As the administrator, whom the super administrator lets in first. Models EnsureAdminClusterRoleBinding. */
export function* administrator({ run }: InitContext): Task<ClusterAccess> {
	const access = yield* clusterOf(run, run.text('kubeconfig') || ADMIN_CONF);
	if (!exists(run.process, SUPER_ADMIN_CONF)) return access;
	const superAdmin = yield* clusterOf(run, SUPER_ADMIN_CONF);
	yield* putObjects(superAdmin.client, [administrators()]);
	return access;
}

function part(name: string, short: string, run: (context: InitContext) => Task<void>): Phase<InitContext> {
	return { name, short, run: (context) => (context.isDryRun ? nothing() : run(context)) };
}

function* nothing(): Task<void> {}

export const UPLOAD_CONFIG_PHASE: Phase<InitContext> = {
	name: 'upload-config',
	short: 'Upload the kubeadm and kubelet configuration to a ConfigMap',
	parts: [
		part('kubeadm', 'Upload the kubeadm ClusterConfiguration to a ConfigMap', uploadKubeadm),
		part('kubelet', 'Upload the kubelet component config to a ConfigMap', uploadKubelet),
	],
};

/** Models cmd/kubeadm/app/phases/uploadconfig UploadConfiguration. */
function* uploadKubeadm(context: InitContext): Task<void> {
	yield* announce(
		context.run,
		'[upload-config] Storing the configuration used in ConfigMap "kubeadm-config" in the "kube-system" Namespace\n',
	);
	const { client } = yield* administrator(context);
	yield* putObjects(client, [kubeadmConfigMap(context.configuration), ...kubeadmConfigReaders()]);
}

/** Models cmd/kubeadm/app/phases/kubelet CreateConfigMap. */
function* uploadKubelet(context: InitContext): Task<void> {
	yield* announce(
		context.run,
		'[kubelet] Creating a ConfigMap "kubelet-config" in namespace kube-system with the configuration for the kubelets in the cluster\n',
	);
	const { client } = yield* administrator(context);
	const map = { ...kubeletConfigMap(context.configuration), data: { kubelet: kubeletText(context) } };
	yield* putObjects(client, [map, ...kubeletConfigReaders()]);
}

export const UPLOAD_CERTS_PHASE: Phase<InitContext> = {
	name: 'upload-certs',
	short: 'Upload certificates to kubeadm-certs',
	run: uploadCertificates,
};

const SHARED_FILES = [
	'ca.crt',
	'ca.key',
	'etcd/ca.crt',
	'etcd/ca.key',
	'front-proxy-ca.crt',
	'front-proxy-ca.key',
	'sa.key',
	'sa.pub',
];

/**
 * Models cmd/kubeadm/app/phases/copycerts UploadCerts. Differs: a stream of hashes of the key hides the certificates,
 * not AES, and nobody takes them out again: there is one control plane.
 */
function* uploadCertificates(context: InitContext): Task<void> {
	const { run, configuration, isDryRun } = context;
	if (!run.isOn('upload-certs') || isDryRun) {
		yield* announce(run, '[upload-certs] Skipping phase. Please see --upload-certs\n');
		return;
	}
	const key = context.certificateKey;
	yield* announce(
		run,
		'[upload-certs] Storing the certificates in Secret "kubeadm-certs" in the "kube-system" Namespace\n',
	);
	const { client } = yield* administrator(context);
	const data: { [name: string]: string } = {};
	for (const name of SHARED_FILES) {
		const bytes = encodeUtf8((yield* textAt(run, `${configuration.certificatesDir}/${name}`)) ?? '');
		data[name.replace('/', '-')] = encodeBase64(hidden(bytes, `${key}/${name}`));
	}
	const metadata = { name: 'kubeadm-certs', namespace: 'kube-system' };
	yield* putObjects(client, [{ apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data }]);
	const shown = run.isOn('skip-certificate-key-print') ? '<value withheld>' : key;
	yield* announce(run, `[upload-certs] Using certificate key:\n${shown}\n`);
}

function hidden(bytes: Uint8Array, key: string): Uint8Array {
	const out = new Uint8Array(bytes.length);
	for (let at = 0; at < bytes.length; at += 32) {
		const stream = sha256(encodeUtf8(`${key}/${at}`));
		for (let index = 0; index < 32 && at + index < bytes.length; index++) {
			out[at + index] = (bytes[at + index] as number) ^ (stream[index] as number);
		}
	}
	return out;
}

export const MARK_PHASE: Phase<InitContext> = part(
	'mark-control-plane',
	'Mark a node as a control-plane',
	markControlPlane,
);

interface Taint {
	readonly key: string;
	readonly value?: string;
	readonly effect: string;
}

const TAINT: Taint = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };
const LABELS = ['node-role.kubernetes.io/control-plane', 'node.kubernetes.io/exclude-from-external-load-balancers'];
const NODE_WAIT_MS = 60_000;

/** Models cmd/kubeadm/app/phases/markcontrolplane. */
function* markControlPlane(context: InitContext): Task<void> {
	const { run, node } = context;
	const taints: readonly Taint[] = node.taints ?? [TAINT];
	yield* announce(
		run,
		`[mark-control-plane] Marking the node ${node.name} as control-plane by adding the labels: [${LABELS.join(' ')}]\n`,
	);
	if (taints.length > 0) {
		const told = taints.map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`);
		yield* announce(
			run,
			`[mark-control-plane] Marking the node ${node.name} as control-plane by adding the taints [${told.join(' ')}]\n`,
		);
	}
	const { client } = yield* administrator(context);
	const untilMs = run.process.now() + NODE_WAIT_MS;
	let found: Node & { readonly spec?: { readonly taints?: readonly Taint[] } };
	for (;;) {
		try {
			found = yield* client.get<Node>(NODES, '', node.name);
			break;
		} catch (error) {
			if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
			if (run.process.now() > untilMs)
				yield* tried('timed out waiting for the condition', client.get<Node>(NODES, '', node.name));
			yield* run.process.sleep(500);
		}
	}
	const kept = (found.spec?.taints ?? []).filter(
		(old) => !taints.some(({ key, effect }) => key === old.key && effect === old.effect),
	);
	yield* client.patch(NODES, { name: node.name }, 'strategic', {
		metadata: { labels: Object.fromEntries(LABELS.map((name) => [name, ''])) },
		spec: { taints: [...taints, ...kept] },
	});
}

export const BOOTSTRAP_TOKEN_PHASE: Phase<InitContext> = part(
	'bootstrap-token',
	'Generates bootstrap tokens used to join a node to a cluster',
	bootstrapTokens,
);

/** Models cmd/kubeadm/app/cmd/phases/init/bootstraptoken.go. */
function* bootstrapTokens(context: InitContext): Task<void> {
	const { run, configuration, address, tokens } = context;
	const shown = run.isOn('skip-token-print') ? '<value withheld>' : tokens[0]?.token;
	yield* announce(
		run,
		`[bootstrap-token] Using token: ${shown}\n[bootstrap-token] Configuring bootstrap tokens, cluster-info ConfigMap, RBAC Roles\n`,
	);
	const { client, caPem } = yield* administrator(context);
	yield* putObjects(
		client,
		tokens.map((token) => tokenSecret(token, run.process.now())),
	);
	yield* putObjects(client, joiningPolicy());
	yield* announce(run, CONFIGURED);
	yield* announce(run, '[bootstrap-token] Creating the "cluster-info" ConfigMap in the "kube-public" namespace\n');
	yield* putObjects(client, [clusterInfo(configuration, address, caPem), ...clusterInfoReaders()]);
}

export const CONFIGURED = `[bootstrap-token] Configured RBAC rules to allow Node Bootstrap tokens to get nodes
[bootstrap-token] Configured RBAC rules to allow Node Bootstrap tokens to post CSRs in order for nodes to get long term certificate credentials
[bootstrap-token] Configured RBAC rules to allow the csrapprover controller automatically approve CSRs from a Node Bootstrap Token
[bootstrap-token] Configured RBAC rules to allow certificate rotation for all node client certificates in the cluster
`;

/** Models cmd/kubeadm/app/apis/bootstraptoken/v1 BootstrapTokenToSecret. */
function tokenSecret({ token, ttlMs, description }: BootstrapTokenSettings, nowMs: number): ManifestObject {
	const [id = '', secret = ''] = token.split('.');
	const data = {
		'token-id': id,
		'token-secret': secret,
		...(description === '' ? {} : { description }),
		...(ttlMs === 0 ? {} : { expiration: formatTime(nowMs + ttlMs) }),
		'usage-bootstrap-signing': 'true',
		'usage-bootstrap-authentication': 'true',
		'auth-extra-groups': 'system:bootstrappers:kubeadm:default-node-token',
	};
	const encoded = Object.entries(data).map(([key, value]) => [key, encodeBase64(encodeUtf8(value))]);
	return {
		apiVersion: 'v1',
		kind: 'Secret',
		metadata: { name: `bootstrap-token-${id}`, namespace: 'kube-system' },
		type: 'bootstrap.kubernetes.io/token',
		data: Object.fromEntries(encoded),
	};
}

export const FINALIZE_PHASE: Phase<InitContext> = {
	name: 'kubelet-finalize',
	short: 'Updates settings relevant to the kubelet after TLS bootstrap',
	parts: [part('enable-client-cert-rotation', 'Enable kubelet client certificate rotation', enableRotation)],
};

/** Models cmd/kubeadm/app/cmd/phases/init/kubeletfinalize.go. */
function* enableRotation({ run }: InitContext): Task<void> {
	const path = '/etc/kubernetes/kubelet.conf';
	const untilMs = run.process.now() + NODE_WAIT_MS;
	while (!exists(run.process, CURRENT_CERTIFICATE) && run.process.now() < untilMs) yield* run.process.sleep(500);
	if (!exists(run.process, CURRENT_CERTIFICATE)) return;
	yield* announce(
		run,
		`[kubelet-finalize] Updating ${JSON.stringify(path)} to point to a rotatable kubelet client certificate and key\n`,
	);
	const text = (yield* textAt(run, path)) ?? '';
	const changed = text
		.replace(/client-certificate-data: .*/, `client-certificate: ${CURRENT_CERTIFICATE}`)
		.replace(/client-key-data: .*/, `client-key: ${CURRENT_CERTIFICATE}`);
	yield* putFile(run, path, changed, 0o600);
}

export const ADDON_PHASE: Phase<InitContext> = {
	name: 'addon',
	short: 'Install required addons for passing conformance tests',
	parts: [
		part('coredns', 'Install the CoreDNS addon to a Kubernetes cluster', installCoreDns),
		part('kube-proxy', 'Install the kube-proxy addon to a Kubernetes cluster', installKubeProxy),
	],
};

/** Models cmd/kubeadm/app/phases/addons/dns EnsureDNSAddon. */
function* installCoreDns(context: InitContext): Task<void> {
	const { client } = yield* administrator(context);
	yield* putObjects(client, coreDnsObjects(context.configuration));
	yield* announce(context.run, '[addons] Applied essential addon: CoreDNS\n');
}

/** Models cmd/kubeadm/app/phases/addons/proxy EnsureProxyAddon. */
function* installKubeProxy(context: InitContext): Task<void> {
	const { client } = yield* administrator(context);
	yield* putObjects(client, [...kubeProxyObjects(context.configuration, context.address), ...kubeProxyReaders()]);
	yield* announce(context.run, '[addons] Applied essential addon: kube-proxy\n');
}
