import type { SandboxConfig } from '../../kubelet/runtime/container-record.ts';
import type { ContainerEngine } from './container-engine.ts';
import { type ContainerRequest, EngineError } from './container-request.ts';
import type { EngineContainer, NetworkAttachment } from './engine-container.ts';
import type { EngineNetwork } from './engine-networks.ts';

export interface Plugged {
	readonly attachments: Map<string, NetworkAttachment>;
	readonly hostname: (id: string) => string;
	readonly sandbox: (name: string, id: string) => SandboxConfig;
	/** Gives the addresses back. */
	readonly release: () => void;
}

/** Finds addresses for a container. Throws EngineError for a network that there is not. */
export function attach(
	engine: ContainerEngine,
	request: ContainerRequest,
	joined: EngineContainer | undefined,
): Plugged {
	const attachments = new Map<string, NetworkAttachment>();
	const release = (): void => {
		for (const [name, { address }] of attachments) engine.networks.find(name)?.pool?.release(address);
	};
	const names = request.networks.length === 0 ? [engine.networks.defaultName] : request.networks;
	let isHost = false;
	if (joined === undefined) {
		for (const name of names) {
			if (name === 'host') isHost = true;
			if (name === 'host' || name === 'none') continue;
			const network = networkNamed(engine, name === 'default' ? engine.networks.defaultName : name);
			attachments.set(network.name, newAttachment(network, request.address, request.aliases));
		}
	}
	const [first] = attachments.values();
	const hostname = (id: string): string =>
		joined?.hostname ?? request.hostname ?? (isHost ? engine.machine.hostname : id.slice(0, 12));
	return {
		attachments,
		release,
		hostname,
		sandbox: (name, id) => ({
			podName: name,
			podNamespace: '',
			podUid: id,
			attempt: 0,
			hostname: hostname(id),
			hostNetwork: isHost,
			hostPid: request.hostPid,
			runtimeHandler: '',
			shareProcessNamespace: false,
			sysctls: [],
			resolvConf: hasNames(engine, attachments) ? EMBEDDED_RESOLV_CONF : engine.resolvConf(request.dns),
			labels: new Map(),
			address: first?.address ?? '',
		}),
	};
}

/** Networks that were made have names, the first one has not. */
export function hasNames(engine: ContainerEngine, attachments: ReadonlyMap<string, NetworkAttachment>): boolean {
	return [...attachments.keys()].some((name) => engine.networks.find(name)?.hasNames === true);
}

/** Where containers ask on networks with names. Differs: podman's is at the network's gateway. */
export const NAME_SERVER = '127.0.0.11';
const EMBEDDED_RESOLV_CONF = `nameserver ${NAME_SERVER}\noptions ndots:0\n`;

function networkNamed(engine: ContainerEngine, name: string): EngineNetwork {
	const network = engine.networks.find(name);
	if (network !== undefined) return network;
	throw new EngineError(
		'no-network',
		engine.kind === 'docker'
			? `failed to set up container networking: network ${name} not found`
			: `unable to find network with name or ID ${name}: network not found`,
	);
}

/** An address in a network. Throws EngineError. */
export function newAttachment(
	network: EngineNetwork,
	asked: string | undefined,
	aliases: readonly string[],
): NetworkAttachment {
	const address = asked ?? network.pool?.take();
	if (address === undefined)
		throw new EngineError('other', "no available IPv4 addresses on this network's address pools");
	if (asked !== undefined) network.pool?.reserve(asked);
	const mac = ['02', '42', ...address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))].join(':');
	return { networkId: network.id, address, gateway: network.gateway, aliases, mac };
}

/** What containers find in /etc/hosts. */
export function writeHostsFile(engine: ContainerEngine, container: EngineContainer, path: string): void {
	const { hostname } = container;
	const own = [...container.attachments.values()].map(({ address }) => `${address}\t${hostname}\n`);
	const [first] = container.attachments.values();
	const extra = container.request.extraHosts.map(([name, address]) => {
		return `${address === 'host-gateway' ? (first?.gateway ?? '127.0.0.1') : address}\t${name}\n`;
	});
	engine.machine.root.writeFile(path, [STANDARD_HOSTS, ...extra, ...own].join(''));
}

const STANDARD_HOSTS = `127.0.0.1\tlocalhost
::1\tlocalhost ip6-localhost ip6-loopback
fe00::\tip6-localnet
ff00::\tip6-mcastprefix
ff02::1\tip6-allnodes
ff02::2\tip6-allrouters
`;
