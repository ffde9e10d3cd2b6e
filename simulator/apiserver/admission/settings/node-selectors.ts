/**
 * Selectors by namespace. What is wrong with the file is passed over, as the real plugin does.
 * Models plugin/pkg/admission/podnodeselector readConfig.
 */
export function readNodeSelectors(document: unknown): ReadonlyMap<string, string> {
	const { podNodeSelectorPluginConfig: given } = (document ?? {}) as { podNodeSelectorPluginConfig?: unknown };
	if (typeof given !== 'object' || given === null) return new Map();
	return new Map(Object.entries(given).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}
