import type { PolicyVerdict } from './policy/policy-verdict.ts';
import type { ServiceRefusal } from './service-table.ts';

/** One end of a connection. */
export interface ConnectionEnd {
	readonly address: string;
	/** 0 where it is not known, and for ICMP. */
	readonly port: number;
	/** "default/web-5d8f": whose namespace it is; absent for hosts, host-network Pods and what is outside. */
	readonly pod?: string;
	/** The host that it is on; "internet" for all that is outside. */
	readonly node?: string;
}

/** What became of a connection (or of one datagram or echo request), and by which way. Plain JSON. */
export interface ConnectionRecord {
	/** Counts from 1 in the order they began. */
	readonly id: number;
	readonly atMs: number;
	readonly protocol: 'tcp' | 'udp' | 'icmp';
	readonly from: ConnectionEnd;
	/** What the sender asked for. */
	readonly asked: { readonly address: string; readonly port: number };
	/** The Service whose rules took it, on which node, and why they did not let it on. */
	readonly service?: { readonly name: string; readonly node: string; readonly refusal?: ServiceRefusal };
	/** Where it went or would have gone, after translation; absent where nobody has the address. */
	readonly to?: ConnectionEnd;
	/** What the receiver took for its sender, where that was translated. */
	readonly seenAs?: string;
	/** Absent where no NetworkPolicy isolates the Pod for the direction. */
	readonly egress?: PolicyVerdict;
	readonly ingress?: PolicyVerdict;
	readonly outcome: ConnectionOutcome;
}

export type ConnectionOutcome =
	| 'delivered'
	/** It arrived where nobody listens, and was refused. */
	| 'nobody listens'
	/** A Service without endpoints refused it. */
	| 'refused'
	/** Silence, to the sender. */
	| 'dropped by a service'
	| 'dropped by a policy'
	| 'dropped'
	| 'no route';

export interface ConnectionQuery {
	/** Only later ones (by `id`): for who reads on. */
	readonly after?: number;
	/** The newest of those that match. Default and most: CONNECTIONS_MAX. */
	readonly limit?: number;
	/** One of the two ends is this Pod: "default/web-5d8f". */
	readonly pod?: string;
	/** "default/web", with or without its port's name. */
	readonly service?: string;
	readonly outcome?: ConnectionOutcome;
}

/** How many a world remembers. */
export const CONNECTIONS_MAX = 512;

/** The last connections of a world. Takes no room before the first. */
export class ConnectionLog {
	readonly #records: ConnectionRecord[] = [];
	#count = 0;

	add(record: Omit<ConnectionRecord, 'id'>): void {
		this.#records[this.#count % CONNECTIONS_MAX] = { id: ++this.#count, ...record };
	}

	/** Oldest first. */
	list(query: ConnectionQuery = {}): readonly ConnectionRecord[] {
		const { after = 0, limit = CONNECTIONS_MAX } = query;
		const start = this.#count % CONNECTIONS_MAX;
		const ordered =
			this.#count <= CONNECTIONS_MAX
				? this.#records
				: [...this.#records.slice(start), ...this.#records.slice(0, start)];
		const found = ordered.filter((record) => record.id > after && matches(record, query));
		return limit <= 0 ? [] : found.slice(-limit);
	}
}

function matches({ from, to, service, outcome }: ConnectionRecord, query: ConnectionQuery): boolean {
	if (query.pod !== undefined && from.pod !== query.pod && to?.pod !== query.pod) return false;
	if (query.outcome !== undefined && outcome !== query.outcome) return false;
	return (
		query.service === undefined || service?.name === query.service || service?.name.split(':')[0] === query.service
	);
}
