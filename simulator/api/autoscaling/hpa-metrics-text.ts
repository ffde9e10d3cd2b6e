import type { MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from './types.ts';

const SHOWN = 2;
const UNKNOWN = '<unknown>';

/** "cpu: 3%/80%, memory: 20Mi/100Mi + 1 more...". Models pkg/printers/internalversion formatHPAMetrics. */
export function hpaMetricsText(specs: readonly MetricSpec[], statuses: readonly MetricStatus[]): string {
	if (specs.length === 0) return '<none>';
	const texts = specs.map((spec, index) => metricText(spec, statuses[index]));
	const shown = texts.slice(0, SHOWN).join(', ');
	return texts.length > SHOWN ? `${shown} + ${texts.length - SHOWN} more...` : shown;
}

function metricText(spec: MetricSpec, status: MetricStatus | undefined): string {
	if (spec.external !== undefined) return wholeOrAverage(spec.external.target, status?.external?.current);
	if (spec.object !== undefined) return wholeOrAverage(spec.object.target, status?.object?.current);
	if (spec.pods !== undefined) {
		return `${status?.pods?.current.averageValue ?? UNKNOWN}/${spec.pods.target.averageValue ?? '0'}`;
	}
	const resource = spec.resource ?? spec.containerResource;
	if (resource === undefined) return '<unknown type>';
	const current = (status?.resource ?? status?.containerResource)?.current;
	if (resource.target.averageValue !== undefined) {
		return `${resource.name}: ${current?.averageValue ?? UNKNOWN}/${resource.target.averageValue}`;
	}
	const now = current?.averageUtilization === undefined ? UNKNOWN : `${current.averageUtilization}%`;
	const { averageUtilization } = resource.target;
	return `${resource.name}: ${now}/${averageUtilization === undefined ? '<auto>' : `${averageUtilization}%`}`;
}

function wholeOrAverage(target: MetricTarget, current: MetricValueStatus | undefined): string {
	if (target.averageValue !== undefined) return `${current?.averageValue ?? UNKNOWN}/${target.averageValue} (avg)`;
	return `${current?.value ?? UNKNOWN}/${target.value ?? '0'}`;
}
