import type { Policy } from '../pod-security/policy.ts';
import type { EventLimit } from './event-limits.ts';
import type { ImagePolicySettings } from './image-policy-settings.ts';
import type { LimitedResource } from './limited-resources.ts';
import type { TolerationDefaults } from './toleration-defaults.ts';

/** What the file of --admission-control-config-file says to the plugins; the defaults where it says nothing. */
export interface AdmissionSettings {
	readonly podSecurity?: PodSecuritySettings;
	/** Selectors by namespace, and "clusterDefaultNodeSelector". */
	readonly nodeSelectors?: ReadonlyMap<string, string>;
	readonly tolerations?: TolerationDefaults;
	readonly eventLimits?: readonly EventLimit[];
	readonly limitedResources?: readonly LimitedResource[];
	readonly imagePolicy?: ImagePolicySettings;
}

export interface PodSecuritySettings {
	/** What holds where a namespace's labels say nothing. */
	readonly defaults: Policy;
	readonly exempt: {
		readonly usernames: readonly string[];
		readonly namespaces: readonly string[];
		readonly runtimeClasses: readonly string[];
	};
}
