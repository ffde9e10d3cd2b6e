import type { CobraRun } from '../../commands/cobra/cobra.ts';
import { addressBlock } from '../../machinery/ipv4.ts';
import { TabWriter } from '../../machinery/tab-writer.ts';
import type { Task } from '../../machinery/task.ts';
import type { CiliumAgent } from './agent.ts';

const WIREGUARD_PORT = 51_871;

function wireguardText(agent: CiliumAgent): string {
	const node = agent.is('encrypt-node') ? 'Enabled' : 'Disabled';
	return `Wireguard\t[NodeEncryption: ${node}, cilium_wg0 (Pubkey: ${agent.wireguardKey}, Port: ${WIREGUARD_PORT}, Peers: ${agent.peers.length})]`;
}

/** Models cilium-dbg status: what the agent is and does, a line each. */
export function* agentStatus(run: CobraRun, agent: CiliumAgent): Task<number> {
	if (run.isOn('brief')) {
		yield* run.out.write(agent.isReady ? 'OK\n' : 'error in daemon initialization\n');
		return agent.isReady ? 0 : 1;
	}
	const { config } = agent;
	const version = run.process.release ?? '';
	const range = agent.range ?? '';
	const endpoints = agent.endpoints.list();
	const size = (addressBlock(range)?.size ?? 256) - 2;
	const nodes = agent.ciliumNodes.list().length;
	const kubelet = agent.nodes.get('', agent.port.nodeName)?.status as {
		readonly nodeInfo?: { readonly kubeletVersion?: string };
	};
	const kubernetes = kubelet?.nodeInfo?.kubeletVersion ?? 'v1.35.0';
	const routing =
		config.get('routing-mode') === 'native' ? 'Native' : `Tunnel [${config.get('tunnel-protocol') ?? 'vxlan'}]`;
	const proxy = ['true', 'strict'].includes(config.get('kube-proxy-replacement') ?? '');
	const encryption = agent.is('enable-wireguard')
		? wireguardText(agent)
		: agent.is('enable-ipsec')
			? 'IPsec'
			: 'Disabled';
	const table = new TabWriter({ minWidth: 5, padding: 3, rememberWidths: false });
	const rows = [
		'KVStore:\tDisabled\t',
		`Kubernetes:\tOk\t${kubernetes.slice(1, kubernetes.lastIndexOf('.'))} (${kubernetes}) [linux/amd64]`,
		'Kubernetes APIs:\t["EndpointSliceOrEndpoint", "cilium/v2::CiliumCIDRGroup", "cilium/v2::CiliumClusterwideNetworkPolicy", "cilium/v2::CiliumEndpoint", "cilium/v2::CiliumNetworkPolicy", "cilium/v2::CiliumNode", "core/v1::Pods", "networking.k8s.io/v1::NetworkPolicy"]',
		`KubeProxyReplacement:\t${proxy ? `True\t[eth0   ${agent.port.address} (Direct Routing)]` : 'False\t'}`,
		`Host firewall:\t${agent.is('enable-host-firewall') ? 'Enabled\t[eth0]' : 'Disabled'}`,
		'SRv6:\tDisabled',
		'CNI Chaining:\tnone',
		'CNI Config file:\tsuccessfully wrote CNI configuration file to /host/etc/cni/net.d/05-cilium.conflist',
		`Cilium:\t${agent.isReady ? 'Ok' : 'Warning'}\t${version.slice(1)} (${version})`,
		'NodeMonitor:\tListening for events on 2 CPUs with 64x4096 of shared memory',
		`Cilium health daemon:\t${agent.isReady ? 'Ok' : 'Warning'}\t`,
		`IPAM:\tIPv4: ${endpoints.length + 2}/${size} allocated from ${range}, `,
		'IPv4 BIG TCP:\tDisabled',
		'IPv6 BIG TCP:\tDisabled',
		'BandwidthManager:\tDisabled',
		`Routing:\tNetwork: ${routing}   Host: Legacy`,
		'Attach Mode:\tTCX',
		'Device Mode:\tveth',
		'Masquerading:\tIPTables [IPv4: Enabled, IPv6: Disabled]',
		'Controller Status:\t22/22 healthy',
		`Proxy Status:\tOK, ip ${agent.routerAddress(range)}, 0 redirects active on ports 10000-20000, Envoy: ${agent.is('external-envoy-proxy') ? 'external' : 'embedded'}`,
		'Global Identity Range:\tmin 256, max 65535',
		`Hubble:\t${agent.is('enable-hubble') ? 'Ok\tCurrent/Max Flows: 4095/4095 (100.00%), Flows/s: 2.14   Metrics: Disabled' : 'Disabled'}`,
		`Encryption:\t${encryption}\t`,
		`Cluster health:\t${nodes}/${nodes} reachable\t`,
		'Modules Health:\tStopped(0) Degraded(0) OK(62)',
	];
	table.write(rows.map((row) => `${row}\n`).join(''));
	yield* run.out.write(table.flush());
	return 0;
}

/** Models cilium-dbg encrypt status. */
export function* encryptStatus(run: CobraRun, agent: CiliumAgent): Task<number> {
	if (agent.is('enable-wireguard')) {
		yield* run.out.write(
			`Encryption: Wireguard                 \nInterface: cilium_wg0\n\tPublic key: ${agent.wireguardKey}\n\tNumber of peers: ${agent.peers.length}\n`,
		);
		return 0;
	}
	if (agent.is('enable-ipsec')) {
		yield* run.out.write(
			'Encryption: IPsec\nDecryption interface(s): eth0\nKeys in use: 1\nMax Seq. Number: 0x0/0xffffffff\nErrors: 0\n',
		);
		return 0;
	}
	yield* run.out.write('Encryption: Disabled\n');
	return 0;
}
