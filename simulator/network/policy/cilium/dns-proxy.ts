import type { DatagramInspector } from '../../../kernel/net/inspection.ts';
import {
	DnsFormatError,
	type DnsMessage,
	decodeDnsMessage,
	encodeDnsMessage,
} from '../../../machinery/dns/dns-message.ts';

/** Addresses remembered; the oldest go first. */
const ADDRESSES_MAX = 10_000;

/** What a node's DNS proxy has heard: the names of addresses. */
export class NameCache {
	readonly #names = new Map<string, Set<string>>();

	learn(name: string, address: string): void {
		let names = this.#names.get(address);
		if (names === undefined) {
			names = new Set();
			this.#names.set(address, names);
			const oldest = this.#names.keys().next().value;
			if (this.#names.size > ADDRESSES_MAX && oldest !== undefined) this.#names.delete(oldest);
		}
		names.add(name);
	}

	namesOf(address: string): ReadonlySet<string> {
		return this.#names.get(address) ?? NONE;
	}

	/** By address. */
	all(): ReadonlyMap<string, ReadonlySet<string>> {
		return this.#names;
	}
}

const NONE: ReadonlySet<string> = new Set();

/** Lets through what the rules ask for and refuses the rest; what is answered becomes known. Models pkg/fqdn/dnsproxy. */
export function dnsProxy(isAllowed: (name: string) => boolean, cache: NameCache): DatagramInspector {
	return {
		query(data) {
			const message = decoded(data);
			if (message === undefined || message.questions.every(({ name }) => isAllowed(name))) return undefined;
			return encodeDnsMessage({
				...message,
				response: true,
				recursionAvailable: true,
				code: 'REFUSED',
				additionals: [],
			});
		},
		answer(data) {
			const message = decoded(data);
			const asked = message?.questions[0]?.name.toLowerCase();
			if (message === undefined || asked === undefined) return;
			for (const { type, data: address } of message.answers) {
				if (type === 'A') cache.learn(asked, address);
			}
		},
	};
}

function decoded(data: Uint8Array): DnsMessage | undefined {
	try {
		return decodeDnsMessage(data);
	} catch (error) {
		if (error instanceof DnsFormatError) return undefined;
		throw error;
	}
}
