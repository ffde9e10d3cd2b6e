import type { FilterTables } from './filter-tables.ts';
import type { Netlink } from './links/netlink.ts';
import type { PacketTaps } from './packet-taps.ts';

/** What a process can do with its network namespace besides opening sockets. */
export interface NamespaceView {
	readonly filters: FilterTables;
	/** Devices and routes, and what namespaces have names. */
	readonly netlink: Netlink;
	/** What passes the namespaces of the machine, and the name of the process's own. */
	readonly packets: { readonly taps: PacketTaps; readonly namespace: string };
}
