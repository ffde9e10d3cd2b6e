/** One rule of a packet filter, ready to be asked and as it is shown. */
export interface FilterRule {
	/** As `iptables-save` writes it, behind the chain: "-p tcp -m tcp --dport 80 -j DROP". */
	readonly text: string;
	readonly source?: BlockMatch;
	readonly destination?: BlockMatch;
	readonly protocol?: { readonly name: string; readonly not: boolean };
	readonly inDevice?: DeviceMatch;
	readonly outDevice?: DeviceMatch;
	readonly sourcePorts?: PortsMatch;
	readonly destinationPorts?: PortsMatch;
	/** NEW, ESTABLISHED, RELATED, INVALID. */
	readonly states?: { readonly names: readonly string[]; readonly not: boolean };
	readonly icmpType?: { readonly type: number; readonly not: boolean };
	/** It asks for something that no packet here has. */
	readonly neverMatches?: true;
	/** Undefined: it counts only. */
	readonly target?: FilterTarget;
}

export interface BlockMatch {
	/** First address and how many, as numbers. */
	readonly base: number;
	readonly size: number;
	readonly not: boolean;
}

export interface DeviceMatch {
	/** "cali+" means all that begin so. */
	readonly name: string;
	readonly not: boolean;
}

export interface PortsMatch {
	readonly ranges: readonly (readonly [low: number, high: number])[];
	readonly not: boolean;
}

export interface FilterTarget {
	/** ACCEPT, DROP, REJECT, RETURN, LOG, DNAT, REDIRECT, … or a chain. */
	readonly name: string;
	/** Of REJECT: "icmp-port-unreachable". */
	readonly rejectWith?: string;
	/** Of DNAT and REDIRECT. */
	readonly toAddress?: string;
	readonly toPort?: number;
	/** Goes on there and does not come back. */
	readonly isGoto?: true;
}

/** What rules are asked about. */
export interface FilteredPacket {
	readonly protocol: 'tcp' | 'udp' | 'icmp';
	/** Numbers: addresses are compared by value. */
	readonly source: number;
	readonly destination: number;
	readonly sourcePort: number;
	readonly destinationPort: number;
	readonly inDevice: string;
	readonly outDevice: string;
	readonly state: 'NEW' | 'ESTABLISHED';
	readonly icmpType: number;
}

/** Models netfilter's xt matches. */
export function ruleMatches(rule: FilterRule, packet: FilteredPacket): boolean {
	if (rule.neverMatches === true) return false;
	const { source, destination, protocol, inDevice, outDevice, states, icmpType } = rule;
	if (protocol !== undefined && (protocol.name === packet.protocol) === protocol.not) return false;
	if (source !== undefined && inBlock(source, packet.source) === source.not) return false;
	if (destination !== undefined && inBlock(destination, packet.destination) === destination.not) return false;
	if (inDevice !== undefined && isDevice(inDevice, packet.inDevice) === inDevice.not) return false;
	if (outDevice !== undefined && isDevice(outDevice, packet.outDevice) === outDevice.not) return false;
	if (states !== undefined && states.names.includes(packet.state) === states.not) return false;
	if (icmpType !== undefined && (icmpType.type === packet.icmpType) === icmpType.not) return false;
	if (!portsMatch(rule.sourcePorts, packet.sourcePort)) return false;
	return portsMatch(rule.destinationPorts, packet.destinationPort);
}

function inBlock({ base, size }: BlockMatch, address: number): boolean {
	return address >= base && address < base + size;
}

function isDevice({ name }: DeviceMatch, device: string): boolean {
	return name.endsWith('+') ? device.startsWith(name.slice(0, -1)) : name === device;
}

function portsMatch(match: PortsMatch | undefined, port: number): boolean {
	if (match === undefined) return true;
	return match.ranges.some(([low, high]) => port >= low && port <= high) !== match.not;
}
