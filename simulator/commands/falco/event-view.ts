import type { ContainerFacts, RuntimeService } from '../../hosts/runtime/runtime-service.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { SystemEvent } from '../../kernel/tracing/system-event.ts';
import type { EventView } from './fields/field.ts';
import { type Lineage, lineageOf } from './fields/lineage.ts';
import type { HostNames } from './host-names.ts';

/** Containers that are remembered: they may have ended when their last events are looked at. */
const CONTAINERS_MAX = 512;

/** Looks at events with what falco knows besides: containers by their runtime, users by the files of who made the call. */
export class EventViews {
	readonly #process: Process;
	readonly #containers = new Map<string, ContainerFacts | undefined>();
	readonly #sinceNs: bigint;
	readonly #knowsContainers: boolean;
	readonly #hosts: HostNames | undefined;

	constructor(process: Process, knowsContainers: boolean, hosts?: HostNames) {
		this.#process = process;
		this.#knowsContainers = knowsContainers;
		this.#hosts = hosts;
		this.#sinceNs = BigInt(process.now()) * 1_000_000n;
	}

	of(event: SystemEvent): EventView {
		return new LookedAtEvent(
			event,
			this.#process.env.get('FALCO_HOSTNAME') ?? this.#process.machine.hostname,
			this.#sinceNs,
			(id) => this.#container(id),
			(address) => this.#hosts?.of(address),
		);
	}

	#container(id: string): ContainerFacts | undefined {
		if (!this.#knowsContainers) return undefined;
		const known = this.#containers.get(id);
		if (known !== undefined) return known;
		const service = this.#process.port<RuntimeService>('cri');
		const found = service?.state === 'up' ? service.containers().find(({ record }) => record.id === id) : undefined;
		if (this.#containers.size >= CONTAINERS_MAX) this.#containers.clear();
		if (found !== undefined) this.#containers.set(id, found);
		return found;
	}
}

class LookedAtEvent implements EventView {
	readonly event: SystemEvent;
	readonly hostname: string;
	readonly sinceNs: bigint;
	readonly hostNames: EventView['hostNames'];
	readonly #find: (id: string) => ContainerFacts | undefined;
	#lineage: readonly Lineage[] | undefined;
	#container: ContainerFacts | undefined | null = null;

	constructor(
		event: SystemEvent,
		hostname: string,
		sinceNs: bigint,
		find: (id: string) => ContainerFacts | undefined,
		hostNames: EventView['hostNames'],
	) {
		this.event = event;
		this.hostname = hostname;
		this.sinceNs = sinceNs;
		this.#find = find;
		this.hostNames = hostNames;
	}

	get lineage(): readonly Lineage[] {
		this.#lineage ??= lineageOf(this.event.process);
		return this.#lineage;
	}

	get containerId(): string | undefined {
		return this.event.process.controlGroup;
	}

	get container(): ContainerFacts | undefined {
		if (this.#container === null) {
			const id = this.containerId;
			this.#container = id === undefined ? undefined : this.#find(id);
		}
		return this.#container;
	}

	account(uid: number): readonly string[] | undefined {
		return this.#row('/etc/passwd', uid);
	}

	userName(uid: number): string | undefined {
		return this.account(uid)?.[0] ?? (uid === 0 ? 'root' : undefined);
	}

	groupName(gid: number): string | undefined {
		return this.#row('/etc/group', gid)?.[0] ?? (gid === 0 ? 'root' : undefined);
	}

	#row(path: string, id: number): readonly string[] | undefined {
		const lines = this.event.process.readFile(path)?.split('\n') ?? [];
		return lines.map((line) => line.split(':')).find((columns) => columns[2] === String(id));
	}
}
