import type { ScopedResourceSelectorRequirement } from '../../../api/core/types/object.ts';
import { aggregateMessage, required } from '../../../machinery/field-error.ts';
import { decodeSettings, type SettingsScheme } from './decode-settings.ts';
import { SettingsError } from './settings-error.ts';

/** What nobody gets without a quota for it. Models apiserver/pkg/admission/plugin/resourcequota/apis LimitedResource. */
export interface LimitedResource {
	readonly apiGroup?: string;
	readonly resource: string;
	readonly matchContains?: readonly string[];
	readonly matchScopes?: readonly ScopedResourceSelectorRequirement[];
}

const SCHEMA = 'resourcequota.admission.k8s.io.v1.Configuration';

const SCHEME: SettingsScheme = {
	name: 'k8s.io/apiserver/pkg/admission/plugin/resourcequota/config.go:31',
	kinds: [
		{ apiVersion: 'apiserver.config.k8s.io/v1', kind: 'ResourceQuotaConfiguration', schema: SCHEMA },
		{ apiVersion: 'resourcequota.admission.k8s.io/v1beta1', kind: 'Configuration', schema: SCHEMA },
		{ apiVersion: 'resourcequota.admission.k8s.io/v1alpha1', kind: 'Configuration', schema: SCHEMA },
	],
};

/** Models resourcequota LoadConfiguration and ValidateConfiguration. */
export function readLimitedResources(document: unknown): readonly LimitedResource[] {
	if (document === undefined) return [];
	const { limitedResources = [] } = decodeSettings<{ readonly limitedResources: readonly LimitedResource[] }>(
		document,
		SCHEME,
	);
	const errors = limitedResources.flatMap(({ resource }, index) =>
		resource ? [] : [required(`limitedResources[${index}].resource`)],
	);
	if (errors.length > 0) throw new SettingsError(aggregateMessage(errors));
	return limitedResources;
}
