import type { KubeObject } from '../../machinery/meta.ts';
import { notFound, serviceUnavailable } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { decodeObject } from '../decoding/decode-object.ts';
import { writeOptions } from '../request/options.ts';
import type { ApiResponse } from '../request.ts';
import { objectResponse } from '../verbs/response.ts';
import type { SubresourceHandler } from './handler.ts';

const TOKEN_REQUEST = {
	group: 'authentication.k8s.io',
	version: 'v1',
	kind: 'TokenRequest',
	schema: 'io.k8s.api.authentication.v1.TokenRequest',
};

type TokenRequestBody = KubeObject & {
	spec: {
		audiences?: string[] | null;
		expirationSeconds?: number;
		boundObjectRef?: { kind?: string; name?: string; uid?: string };
	};
};

/** POST of serviceaccounts/NAME/token. Models pkg/registry/core/serviceaccount/storage TokenREST. */
export const tokenSubresource: SubresourceHandler = function* (scope, server): Task<ApiResponse> {
	const { storage, info, request } = scope;
	const context = writeOptions(request, scope.user, 'CreateOptions', info.subresource);
	const account = storage.fetch(info.namespace, info.name);
	const body = decodeObject(request, TOKEN_REQUEST, context.validation, context.warnings) as TokenRequestBody;
	if (server.tokens === undefined) throw serviceUnavailable('no token signer is configured');
	const expirationSeconds = body.spec.expirationSeconds ?? 3_600;
	const audiences = (body.spec.audiences ?? []).length > 0 ? (body.spec.audiences as string[]) : [DEFAULT_AUDIENCE];
	const bound = boundObject(scope, body);
	const { token, expiresAtMs } = server.tokens.sign({
		namespace: info.namespace,
		serviceAccount: account,
		audiences,
		expirationSeconds,
		boundObject: bound,
	});
	return objectResponse(201, {
		kind: 'TokenRequest',
		apiVersion: 'authentication.k8s.io/v1',
		metadata: { name: info.name, namespace: info.namespace, creationTimestamp: server.world.timestamp() },
		spec: { audiences, expirationSeconds, boundObjectRef: body.spec.boundObjectRef ?? null },
		// Kubelets write it to a file that hardly anybody reads.
		status: {
			token: request.headers.has('x-in-process') ? token : token.text,
			expirationTimestamp: formatTime(expiresAtMs),
		},
	});
};

const DEFAULT_AUDIENCE = 'https://kubernetes.default.svc.cluster.local';

function boundObject(
	scope: Parameters<SubresourceHandler>[0],
	body: TokenRequestBody,
): { kind: string; name: string; uid: string } | undefined {
	const reference = body.spec.boundObjectRef;
	if (reference === undefined || reference === null) return undefined;
	const name = reference.name ?? '';
	const resource = reference.kind === 'Secret' ? 'secrets' : reference.kind === 'Node' ? 'nodes' : 'pods';
	const kind = scope.core.kinds.byResource('', 'v1', resource);
	const found = kind && scope.core.storageOf(kind).find(kind.namespaced ? scope.info.namespace : '', name);
	if (found === undefined) throw notFound({ group: '', resource }, name);
	return { kind: reference.kind ?? 'Pod', name, uid: found.metadata.uid };
}
