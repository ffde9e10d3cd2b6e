import { JsonSyntaxError, parseJson } from '../../../machinery/parse-json.ts';
import { type Dict, newDict } from '../../../machinery/sprig/define.ts';
import { plainJson } from '../../../machinery/sprig/plain-json.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import type { Chart } from '../chart/chart.ts';
import { tableAt } from './coalesce.ts';
import { type Complaint, SchemaCheck } from './schema-check.ts';

/** What the schemas of a chart and its dependencies say of its values; empty: nothing. Models chartutil ValidateAgainstSchema. */
export function* schemaComplaints(chart: Chart, values: Dict, spend: () => Task<void>): Task<string> {
	let out = '';
	if (chart.schema !== undefined) {
		const own = yield* complaintsOf(chart.schema, values, spend);
		if (own !== '') out += `${chart.name}:\n${own}`;
	}
	for (const child of chart.dependencies) {
		out += yield* schemaComplaints(child, tableAt(values, child.name) ?? newDict(), spend);
	}
	return out;
}

/** One line a complaint. @param spend called for each value that is looked at by each schema. */
export function* complaintsOf(schema: Uint8Array, values: Dict, spend: () => Task<void>): Task<string> {
	let parsed: unknown;
	try {
		parsed = parseJson(decodeUtf8(schema));
	} catch (error) {
		if (error instanceof JsonSyntaxError) return error.message;
		throw error;
	}
	const complaints = yield* new SchemaCheck(parsed, spend).check(parsed, plainJson(values), '');
	return complaints.map((each) => shown(each, 0)).join('');
}

function shown({ path, text, causes }: Complaint, depth: number): string {
	const line = `${'  '.repeat(depth)}- at '${path}': ${text}\n`;
	return line + causes.map((each) => shown(each, depth + 1)).join('');
}
