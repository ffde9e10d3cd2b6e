import { AddressPool } from '../../kubelet/runtime/address-pool.ts';
import { EngineError } from './container-request.ts';

/** A bridge that containers are plugged into. */
export interface EngineNetwork {
	readonly id: string;
	readonly name: string;
	readonly driver: 'bridge' | 'host' | 'null';
	/** '' where there is none. */
	readonly subnet: string;
	readonly gateway: string;
	readonly createdAtMs: number;
	readonly labels: ReadonlyMap<string, string>;
	readonly internal: boolean;
	/** Its containers find each other by name. */
	readonly hasNames: boolean;
	readonly pool: AddressPool | undefined;
}

export interface NetworkOptions {
	readonly name: string;
	readonly driver: string;
	readonly subnet: string | undefined;
	readonly gateway: string | undefined;
	readonly labels: ReadonlyMap<string, string>;
	readonly internal: boolean;
}

/** Which subnets an engine gives out: its first network, and those after it. */
interface Ranges {
	readonly first: string;
	/** "172.%.0.0/16" from 18 on. */
	readonly further: (index: number) => string;
	readonly names: readonly string[];
}

const RANGES: Readonly<Record<'docker' | 'podman', Ranges>> = {
	docker: { first: '172.17.0.0/16', further: (index) => `172.${18 + index}.0.0/16`, names: ['bridge', 'host', 'none'] },
	podman: { first: '10.88.0.0/16', further: (index) => `10.89.${index}.0/24`, names: ['podman'] },
};
const FURTHER_MAX = 13;

/** The networks of one engine, in the order in which they came. */
export class EngineNetworks {
	readonly #networks = new Map<string, EngineNetwork>();
	readonly #ranges: Ranges;

	constructor(kind: 'docker' | 'podman', nowMs: number, newId: () => string) {
		this.#ranges = RANGES[kind];
		for (const name of this.#ranges.names) {
			const isBridge = name === 'bridge' || name === 'podman';
			this.#add({
				id: newId(),
				name,
				driver: isBridge ? 'bridge' : name === 'host' ? 'host' : 'null',
				subnet: isBridge ? this.#ranges.first : '',
				gateway: isBridge ? firstAddress(this.#ranges.first) : '',
				createdAtMs: nowMs,
				labels: new Map(),
				internal: false,
				hasNames: false,
			});
		}
	}

	/** Those that every engine has. */
	isOwn(name: string): boolean {
		return this.#ranges.names.includes(name);
	}

	get defaultName(): string {
		return this.#ranges.names[0] as string;
	}

	list(): readonly EngineNetwork[] {
		return [...this.#networks.values()];
	}

	/** By name, or by the beginning of an id. */
	find(nameOrId: string): EngineNetwork | undefined {
		const named = this.#networks.get(nameOrId);
		if (named !== undefined || nameOrId === '') return named;
		const found = this.list().filter((each) => each.id.startsWith(nameOrId));
		return found.length === 1 ? found[0] : undefined;
	}

	/** Throws EngineError. */
	create(options: NetworkOptions, id: string, nowMs: number): EngineNetwork {
		const { name, driver, labels, internal } = options;
		if (this.#networks.has(name)) throw new EngineError('name-taken', `network with name ${name} already exists`);
		if (driver !== 'bridge') {
			throw new EngineError('invalid', `could not find plugin ${driver} in v1 plugin registry: plugin not found`);
		}
		const subnet = options.subnet ?? this.#freeSubnet();
		if (this.list().some((each) => each.subnet !== '' && overlaps(each.subnet, subnet))) {
			throw new EngineError('invalid', 'invalid pool request: Pool overlaps with other one on this address space');
		}
		const gateway = options.gateway ?? firstAddress(subnet);
		return this.#add({ id, name, driver, subnet, gateway, createdAtMs: nowMs, labels, internal, hasNames: true });
	}

	/** One of a snapshot, with none of its addresses given yet. */
	restore({ pool: _, ...network }: EngineNetwork): void {
		this.#add(network);
	}

	remove(name: string): void {
		this.#networks.delete(name);
	}

	#freeSubnet(): string {
		const used = new Set(this.list().map((each) => each.subnet));
		for (let index = 0; index < FURTHER_MAX; index++) {
			const subnet = this.#ranges.further(index);
			if (!used.has(subnet)) return subnet;
		}
		throw new EngineError('other', 'all predefined address pools have been fully subnetted');
	}

	#add(network: Omit<EngineNetwork, 'pool'>): EngineNetwork {
		let pool: AddressPool | undefined;
		if (network.subnet !== '') {
			pool = new AddressPool();
			pool.setCidr(network.subnet);
		}
		const added = { ...network, pool };
		this.#networks.set(network.name, added);
		return added;
	}
}

function firstAddress(subnet: string): string {
	return subnet.replace(/\.\d+\/\d+$/, '.1');
}

function overlaps(a: string, b: string): boolean {
	const [low, high] = [a, b].map(range) as [readonly [number, number], readonly [number, number]];
	return low[0] <= high[1] && high[0] <= low[1];
}

function range(cidr: string): readonly [number, number] {
	const [address = '', bits = '32'] = cidr.split('/');
	const size = 2 ** (32 - Number(bits));
	const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
	const base = Math.floor(number / size) * size;
	return [base, base + size - 1];
}
