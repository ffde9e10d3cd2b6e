import {
	LabelSelector,
	type LabelSelectorSpec,
	labelSelectorFrom,
	SelectorError,
} from '../../../machinery/selectors.ts';

/** A selector that the schema let through; one that makes no sense selects nothing. */
export function lenientSelector(spec: LabelSelectorSpec): LabelSelector {
	try {
		return labelSelectorFrom(spec);
	} catch (error) {
		if (!(error instanceof SelectorError)) throw error;
		return LabelSelector.nothing;
	}
}
