import { defaultPolicy } from '../../../simulator/apiserver/authorization/default-policy/default-policy.ts';
import type { ApiRequest, UserInfo } from '../../../simulator/apiserver/request.ts';
import type { Status } from '../../../simulator/machinery/status.ts';
import { type TestServer, testServer } from './test-server.ts';

export interface PolicyServer extends TestServer {
	/** "200", or the code and message of the refusal. */
	outcome(user: UserInfo, method: ApiRequest['method'], target: string, body?: unknown): string;
}

/** A server with the default policy and the namespaces it needs. */
export function policyServer(): PolicyServer {
	const made = testServer();
	for (const name of ['kube-system', 'kube-public', 'kube-node-lease']) {
		made.ask('POST', '/api/v1/namespaces', { metadata: { name } });
	}
	for (const object of defaultPolicy()) {
		const { namespace } = object.metadata;
		const resource = `${object.kind.toLowerCase()}s`;
		const scope = namespace === undefined ? '' : `/namespaces/${namespace}`;
		made.ask('POST', `/apis/rbac.authorization.k8s.io/v1${scope}/${resource}`, object);
	}
	return {
		...made,
		outcome(user, method, target, body) {
			const headers: { [name: string]: string } =
				method === 'PATCH' ? { 'content-type': 'application/merge-patch+json' } : {};
			const { status, body: answer } = made.call(method, target, body, { user, headers });
			return status < 300 ? String(status) : `${status} ${(answer as Status).message}`;
		},
	};
}

export function person(name: string, ...groups: string[]): UserInfo {
	return { name, groups: [...groups, 'system:authenticated'] };
}
