import { badRequest } from '../../machinery/status.ts';
import type { ApiRequest, ApiResponse } from '../request.ts';
import { textResponse } from '../verbs/response.ts';
import { CHANNEL_PROTOCOLS } from './channel-protocols.ts';

/** How a client wants a connection to go on, and what of that this server speaks. */
export type UpgradeChoice =
	| { readonly framing: 'websocket'; readonly protocol: string | undefined }
	| { readonly framing: 'spdy'; readonly tunnelled: boolean; readonly protocol: string }
	| { readonly framing: 'none'; readonly response: ApiResponse };

const SPDY = 'SPDY/3.1';
/** Subprotocols of WebSockets that carry SPDY: this, and the name of a protocol on it. */
const TUNNEL_PREFIX = `${SPDY}+`;

/**
 * @param protocols that are spoken over SPDY.
 * @param tunnels whether SPDY inside a WebSocket is spoken too.
 * @throws ApiError.
 */
export function chooseUpgrade({ headers }: ApiRequest, protocols: readonly string[], tunnels: boolean): UpgradeChoice {
	if (headers.has('x-in-process')) return { framing: 'websocket', protocol: undefined };
	const upgrade = headers.get('upgrade')?.toLowerCase();
	if (upgrade === undefined) throw badRequest('Upgrade request required');
	if (upgrade !== 'websocket') return chooseSpdy(headers, upgrade, protocols);
	const offered = listed(headers.get('sec-websocket-protocol'));
	if (tunnels && offered.some((each) => each.startsWith(TUNNEL_PREFIX))) return chooseTunnel(offered, protocols);
	const protocol = CHANNEL_PROTOCOLS.find((each) => offered.includes(each));
	if (protocol === undefined && offered.length > 0) {
		throw badRequest(
			`requested protocol(s) are not supported: [${offered.join(' ')}]; supports [${CHANNEL_PROTOCOLS.join(' ')}]`,
		);
	}
	return { framing: 'websocket', protocol };
}

/** The subprotocol that a WebSocket's client is told. */
export function tunnelProtocol(protocol: string): string {
	return `${TUNNEL_PREFIX}${protocol}`;
}

/** Models apiserver/pkg/util/proxy TunnelingHandler. */
function chooseTunnel(offered: readonly string[], protocols: readonly string[]): UpgradeChoice {
	const inside = offered.filter((each) => each.startsWith(TUNNEL_PREFIX) && each.endsWith('.k8s.io'));
	if (inside.length === 0) return refused(400, 'unable to upgrade: no tunneling spdy protocols provided');
	return negotiated(
		inside.map((each) => each.slice(TUNNEL_PREFIX.length)),
		protocols,
		true,
	);
}

/** Models apimachinery/pkg/util/httpstream Handshake. */
function chooseSpdy(headers: ApiRequest['headers'], upgrade: string, protocols: readonly string[]): UpgradeChoice {
	// Differs: the real server lists all headers.
	if (!upgrade.includes(SPDY.toLowerCase())) {
		return refused(400, 'unable to upgrade: missing upgrade headers in request');
	}
	const name = 'X-Stream-Protocol-Version';
	const said = headers.get(name.toLowerCase());
	if (said === undefined) {
		return refused(400, `unable to upgrade: header ${name} does not exist in request with ${headers.size} headers`);
	}
	const offered = listed(said);
	if (offered.length === 0) {
		return refused(400, `unable to upgrade: header ${name} contains [${said}], but no valid protocols`);
	}
	return negotiated(offered, protocols, false);
}

function negotiated(offered: readonly string[], protocols: readonly string[], tunnelled: boolean): UpgradeChoice {
	const protocol = offered.find((each) => protocols.includes(each));
	if (protocol !== undefined) return { framing: 'spdy', tunnelled, protocol };
	return refused(
		403,
		`unable to upgrade: unable to negotiate protocol: client supports [${offered.join(' ')}], server accepts [${protocols.join(' ')}]`,
		protocols,
	);
}

/** The kubelet's own words, handed on as they are. */
function refused(status: number, text: string, accepted?: readonly string[]): UpgradeChoice {
	const response = textResponse(status, `${text}\n`);
	const { headers } = response;
	if (accepted === undefined) return { framing: 'none', response };
	const named = new Map([...headers, ['x-accepted-stream-protocol-versions', accepted] as const]);
	return { framing: 'none', response: { ...response, headers: named } };
}

function listed(value: string | undefined): string[] {
	return (value ?? '')
		.split(',')
		.map((each) => each.trim())
		.filter((each) => each !== '');
}
