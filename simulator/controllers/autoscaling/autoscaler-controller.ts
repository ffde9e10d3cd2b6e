import type {
	HorizontalPodAutoscaler,
	HorizontalPodAutoscalerCondition,
	HorizontalPodAutoscalerStatus,
	MetricStatus,
} from '../../api/autoscaling/types.ts';
import type { Scale } from '../../api/autoscaling/v1/types.ts';
import { KINDS } from '../../api/registry.ts';
import type { Resource } from '../../client/resource.ts';
import { TransportError } from '../../client/transport.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { type LabelSelector, parseLabelSelector, SelectorError } from '../../machinery/selectors.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { type Controller, keyOf, type Scope, splitKey, watch } from '../controller.ts';
import { AUTOSCALERS, CUSTOM_RESOURCE_DEFINITIONS, PODS } from '../resources.ts';
import { MetricFailure, type MetricProposal, proposeFor } from './metric-proposals.ts';
import { type Memory, normalize, rememberScaling } from './normalize.ts';

/** --horizontal-pod-autoscaler-sync-period, by default. */
const SYNC_MS = 15_000;

interface Known extends Memory {
	/** Of the Pods it scales, since it was looked at first. */
	selector: LabelSelector | undefined;
}

type State = Map<string, Known>;

/** Sizes workloads by what their Pods use. Models pkg/controller/podautoscaler HorizontalController. */
export const autoscalerController: Controller<State> = {
	name: 'horizontal-pod-autoscaler',
	user: 'horizontal-pod-autoscaler',
	workers: 5,
	wokenBy: [AUTOSCALERS],
	watches: [
		watch<HorizontalPodAutoscaler, State>(AUTOSCALERS, ({ type, object }, scope) => {
			const key = keyOf(object);
			if (type === 'deleted') scope.state.delete(key);
			else scope.queue.addAfter(key, SYNC_MS);
		}),
	],
	reads: [PODS, CUSTOM_RESOURCE_DEFINITIONS],
	state: () => new Map(),
	reconcile: (key, scope) => reconcile(key, scope),
};

function* reconcile(key: string, scope: Scope<State>): Task<void> {
	const { namespace, name } = splitKey(key);
	const autoscaler = scope.lister(AUTOSCALERS).get(namespace, name);
	if (autoscaler === undefined) return;
	const pass = new Pass(scope, autoscaler, key);
	try {
		yield* pass.run();
	} catch (error) {
		if (!(error instanceof Unscaled)) throw error;
	}
	scope.queue.addAfter(key, SYNC_MS);
}

/** A pass has ended; conditions and events say why. */
class Unscaled extends Error {}

/** One look at one autoscaler. */
class Pass {
	readonly #scope: Scope<State>;
	readonly #autoscaler: HorizontalPodAutoscaler;
	readonly #key: string;
	#conditions: HorizontalPodAutoscalerCondition[];

	constructor(scope: Scope<State>, autoscaler: HorizontalPodAutoscaler, key: string) {
		this.#scope = scope;
		this.#autoscaler = autoscaler;
		this.#key = key;
		this.#conditions = [...(autoscaler.status.conditions ?? [])];
	}

	/** Models reconcileAutoscaler. Throws Unscaled. */
	*run(): Task<void> {
		const { spec } = this.#autoscaler;
		const { resource, scale } = yield* this.#scale();
		this.#set(
			'AbleToScale',
			'True',
			'SucceededGetScale',
			"the HPA controller was able to get the target's current scale",
		);
		const current = scale.spec.replicas ?? 0;
		const memory = this.#memory(current);
		const minReplicas = spec.minReplicas ?? 1;
		if (current === 0 && minReplicas !== 0) {
			const message = 'scaling is disabled since the replica count of the target is zero';
			this.#set('ScalingActive', 'False', 'ScalingDisabled', message);
			yield* this.#write({ currentReplicas: current, desiredReplicas: 0 });
			return;
		}
		if (current > spec.maxReplicas) {
			yield* this.#rescale(resource, scale, spec.maxReplicas, 'Current number of replicas above Spec.MaxReplicas');
			return;
		}
		if (current < minReplicas) {
			yield* this.#rescale(resource, scale, minReplicas, 'Current number of replicas below Spec.MinReplicas');
			return;
		}
		const { desired, name, statuses } = yield* this.#measure(scale, current);
		const { replicas, able, limited } = normalize(this.#autoscaler, memory, {
			current,
			desired,
			minReplicas,
			nowMs: this.#scope.nowMs(),
		});
		this.#set('AbleToScale', 'True', able.reason, able.message);
		this.#set('ScalingLimited', limited.status, limited.reason, limited.message);
		if (replicas === current) {
			yield* this.#write({ currentReplicas: current, desiredReplicas: current, currentMetrics: statuses });
			return;
		}
		const why = desired > current ? `${name} above target` : desired < current ? 'All metrics below target' : '';
		yield* this.#rescale(resource, scale, replicas, why, statuses);
	}

	#memory(current: number): Known {
		const { state, nowMs } = this.#scope;
		let known = state.get(this.#key);
		if (known === undefined) {
			const recommendations = [{ replicas: current, atMs: nowMs() }];
			known = { selector: undefined, recommendations, ups: [], downs: [] };
			state.set(this.#key, known);
		}
		return known;
	}

	*#scale(): Task<{ resource: Resource; scale: Scale }> {
		const { metadata, spec } = this.#autoscaler;
		const resource = targetOf(this.#scope, spec.scaleTargetRef);
		if (typeof resource === 'string') return yield* this.#withoutScale(resource);
		try {
			const scale = yield* this.#scope.client.get(
				resource,
				metadata.namespace ?? '',
				spec.scaleTargetRef.name,
				'scale',
			);
			return { resource, scale: scale as Scale };
		} catch (error) {
			return yield* this.#withoutScale(requestError(error).message);
		}
	}

	*#withoutScale(why: string): Task<never> {
		this.#tell('Warning', 'FailedGetScale', why);
		const message = `the HPA controller was unable to get the target's current scale: ${why}`;
		this.#set('AbleToScale', 'False', 'FailedGetScale', message);
		yield* this.#write(this.#autoscaler.status);
		throw new Unscaled(why);
	}

	/** The largest of what the metrics ask for. Models computeReplicasForMetrics. */
	*#measure(scale: Scale, current: number): Task<{ desired: number; name: string; statuses: MetricStatus[] }> {
		const { metrics = [] } = this.#autoscaler.spec;
		const selector = yield* this.#selector(scale, current);
		const statuses: MetricStatus[] = [];
		let best: MetricProposal | undefined;
		let first: MetricFailure | undefined;
		let failures = 0;
		for (const spec of metrics) {
			try {
				const proposal = yield* proposeFor(this.#scope, this.#autoscaler, spec, { current, selector });
				statuses.push(proposal.status);
				if (best === undefined || proposal.replicas > best.replicas) best = proposal;
			} catch (error) {
				if (!(error instanceof MetricFailure)) throw error;
				this.#tell('Warning', error.reason, error.message);
				statuses.push({ type: '' });
				first ??= error;
				failures++;
			}
		}
		// With metrics missing nothing is made smaller.
		if (best !== undefined && (first === undefined || best.replicas >= current)) {
			const message = `the HPA was able to successfully calculate a replica count from ${best.name}`;
			this.#set('ScalingActive', 'True', 'ValidMetricFound', message);
			return { desired: best.replicas, name: best.name, statuses };
		}
		const { reason, message, summary } = first ?? new MetricFailure('', '', '');
		this.#set('ScalingActive', 'False', reason, `the HPA was unable to compute the replica count: ${message}`);
		const told = `invalid metrics (${failures} invalid out of ${metrics.length}), first error is: ${summary}`;
		return yield* this.#unmeasured(current, told, statuses);
	}

	*#unmeasured(current: number, why: string, statuses?: MetricStatus[]): Task<never> {
		const { desiredReplicas } = this.#autoscaler.status;
		yield* this.#write({ currentReplicas: current, desiredReplicas, ...(statuses && { currentMetrics: statuses }) });
		this.#tell('Warning', 'FailedComputeMetricsReplicas', why);
		throw new Unscaled(why);
	}

	/** Of the Pods; they may belong to no other autoscaler. Models validateAndParseSelector. */
	*#selector({ status }: Scale, current: number): Task<string> {
		const text = status?.selector ?? '';
		const refused = (reason: string, message: string, condition = message): string => {
			this.#tell('Warning', reason, message);
			this.#set('ScalingActive', 'False', reason === 'SelectorRequired' ? 'InvalidSelector' : reason, condition);
			return message;
		};
		if (text === '') {
			const condition = "the HPA target's scale is missing a selector";
			return yield* this.#unmeasured(current, refused('SelectorRequired', 'selector is required', condition));
		}
		const known = this.#memory(current);
		try {
			known.selector = parseLabelSelector(text);
		} catch (error) {
			if (!(error instanceof SelectorError)) throw error;
			const message = `couldn't convert selector into a corresponding internal selector object: ${error.message}`;
			return yield* this.#unmeasured(current, refused('InvalidSelector', message));
		}
		const rivals = this.#sharing(known.selector);
		if (rivals.length > 1) {
			const message = `pods by selector ${text} are controlled by multiple HPAs: [${rivals.join(' ')}]`;
			return yield* this.#unmeasured(current, refused('AmbiguousSelector', message));
		}
		return text;
	}

	/** The autoscalers of its namespace that scale one of these Pods. */
	#sharing(selector: LabelSelector): string[] {
		const { namespace = '' } = this.#autoscaler.metadata;
		const pods = this.#scope
			.lister(PODS)
			.list(namespace)
			.filter(({ metadata }) => selector.matches(metadata.labels));
		const sharing = [...this.#scope.state].filter(
			([key, known]) =>
				splitKey(key).namespace === namespace && pods.some(({ metadata }) => known.selector?.matches(metadata.labels)),
		);
		return sharing.map(([key]) => key).sort();
	}

	*#rescale(
		resource: Resource,
		scale: Scale,
		replicas: number,
		why: string,
		currentMetrics?: MetricStatus[],
	): Task<void> {
		const current = scale.spec.replicas ?? 0;
		try {
			yield* this.#scope.client.update(resource, { ...scale, spec: { ...scale.spec, replicas } } as Scale, 'scale');
		} catch (error) {
			const { message } = requestError(error);
			this.#tell('Warning', 'FailedRescale', `New size: ${replicas}; reason: ${why}; error: ${message}`);
			const condition = `the HPA controller was unable to update the target scale: ${message}`;
			this.#set('AbleToScale', 'False', 'FailedUpdateScale', condition);
			yield* this.#write({ ...this.#autoscaler.status, currentReplicas: current });
			throw new Unscaled(message);
		}
		const done = `the HPA controller was able to update the target scale to ${replicas}`;
		this.#set('AbleToScale', 'True', 'SucceededRescale', done);
		this.#tell('Normal', 'SuccessfulRescale', `New size: ${replicas}; reason: ${why}`);
		rememberScaling(this.#autoscaler, this.#memory(current), current, replicas, this.#scope.nowMs());
		yield* this.#write({
			currentReplicas: current,
			desiredReplicas: replicas,
			lastScaleTime: this.#scope.timestamp(),
			...(currentMetrics && { currentMetrics }),
		});
	}

	#tell(type: 'Normal' | 'Warning', reason: string, message: string): void {
		this.#scope.event(this.#autoscaler, type, reason, message);
	}

	/** In its place, or at the end. Models setConditionInList. */
	#set(type: string, status: 'True' | 'False', reason: string, message: string): void {
		const at = this.#conditions.findIndex((condition) => condition.type === type);
		const before = this.#conditions[at];
		const since = before?.status === status ? before.lastTransitionTime : undefined;
		const lastTransitionTime = since ?? this.#scope.timestamp();
		const condition = { type, status, lastTransitionTime, reason, message };
		if (at < 0) this.#conditions.push(condition);
		else this.#conditions[at] = condition;
	}

	/** Models updateStatusIfNeeded. */
	*#write(status: Omit<HorizontalPodAutoscalerStatus, 'conditions'>): Task<void> {
		const { lastScaleTime } = this.#autoscaler.status;
		const next = { ...(lastScaleTime && { lastScaleTime }), ...status, conditions: this.#conditions };
		if (jsonEqual(next, this.#autoscaler.status)) return;
		yield* this.#scope.client.update(AUTOSCALERS, { ...this.#autoscaler, status: next }, 'status');
	}
}

function requestError(error: unknown): Error {
	if (error instanceof ApiError || error instanceof TransportError) return error;
	throw error;
}

/** The resource of a kind, or why there is none. */
function targetOf(
	scope: Scope<State>,
	{ apiVersion = '', kind }: { readonly apiVersion?: string; readonly kind: string },
): Resource | string {
	const slash = apiVersion.indexOf('/');
	const group = slash < 0 ? '' : apiVersion.slice(0, slash);
	const known = KINDS.find((each) => each.group === group && each.kind === kind);
	if (known !== undefined) {
		const { version, plural, namespaced } = known;
		return { group, version, resource: plural, kind, namespaced };
	}
	for (const { spec } of scope.lister(CUSTOM_RESOURCE_DEFINITIONS).list()) {
		const version = spec.versions.find(({ served }) => served)?.name;
		if (spec.group !== group || spec.names.kind !== kind || version === undefined) continue;
		return { group, version, resource: spec.names.plural, kind, namespaced: spec.scope === 'Namespaced' };
	}
	return `no matches for kind ${JSON.stringify(kind)} in group ${JSON.stringify(group)}`;
}
