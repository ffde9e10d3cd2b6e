import type { PodTemplateSpec } from '../../../api/core/types/pod.ts';
import { Description } from '../../../api/describing/description.ts';
import { describePodTemplate } from '../../../api/describing/pod-template.ts';
import { PLAIN_STYLE, TabWriter } from '../../../machinery/tab-writer.ts';

/** A Pod template as `kubectl rollout history` shows it: in describe's words, with nothing lined up. */
export function podTemplateText(template: object): string {
	const description = new Description(new TabWriter(PLAIN_STYLE));
	describePodTemplate(description, template as PodTemplateSpec);
	return description.finish();
}
