import type { Pod, PodCondition } from '../../api/core/types/pod.ts';
import { type FieldError, notSupported, required } from '../../machinery/field-error.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { conflict, invalid, notFound, type Status } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeObject } from '../decoding/decode-object.ts';
import { admitSubresource } from '../registry/admit-subresource.ts';
import type { ResourceStorage } from '../registry/resource-storage.ts';
import { writeOptions } from '../request/options.ts';
import type { ApiResponse } from '../request.ts';
import { objectResponse } from '../verbs/response.ts';
import type { RequestScope } from '../verbs/scope.ts';

const BINDING = { group: '', version: 'v1', kind: 'Binding', schema: 'io.k8s.api.core.v1.Binding' };

/**
 * POST of pods/NAME/binding, or of bindings: the scheduler's word.
 * Models pkg/registry/core/pod/storage BindingREST, LegacyBindingREST.
 */
export function* bindingSubresource(scope: RequestScope): Task<ApiResponse> {
	const { info, request } = scope;
	const context = writeOptions(request, scope.user, 'CreateOptions', info.subresource);
	const binding = decodeObject(request, BINDING, context.validation, context.warnings) as KubeObject & {
		target?: { kind?: string; name?: string };
	};
	const node = binding.target?.name ?? '';
	const errors = validateTarget(binding.target);
	if (errors.length > 0) throw invalid({ group: '', kind: 'Binding' }, binding.metadata?.name ?? '', errors);
	yield* admitSubresource(scope, 'CREATE', { ...context, objectKind: BINDING, object: binding });
	const storage = podStorage(scope);
	const name = info.name || (binding.metadata?.name ?? '');
	const pod = storage.find(info.namespace, name) as Pod | undefined;
	const bindings = { group: '', resource: 'pods/binding' };
	if (pod === undefined) throw notFound({ group: '', resource: 'pods' }, name);
	const uid = binding.metadata?.uid;
	if (uid !== undefined && uid !== '' && uid !== pod.metadata.uid) {
		const because = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${pod.metadata.uid}`;
		throw conflict(bindings, name, because);
	}
	if (pod.metadata.deletionTimestamp !== undefined) {
		throw conflict(bindings, name, `pod ${name} is being deleted, cannot be assigned to a host`);
	}
	if (pod.spec.nodeName !== undefined && pod.spec.nodeName !== '') {
		const because = `pod ${name} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`;
		throw conflict(bindings, name, because);
	}
	if ((pod.spec.schedulingGates ?? []).length > 0) {
		throw conflict(bindings, name, `pod ${name} has non-empty .spec.schedulingGates`);
	}
	if (!context.dryRun) storage.update(boundPod(pod, node, binding, scope), pod as unknown as KubeObject);
	return objectResponse(201, {
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Success',
		code: 201,
	} satisfies Status);
}

/** Models pkg/apis/core/validation ValidatePodBinding. */
function validateTarget({
	kind = '',
	name = '',
}: {
	readonly kind?: string;
	readonly name?: string;
} = {}): FieldError[] {
	return [
		...(kind === '' || kind === 'Node' ? [] : [notSupported('target.kind', kind, ['Node', '<empty>'])]),
		...(name === '' ? [required('target.name')] : []),
	];
}

function podStorage({ core }: RequestScope): ResourceStorage {
	const kind = core.kinds.byResource('', 'v1', 'pods');
	if (kind === undefined) throw new Error('assertion failed: no kind Pod');
	return core.storageOf(kind);
}

function boundPod(pod: Pod, node: string, binding: KubeObject, scope: RequestScope): KubeObject {
	const { annotations, labels } = binding.metadata ?? {};
	const metadata = { ...pod.metadata };
	if (labels !== undefined && Object.keys(labels).length > 0) metadata.labels = { ...metadata.labels, ...labels };
	if (annotations !== undefined && Object.keys(annotations).length > 0) {
		metadata.annotations = { ...metadata.annotations, ...annotations };
	}
	const scheduled: PodCondition = {
		type: 'PodScheduled',
		observedGeneration: pod.metadata.generation,
		status: 'True',
		lastProbeTime: null,
		lastTransitionTime: scope.core.world.timestamp(),
	} as unknown as PodCondition;
	const others = (pod.status.conditions ?? []).filter((condition) => condition.type !== 'PodScheduled');
	return {
		...pod,
		metadata,
		spec: { ...pod.spec, nodeName: node },
		status: { ...pod.status, conditions: [...others, scheduled] },
	} as KubeObject;
}
