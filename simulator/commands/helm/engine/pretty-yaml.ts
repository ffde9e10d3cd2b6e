import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';

/** YAML whose lists stand two columns in, as `toYamlPretty` writes it. Differs: long keys and folded texts as in `toYaml`. */
export function prettyYaml(value: unknown): string {
	return lines(value).join('\n');
}

function lines(value: unknown): string[] {
	if (Array.isArray(value) && value.length > 0) {
		return value.flatMap((item) => {
			const [first = '', ...rest] = lines(item);
			return [`- ${first}`, ...rest.map((line) => (line === '' ? line : `  ${line}`))];
		});
	}
	if (value === null || typeof value !== 'object' || Array.isArray(value)) return scalar(value);
	const keys = Object.keys(value);
	if (keys.length === 0) return ['{}'];
	return orderedKeys(value).flatMap((key) => entry(key, (value as { [key: string]: unknown })[key]));
}

/** In the order in which the plain formatter has them. */
function orderedKeys(value: object): string[] {
	const keys = Object.keys(value);
	const order = new Map(
		formatYaml(Object.fromEntries(keys.map((key) => [key, 0])))
			.split('\n')
			.map((line, index) => [line.replace(/: 0$/, ''), index]),
	);
	const place = (key: string): number => order.get(scalar(key)[0] as string) ?? keys.length;
	return keys.sort((a, b) => place(a) - place(b));
}

function entry(key: string, value: unknown): string[] {
	const name = scalar(key)[0] as string;
	const inner = lines(value);
	const isCollection = value !== null && typeof value === 'object' && Object.keys(value).length > 0;
	if (isCollection) return [`${name}:`, ...inner.map((line) => (line === '' ? line : `  ${line}`))];
	return [`${name}: ${inner[0] as string}`, ...inner.slice(1).map((line) => (line === '' ? line : `  ${line}`))];
}

function scalar(value: unknown): string[] {
	const text = formatYaml({ a: value }).replace(/\n$/, '').slice('a: '.length);
	return text.split('\n').map((line, index) => (index === 0 ? line : line.replace(/^ {2}/, '')));
}
