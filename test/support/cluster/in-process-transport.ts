import type { ApiServer } from '../../../simulator/apiserver/api-server.ts';
import type { UserInfo } from '../../../simulator/apiserver/request.ts';
import type { Transport } from '../../../simulator/client/transport.ts';

/** A component's way to an API server in the same process. */
export function inProcessTransport(server: ApiServer, user: UserInfo): Transport {
	return {
		*request(request) {
			const query = new Map<string, string[]>();
			for (const [name, value] of request.query ?? []) query.set(name, [...(query.get(name) ?? []), value]);
			const body = typeof request.body === 'string' ? new TextEncoder().encode(request.body) : request.body;
			const response = yield* server.handle({
				method: request.method,
				path: request.path,
				query,
				headers: new Map(Object.entries(request.headers ?? {})),
				...(body === undefined ? {} : { body }),
				peer: user,
			});
			return {
				status: response.status,
				headers: response.headers,
				body: response.body,
				...(response.stream === undefined ? {} : { stream: response.stream }),
			};
		},
	};
}
