import { enabledPlugins, type PluginFlags } from '../../api/admission-plugins.ts';
import type { AdmissionPlugin } from './admission.ts';
import { PLUGINS } from './plugins.ts';

/** The plugins that run, in their order. What the flags may name and is not here does nothing. */
export function choosePlugins(flags: PluginFlags): readonly AdmissionPlugin[] {
	return enabledPlugins(flags).flatMap((name) => PLUGINS.find((plugin) => plugin.name === name) ?? []);
}
