import type { KubeObject } from '../../machinery/meta.ts';
import type { Task } from '../../machinery/task.ts';
import type { AdmissionAttributes } from '../admission/admission.ts';
import type { RequestScope } from '../verbs/scope.ts';

/** A body, or the options of a connection, and what is known of its writing. */
export interface SubresourceBody {
	readonly objectKind: { readonly group: string; readonly version: string; readonly kind: string };
	/** Changed in place. */
	readonly object: object;
	readonly dryRun: boolean;
	readonly warnings: string[];
	readonly optionsKind?: string;
	readonly query?: RequestScope['request']['query'];
}

/**
 * Asks the plugins of a request for a subresource that writes nothing by itself: a binding, an eviction, a token, a
 * connection. Throws ApiError. Models apiserver/pkg/endpoints/handlers createHandler and ConnectResource.
 */
export function* admitSubresource(
	{ core, kind, info, user }: Pick<RequestScope, 'core' | 'kind' | 'info' | 'user'>,
	operation: 'CREATE' | 'CONNECT',
	body: SubresourceBody,
): Task<void> {
	const { objectKind, object, dryRun, warnings } = body;
	const attributes: AdmissionAttributes = {
		operation,
		kind,
		objectKind,
		subresource: info.subresource,
		namespace: info.namespace,
		name: info.name,
		object: object as KubeObject,
		oldObject: undefined,
		user,
		dryRun,
		warnings,
		options: body,
	};
	yield* core.admission.mutate(attributes, core);
	yield* core.admission.validate(attributes, core);
}
