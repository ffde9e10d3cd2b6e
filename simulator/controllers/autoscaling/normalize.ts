import type { HorizontalPodAutoscaler, HPAScalingRules } from '../../api/autoscaling/types.ts';

/** --horizontal-pod-autoscaler-downscale-stabilization, by default. */
const DOWNSCALE_STABILIZATION_SECONDS = 300;
/** What one step up may do at most without a behaviour: double, but at least to this. */
const SCALE_UP_MINIMUM = 4;

export interface Recommendation {
	readonly replicas: number;
	readonly atMs: number;
}

export interface ScaleEvent {
	/** Replicas added or removed. */
	readonly change: number;
	readonly atMs: number;
}

/** What is remembered of one autoscaler from pass to pass; lost with the controller, as in life. */
export interface Memory {
	recommendations: readonly Recommendation[];
	ups: readonly ScaleEvent[];
	downs: readonly ScaleEvent[];
}

export interface Wish {
	readonly current: number;
	/** By the metrics alone. */
	readonly desired: number;
	readonly minReplicas: number;
	readonly nowMs: number;
}

export interface Verdict {
	readonly replicas: number;
	/** Reason and message of the condition AbleToScale. */
	readonly able: Told;
	/** Of ScalingLimited. */
	readonly limited: Told & { readonly status: 'True' | 'False' };
}

interface Told {
	readonly reason: string;
	readonly message: string;
}

type Rules = HPAScalingRules & { stabilizationWindowSeconds: number };

const READY: Told = { reason: 'ReadyForNewScale', message: 'recommended size matches current size' };
const WITHIN: Told = { reason: 'DesiredWithinRange', message: 'the desired count is within the acceptable range' };
const TOO_FEW: Told = {
	reason: 'TooFewReplicas',
	message: 'the desired replica count is less than the minimum replica count',
};
const TOO_MANY: Told = {
	reason: 'TooManyReplicas',
	message: 'the desired replica count is more than the maximum replica count',
};
const UP_LIMIT: Told = {
	reason: 'ScaleUpLimit',
	message: 'the desired replica count is increasing faster than the maximum scale rate',
};
const DOWN_LIMIT: Told = {
	reason: 'ScaleDownLimit',
	message: 'the desired replica count is decreasing faster than the maximum scale rate',
};
const DOWN_STABILIZED: Told = {
	reason: 'ScaleDownStabilized',
	message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
};
const UP_STABILIZED: Told = {
	reason: 'ScaleUpStabilized',
	message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
};

/** What may be done of what is wished. Remembers the wish. Models pkg/controller/podautoscaler normalizeDesiredReplicas. */
export function normalize(autoscaler: HorizontalPodAutoscaler, memory: Memory, wish: Wish): Verdict {
	const { behavior, maxReplicas } = autoscaler.spec;
	if (behavior === undefined) {
		const stable = stabilizeDown(memory, wish);
		const able = stable === wish.desired ? READY : DOWN_STABILIZED;
		return { able, ...verdict(stable, limitPlainly({ ...wish, desired: stable }, maxReplicas)) };
	}
	const up = withWindow(behavior.scaleUp, 0);
	const down = withWindow(behavior.scaleDown, DOWNSCALE_STABILIZATION_SECONDS);
	const { replicas: stable, told } = stabilizeByRules(memory, wish, up, down);
	const able = stable === wish.desired ? READY : told;
	return { able, ...verdict(stable, limitByRules({ ...wish, desired: stable }, maxReplicas, memory, up, down)) };
}

function withWindow(rules: HPAScalingRules | undefined, seconds: number): Rules {
	return { ...rules, stabilizationWindowSeconds: rules?.stabilizationWindowSeconds ?? seconds };
}

type Limited = readonly [replicas: number, told: Told];

function verdict(wanted: number, [replicas, told]: Limited): Pick<Verdict, 'replicas' | 'limited'> {
	return { replicas, limited: { status: replicas === wanted ? 'False' : 'True', ...told } };
}

/** The highest of the last five minutes. Models stabilizeRecommendation. */
function stabilizeDown(memory: Memory, { desired, nowMs }: Wish): number {
	const recent = memory.recommendations.filter(({ atMs }) => atMs >= nowMs - DOWNSCALE_STABILIZATION_SECONDS * 1000);
	memory.recommendations = [...recent, { replicas: desired, atMs: nowMs }];
	return Math.max(desired, ...recent.map(({ replicas }) => replicas));
}

/** Models convertDesiredReplicasWithRules. */
function limitPlainly({ current, desired, minReplicas }: Wish, maxReplicas: number): Limited {
	const upLimit = Math.max(2 * current, SCALE_UP_MINIMUM);
	if (desired < minReplicas) return [minReplicas, TOO_FEW];
	if (desired > Math.min(maxReplicas, upLimit)) {
		return maxReplicas > upLimit ? [upLimit, UP_LIMIT] : [maxReplicas, TOO_MANY];
	}
	return [desired, WITHIN];
}

/** Models stabilizeRecommendationWithBehaviors. */
function stabilizeByRules(
	memory: Memory,
	{ current, desired, nowMs }: Wish,
	up: Rules,
	down: Rules,
): { replicas: number; told: Told } {
	const upAfterMs = nowMs - up.stabilizationWindowSeconds * 1000;
	const downAfterMs = nowMs - down.stabilizationWindowSeconds * 1000;
	let most = desired;
	let least = desired;
	for (const { replicas, atMs } of memory.recommendations) {
		if (atMs > upAfterMs) least = Math.min(least, replicas);
		if (atMs > downAfterMs) most = Math.max(most, replicas);
	}
	const keptMs = Math.min(upAfterMs, downAfterMs);
	const kept = memory.recommendations.filter(({ atMs }) => atMs >= keptMs);
	memory.recommendations = [...kept, { replicas: desired, atMs: nowMs }];
	// Between the lowest that may be gone up to and the highest that has to be kept, the current size is as good as any.
	let replicas = current;
	if (replicas < least) replicas = least;
	if (replicas > most) replicas = most;
	return { replicas, told: desired >= current ? UP_STABILIZED : DOWN_STABILIZED };
}

/** Models convertDesiredReplicasWithBehaviorRate. */
function limitByRules(
	{ current, desired, minReplicas, nowMs }: Wish,
	maxReplicas: number,
	memory: Memory,
	up: Rules,
	down: Rules,
): Limited {
	if (desired > current) {
		const limit = Math.max(current, upLimit(current, memory, up, nowMs));
		if (desired > Math.min(maxReplicas, limit))
			return maxReplicas > limit ? [limit, UP_LIMIT] : [maxReplicas, TOO_MANY];
	} else if (desired < current) {
		const limit = Math.min(current, downLimit(current, memory, down, nowMs));
		if (desired < Math.max(minReplicas, limit))
			return minReplicas < limit ? [limit, DOWN_LIMIT] : [minReplicas, TOO_FEW];
	}
	return [desired, WITHIN];
}

/** Models calculateScaleUpLimitWithScalingRules. */
function upLimit(current: number, { ups, downs }: Memory, rules: Rules, nowMs: number): number {
	if (rules.selectPolicy === 'Disabled') return current;
	const limits = (rules.policies ?? []).map(({ type, value, periodSeconds }) => {
		const start = current - changeSince(ups, periodSeconds, nowMs) + changeSince(downs, periodSeconds, nowMs);
		// Rounded up, or a small number would never grow.
		return type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100));
	});
	return rules.selectPolicy === 'Min' ? Math.min(...limits) : Math.max(0, ...limits);
}

/** Models calculateScaleDownLimitWithBehaviors. */
function downLimit(current: number, { ups, downs }: Memory, rules: Rules, nowMs: number): number {
	if (rules.selectPolicy === 'Disabled') return current;
	const limits = (rules.policies ?? []).map(({ type, value, periodSeconds }) => {
		const start = current + changeSince(downs, periodSeconds, nowMs) - changeSince(ups, periodSeconds, nowMs);
		return type === 'Pods' ? start - value : Math.trunc(start * (1 - value / 100));
	});
	return rules.selectPolicy === 'Min' ? Math.max(...limits) : Math.min(...limits);
}

function changeSince(events: readonly ScaleEvent[], seconds: number, nowMs: number): number {
	return events.reduce((sum, { change, atMs }) => (atMs > nowMs - seconds * 1000 ? sum + change : sum), 0);
}

/** Remembers what has been done, for as long as a policy looks back. Models storeScaleEvent. */
export function rememberScaling(
	{ spec }: HorizontalPodAutoscaler,
	memory: Memory,
	from: number,
	to: number,
	nowMs: number,
): void {
	if (spec.behavior === undefined) return;
	const policies = [...(spec.behavior.scaleUp?.policies ?? []), ...(spec.behavior.scaleDown?.policies ?? [])];
	const longestMs = Math.max(0, ...policies.map(({ periodSeconds }) => periodSeconds)) * 1000;
	const recent = (events: readonly ScaleEvent[]): ScaleEvent[] =>
		events.filter(({ atMs }) => atMs >= nowMs - longestMs);
	const event = { change: Math.abs(to - from), atMs: nowMs };
	memory.ups = to > from ? [...recent(memory.ups), event] : recent(memory.ups);
	memory.downs = to > from ? recent(memory.downs) : [...recent(memory.downs), event];
}
