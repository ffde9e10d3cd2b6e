import type { APIService } from '../../api/apiregistration/types.ts';
import { decodeBase64 } from '../../machinery/base64.ts';
import { canonicalHeaderName } from '../../machinery/http/http-message.ts';
import { formatQuery, pathEscape } from '../../machinery/http/url.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { serviceServer } from '../admission/webhooks/webhook-address.ts';
import type { ApiRequest, UserInfo } from '../request.ts';
import type { ServerCore } from '../server-core.ts';
import type { Destination } from '../subresources/forward.ts';

/** Where a request for an APIService goes to; undefined when its Service leads nowhere. */
export function destinationOf(
	core: ServerCore,
	service: APIService,
	{ path, query }: Pick<ApiRequest, 'path' | 'query'>,
): Destination | undefined {
	const base = addressOf(core, service);
	if (typeof base !== 'string') return undefined;
	const pairs = [...query].flatMap(([name, values]) => values.map((value) => [name, value] as const));
	const target = `${pathEscape(path)}${pairs.length === 0 ? '' : `?${formatQuery(pairs)}`}`;
	const tls = trustOf(service);
	return { base, target, client: 'front-proxy', ...(tls === undefined ? {} : { tls }) };
}

/** "https://10.96.0.7:443", or why there is none. */
export function addressOf(core: ServerCore, { spec }: APIService): string | { readonly problem: string } {
	const { namespace = '', name = '', port = 443 } = spec.service ?? {};
	return serviceServer(core, namespace, name, port);
}

/** Whose certificate is believed; undefined: anybody's. Models kube-aggregator BuildTransportConfig. */
function trustOf({ spec }: APIService): Destination['tls'] {
	if (spec.insecureSkipTLSVerify === true) return undefined;
	const { namespace = '', name = '' } = spec.service ?? {};
	return { serverName: `${name}.${namespace}.svc`, caPem: decodeUtf8(decodeBase64(spec.caBundle ?? '')) };
}

/** Models client-go/transport SetAuthProxyHeaders. */
export function authProxyHeaders({ name, uid, groups, extra = {} }: UserInfo): (readonly [string, string])[] {
	const headers: (readonly [string, string])[] = [['X-Remote-User', name]];
	if (uid !== undefined && uid !== '') headers.push(['X-Remote-Uid', uid]);
	for (const group of groups) headers.push(['X-Remote-Group', group]);
	for (const [key, values] of Object.entries(extra)) {
		for (const value of values) headers.push([canonicalHeaderName(`x-remote-extra-${encodeURIComponent(key)}`), value]);
	}
	return headers;
}
