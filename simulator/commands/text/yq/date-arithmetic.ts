import { parseDuration } from '../../../machinery/duration.ts';
import { formatLayout, GoTime, parseLayout } from '../../../machinery/sprig/go-time.ts';
import { parseTime } from '../../../machinery/timestamp.ts';
import { add, subtract } from './arithmetic.ts';
import { type Calculation, type Context, RFC3339 } from './evaluator.ts';
import { type YamlNode, YqError } from './yaml-node.ts';

/** `+`: to a time a duration is added. */
export function sumIn({ layout }: Context): Calculation {
	return (left, right) => shifted(left, right, layout, 1) ?? add(left, right);
}

/** `-`: from a time a duration is taken. */
export function differenceIn({ layout }: Context): Calculation {
	return (left, right) => shifted(left, right, layout, -1) ?? subtract(left, right);
}

function shifted(
	left: YamlNode | undefined,
	right: YamlNode | undefined,
	layout: string,
	sign: 1 | -1,
): YamlNode | undefined {
	if (left === undefined || right === undefined || left.kind !== 'scalar' || right.kind !== 'scalar') return undefined;
	const isTime =
		left.tag === '!!timestamp' ||
		(left.tag === '!!str' && layout !== RFC3339 && parseLayout(layout, left.value) !== undefined);
	if (!isTime) return undefined;
	const duration = parseDuration(right.value);
	if (duration === undefined) {
		throw new YqError(
			`unable to parse duration [${right.value}]: time: invalid duration ${JSON.stringify(right.value)}`,
		);
	}
	const target = left.copy(false);
	target.value = formatLayout(new GoTime(momentOf(left, layout) + sign * duration), layout);
	return target;
}

/** Milliseconds since the epoch. Throws YqError. */
export function momentOf(node: YamlNode, layout: string): number {
	const ms =
		layout === RFC3339
			? (parseTime(node.value) ?? parseLayout('2006-01-02', node.value))
			: parseLayout(layout, node.value);
	if (ms === undefined) {
		const path = node
			.path()
			.map(({ value }) => value)
			.join('.');
		const tried = layout === RFC3339 ? '2006-01-02' : layout;
		throw new YqError(
			`could not parse datetime of [${path}]: parsing time ${JSON.stringify(node.value)} as ${JSON.stringify(tried)}: cannot parse ${JSON.stringify(node.value)} as ${JSON.stringify(tried.slice(0, 4))}`,
		);
	}
	return ms;
}
