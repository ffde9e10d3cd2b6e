import { SystemError } from '../../process-api.ts';
import type { KernelProcess } from '../../processes/kernel-process.ts';
import { NetNamespace } from '../net-namespace.ts';
import { answers, endTable } from './link-changes.ts';
import type { LinkTable } from './link-table.ts';

/** Network namespaces that have names, on one machine. */
const NAMES_MAX = 128;

/** What a process can do with devices, routes and named namespaces. */
export interface Netlink {
	/** Of the process's own namespace: for who only looks. */
	readonly table: LinkTable;
	/** Changes it. Throws NetlinkError. */
	change(apply: (table: LinkTable) => void): void;
	/** Names of namespaces, the newest first, those of Pods last. */
	names(): readonly string[];
	named(name: string): LinkTable | undefined;
	/** That of another process. */
	ofProcess(pid: number): LinkTable | undefined;
	/** What a namespace is called; undefined: it has no name. */
	nameOf(table: LinkTable): string | undefined;
	/** Throws EEXIST, EPERM. */
	addName(name: string): void;
	/** Throws ENOENT, EPERM. */
	deleteName(name: string): void;
	/** The process is in it from now on. Throws ENOENT, EPERM. */
	enter(name: string): void;
	/** Processes that are in it. */
	pids(table: LinkTable): readonly number[];
}

export class NetlinkOf implements Netlink {
	readonly #self: KernelProcess;

	constructor(self: KernelProcess) {
		this.#self = self;
	}

	get table(): LinkTable {
		return this.#self.network.links;
	}

	change(apply: (table: LinkTable) => void): void {
		const { credentials, network } = this.#self;
		if (!credentials.capabilities.has('NET_ADMIN')) throw answers('Operation not permitted');
		this.#self.charge(20);
		apply(network.links);
	}

	names(): readonly string[] {
		const all = [...this.#self.kernel.namedNetworks].reverse();
		const isMade = ([, { labels }]: (typeof all)[number]): boolean => labels.has('made');
		return [...all.filter(isMade), ...all.filter((each) => !isMade(each))].map(([name]) => name);
	}

	named(name: string): LinkTable | undefined {
		return this.#self.kernel.namedNetworks.get(name)?.links;
	}

	ofProcess(pid: number): LinkTable | undefined {
		const target = this.#self.namespace.get(pid);
		return target === undefined || target.isEnded ? undefined : target.network.links;
	}

	nameOf(table: LinkTable): string | undefined {
		for (const [name, each] of this.#self.kernel.namedNetworks) if (each.links === table) return name;
		return undefined;
	}

	addName(name: string): void {
		this.#requireAdmin();
		const { namedNetworks } = this.#self.kernel;
		if (namedNetworks.has(name)) throw new SystemError('EEXIST');
		if (namedNetworks.size >= NAMES_MAX) throw new SystemError('ENOSPC');
		const host = this.#self.network.host ?? this.#self.network;
		namedNetworks.set(name, madeNamespace(name, host));
	}

	deleteName(name: string): void {
		this.#requireAdmin();
		const found = this.#self.kernel.namedNetworks.get(name);
		if (found === undefined) throw new SystemError('ENOENT');
		this.#self.kernel.namedNetworks.delete(name);
		if (found.labels.has('made') && this.pids(found.links).length === 0) {
			endTable(found.links);
			found.deleted = true;
		}
	}

	enter(name: string): void {
		const found = this.#self.kernel.namedNetworks.get(name);
		if (found === undefined) throw new SystemError('ENOENT');
		this.#requireAdmin();
		this.#self.network = found;
	}

	pids(table: LinkTable): readonly number[] {
		const { namespace } = this.#self;
		const inside = namespace.all().filter((process) => !process.isEnded && process.network.links === table);
		return inside.map((process) => process.pidIn(namespace));
	}

	#requireAdmin(): void {
		if (!this.#self.credentials.capabilities.has('SYS_ADMIN')) throw new SystemError('EPERM');
	}
}

/** An empty namespace on the machine of another. */
export function madeNamespace(name: string, host: NetNamespace): NetNamespace {
	const namespace = new NetNamespace(name, [], 1024);
	namespace.labels.set('made', name);
	namespace.taps = host.taps;
	namespace.host = host;
	namespace.onRewired = () => host.onRewired?.();
	return namespace;
}
