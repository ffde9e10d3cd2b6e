import type { Layer } from '../../kernel/machine-api.ts';
import { type ClusterFacts, controlPlaneEndpoint, type HostFacts } from '../cluster-facts.ts';
import { packagedBinary } from '../packages/kubernetes-packages.ts';
import type { KeyPair } from '../pki/certificate-authority.ts';
import type { ClusterPki } from '../pki/cluster-pki.ts';
import { joinedKubeconfigText, kubeconfigText } from '../pki/kubeconfig-text.ts';
import { CONTAINERD_CONFIG, KUBELET_DROP_IN, UNIT_FILES } from '../systemd/unit-files.ts';
import { kubeletConfiguration, RUNTIME_ENDPOINT } from './kubelet-configuration.ts';
import { LayerEntries } from './layer-entries.ts';
import { addPackageFiles } from './package-files.ts';
import { addSshFiles } from './ssh-files.ts';

const KUBERNETES = '/etc/kubernetes';

/** What kubeadm, containerd and the kubelet have on every node: configuration, identity, runtime. @param base what lies below. */
export function kubernetesNodeLayer(facts: ClusterFacts, host: HostFacts, pki: ClusterPki, base: Layer): Layer {
	const entries = new LayerEntries();
	addHostIdentity(entries, facts, host);
	addSshFiles(entries, facts, host);
	addRuntime(entries);
	for (const name of ['kubeadm', 'kubectl', 'kubelet']) addPackaged(entries, name, facts);
	for (const [name, text] of UNIT_FILES) entries.file(`/usr/lib/systemd/system/${name}`, text);
	for (const name of ['kubelet', 'containerd', 'ssh']) {
		entries.link(
			`/etc/systemd/system/multi-user.target.wants/${name}.service`,
			`/usr/lib/systemd/system/${name}.service`,
		);
	}
	entries.file('/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf', KUBELET_DROP_IN);
	addPackageFiles(entries, facts.kubernetesVersion, base);
	// As the kubelet's package leaves it.
	entries.directories(`${KUBERNETES}/manifests /var/lib/kubelet`);
	if (host.isBare !== true) addKubelet(entries, facts, host, pki);
	return entries.layer(facts.initializedAtMs);
}

function addPackaged(entries: LayerEntries, name: string, { kubernetesVersion }: ClusterFacts): void {
	const { path, bytes } = packagedBinary(name) as { readonly path: string; readonly bytes: number };
	entries.executable(path, `${name}@${kubernetesVersion}`, bytes);
}

/** Who a machine is that is in no cluster, and its sshd. */
export function plainHostLayer(facts: ClusterFacts, host: HostFacts): Layer {
	const entries = new LayerEntries();
	addHostIdentity(entries, facts, host);
	addSshFiles(entries, facts, host);
	for (const [name, text] of UNIT_FILES) {
		if (name.startsWith('ssh')) entries.file(`/usr/lib/systemd/system/${name}`, text);
	}
	entries.link('/etc/systemd/system/multi-user.target.wants/ssh.service', '/usr/lib/systemd/system/ssh.service');
	if (host.hasClients === true) addPackaged(entries, 'kubectl', facts);
	return entries.layer(facts.initializedAtMs);
}

function addHostIdentity(entries: LayerEntries, facts: ClusterFacts, host: HostFacts): void {
	entries.file('/etc/hostname', `${host.name}\n`);
	if (host.machineId !== undefined) {
		entries.file('/etc/machine-id', `${host.machineId}\n`, 0o444);
		entries.link('/var/lib/dbus/machine-id', '/etc/machine-id');
	}
	const others = facts.hosts.map(({ name, address }) => `${address} ${name}\n`).join('');
	entries.file(
		'/etc/hosts',
		`127.0.0.1 localhost\n127.0.1.1 ${host.name}\n\n::1 ip6-localhost ip6-loopback\nff02::1 ip6-allnodes\n\n${others}`,
	);
}

/** What the package kubernetes-cni brings. */
const NETWORK_PLUGINS =
	'bandwidth bridge dhcp dummy firewall host-device host-local ipvlan loopback macvlan portmap ptp sbr static tap tuning vlan vrf'.split(
		' ',
	);

function addRuntime(entries: LayerEntries): void {
	entries.file('/etc/containerd/config.toml', CONTAINERD_CONFIG);
	entries.directories('/etc/cni/net.d /opt/cni/bin /opt/containerd /var/lib/containerd /run/containerd /var/lib/cni');
	for (const plugin of NETWORK_PLUGINS) entries.file(`/opt/cni/bin/${plugin}`, '#!/bin/false\n', 0o755);
	entries.directories('/var/log/containers /var/log/pods /usr/libexec/kubernetes/kubelet-plugins/volume/exec');
	entries.file('/etc/containers/registries.conf', 'unqualified-search-registries = ["docker.io"]\n');
	entries.directories('/etc/docker /etc/modprobe.d');
	entries.file('/etc/crictl.yaml', `runtime-endpoint: ${RUNTIME_ENDPOINT}\nimage-endpoint: ${RUNTIME_ENDPOINT}\n`);
}

/** Models cmd/kubeadm/app/phases/kubelet: configuration, flags and the rotated client certificate. */
function addKubelet(entries: LayerEntries, facts: ClusterFacts, host: HostFacts, pki: ClusterPki): void {
	const kubelet = pki.kubelets.get(host.name);
	if (kubelet === undefined) throw new Error(`assertion failed: no certificate for ${host.name}`);
	const home = '/var/lib/kubelet';
	entries.directories(
		`${KUBERNETES}/manifests ${KUBERNETES}/pki ${home}/pods ${home}/plugins ${home}/plugins_registry`,
	);
	entries.file(`${home}/config.yaml`, kubeletConfiguration(facts));
	entries.file(
		`${home}/instance-config.yaml`,
		`apiVersion: kubelet.config.k8s.io/v1beta1\ncontainerRuntimeEndpoint: ${RUNTIME_ENDPOINT}\nkind: KubeletConfiguration\n`,
	);
	entries.file(`${home}/kubeadm-flags.env`, 'KUBELET_KUBEADM_ARGS=""\n');
	const { client, serving, servingAuthorityPem } = kubelet;
	const stamp = new Date(facts.initializedAtMs)
		.toISOString()
		.replace(/\..*$/, '')
		.replaceAll(':', '-')
		.replace('T', '-');
	const rotated = `${home}/pki/kubelet-client-${stamp}.pem`;
	entries.directory(`${home}/pki`);
	entries.file(rotated, client.certificatePem + client.key.privateKeyPem, 0o600);
	entries.link(`${home}/pki/kubelet-client-current.pem`, rotated);
	entries.file(`${home}/pki/kubelet.crt`, serving.certificatePem + servingAuthorityPem);
	entries.file(`${home}/pki/kubelet.key`, serving.key.privateKeyPem, 0o600);
	entries.file(`${KUBERNETES}/pki/ca.crt`, pki.ca.certificatePem);
	const server = controlPlaneEndpoint(facts);
	const caPem = pki.ca.certificatePem;
	const file = `${home}/pki/kubelet-client-current.pem`;
	const kubeconfig =
		host.role === 'control-plane'
			? kubeconfigText({ server, caPem, user: `system:node:${host.name}`, credentials: { file } })
			: joinedKubeconfigText(server, caPem, file);
	entries.file(`${KUBERNETES}/kubelet.conf`, kubeconfig, 0o600);
}

/** A certificate and key as two files of /etc/kubernetes/pki. */
export function addKeyPair(entries: LayerEntries, path: string, pair: KeyPair): void {
	entries.file(`${path}.crt`, pair.certificatePem);
	entries.file(`${path}.key`, pair.key.privateKeyPem, 0o600);
}
