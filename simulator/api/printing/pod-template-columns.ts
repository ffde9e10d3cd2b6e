import type { KubeObject } from '../../machinery/meta.ts';
import { labelSelectorFrom, selectorFromMap } from '../../machinery/selectors.ts';
import type { PodSpec } from '../core/types/pod.ts';
import type { Column } from '../kind.ts';
import type { LabelSelector } from '../meta/types.ts';
import { textColumn } from './column.ts';

/** The wide columns of everything that has a Pod template. Models printers layoutContainerCells. */
export function containerColumns<T extends KubeObject>(
	podSpec: (object: T) => PodSpec | undefined,
): readonly Column<T>[] {
	return [
		textColumn({
			name: 'Containers',
			description: 'Names of each container in the template.',
			value: (object) => (podSpec(object)?.containers ?? []).map((each) => each.name).join(','),
			wide: true,
		}),
		textColumn({
			name: 'Images',
			description: 'Images referenced by each container in the template.',
			value: (object) => (podSpec(object)?.containers ?? []).map((each) => each.image ?? '').join(','),
			wide: true,
		}),
	];
}

/** "app=web,tier in (a,b)", "<none>" for none. Models metav1.FormatLabelSelector. */
export function selectorText(selector: LabelSelector | undefined): string {
	return labelSelectorFrom(selector).toString() || '<none>';
}

/** "app=web,tier=front", "<none>" for none. Models labels.FormatLabels. */
export function labelsText(labels: { [key: string]: string } | undefined): string {
	return selectorFromMap(labels ?? {}).toString() || '<none>';
}
