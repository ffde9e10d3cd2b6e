import { ordinaryUser } from '../../hosts/files/base-system.ts';
import { contextsText, type KubeContext } from '../../hosts/pki/kubeconfig-text.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { Cluster, ClusterNode } from '../cluster/cluster.ts';
import type { PresetImages } from '../preset-images.ts';
import { CANDIDATE } from '../presets/presets.ts';
import type { ClusterOptions } from '../world-api.ts';

const HOME = `/home/${CANDIDATE}`;
const KUBECONFIG = `${HOME}/.kube/config`;

/** Gives the user of a workstation an administrator's context for each cluster; the first one's is current. */
export function layKubeconfig(
	{ context: { loop }, firstNode: { machine } }: Cluster,
	clusters: readonly ClusterOptions[],
	images: PresetImages,
): void {
	const contexts = clusters.flatMap(({ name, preset }): KubeContext[] => {
		const { pki } = images.blueprint(preset).hosts;
		const admin = pki.controlPlanes.get(name)?.admin;
		// Machines that no cluster has been made of yet.
		if (admin === undefined) return [];
		const { certificatePem, key } = admin;
		const server = `https://${name}:6443`;
		return [{ name, server, caPem: pki.ca.certificatePem, certificatePem, keyPem: key.privateKeyPem }];
	});
	const { uid, gid } = ordinaryUser({ userName: CANDIDATE });
	machine.root.mkdir(`${HOME}/.kube`, { mode: 0o755, uid, gid });
	machine.root.writeFile(KUBECONFIG, contextsText(contexts), { mode: 0o600, uid, gid, mtimeMs: loop.now() });
}

/** The context that a command line of the workstation's user is about, when it is one that speaks to a cluster. */
export function contextOf({ machine }: ClusterNode, line: string): string | undefined {
	if (!CLIENT.test(line) || ITS_OWN.test(line)) return undefined;
	const named = NAMED.exec(line)?.[1];
	if (named !== undefined) return named;
	const config = decodeUtf8(machine.root.readFile(KUBECONFIG) ?? new Uint8Array(0));
	return /^current-context: *"?([^\s"]+)"?/m.exec(config)?.[1];
}

const CLIENT = /(?:^|[\s|;&($`])(?:k|kubectl|helm)\s/;
/** What is about the workstation itself, or is done elsewhere. */
const ITS_OWN = /^\s*(?:(?:k|kubectl)\s+config|ssh)\s/;
const NAMED = /--(?:kube-)?context[= ](\S+)/;
