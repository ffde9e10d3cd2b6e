import { enabledPlugins, type PluginFlags } from '../../api/admission-plugins.ts';
import type { AdmissionPlugin } from './admission.ts';
import { CONFIGURED_PLUGINS, PLUGINS } from './plugins.ts';
import type { AdmissionSettings } from './settings/admission-settings.ts';

/** The plugins that run, in their order. What the flags may name and is not here does nothing. */
export function choosePlugins(flags: PluginFlags, settings: AdmissionSettings = {}): readonly AdmissionPlugin[] {
	return enabledPlugins(flags).flatMap(
		(name) => CONFIGURED_PLUGINS.get(name)?.(settings) ?? PLUGINS.find((plugin) => plugin.name === name) ?? [],
	);
}
