import type { WebhookClientConfig } from '../../../api/admissionregistration/types.ts';
import type { Service } from '../../../api/core/types/service.ts';
import { decodeBase64 } from '../../../machinery/base64.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import type { ServerCore } from '../../server-core.ts';

/** Where a webhook is called, and under which name. */
export interface WebhookAddress {
	/** As errors name it: "https://hook.default.svc:443/validate". */
	readonly url: string;
	/** "https://10.96.0.7:443", or why there is none. */
	readonly server: string | { readonly problem: string };
	readonly serverName: string | undefined;
	readonly path: string;
	readonly caPem: string | undefined;
}

/** Models apiserver/pkg/util/webhook ClientManager and kube-aggregator's ClusterIP service resolver. */
export function webhookAddress(config: WebhookClientConfig, core: ServerCore): WebhookAddress {
	const caPem = config.caBundle === undefined ? undefined : decodeUtf8(decodeBase64(config.caBundle));
	const { service, url = '' } = config;
	if (service === undefined) {
		const [, origin = url, path = ''] = /^(https:\/\/[^/]*)(\/.*)?$/.exec(url) ?? [];
		return { url: origin + path, server: origin, serverName: undefined, path: path === '' ? '/' : path, caPem };
	}
	const { name, namespace, port = 443 } = service;
	const path = service.path === undefined || service.path === '' ? '/' : service.path;
	const serverName = `${name}.${namespace}.svc`;
	const server = serviceServer(core, namespace, name, port);
	return { url: `https://${serverName}:${port}${path}`, server, serverName, path, caPem };
}

/** Models apiserver/pkg/util/proxy ResolveCluster. */
export function serviceServer(
	core: ServerCore,
	namespace: string,
	name: string,
	port: number,
): WebhookAddress['server'] {
	const kind = core.kinds.byResource('', 'v1', 'services');
	const service = kind === undefined ? undefined : (core.storageOf(kind).find(namespace, name) as Service | undefined);
	if (service === undefined) return { problem: `service ${JSON.stringify(name)} not found` };
	const { type = 'ClusterIP', clusterIP = '', externalName = '', ports = [] } = service.spec;
	if (type === 'ExternalName') return `https://${externalName}:${port}`;
	if (clusterIP === 'None') return { problem: 'cannot route to service with ClusterIP "None"' };
	if (!ports.some((each) => each.port === port)) {
		return { problem: `no service port ${port} found for service ${JSON.stringify(name)}` };
	}
	return `https://${clusterIP}:${port}`;
}
