import {
	type ControlResults,
	type GroupResults,
	type Result,
	resultsOf,
	type State,
	type Summary,
	summaryOf,
} from './results.ts';

export interface ReportOptions {
	readonly results: boolean;
	readonly remediations: boolean;
	readonly summary: boolean;
	readonly totals: boolean;
	readonly colour: boolean;
}

const COLOURS: { readonly [S in State]: number } = { PASS: 32, FAIL: 31, WARN: 33, INFO: 34 };

/** Models cmd/common.go prettyPrint and writeStdoutOutput. */
export function textReport(all: readonly ControlResults[], options: ReportOptions): string {
	const paint = (state: State, text: string): string =>
		options.colour ? `\x1b[${COLOURS[state]}m${text}\x1b[0m` : text;
	const line = (state: State, text: string): string => `${paint(state, `[${state}] `)}${text}\n`;
	const parts = all.map((each) => {
		const { id, text, target } = each.controls;
		const summary = summaryOf(resultsOf(each));
		return [
			...(options.results
				? [
						line('INFO', `${id} ${text}`),
						...each.groups.flatMap(({ group, results }) => [
							line('INFO', `${group.id} ${group.text}`),
							...results.map(({ check, state }) => line(state, `${check.id} ${check.text}`)),
						]),
						'\n',
					]
				: []),
			...(options.remediations && summary.FAIL + summary.WARN > 0
				? [paint('WARN', `== Remediations ${target} ==\n`), ...resultsOf(each).flatMap(remediation), '\n']
				: []),
			...(options.summary ? [summaryText(summary, target, paint)] : []),
		].join('');
	});
	const total = options.totals ? summaryText(summaryOf(all.flatMap(resultsOf)), 'total', paint) : '';
	return parts.join('') + total;
}

function remediation({ check, state }: Result): string[] {
	return state === 'FAIL' || state === 'WARN' ? [`${check.id} ${check.remedy}\n\n`] : [];
}

function summaryText(summary: Summary, name: string, paint: (state: State, text: string) => string): string {
	const worst = summary.FAIL > 0 ? 'FAIL' : summary.WARN > 0 ? 'WARN' : 'PASS';
	const counts = (['PASS', 'FAIL', 'WARN', 'INFO'] as const).map((state) => `${summary[state]} checks ${state}\n`);
	return `${paint(worst, `== Summary ${name} ==\n`)}${counts.join('')}\n`;
}

const totals = (prefix: string, { PASS, FAIL, WARN, INFO }: Summary): object => ({
	[`${prefix}pass`]: PASS,
	[`${prefix}fail`]: FAIL,
	[`${prefix}warn`]: WARN,
	[`${prefix}info`]: INFO,
});

/** Models cmd/common.go writeJSONOutput. Differs: neither commands of audits nor their output are told. */
export function jsonReport(
	all: readonly ControlResults[],
	benchmark: string,
	kubernetes: string,
	withTotals: boolean,
): string {
	const controls = all.map((each) => ({
		id: each.controls.id,
		version: benchmark,
		detected_version: kubernetes,
		text: each.controls.text,
		node_type: each.controls.target,
		tests: each.groups.map(groupJson),
		...totals('total_', summaryOf(resultsOf(each))),
	}));
	if (!withTotals) return `${JSON.stringify(controls)}\n`;
	return `${JSON.stringify({ Controls: controls, Totals: totals('total_', summaryOf(all.flatMap(resultsOf))) })}\n`;
}

function groupJson({ group, results }: GroupResults): object {
	return {
		section: group.id,
		type: '',
		...totals('', summaryOf(results)),
		desc: group.text,
		results: results.map(({ check, state }) => ({
			test_number: check.id,
			test_desc: check.text,
			audit: '',
			AuditEnv: '',
			AuditConfig: '',
			type: '',
			remediation: `${check.remedy}\n`,
			test_info: [`${check.remedy}\n`],
			status: state,
			actual_value: '',
			scored: check.scored,
			IsMultiple: false,
			expected_result: '',
		})),
	};
}
