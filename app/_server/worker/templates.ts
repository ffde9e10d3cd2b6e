import type { World, WorldOptions } from '../../../simulator/sandbox/world-api.ts';

/** Initial states kept warm: one for each exercise that is being done. */
const TEMPLATES_MAX = 12;

/** New worlds as copies of warm ones: a fork of a world in its initial state costs a fraction of making it. */
export class Templates {
	readonly #templates = new Map<string, World>();

	constructor(private readonly createWorld: (options: WorldOptions) => World) {}

	/** A world of its own in its initial state. */
	readonly create = (options: WorldOptions): World => {
		const key = JSON.stringify(options);
		const template = this.#templates.get(key) ?? this.createWorld(options);
		this.#templates.delete(key);
		this.#templates.set(key, template);
		for (const oldest of this.#templates.keys()) {
			if (this.#templates.size <= TEMPLATES_MAX) break;
			this.#templates.delete(oldest);
		}
		return template.fork();
	};
}
