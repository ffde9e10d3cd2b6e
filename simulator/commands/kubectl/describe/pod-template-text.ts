import type { PodTemplateSpec } from '../../../api/core/types/pod.ts';
import { Description } from '../../../api/describing/description.ts';
import { describePodTemplate } from '../../../api/describing/pod-template.ts';

/** A Pod template as describe shows it. */
export function podTemplateText(template: object): string {
	const description = new Description();
	describePodTemplate(description, template as PodTemplateSpec);
	return description.finish();
}
