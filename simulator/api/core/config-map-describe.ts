import { decodeBase64 } from '../../machinery/base64.ts';
import type { Task } from '../../machinery/task.ts';
import { Description } from '../describing/description.ts';
import { describeEvents, eventTargetOf, searchEvents } from '../describing/events.ts';
import { describeHead, sortedKeys } from '../describing/metadata.ts';
import type { DescribeContext } from '../kind.ts';
import type { ConfigMap } from './types/object.ts';

/** The one describer that fails when events may not be read. Models kubectl/pkg/describe ConfigMapDescriber. */
export function* describeConfigMap(configMap: ConfigMap, world: DescribeContext): Task<string> {
	const { metadata, data = {}, binaryData = {} } = configMap;
	const description = new Description();
	describeHead(description, metadata, true);
	description.write(0, '\nData\n====\n');
	for (const key of sortedKeys(data)) description.write(0, `${key}:\n----\n${data[key]}\n\n`);
	description.write(0, '\nBinaryData\n====\n');
	for (const key of sortedKeys(binaryData)) {
		description.row(0, `${key}: ${decodeBase64(binaryData[key] as string).length} bytes`);
	}
	description.row(0, '');
	if (world.showEvents) {
		describeEvents(description, yield* searchEvents(eventTargetOf(configMap), world), world.nowMs);
	}
	return description.finish();
}
