import { envVarName } from '../../../machinery/names.ts';
import { CommandError } from '../errors.ts';

/** Models distribution/reference ReferenceRegexp. */
const DOMAIN =
	'(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\\[(?:[a-fA-F0-9:]+)\\])(?::[0-9]+)?';
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|[-]+)[a-z0-9]+)*';
const REFERENCE = new RegExp(
	`^(?:${DOMAIN}/)?${COMPONENT}(?:/${COMPONENT})*(?::[\\w][\\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$`,
);

export function imageComplaint(image: string): string | undefined {
	return image.length <= 4096 && REFERENCE.test(image)
		? undefined
		: `Invalid image name ${JSON.stringify(image)}: invalid reference format`;
}

/** "a=b,c=d". Models generate.ParseLabels. */
export function labelsOf(text: string): { [key: string]: string } {
	const labels: { [key: string]: string } = Object.create(null);
	for (const spec of text.split(',')) {
		const parts = spec.split('=');
		if (parts.length !== 2) throw new CommandError(`unexpected label spec: ${spec}`);
		if (parts[0] === '') throw new CommandError('unexpected empty label key');
		labels[parts[0] as string] = parts[1] as string;
	}
	return labels;
}

export function envVarsOf(specs: readonly string[]): { name: string; value?: string }[] | undefined {
	if (specs.length === 0) return undefined;
	return specs.map((spec) => {
		const at = spec.indexOf('=');
		const name = at < 0 ? '' : spec.slice(0, at);
		const value = at < 0 ? '' : spec.slice(at + 1);
		if (name === '') throw new CommandError(`invalid env: ${spec}`);
		if (envVarName(name).length > 0) throw new CommandError(`invalid env: ${spec}`);
		return value === '' ? { name } : { name, value };
	});
}
