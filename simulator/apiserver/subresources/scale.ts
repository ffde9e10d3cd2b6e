import type { CustomResourceSubresourceScale } from '../../api/apiextensions/types.ts';
import { valueAtPath, withValueAtPath } from '../../api/custom-resources/path-value.ts';
import type { Column } from '../../api/kind.ts';
import { AGE_COLUMN, integerColumn, NAME_COLUMN } from '../../api/printing/column.ts';
import { invalidValue } from '../../machinery/field-error.ts';
import type { Json, KubeObject } from '../../machinery/meta.ts';
import { formatLabelSelector, type LabelSelectorSpec, selectorFromMap } from '../../machinery/selectors.ts';
import { internalError, invalid } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeObject, decodeValue } from '../decoding/decode-object.ts';
import { presentObject } from '../output/present.ts';
import { updateObject } from '../registry/update-object.ts';
import { writeOptions } from '../request/options.ts';
import type { ApiResponse } from '../request.ts';
import { applyPatch, patchTypeOf, readPatch } from '../verbs/patch.ts';
import { presentationOf } from '../verbs/read.ts';
import { objectResponse } from '../verbs/response.ts';
import type { RequestScope } from '../verbs/scope.ts';

const SCALE = { group: 'autoscaling', version: 'v1', kind: 'Scale', schema: 'io.k8s.api.autoscaling.v1.Scale' };

type Scalable = KubeObject & {
	spec: { replicas?: number; selector?: LabelSelectorSpec | { [key: string]: string } };
	status?: { replicas?: number };
};

type Scale = KubeObject & { spec: { replicas?: number }; status: { replicas: number; selector?: string } };

/** Models the ScaleREST of pkg/registry/apps. */
export function* scaleSubresource(scope: RequestScope): Task<ApiResponse> {
	const { core, storage, info, request } = scope;
	const old = storage.fetch(info.namespace, info.name) as Scalable;
	const custom = scope.kind.custom?.scale;
	const current = custom === undefined ? scaleOf(old) : customScale(old, custom);
	if (info.verb === 'get') return objectResponse(200, presentScale(scope, current));
	const context = writeOptions(request, scope.user, info.verb === 'patch' ? 'PatchOptions' : 'UpdateOptions', 'scale');
	const wanted =
		info.verb === 'patch'
			? (decodeValue(
					yield* applyPatch(
						scope,
						scalePatchType(scope),
						current as unknown as Json,
						(yield* readPatch(request, undefined)).patch,
					),
					SCALE,
					context.validation,
					context.warnings,
				) as Scale)
			: (decodeObject(request, SCALE, context.validation, context.warnings) as Scale);
	const replicas = wanted.spec?.replicas ?? 0;
	if (replicas < 0) {
		throw invalid({ group: 'autoscaling', kind: 'Scale' }, info.name, [
			invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0'),
		]);
	}
	const object = {
		...withReplicas(old, replicas, custom),
		metadata: { ...old.metadata, resourceVersion: wanted.metadata.resourceVersion || old.metadata.resourceVersion },
	} as Scalable;
	if (wanted.metadata.uid) object.metadata.uid = wanted.metadata.uid;
	const updated = yield* updateObject(core, storage, object, old, context);
	const scale = custom === undefined ? scaleOf(updated as Scalable) : customScale(updated, custom);
	return objectResponse(200, presentScale(scope, scale), context.warnings);
}

function withReplicas(old: Scalable, replicas: number, custom: CustomResourceSubresourceScale | undefined): KubeObject {
	if (custom !== undefined) return withValueAtPath(old, custom.specReplicasPath, replicas);
	return { ...old, spec: { ...old.spec, replicas } } as Scalable;
}

/** The scale of a custom resource, where its definition says that it is. Models customresource/etcd.go scaleFromCustomResource. */
function customScale(object: KubeObject, paths: CustomResourceSubresourceScale): Scale {
	const replicas = valueAtPath(object, paths.specReplicasPath);
	if (replicas === undefined) {
		throw internalError(`the spec replicas field ${JSON.stringify(paths.specReplicasPath)} does not exist`);
	}
	const status = valueAtPath(object, paths.statusReplicasPath);
	const selector = paths.labelSelectorPath === undefined ? '' : (valueAtPath(object, paths.labelSelectorPath) ?? '');
	const scalable = { ...object, spec: { replicas }, status: { replicas: status ?? 0 } } as Scalable;
	const scale = scaleOf(scalable);
	return { ...scale, status: { ...scale.status, ...(selector === '' ? {} : { selector: String(selector) }) } };
}

function scalePatchType(scope: RequestScope): 'json' | 'merge' {
	const patchType = patchTypeOf(scope.request);
	// Scale has no lists: a strategic merge patch is a merge patch.
	return patchType === 'json' ? 'json' : 'merge';
}

function scaleOf(object: Scalable): Scale {
	const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
	const { replicas, selector } = object.spec;
	const text = selectorText(selector);
	return {
		kind: 'Scale',
		apiVersion: 'autoscaling/v1',
		metadata: { name, ...(namespace === undefined ? {} : { namespace }), uid, resourceVersion, creationTimestamp },
		spec: replicas === undefined || replicas === 0 ? {} : { replicas },
		status: { replicas: object.status?.replicas ?? 0, ...(text === '' ? {} : { selector: text }) },
	};
}

function selectorText(selector: Scalable['spec']['selector']): string {
	if (selector === undefined) return '';
	const structured = 'matchLabels' in selector || 'matchExpressions' in selector;
	return structured
		? formatLabelSelector(selector as LabelSelectorSpec)
		: selectorFromMap(selector as { [key: string]: string }).toString();
}

function presentScale(scope: RequestScope, scale: Scale): object {
	const { form } = presentationOf(scope);
	if (form.as === 'object') return scale;
	// The columns of a Scale, not those of what it scales.
	return presentObject(scale, { ...presentationOf(scope), kind: { ...scope.kind, columns: SCALE_COLUMNS } });
}

/** Models pkg/printers/internalversion printScale. */
const SCALE_COLUMNS: readonly Column[] = [
	NAME_COLUMN,
	integerColumn<Scale>('Desired', '', ({ spec }) => spec.replicas ?? 0) as unknown as Column,
	integerColumn<Scale>('Available', '', ({ status }) => status.replicas) as unknown as Column,
	AGE_COLUMN,
];
