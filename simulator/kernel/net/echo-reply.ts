/** What came back for an ICMP echo request. */
export interface EchoReply {
	readonly sequence: number;
	/** 'unreachable': a router says that nobody is there. */
	readonly kind: 'reply' | 'unreachable';
	/** Who answers. */
	readonly from: string;
	/** Of 'unreachable': the whole network is. */
	readonly isNetwork?: true;
	/** What is left of 64 hops. */
	readonly ttl: number;
}
