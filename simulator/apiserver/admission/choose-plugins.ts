import type { AdmissionPlugin } from './admission.ts';
import { PLUGINS } from './plugins.ts';

/** Models pkg/kubeapiserver/options AllOrderedPlugins: every name that the flags may name. */
const NAMES: readonly string[] = [
	'AlwaysAdmit',
	'NamespaceAutoProvision',
	'NamespaceLifecycle',
	'NamespaceExists',
	'LimitPodHardAntiAffinityTopology',
	'LimitRanger',
	'ServiceAccount',
	'NodeRestriction',
	'TaintNodesByCondition',
	'AlwaysPullImages',
	'ImagePolicyWebhook',
	'PodSecurity',
	'PodNodeSelector',
	'Priority',
	'DefaultTolerationSeconds',
	'PodTolerationRestriction',
	'EventRateLimit',
	'ExtendedResourceToleration',
	'DefaultStorageClass',
	'StorageObjectInUseProtection',
	'OwnerReferencesPermissionEnforcement',
	'PersistentVolumeClaimResize',
	'RuntimeClass',
	'CertificateApproval',
	'CertificateSigning',
	'ClusterTrustBundleAttest',
	'CertificateSubjectRestriction',
	'DefaultIngressClass',
	'DenyServiceExternalIPs',
	'PodTopologyLabels',
	'NodeDeclaredFeatureValidator',
	'MutatingAdmissionPolicy',
	'MutatingAdmissionWebhook',
	'ValidatingAdmissionPolicy',
	'ValidatingAdmissionWebhook',
	'ResourceQuota',
	'AlwaysDeny',
];

/** Models DefaultOffAdmissionPlugins. */
const OFF: ReadonlySet<string> = new Set([
	'AlwaysAdmit',
	'NamespaceAutoProvision',
	'NamespaceExists',
	'LimitPodHardAntiAffinityTopology',
	'NodeRestriction',
	'AlwaysPullImages',
	'ImagePolicyWebhook',
	'PodNodeSelector',
	'PodTolerationRestriction',
	'EventRateLimit',
	'ExtendedResourceToleration',
	'OwnerReferencesPermissionEnforcement',
	'DenyServiceExternalIPs',
	'AlwaysDeny',
]);

/** The values of the API server's flags. */
export interface PluginFlags {
	/** --enable-admission-plugins */
	readonly enable: readonly string[];
	/** --disable-admission-plugins */
	readonly disable: readonly string[];
}

/** What is wrong with the flags, in the server's words. Models apiserver/pkg/server/options AdmissionOptions.Validate. */
export function pluginFlagErrors({ enable, disable }: PluginFlags): string[] {
	const errors: string[] = [];
	for (const name of enable) {
		if (!NAMES.includes(name)) errors.push(`enable-admission-plugins plugin ${JSON.stringify(name)} is unknown`);
	}
	for (const name of disable) {
		if (!NAMES.includes(name)) errors.push(`disable-admission-plugins plugin ${JSON.stringify(name)} is unknown`);
	}
	const both = [...new Set(enable.filter((name) => disable.includes(name)))].sort();
	if (both.length > 0) {
		errors.push(`[${both.join(' ')}] in enable-admission-plugins and disable-admission-plugins overlapped`);
	}
	return errors;
}

/**
 * The plugins that run, in their order; names that do nothing here (yet) are none of them.
 * Models AdmissionOptions.enabledPluginNames.
 */
export function choosePlugins({ enable, disable }: PluginFlags): readonly AdmissionPlugin[] {
	const runs = (name: string): boolean => enable.includes(name) || !(OFF.has(name) || disable.includes(name));
	return PLUGINS.filter(({ name }) => runs(name)).sort((a, b) => NAMES.indexOf(a.name) - NAMES.indexOf(b.name));
}

/** As kubeadm sets them. */
export const KUBEADM_PLUGINS: PluginFlags = { enable: ['NodeRestriction'], disable: [] };
