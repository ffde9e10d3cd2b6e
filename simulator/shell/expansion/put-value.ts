import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import type { ParameterPart } from '../syntax/ast.ts';
import type { Fields } from './fields.ts';
import { joinsByIfs } from './joins-by-ifs.ts';
import type { ParameterValue } from './parameter.ts';

/** How a parameter's value comes into a word. */
export function putValue(value: ParameterValue, quoted: boolean, fields: Fields): void {
	if (value.kind === 'list') fields.expandList(value.values, value.star, quoted);
	else if (value.value !== undefined) fields.expand(value.value, quoted);
	else if (quoted) fields.add('', true);
}

/** What an operation has made of a value. */
export function putChanged(part: ParameterPart, changed: ParameterValue, fields: Fields): void {
	for (const _ of putInSteps(part, changed, fields));
}

/** The same; between its steps others can have their turn. */
export function putInSteps(
	part: ParameterPart,
	changed: ParameterValue,
	fields: Fields,
): Generator<undefined, void, void> {
	if (changed.kind === 'list' && !fields.splits) {
		return putValueInSteps({ ...changed, star: joinsByIfs(part, changed.star, fields) }, part.quoted, fields);
	}
	return putValueInSteps(keysAtOnce(part, changed, fields), part.quoted, fields);
}

/** The unquoted keys of `${!a[*]}` are one text, and so are names; where IFS is empty nothing splits it again. */
function keysAtOnce(part: ParameterPart, value: ParameterValue, fields: Fields): ParameterValue {
	if (value.kind === 'scalar' || !value.star || !part.indirect || part.quoted) return value;
	if (fields.separators.joiner !== '' || value.values.length === 0) return value;
	const names = part.operation?.type === 'names';
	return names || part.operation === undefined ? { kind: 'scalar', value: value.values.join(names ? '' : ' ') } : value;
}

function* putValueInSteps(value: ParameterValue, quoted: boolean, fields: Fields): Generator<undefined, void, void> {
	if (value.kind === 'list') yield* fields.expandListInSteps(value.values, value.star, quoted);
	else if (value.value !== undefined) yield* fields.expandInSteps(value.value, quoted);
	else if (quoted) fields.add('', true);
}

/** What a step of splitting costs. */
const SPLIT_STEPS = 60;

/** Lets others have their turn between the steps. */
export function* paced(shell: Shell, steps: Generator<undefined, void, void>): Task<void> {
	for (const _ of steps) yield* shell.process.tick(SPLIT_STEPS);
}
