import { parse } from 'yaml';
import { outputFileSchema, type RecordedOutput } from '../../app/_lib/content/output-schema.ts';

/**
 * Which blocks of two outputs.yaml say something else, by their first lines. Names that a controller makes up, times,
 * addresses, the order they give to lines, how often a line is repeated while something is waited for and which of two
 * states that take turns is met may differ: they change with every engine that draws one more random number.
 */
export function differingBlocks(recorded: string | undefined, now: string): string[] {
	const before = outputsIn(recorded);
	return outputsIn(now)
		.filter((output, index) => !sameInSubstance(before[index], output))
		.map(({ command }) => command.split('\n')[0] ?? '');
}

function outputsIn(file: string | undefined): readonly RecordedOutput[] {
	return file === undefined ? [] : outputFileSchema.parse(parse(file)).outputs;
}

function sameInSubstance(a: RecordedOutput | undefined, b: RecordedOutput): boolean {
	return a?.command === b.command && substance(a.output) === substance(b.output);
}

/** The letters that Kubernetes makes names from. */
const MADE_UP = /\b(?=[a-z]*\d|[bcdfghjklmnpqrstvwxz]+\b)[bcdfghjklmnpqrstvwxz\d]{5,10}\b/g;

function substance(output: string): string {
	const lines = output.split('\n').map((line) =>
		line
			.replace(/[\da-f]{8}-[\da-f-]{27}|\b(?=[a-f]*\d)[\da-f]{7,}\b/g, '…')
			.replace(MADE_UP, '…')
			.replace(/\d+/g, '0')
			.replace(/0[a-z]+(?:0[a-z]+)?\b/g, '0')
			.replace(/[\s=-]{2,}/g, ' ')
			.trim(),
	);
	return [...new Set(lines)].sort().join('\n');
}
