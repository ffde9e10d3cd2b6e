import type { WatchEvent } from '../request.ts';
import { encodeEvent } from './encode-body.ts';

interface Encoded {
	readonly event: WatchEvent;
	readonly text: Uint8Array;
}

/** Changes that may be on their way to watchers at a time. */
const RECENT = 8;

/** The last events' lines of JSON: one change goes to many watchers. Models runtime.CacheableObject of the real server. */
export class EventTexts {
	readonly #recent: Encoded[] = [];
	#next = 0;

	encode(event: WatchEvent): Uint8Array {
		for (const { event: known, text } of this.#recent) {
			if (known.object === event.object && known.type === event.type) return text;
		}
		const text = encodeEvent(event);
		this.#recent[this.#next] = { event, text };
		this.#next = (this.#next + 1) % RECENT;
		return text;
	}
}
