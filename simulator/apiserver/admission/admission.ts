import type { Kind } from '../../api/kind.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import type { Task } from '../../machinery/task.ts';
import type { WriteContext } from '../registry/write-context.ts';
import type { UserInfo } from '../request.ts';
import type { ServerCore } from '../server-core.ts';
import type { Reinvocation } from './reinvocation.ts';

/** What is about to happen. Models apiserver/pkg/admission Attributes. */
export interface AdmissionAttributes {
	readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
	readonly kind: Kind;
	/** Of `object`, where it is another one than that of the resource: a Binding, an Eviction, options of a connection. */
	readonly objectKind?: { readonly group: string; readonly version: string; readonly kind: string };
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
	/** What the request says of how; absent where the server itself asks. */
	readonly options?: Pick<WriteContext, 'optionsKind' | 'query' | 'deleteOptions'>;
	/** Set by mutating webhooks. */
	reinvocation?: Reinvocation;
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

	/** Models reinvocation.go, too. */
	*mutate(attributes: AdmissionAttributes, core: ServerCore): Task<void> {
		yield* this.#mutateOnce(attributes, core);
		const { reinvocation } = attributes;
		if (reinvocation?.isWanted !== true) return;
		reinvocation.isSecond = true;
		yield* this.#mutateOnce(attributes, core);
	}

	*#mutateOnce(attributes: AdmissionAttributes, core: ServerCore): Task<void> {
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
