import type { Task } from '../../machinery/task.ts';
import type { TopologySelectorTerm } from '../core/types/reference.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import type { DescribeContext } from '../kind.ts';
import { boolText } from '../printing/column.ts';
import { labelsText } from '../printing/pod-template-columns.ts';
import type { StorageClass } from './types.ts';

const DEFAULT_ANNOTATIONS = [
	'storageclass.kubernetes.io/is-default-class',
	'storageclass.beta.kubernetes.io/is-default-class',
];

/** Models kubectl/pkg/describe StorageClassDescriber. */
export function* describeStorageClass(storageClass: StorageClass, world: DescribeContext): Task<string> {
	const { metadata, mountOptions = [] } = storageClass;
	const description = new Description();
	description.field('Name', metadata.name);
	const isDefault = DEFAULT_ANNOTATIONS.some((name) => metadata.annotations?.[name] === 'true');
	description.field('IsDefaultClass', isDefault ? 'Yes' : 'No');
	description.field('Annotations', labelsText(metadata.annotations));
	description.field('Provisioner', storageClass.provisioner);
	description.field('Parameters', labelsText(storageClass.parameters));
	description.field('AllowVolumeExpansion', boolText(storageClass.allowVolumeExpansion));
	description.write(0, mountOptions.length === 0 ? 'MountOptions:\t<none>\n' : 'MountOptions:\n');
	for (const option of mountOptions) description.row(1, option);
	if (storageClass.reclaimPolicy !== undefined) description.field('ReclaimPolicy', storageClass.reclaimPolicy);
	if (storageClass.volumeBindingMode !== undefined) {
		description.field('VolumeBindingMode', storageClass.volumeBindingMode);
	}
	describeTopologies(description, storageClass.allowedTopologies ?? []);
	yield* describeEventsOf(description, storageClass, world);
	return description.finish();
}

/** Models printAllowedTopologies. */
function describeTopologies(description: Description, terms: readonly TopologySelectorTerm[]): void {
	if (terms.length === 0) return;
	description.field('AllowedTopologies', '');
	terms.forEach(({ matchLabelExpressions = [] }, index) => {
		description.write(1, `Term ${index}:\t`);
		if (matchLabelExpressions.length === 0) description.write(0, '<none>\n');
		matchLabelExpressions.forEach(({ key, values }, place) => {
			if (place > 0) description.write(1, '\t');
			description.write(0, `${key} in${values.length === 0 ? '' : ` [${values.join(', ')}]`}\n`);
		});
	});
}
