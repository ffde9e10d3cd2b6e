import { type LayerStack, stackLayers } from '../kernel/files/layer-stack.ts';
import type { Layer } from '../kernel/machine-api.ts';
import type { HostCalls } from '../machinery/host-calls.ts';
import type { ClusterFacts } from './cluster-facts.ts';
import { baseSystemLayer, type HostExecutable, ordinaryUser } from './files/base-system.ts';
import { controlPlaneLayer } from './files/control-plane.ts';
import { kubernetesNodeLayer, plainHostLayer } from './files/kubernetes-node.ts';
import { type ClusterPki, createClusterPki } from './pki/cluster-pki.ts';
import { UnitFileCache } from './systemd/unit-file.ts';

/** The immutable part of a cluster's hosts: kept with the preset and shared by all its worlds. */
export interface ClusterHosts {
	readonly pki: ClusterPki;
	/** Root file systems by host name. */
	readonly stacks: ReadonlyMap<string, LayerStack>;
	/** Unit files that its hosts have read. */
	readonly units: UnitFileCache;
}

/**
 * Builds the hosts of a kubeadm cluster. Pure (host calls are), and dear: call it once a preset.
 * @param executables every command of the hosts; those of `HOST_PROGRAMS` are added here.
 */
export function buildClusterHosts(
	facts: ClusterFacts,
	executables: readonly HostExecutable[],
	hostCalls: HostCalls,
): ClusterHosts {
	const pki = createClusterPki(facts, hostCalls);
	const base = baseSystemLayer(executables, ordinaryUser(facts));
	const without = (tools: RegExp): Layer => baseSystemLayer(withoutTools(executables, tools), ordinaryUser(facts));
	const plain = facts.hosts.some(({ isPlain }) => isPlain) ? without(CLUSTER_TOOLS) : base;
	const clients = facts.hosts.some(({ hasClients }) => hasClients) ? without(SERVER_TOOLS) : base;
	const stacks = new Map<string, LayerStack>();
	for (const host of facts.hosts) {
		if (host.isPlain === true) {
			stacks.set(host.name, stackLayers([host.hasClients ? clients : plain, plainHostLayer(facts, host)]));
			continue;
		}
		const layers = [base, kubernetesNodeLayer(facts, host, pki, base)];
		if (host.role === 'control-plane' && host.isBare !== true) layers.push(controlPlaneLayer(facts, host, pki));
		stacks.set(host.name, stackLayers(layers));
	}
	return { pki, stacks, units: new UnitFileCache() };
}

/** Tools that a machine has only when somebody has installed them there. */
const CLUSTER_TOOLS =
	/\/(kubectl|kubeadm|kubelet|helm|kustomize|k9s|etcdctl|etcdutl|crictl|ctr|docker|dockerd|podman|jq|yq|trivy|kubesec|kube-bench)$/;

/** Those of them that make or run clusters and containers. */
const SERVER_TOOLS =
	/\/(kubeadm|kubelet|k9s|etcdctl|etcdutl|crictl|ctr|docker|dockerd|podman|trivy|kubesec|kube-bench)$/;

function withoutTools(executables: readonly HostExecutable[], tools: RegExp): HostExecutable[] {
	return executables.map((each) => ({ ...each, paths: each.paths.filter((path) => !tools.test(path)) }));
}
