import type { HttpRequest } from '../../../kernel/serving/http-server.ts';
import type { NginxServer, Scope } from './nginx-model.ts';
import type { Client } from './nginx-peers.ts';

/** The values of the variables that configurations use; '' for one that nobody set. */
export function requestVariables(
	request: HttpRequest,
	path: string,
	server: NginxServer,
	scope: Scope,
	client: () => Client,
	hostname: string,
): (name: string) => string {
	const question = request.target.indexOf('?');
	const query = question < 0 ? '' : request.target.slice(question + 1);
	return (name) => {
		if (name.startsWith('http_')) return request.headers.get(name.slice(5).replaceAll('_', '-')) ?? '';
		if (name.startsWith('arg_')) return new RegExp(`(?:^|&)${name.slice(4)}=([^&]*)`).exec(query)?.[1] ?? '';
		switch (name) {
			case 'uri':
			case 'document_uri':
				return path;
			case 'request_uri':
				return request.target;
			case 'args':
			case 'query_string':
				return query;
			case 'is_args':
				return query === '' ? '' : '?';
			case 'host':
				return (request.headers.get('host') ?? server.names[0] ?? '').replace(/:\d+$/, '');
			case 'hostname':
				return hostname;
			case 'server_name':
				return server.names[0] ?? '';
			case 'server_addr':
				return request.local.address;
			case 'server_port':
				return String(request.local.port);
			case 'remote_addr':
				return request.remote.address;
			case 'remote_port':
				return String(request.remote.port);
			case 'proxy_add_x_forwarded_for': {
				const before = request.headers.get('x-forwarded-for');
				return before === undefined ? request.remote.address : `${before}, ${request.remote.address}`;
			}
			case 'scheme':
				return server.listens.some(({ port, isSecure }) => isSecure && port === request.local.port) ? 'https' : 'http';
			case 'https':
				return server.listens.some(({ port, isSecure }) => isSecure && port === request.local.port) ? 'on' : '';
			case 'ssl_client_verify':
				return client().verdict;
			case 'ssl_client_s_dn':
				return client().subject;
			case 'ssl_client_i_dn':
				return client().issuer;
			case 'request_method':
				return request.method;
			case 'document_root':
				return scope.root;
			default:
				return '';
		}
	};
}
