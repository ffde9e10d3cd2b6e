/** The addresses that a node gives its Pods, from its podCIDR. Models the host-local plugin's round robin. */
export class AddressPool {
	#base = 0;
	#size = 0;
	#next = 0;
	readonly #used = new Set<number>();
	#cidr: string | undefined;

	get cidr(): string | undefined {
		return this.#cidr;
	}

	/** @param cidr "192.168.1.0/24". Addresses already given stay given. */
	setCidr(cidr: string): void {
		if (cidr === this.#cidr) return;
		const [address, bits] = cidr.split('/') as [string, string];
		this.#cidr = cidr;
		this.#base = toNumber(address);
		this.#size = 2 ** (32 - Number(bits));
		this.#next = 2;
	}

	/** Undefined when no address is left. */
	take(): string | undefined {
		for (let tried = 0; tried < this.#size - 3; tried++) {
			const offset = this.#next;
			this.#next = offset + 1 >= this.#size - 1 ? 2 : offset + 1;
			if (this.#used.has(this.#base + offset)) continue;
			this.#used.add(this.#base + offset);
			return toText(this.#base + offset);
		}
		return undefined;
	}

	/** Marks an address of before a restart as given. */
	reserve(address: string): void {
		const number = toNumber(address);
		this.#used.add(number);
		const offset = number - this.#base;
		if (offset >= this.#next && offset < this.#size) this.#next = offset + 1 >= this.#size - 1 ? 2 : offset + 1;
	}

	release(address: string): void {
		this.#used.delete(toNumber(address));
	}
}

function toNumber(address: string): number {
	return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toText(number: number): string {
	return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
