import type { KubeObject } from '../../machinery/meta.ts';
import { StacklessError } from '../../machinery/stackless-error.ts';

/** A stored object is wanted in a version that a webhook has to be asked for first: who reads asks, and reads again. */
export class NotConverted extends StacklessError {
	readonly object: KubeObject;

	constructor(object: KubeObject) {
		super('NotConverted', `${object.metadata.name} is stored as ${object.apiVersion}`);
		this.object = object;
	}
}
