import { ROOT_CREDENTIALS } from '../../kernel/capabilities.ts';
import type { RunningProcess } from '../../kernel/machine-api.ts';
import type { Process } from '../../kernel/process-api.ts';
import { TaskGroup } from '../../kernel/serving/task-group.ts';
import { serveDns } from '../../kubelet/images/coredns/dns-listener.ts';
import { type DnsMessage, decodeDnsMessage, encodeDnsMessage, RECORD_TYPES } from '../../machinery/dns/dns-message.ts';
import { parseResolvConf } from '../../machinery/dns/resolver.ts';
import type { Task } from '../../machinery/task.ts';
import type { ContainerEngine } from './container-engine.ts';
import type { EngineContainer } from './engine-container.ts';
import { stateOf } from './engine-container.ts';
import { hasNames, NAME_SERVER } from './network-attachments.ts';

/**
 * The resolver that a container on a network with names asks: it knows who else is there, and passes all else on. Models
 * moby libnetwork/resolver.go. Undefined where there are no names.
 */
export function startNameServer(engine: ContainerEngine, container: EngineContainer): RunningProcess | undefined {
	if (!hasNames(engine, container.attachments)) return undefined;
	return engine.machine.start({
		argv: [engine.kind === 'docker' ? '/usr/bin/dockerd' : '/usr/lib/podman/aardvark-dns'],
		env: new Map(),
		cwd: '/',
		credentials: ROOT_CREDENTIALS,
		network: engine.runtime.namespaceOf(container.sandboxId),
		stdin: 'null',
		onOutput: ignore,
		onExit: ignore,
		program: (process) => serve(process, engine, container),
	});
}

const ignore = (): void => undefined;

function* serve(process: Process, engine: ContainerEngine, container: EngineContainer): Task<number> {
	const group = new TaskGroup();
	serveDns(process, group, 53, (query) => answer(process, engine, container, query), NAME_SERVER);
	return yield* group.run(process, () => undefined);
}

function* answer(
	process: Process,
	engine: ContainerEngine,
	container: EngineContainer,
	query: DnsMessage,
): Task<DnsMessage | undefined> {
	const [question] = query.questions;
	const name = (question?.name ?? '').replace(/\.$/, '').toLowerCase();
	const addresses = addressesOf(engine, container, name);
	if (addresses.length > 0) {
		const asked = question?.type === RECORD_TYPES.A || question?.type === RECORD_TYPES.ANY;
		const answers = asked
			? addresses.map((data) => ({ name: question.name, type: 'A' as const, ttlSeconds: 600, data }))
			: [];
		return {
			...query,
			response: true,
			recursionAvailable: true,
			code: 'NOERROR',
			answers,
			authorities: [],
			additionals: [],
		};
	}
	return yield* passedOn(process, engine, query);
}

/** Containers that share a network with this one, by name, alias or id. */
function addressesOf(engine: ContainerEngine, container: EngineContainer, name: string): string[] {
	const found: string[] = [];
	for (const network of container.attachments.keys()) {
		if (engine.networks.find(network)?.hasNames !== true) continue;
		for (const other of engine.containers) {
			const at = other.attachments.get(network);
			if (at === undefined || stateOf(other) !== 'running') continue;
			const names = [other.name, other.id.slice(0, 12), other.hostname, ...at.aliases].map((each) =>
				each.toLowerCase(),
			);
			if (names.includes(name) || names.some((each) => name === `${each}.${network}`)) found.push(at.address);
		}
	}
	return found;
}

const UPSTREAM_MS = 4_000;

function* passedOn(process: Process, engine: ContainerEngine, query: DnsMessage): Task<DnsMessage | undefined> {
	const [server] = parseResolvConf(engine.resolvConf([])).nameservers;
	if (server === undefined) return undefined;
	const fd = process.udp();
	try {
		process.sendTo(fd, server, 53, encodeDnsMessage(query));
		const reply = yield* process.receiveFrom(fd, UPSTREAM_MS);
		return reply === undefined ? undefined : decodeDnsMessage(reply.data);
	} finally {
		process.close(fd);
	}
}
