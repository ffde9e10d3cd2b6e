import type { Task } from '../../machinery/task.ts';
import type { Description } from './description.ts';

/** The end of a description that needs nothing more from the cluster, not even events. */
export function* described(description: Description): Task<string> {
	return description.finish();
}
