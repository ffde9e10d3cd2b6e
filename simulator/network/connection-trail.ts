import type { NetworkNamespace, Route } from '../kernel/machine-api.ts';
import type { ConnectionOutcome, ConnectionRecord } from './connection-log.ts';
import type { PolicyVerdict } from './policy/policy-verdict.ts';

/** What is found out about a connection on its way; filled in only for those that are noted. */
export interface Trail {
	service?: NonNullable<ConnectionRecord['service']>;
	target?: { readonly address: string; readonly port: number };
	to?: NetworkNamespace | undefined;
	source?: string;
	egress?: PolicyVerdict | undefined;
	ingress?: PolicyVerdict | undefined;
}

export function outcomeOf(
	protocol: 'tcp' | 'udp' | 'icmp',
	route: Route,
	service: ConnectionRecord['service'],
	egress: PolicyVerdict | undefined,
	ingress: PolicyVerdict | undefined,
): ConnectionOutcome {
	switch (route.kind) {
		case 'deliver':
			if (protocol === 'icmp') return 'delivered';
			return route.to.isListening(protocol, route.address, route.port) ? 'delivered' : 'nobody listens';
		case 'refuse':
			return 'refused';
		case 'unreachable':
			return 'no route';
		case 'drop':
			if (egress?.kind === 'denied' || ingress?.kind === 'denied') return 'dropped by a policy';
			return service?.refusal === undefined ? 'dropped' : 'dropped by a service';
	}
}
