/** What the API server's command line says of admission plugins. */
export interface PluginFlags {
	/** --enable-admission-plugins */
	readonly enable: readonly string[];
	/** --disable-admission-plugins */
	readonly disable: readonly string[];
}

/** As kubeadm sets them. */
export const KUBEADM_PLUGINS: PluginFlags = { enable: ['NodeRestriction'], disable: [] };

/** @param args of the command line, without the program. */
export function pluginFlags(args: readonly string[]): PluginFlags {
	return { enable: listFlag(args, 'enable-admission-plugins'), disable: listFlag(args, 'disable-admission-plugins') };
}

/** --admission-control-config-file; '' when it is not given. */
export function admissionConfigFile(args: readonly string[]): string {
	return valuesOf(args, 'admission-control-config-file').at(-1) ?? '';
}

/** Given again it adds. */
function listFlag(args: readonly string[], name: string): string[] {
	return valuesOf(args, name).flatMap((value) => (value === '' ? [] : value.split(',')));
}

/** "--name=a,b" and "--name a,b". */
function valuesOf(args: readonly string[], name: string): string[] {
	return args.flatMap((arg, index) => {
		const value = arg === `--${name}` ? args[index + 1] : arg.startsWith(`--${name}=`) ? afterEquals(arg) : undefined;
		return value === undefined ? [] : [value];
	});
}

function afterEquals(arg: string): string {
	return arg.slice(arg.indexOf('=') + 1);
}

interface PluginFacts {
	readonly name: string;
	/** What it does to requests. */
	readonly does: 'mutates' | 'validates' | 'both';
	/** Without being asked for. */
	readonly runs: boolean;
}

const plugin = (name: string, does: PluginFacts['does'], runs: boolean): PluginFacts => ({ name, does, runs });

/** All that the flags may name, in their order. Models pkg/kubeapiserver/options AllOrderedPlugins. */
const ALL: readonly PluginFacts[] = [
	plugin('AlwaysAdmit', 'both', false),
	plugin('NamespaceAutoProvision', 'mutates', false),
	plugin('NamespaceLifecycle', 'mutates', true),
	plugin('NamespaceExists', 'validates', false),
	plugin('LimitPodHardAntiAffinityTopology', 'validates', false),
	plugin('LimitRanger', 'both', true),
	plugin('ServiceAccount', 'both', true),
	plugin('NodeRestriction', 'mutates', false),
	plugin('TaintNodesByCondition', 'mutates', true),
	plugin('AlwaysPullImages', 'both', false),
	plugin('ImagePolicyWebhook', 'validates', false),
	plugin('PodSecurity', 'validates', true),
	plugin('PodNodeSelector', 'both', false),
	plugin('Priority', 'both', true),
	plugin('DefaultTolerationSeconds', 'mutates', true),
	plugin('PodTolerationRestriction', 'both', false),
	plugin('EventRateLimit', 'validates', false),
	plugin('ExtendedResourceToleration', 'mutates', false),
	plugin('DefaultStorageClass', 'mutates', true),
	plugin('StorageObjectInUseProtection', 'mutates', true),
	plugin('OwnerReferencesPermissionEnforcement', 'validates', false),
	plugin('PersistentVolumeClaimResize', 'validates', true),
	plugin('RuntimeClass', 'both', true),
	plugin('CertificateApproval', 'validates', true),
	plugin('CertificateSigning', 'validates', true),
	plugin('ClusterTrustBundleAttest', 'validates', true),
	plugin('CertificateSubjectRestriction', 'validates', true),
	plugin('DefaultIngressClass', 'mutates', true),
	plugin('DenyServiceExternalIPs', 'validates', false),
	plugin('PodTopologyLabels', 'mutates', true),
	plugin('NodeDeclaredFeatureValidator', 'validates', true),
	plugin('MutatingAdmissionPolicy', 'mutates', true),
	plugin('MutatingAdmissionWebhook', 'mutates', true),
	plugin('ValidatingAdmissionPolicy', 'validates', true),
	plugin('ValidatingAdmissionWebhook', 'validates', true),
	plugin('ResourceQuota', 'validates', true),
	plugin('AlwaysDeny', 'both', false),
];

/** What is wrong with the flags, in the server's words. Models apiserver/pkg/server/options AdmissionOptions.Validate. */
export function pluginFlagErrors({ enable, disable }: PluginFlags): string[] {
	const errors: string[] = [];
	const isKnown = (name: string): boolean => ALL.some((each) => each.name === name);
	for (const name of enable) {
		if (!isKnown(name)) errors.push(`enable-admission-plugins plugin ${JSON.stringify(name)} is unknown`);
	}
	for (const name of disable) {
		if (!isKnown(name)) errors.push(`disable-admission-plugins plugin ${JSON.stringify(name)} is unknown`);
	}
	const both = [...new Set(enable.filter((name) => disable.includes(name)))].sort();
	if (both.length > 0) {
		errors.push(`[${both.join(' ')}] in enable-admission-plugins and disable-admission-plugins overlapped`);
	}
	return errors;
}

/** The names of the plugins that run, in their order. Models AdmissionOptions.enabledPluginNames. */
export function enabledPlugins(flags: PluginFlags): string[] {
	return enabled(flags).map(({ name }) => name);
}

/** Those of them that take part in a moment. */
export function pluginsThat(does: 'mutates' | 'validates', flags: PluginFlags): string[] {
	return enabled(flags).flatMap((each) => (each.does === does || each.does === 'both' ? [each.name] : []));
}

function enabled({ enable, disable }: PluginFlags): PluginFacts[] {
	return ALL.filter(({ name, runs }) => enable.includes(name) || (runs && !disable.includes(name)));
}
