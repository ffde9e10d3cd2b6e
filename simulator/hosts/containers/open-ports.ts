import { SystemError } from '../../kernel/process-api.ts';
import type { ContainerEngine } from './container-engine.ts';
import { EngineError, type PortRequest } from './container-request.ts';
import type { EngineContainer } from './engine-container.ts';
import { type PublishedPort, startPortProxy } from './port-proxy.ts';

const FIRST_FREE_PORT = 32_768;
const TRIES_MAX = 1_000;

/** Opens the ports of the host that lead into a container. Throws EngineError, with none of them open. */
export function openPorts(engine: ContainerEngine, container: EngineContainer): void {
	const [attachment] = container.attachments.values();
	if (attachment === undefined) return;
	const wanted = [...container.request.ports, ...(container.request.publishAll ? exposed(container) : [])];
	const opened: PublishedPort[] = [];
	const proxies: EngineContainer['proxies'][number][] = [];
	try {
		for (const port of wanted) {
			const [found, proxy] = open(engine, container, port, attachment.address);
			opened.push(found);
			proxies.push(proxy);
		}
	} catch (error) {
		for (const proxy of proxies) proxy.signal('KILL');
		throw error;
	}
	container.ports = opened;
	container.proxies = proxies;
}

function exposed({ image, request }: EngineContainer): PortRequest[] {
	return (image.config.exposedPorts ?? []).flatMap((text): PortRequest[] => {
		const [port = '', protocol = 'tcp'] = text.split('/');
		if (request.ports.some((each) => each.containerPort === Number(port))) return [];
		return [
			{ hostAddress: '', hostPort: 0, containerPort: Number(port), protocol: protocol === 'udp' ? 'udp' : 'tcp' },
		];
	});
}

function open(engine: ContainerEngine, container: EngineContainer, port: PortRequest, to: string) {
	const { containerPort, protocol } = port;
	const hostAddress = port.hostAddress === '' ? '0.0.0.0' : port.hostAddress;
	if (port.hostPort !== 0) {
		const published = { hostAddress, hostPort: port.hostPort, containerPort, protocol };
		try {
			return [published, startPortProxy(engine.machine, argvOf(engine, published, to), published, to)] as const;
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new EngineError('port-taken', takenText(engine, container, published, to));
		}
	}
	for (let hostPort = FIRST_FREE_PORT; hostPort < FIRST_FREE_PORT + TRIES_MAX; hostPort++) {
		const published = { hostAddress, hostPort, containerPort, protocol };
		if (allocated(engine, published) !== undefined) continue;
		try {
			return [published, startPortProxy(engine.machine, argvOf(engine, published, to), published, to)] as const;
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}
	throw new EngineError('port-taken', 'all ports are allocated');
}

function argvOf({ kind }: ContainerEngine, port: PublishedPort, to: string): string[] {
	if (kind === 'podman') return ['/usr/bin/conmon', '--api-version', '1', '-s'];
	return [
		'/usr/bin/docker-proxy',
		...['-proto', port.protocol, '-host-ip', port.hostAddress, '-host-port', String(port.hostPort)],
		...['-container-ip', to, '-container-port', String(port.containerPort), '-use-listen-fd'],
	];
}

function allocated(engine: ContainerEngine, port: PublishedPort): EngineContainer | undefined {
	return engine.containers.find(({ ports }) =>
		ports.some((each) => each.hostPort === port.hostPort && each.protocol === port.protocol),
	);
}

/** Models moby daemon/libnetwork/portmapper and containers/podman libpod/oci_util.go bindPort. */
function takenText(engine: ContainerEngine, container: EngineContainer, port: PublishedPort, to: string): string {
	const { hostAddress, hostPort, containerPort, protocol } = port;
	if (engine.kind === 'podman') {
		const where = hostAddress === '0.0.0.0' ? '' : hostAddress;
		if (engine.uid !== 0) {
			return `rootlessport listen ${protocol} ${hostAddress}:${hostPort}: bind: address already in use`;
		}
		return `cannot listen on the ${protocol.toUpperCase()} port: listen ${protocol}4 ${where}:${hostPort}: bind: address already in use`;
	}
	const why =
		allocated(engine, port) === undefined
			? `failed to bind host port for ${hostAddress}:${hostPort}:${to}:${containerPort}/${protocol}: address already in use`
			: `Bind for ${hostAddress}:${hostPort} failed: port is already allocated`;
	const endpoint = engine.random.stream(`endpoint/${container.id}`).hex(64);
	return `failed to set up container networking: driver failed programming external connectivity on endpoint ${container.name} (${endpoint}): ${why}`;
}
