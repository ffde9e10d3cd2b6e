import type { TappedPacket } from '../../../kernel/net/packet-taps.ts';

/** An expression that cannot be read. */
export class FilterSyntaxError extends Error {}

type Test = (packet: TappedPacket) => boolean;

const NAMED_PORTS: Readonly<Record<string, number>> = {
	domain: 53,
	http: 80,
	https: 443,
	ssh: 22,
	ntp: 123,
	mysql: 3306,
};

/** Reads "tcp port 80 and (src host 10.0.0.1 or not icmp)". @throws FilterSyntaxError. Models pcap-filter(7). */
export function captureFilter(words: readonly string[]): Test {
	const tokens = words
		.join(' ')
		.replace(/([()!])/g, ' $1 ')
		.split(/\s+/)
		.filter((word) => word !== '');
	if (tokens.length === 0) return () => true;
	const reader = new FilterReader(tokens);
	const test = reader.either();
	if (!reader.isAtEnd) throw new FilterSyntaxError('syntax error');
	return test;
}

/** How deep expressions nest. */
const DEPTH_MAX = 100;

class FilterReader {
	readonly #tokens: readonly string[];
	#at = 0;
	#depth = 0;

	constructor(tokens: readonly string[]) {
		this.#tokens = tokens;
	}

	get isAtEnd(): boolean {
		return this.#at >= this.#tokens.length;
	}

	#take(...wanted: readonly string[]): string | undefined {
		const token = this.#tokens[this.#at];
		if (token === undefined || !wanted.includes(token)) return undefined;
		this.#at++;
		return token;
	}

	#next(): string {
		const token = this.#tokens[this.#at++];
		if (token === undefined) throw new FilterSyntaxError('syntax error');
		return token;
	}

	either(): Test {
		let test = this.#both();
		while (this.#take('or', '||') !== undefined) {
			const [first, second] = [test, this.#both()];
			test = (packet) => first(packet) || second(packet);
		}
		return test;
	}

	#both(): Test {
		let test = this.#one();
		while (this.#take('and', '&&') !== undefined) {
			const [first, second] = [test, this.#one()];
			test = (packet) => first(packet) && second(packet);
		}
		return test;
	}

	#one(): Test {
		if (++this.#depth > DEPTH_MAX) throw new FilterSyntaxError('expression too complex');
		const test = this.#nested();
		this.#depth--;
		return test;
	}

	#nested(): Test {
		if (this.#take('not', '!') !== undefined) {
			const test = this.#one();
			return (packet) => !test(packet);
		}
		if (this.#take('(') !== undefined) {
			const test = this.either();
			if (this.#take(')') === undefined) throw new FilterSyntaxError('syntax error');
			return test;
		}
		return this.#primitive();
	}

	#primitive(): Test {
		const protocol = this.#take('tcp', 'udp', 'icmp', 'ip', 'arp', 'ip6', 'sctp');
		const ofProtocol: Test = ({ protocol: is }) => protocol === undefined || protocol === 'ip' || is === protocol;
		const side = this.#take('src', 'dst');
		const kind = this.#take('host', 'port', 'portrange', 'net');
		if (side === undefined && kind === undefined) {
			if (protocol !== undefined) return ofProtocol;
			const word = this.#next();
			if (!/^[\d.]+(?:\/\d+)?$/.test(word)) throw new FilterSyntaxError('syntax error');
			return this.#about('host', undefined, word);
		}
		const about = this.#about(kind ?? 'host', side, this.#next());
		return (packet) => ofProtocol(packet) && about(packet);
	}

	#about(kind: string, side: string | undefined, value: string): Test {
		const ends = ({ source, destination }: TappedPacket): TappedPacket['source'][] =>
			side === 'src' ? [source] : side === 'dst' ? [destination] : [source, destination];
		switch (kind) {
			case 'port': {
				const port = NAMED_PORTS[value] ?? Number(value);
				if (!Number.isInteger(port)) throw new FilterSyntaxError(`unknown port '${value}'`);
				return (packet) => ends(packet).some((end) => end.port === port);
			}
			case 'portrange': {
				const [low = 0, high = 0] = value.split('-').map(Number);
				return (packet) => ends(packet).some(({ port }) => port >= low && port <= high);
			}
			case 'net': {
				const [base = '', bits] = value.split('/');
				const parts = base.split('.').length;
				const size = 2 ** (32 - (bits === undefined ? parts * 8 : Number(bits)));
				const block = Math.floor(addressValue(base) / size);
				return (packet) => ends(packet).some(({ address }) => Math.floor(addressValue(address) / size) === block);
			}
			default: {
				if (!/^\d+(?:\.\d+){3}$/.test(value)) throw new FilterSyntaxError(`unknown host '${value}'`);
				return (packet) => ends(packet).some(({ address }) => address === value);
			}
		}
	}
}

/** Missing parts are zero. */
export function addressValue(text: string): number {
	const parts = text.split('.').map(Number);
	while (parts.length < 4) parts.push(0);
	return parts.reduce((sum, part) => sum * 256 + part, 0);
}
