import { jsonEqual } from '../../machinery/json-equal.ts';
import type { KubeObject } from '../../machinery/meta.ts';

/**
 * What a mutating webhook changes, plugins and webhooks before it have not seen: all plugins are asked once more, and
 * those webhooks that want to be. Models apiserver/pkg/admission/plugin/webhook/mutating webhookReinvokeContext.
 */
export class Reinvocation {
	/** In the second round. */
	isSecond = false;
	/** Whether there has to be one. */
	isWanted = false;
	readonly #asked = new Set<string>();
	readonly #again = new Set<string>();
	#last: KubeObject | undefined;

	/** Before the first webhook of a round is asked. */
	begin(object: KubeObject | undefined): void {
		if (this.isSecond && !jsonEqual(this.#last, object)) this.#demand();
	}

	/** After the last. */
	end(object: KubeObject | undefined): void {
		this.#last = object === undefined ? undefined : structuredCopy(object);
	}

	/** Whether a webhook's turn it is: nobody is asked for the first time in the second round. */
	includes(id: string): boolean {
		return !this.isSecond || this.#again.has(id);
	}

	changed(): void {
		this.#demand();
		this.isWanted = true;
	}

	/** It would be asked again. */
	note(id: string): void {
		this.#asked.add(id);
	}

	#demand(): void {
		for (const id of this.#asked) this.#again.add(id);
		this.#asked.clear();
	}
}

function structuredCopy<T>(value: T): T {
	return JSON.parse(JSON.stringify(value)) as T;
}
