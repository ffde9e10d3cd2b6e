import type { Toleration } from '../../../api/core/types/reference.ts';
import { decodeSettings, type SettingsScheme } from './decode-settings.ts';

/** For namespaces that have none of their own. Models podtolerationrestriction/apis Configuration. */
export interface TolerationDefaults {
	readonly default?: readonly Toleration[];
	readonly whitelist?: readonly Toleration[];
}

const SCHEME: SettingsScheme = {
	name: 'k8s.io/kubernetes/plugin/pkg/admission/podtolerationrestriction/config.go:33',
	kinds: [
		{
			apiVersion: 'podtolerationrestriction.admission.k8s.io/v1alpha1',
			kind: 'Configuration',
			schema: 'podtolerationrestriction.admission.k8s.io.v1alpha1.Configuration',
		},
	],
};

export function readTolerationDefaults(document: unknown): TolerationDefaults {
	return document === undefined ? {} : decodeSettings<TolerationDefaults>(document, SCHEME);
}
