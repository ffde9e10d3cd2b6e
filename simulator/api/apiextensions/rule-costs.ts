import { type FieldError, forbiddenField } from '../../machinery/field-error.ts';

/** Models apiextensions/validation StaticEstimatedCostLimit and StaticEstimatedCRDCostLimit. */
const RULE_COST_MAX = 10_000_000;
const TOTAL_COST_MAX = 100_000_000;
const MOST_EXPENSIVE = 4;

/** What the rules of one schema may cost together. Models apiextensions/validation/cel_validation.go TotalCost. */
export class TotalCost {
	#total = 0;
	#expensive: { readonly path: string; readonly cost: number }[] = [];

	/** What is wrong with the cost of one expression. */
	observe(path: string, what: string, cost: number): FieldError[] {
		this.#total += cost;
		if (cost >= TOTAL_COST_MAX / 100) {
			this.#expensive = [...this.#expensive, { path, cost }].sort((a, b) => b.cost - a.cost).slice(0, MOST_EXPENSIVE);
		}
		return cost > RULE_COST_MAX ? [forbiddenField(path, costComplaint(what, cost, RULE_COST_MAX))] : [];
	}

	/** What is wrong with all of them. @param path of the schema. */
	problems(path: string): FieldError[] {
		if (this.#total <= TOTAL_COST_MAX) return [];
		const detail = 'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema';
		const what = 'x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema';
		return [
			...this.#expensive.map((each) => forbiddenField(each.path, detail)),
			forbiddenField(path, costComplaint(what, this.#total, TOTAL_COST_MAX)),
		];
	}
}

/** Models getCostErrorMessage. */
function costComplaint(what: string, cost: number, max: number): string {
	const factor = cost / max;
	const shown = factor > 100 ? 'more than 100x' : factor < 1.5 ? `${factor.toFixed(6)}x` : `${factor.toFixed(1)}x`;
	return `${what} exceeds budget by factor of ${shown} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)`;
}
