import type { Pod } from '../../api/core/types/pod.ts';
import { invalidValue } from '../../machinery/field-error.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { badRequest, conflict, invalid, notFound, serviceUnavailable } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { decodeObject } from '../decoding/decode-object.ts';
import { admitSubresource } from '../registry/admit-subresource.ts';
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
		boundObjectRef?: { kind?: string; apiVersion?: string; name?: string; uid?: string };
	};
};

/** POST of serviceaccounts/NAME/token. Models pkg/registry/core/serviceaccount/storage TokenREST. */
export const tokenSubresource: SubresourceHandler = function* (scope, server): Task<ApiResponse> {
	const { storage, info, request } = scope;
	const context = writeOptions(request, scope.user, 'CreateOptions', info.subresource);
	const account = storage.fetch(info.namespace, info.name);
	const body = decodeObject(request, TOKEN_REQUEST, context.validation, context.warnings) as TokenRequestBody;
	yield* admitSubresource(scope, 'CREATE', { ...context, objectKind: TOKEN_REQUEST, object: body });
	if (server.tokens === undefined) throw serviceUnavailable('no token signer is configured');
	const expirationSeconds = body.spec.expirationSeconds ?? 3_600;
	checkDuration(expirationSeconds);
	const audiences = (body.spec.audiences ?? []).length > 0 ? (body.spec.audiences as string[]) : [DEFAULT_AUDIENCE];
	const bound = boundObject(scope, body);
	const isExtended = expirationSeconds === KUBELET_SECONDS && audiences.join() === DEFAULT_AUDIENCE;
	const { token, expiresAtMs } = server.tokens.sign({
		namespace: info.namespace,
		serviceAccount: account,
		audiences,
		expirationSeconds: isExtended ? EXTENDED_SECONDS : expirationSeconds,
		warnAfterSeconds: isExtended ? expirationSeconds : undefined,
		node: bound?.node,
		boundObject: bound,
	});
	const endsAtMs = isExtended ? expiresAtMs - (EXTENDED_SECONDS - expirationSeconds) * 1000 : expiresAtMs;
	return objectResponse(201, {
		kind: 'TokenRequest',
		apiVersion: 'authentication.k8s.io/v1',
		metadata: { name: info.name, namespace: info.namespace, creationTimestamp: server.world.timestamp() },
		spec: { audiences, expirationSeconds, boundObjectRef: body.spec.boundObjectRef ?? null },
		// Kubelets write it to a file that hardly anybody reads.
		status: {
			token: request.headers.has('x-in-process') ? token : token.text,
			expirationTimestamp: formatTime(endsAtMs),
		},
	});
};

const DEFAULT_AUDIENCE = 'https://kubernetes.default.svc.cluster.local';

/** What kubelets ask for, and how long it lives then. Models pkg/serviceaccount WarnOnlyBoundTokenExpirationSeconds. */
const KUBELET_SECONDS = 3_607;
const EXTENDED_SECONDS = 365 * 24 * 3_600;

/** Models pkg/apis/authentication/validation ValidateTokenRequest. */
function checkDuration(seconds: number): void {
	const because =
		seconds < 600
			? 'may not specify a duration less than 10 minutes'
			: seconds > 2 ** 32
				? 'may not specify a duration larger than 2^32 seconds'
				: undefined;
	if (because === undefined) return;
	const error = invalidValue('spec.expirationSeconds', seconds, because);
	throw invalid({ group: TOKEN_REQUEST.group, kind: TOKEN_REQUEST.kind }, '', [error]);
}

interface BoundObject {
	readonly kind: string;
	readonly name: string;
	readonly uid: string;
	readonly node?: { readonly name: string; readonly uid: string };
}

const BOUND_RESOURCES: ReadonlyMap<string, string> = new Map([
	['Pod', 'pods'],
	['Node', 'nodes'],
	['Secret', 'secrets'],
]);

function boundObject(scope: Parameters<SubresourceHandler>[0], body: TokenRequestBody): BoundObject | undefined {
	const reference = body.spec.boundObjectRef;
	if (reference === undefined || reference === null) return undefined;
	const { kind = '', name = '', apiVersion = '' } = reference;
	const resource = apiVersion === 'v1' ? BOUND_RESOURCES.get(kind) : undefined;
	if (resource === undefined) {
		const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
		throw badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`);
	}
	const found = find(scope, resource, name);
	if (found === undefined) throw notFound({ group: '', resource }, name);
	const { uid } = found.metadata;
	const { serviceAccountName, nodeName } = kind === 'Pod' ? (found as Pod).spec : ({} as Partial<Pod['spec']>);
	if (kind === 'Pod' && serviceAccountName !== scope.info.name) {
		const account = JSON.stringify(scope.info.name);
		throw badRequest(
			`cannot bind token for serviceaccount ${account} to pod running with different serviceaccount name.`,
		);
	}
	if (reference.uid && reference.uid !== uid) {
		const because = `the UID in the bound object reference (${reference.uid}) does not match the UID in record. The object might have been deleted and then recreated`;
		throw conflict({ group: '', resource: kind }, name, because);
	}
	const node = nodeName ? find(scope, 'nodes', nodeName) : undefined;
	if (node === undefined) return { kind, name, uid };
	return { kind, name, uid, node: { name: node.metadata.name, uid: node.metadata.uid } };
}

function find(
	{ core, info }: Parameters<SubresourceHandler>[0],
	resource: string,
	name: string,
): KubeObject | undefined {
	const kind = core.kinds.byResource('', 'v1', resource);
	return kind && core.storageOf(kind).find(kind.namespaced ? info.namespace : '', name);
}
