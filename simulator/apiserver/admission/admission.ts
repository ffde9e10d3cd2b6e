import type { Kind } from '../../api/kind.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import type { Task } from '../../machinery/task.ts';
import type { UserInfo } from '../request.ts';
import type { ServerCore } from '../server-core.ts';

/** What is about to happen. Models apiserver/pkg/admission Attributes. */
export interface AdmissionAttributes {
	readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
	readonly kind: Kind;
	readonly subresource: string;
	readonly namespace: string;
	/** '' while generateName has not been used. */
	readonly name: string;
	/** Of its own for mutating plugins to change in place; undefined for a delete. */
	readonly object: KubeObject | undefined;
	readonly oldObject: KubeObject | undefined;
	readonly user: UserInfo;
	readonly dryRun: boolean;
	readonly warnings: string[];
}

/**
 * One plugin. Both moments throw ApiError to refuse; those that must wait (webhooks) return a task.
 */
export interface AdmissionPlugin {
	readonly name: string;
	mutate?(attributes: AdmissionAttributes, core: ServerCore): Task<void> | undefined;
	validate?(attributes: AdmissionAttributes, core: ServerCore): Task<void> | undefined;
}

/** The plugins in their order. Models apiserver/pkg/admission chainAdmissionHandler. */
export class AdmissionChain {
	readonly #mutating: readonly AdmissionPlugin[];
	readonly #validating: readonly AdmissionPlugin[];

	constructor(plugins: readonly AdmissionPlugin[]) {
		this.#mutating = plugins.filter((plugin) => plugin.mutate !== undefined);
		this.#validating = plugins.filter((plugin) => plugin.validate !== undefined);
	}

	*mutate(attributes: AdmissionAttributes, core: ServerCore): Task<void> {
		for (const plugin of this.#mutating) {
			const task = plugin.mutate?.(attributes, core);
			if (task !== undefined) yield* task;
		}
	}

	*validate(attributes: AdmissionAttributes, core: ServerCore): Task<void> {
		for (const plugin of this.#validating) {
			const task = plugin.validate?.(attributes, core);
			if (task !== undefined) yield* task;
		}
	}
}
