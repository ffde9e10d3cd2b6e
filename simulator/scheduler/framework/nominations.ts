import type { PodInfo } from '../cache/pod-info.ts';

/** Pods that wait for their victims to leave a node; `status.nominatedNodeName` says it in the API. */
export class Nominations {
	readonly #byUid = new Map<string, { info: PodInfo; nodeName: string }>();

	set(info: PodInfo, nodeName: string): void {
		this.#byUid.set(info.uid, { info, nodeName });
	}

	delete(uid: string): void {
		this.#byUid.delete(uid);
	}

	of(uid: string): string | undefined {
		return this.#byUid.get(uid)?.nodeName;
	}

	on(nodeName: string): readonly PodInfo[] {
		if (this.#byUid.size === 0) return NONE;
		return [...this.#byUid.values()].filter((each) => each.nodeName === nodeName).map((each) => each.info);
	}
}

const NONE: readonly PodInfo[] = [];
