import type { Pod } from '../../api/core/types/pod.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { type LabelSelectorSpec, labelSelectorFrom } from '../../machinery/selectors.ts';
import { ApiError, type Status } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeObject } from '../decoding/decode-object.ts';
import { admitSubresource } from '../registry/admit-subresource.ts';
import { type DeleteOptions, deleteObject } from '../registry/delete-object.ts';
import { writeOptions } from '../request/options.ts';
import type { ApiResponse } from '../request.ts';
import { objectResponse } from '../verbs/response.ts';
import type { RequestScope } from '../verbs/scope.ts';

const EVICTION = { group: 'policy', version: 'v1', kind: 'Eviction', schema: 'io.k8s.api.policy.v1.Eviction' };

type DisruptionBudget = KubeObject & {
	spec: { selector?: LabelSelectorSpec; unhealthyPodEvictionPolicy?: string; minAvailable?: number | string };
	status: {
		disruptionsAllowed: number;
		currentHealthy: number;
		desiredHealthy: number;
		observedGeneration?: number;
		disruptedPods?: { [name: string]: string };
		conditions?: readonly { type: string; status: string; reason: string; message: string }[];
	};
};

/** POST of pods/NAME/eviction: a delete that disruption budgets may refuse. Models pkg/registry/core/pod/storage EvictionREST. */
export function* evictionSubresource(scope: RequestScope): Task<ApiResponse> {
	const { core, storage, info, request } = scope;
	const context = writeOptions(request, scope.user, 'CreateOptions', info.subresource);
	const eviction = decodeObject(request, EVICTION, context.validation, context.warnings) as KubeObject & {
		deleteOptions?: DeleteOptions & { dryRun?: string[] };
	};
	yield* admitSubresource(scope, 'CREATE', { ...context, objectKind: EVICTION, object: eviction });
	const options = eviction.deleteOptions ?? {};
	const dryRun = context.dryRun || (options.dryRun ?? []).length > 0;
	const pod = storage.fetch(info.namespace, info.name) as unknown as Pod;
	if (!evictsFreely(pod)) takeDisruption(scope, pod, dryRun);
	const marked = dryRun ? options : markDisrupted(scope, pod, options);
	yield* deleteObject(core, storage, storage.fetch(info.namespace, info.name), marked, { ...context, dryRun });
	return objectResponse(201, {
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Success',
		code: 201,
	} satisfies Status);
}

/**
 * Says on the Pod why it goes, when the preconditions hold. @returns the options for the Pod as it is then.
 * Models addConditionAndDeletePod.
 */
function markDisrupted({ core, storage }: RequestScope, pod: Pod, options: DeleteOptions): DeleteOptions {
	const { uid, resourceVersion } = options.preconditions ?? {};
	if (uid !== undefined && uid !== pod.metadata.uid) return options;
	if (resourceVersion !== undefined && resourceVersion !== pod.metadata.resourceVersion) return options;
	const { conditions = [] } = pod.status;
	const before = conditions.find(({ type }) => type === DISRUPTION_TARGET);
	if (before?.status !== 'True' || before.reason !== EVICTED) {
		const condition = {
			type: DISRUPTION_TARGET,
			...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
			status: 'True',
			lastTransitionTime: before?.status === 'True' ? before.lastTransitionTime : core.world.timestamp(),
			reason: EVICTED,
			message: 'Eviction API: evicting',
		};
		const others = conditions.filter(({ type }) => type !== DISRUPTION_TARGET);
		const next = { ...pod, status: { ...pod.status, conditions: [...others, condition] } };
		storage.update(next as unknown as KubeObject, pod as unknown as KubeObject);
	}
	return uid === undefined ? { ...options, preconditions: {} } : { ...options, preconditions: { uid } };
}

const DISRUPTION_TARGET = 'DisruptionTarget';
const EVICTED = 'EvictionByEvictionAPI';

/** Pods that have ended, are going already or never started count for no budget. Models canIgnorePDB. */
function evictsFreely(pod: Pod): boolean {
	const phase = pod.status.phase;
	return (
		phase === 'Succeeded' || phase === 'Failed' || phase === 'Pending' || pod.metadata.deletionTimestamp !== undefined
	);
}

function takeDisruption(scope: RequestScope, pod: Pod, dryRun: boolean): void {
	const { core } = scope;
	const kind = core.kinds.byResource('policy', 'v1', 'poddisruptionbudgets');
	if (kind === undefined) return;
	const storage = core.storageOf(kind);
	const budgets = (storage.all(pod.metadata.namespace ?? '') as DisruptionBudget[]).filter((budget) =>
		labelSelectorFrom(budget.spec.selector).matches(pod.metadata.labels),
	);
	if (budgets.length === 0) return;
	if (budgets.length > 1) {
		throw failure(
			500,
			'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
		);
	}
	const [budget] = budgets as [DisruptionBudget];
	const { status, metadata } = budget;
	const ready = pod.status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true;
	if (!ready) {
		const healthyEnough = status.currentHealthy >= status.desiredHealthy && status.desiredHealthy > 0;
		if (budget.spec.unhealthyPodEvictionPolicy === 'AlwaysAllow' || healthyEnough) return;
	}
	if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0))
		throw tooMany(`The disruption budget ${metadata.name} is still being processed by the server.`, 10);
	if (status.disruptionsAllowed <= 0) {
		throw tooMany(refusal(budget), 0);
	}
	if (dryRun) return;
	const next = {
		...budget,
		status: {
			...status,
			disruptionsAllowed: status.disruptionsAllowed - 1,
			disruptedPods: { ...status.disruptedPods, [pod.metadata.name]: core.world.timestamp() },
		},
	};
	storage.update(next, budget);
}

/** Why none may go now. Models checkAndDecrement. */
function refusal({ metadata, status }: DisruptionBudget): string {
	const condition = status.conditions?.find(({ type }) => type === 'DisruptionAllowed');
	const told = condition?.status === 'False' && condition.message !== '' ? condition : undefined;
	const denied = `The disruption budget ${metadata.name} does not allow evicting pods currently`;
	if (told?.reason === 'SyncFailed') return `${denied} because it failed sync: ${told.message}`;
	if (status.currentHealthy <= status.desiredHealthy) {
		return `The disruption budget ${metadata.name} needs ${status.desiredHealthy} healthy pods and has ${status.currentHealthy} currently`;
	}
	return told === undefined ? denied : `${denied} (${told.reason}): ${told.message}`;
}

function tooMany(cause: string, retryAfterSeconds: number): ApiError {
	return new ApiError({
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message: "Cannot evict pod as it would violate the pod's disruption budget.",
		reason: 'TooManyRequests',
		details: {
			causes: [{ reason: 'DisruptionBudget', message: cause }],
			...(retryAfterSeconds === 0 ? {} : { retryAfterSeconds }),
		},
		code: 429,
	});
}

function failure(code: number, message: string): ApiError {
	return new ApiError({
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message: `Internal error occurred: ${message}`,
		reason: 'InternalError',
		details: { causes: [{ message }] },
		code,
	});
}
