/** Fields that the server owns: nobody manages them. Models managedfields stripMeta. */
const STRIPPED: readonly string[] = [
	'apiVersion',
	'kind',
	'metadata.name',
	'metadata.namespace',
	'metadata.creationTimestamp',
	'metadata.selfLink',
	'metadata.uid',
	'metadata.clusterName',
	'metadata.generation',
	'metadata.managedFields',
	'metadata.resourceVersion',
	'metadata.deletionTimestamp',
	'metadata.deletionGracePeriodSeconds',
];

/** What a write of the object, or of its status, cannot change. Models the GetResetFields of most strategies. */
export const SKIPPED: ReadonlySet<string> = new Set([...STRIPPED, 'status']);
export const SKIPPED_OF_STATUS: ReadonlySet<string> = new Set([...STRIPPED, 'spec']);
