import { aggregateMessage, type FieldError, invalidValue, notSupported } from '../../../machinery/field-error.ts';
import { decodeSettings, type SettingsScheme } from './decode-settings.ts';
import { SettingsError } from './settings-error.ts';

/** How many events somebody may write. Models plugin/pkg/admission/eventratelimit/apis Limit. */
export interface EventLimit {
	readonly type: 'Server' | 'Namespace' | 'User' | 'SourceAndObject';
	readonly qps: number;
	readonly burst: number;
}

const SCHEME: SettingsScheme = {
	name: 'k8s.io/kubernetes/plugin/pkg/admission/eventratelimit/config.go:34',
	kinds: [
		{
			apiVersion: 'eventratelimit.admission.k8s.io/v1alpha1',
			kind: 'Configuration',
			schema: 'eventratelimit.admission.k8s.io.v1alpha1.Configuration',
		},
	],
};

/** Models eventratelimit LoadConfiguration: without a configuration there are no limits, which is an error. */
export function readEventLimits(document: unknown): readonly EventLimit[] {
	const { limits } =
		document === undefined ? {} : decodeSettings<{ readonly limits: readonly LimitFields[] }>(document, SCHEME);
	const errors = limitErrors(limits);
	if (errors.length > 0) throw new SettingsError(aggregateMessage(errors));
	return (limits ?? []) as readonly EventLimit[];
}

interface LimitFields {
	readonly type?: string;
	readonly qps?: number;
	readonly burst?: number;
	readonly cacheSize?: number;
}

const TYPES = ['Namespace', 'Server', 'SourceAndObject', 'User'];

/** Models plugin/pkg/admission/eventratelimit/apis/eventratelimit/validation ValidateConfiguration. */
function limitErrors(limits: readonly LimitFields[] | undefined): FieldError[] {
	if (limits === undefined || limits.length === 0) {
		return [invalidValue('limits', limits ?? null, 'must not be empty')];
	}
	return limits.flatMap(({ type = '', qps = 0, burst = 0, cacheSize = 0 }, index) => {
		const at = `limits[${index}]`;
		return [
			...(TYPES.includes(type) ? [] : [notSupported(`${at}.type`, type, TYPES)]),
			...(burst <= 0 ? [invalidValue(`${at}.burst`, burst, 'must be positive')] : []),
			...(qps <= 0 ? [invalidValue(`${at}.qps`, qps, 'must be positive')] : []),
			...(type !== 'Server' && cacheSize < 0
				? [invalidValue(`${at}.cacheSize`, cacheSize, 'must not be negative')]
				: []),
		];
	});
}
