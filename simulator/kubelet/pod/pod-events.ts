import type { Pod } from '../../api/core/types/pod.ts';
import { type EventRecorder, referenceTo } from '../../client/event-recorder.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { containerFieldPath } from './pod-facts.ts';

/** Events about Pods and their containers, as this kubelet. */
export class PodEvents {
	readonly #recorder: EventRecorder;

	constructor(recorder: EventRecorder) {
		this.#recorder = recorder;
	}

	ofPod(pod: Pod, type: 'Normal' | 'Warning', reason: string, message: string): void {
		this.#recorder.event(referenceTo(pod), type, reason, message);
	}

	ofObject(about: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string): void {
		this.#recorder.event(referenceTo(about), type, reason, message);
	}

	ofContainer(pod: Pod, container: string, type: 'Normal' | 'Warning', reason: string, message: string): void {
		this.#recorder.event(referenceTo(pod, containerFieldPath(pod.spec, container)), type, reason, message);
	}
}
