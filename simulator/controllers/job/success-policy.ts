import type { Job } from '../../api/batch/types.ts';
import { parseIndexes } from './indexes.ts';

/** Says which rule of the success policy the succeeded indexes meet, if one. Models pkg/controller/job matchSuccessPolicy. */
export function metSuccessRule({ spec }: Job, succeeded: ReadonlySet<number>): string | undefined {
	if (succeeded.size === 0) return undefined;
	const index = (spec.successPolicy?.rules ?? []).findIndex(({ succeededIndexes, succeededCount }) => {
		if (succeededIndexes === undefined) return succeededCount !== undefined && succeeded.size >= succeededCount;
		const wanted = parseIndexes(succeededIndexes, spec.completions ?? 0);
		const met = [...wanted].filter((each) => succeeded.has(each)).length;
		return wanted.size > 0 && met >= Math.min(succeededCount ?? wanted.size, wanted.size);
	});
	return index < 0 ? undefined : `Matched rules at index ${index}`;
}
