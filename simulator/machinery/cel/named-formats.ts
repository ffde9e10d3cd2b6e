import {
	dns1035Label,
	dns1123Label,
	dns1123Subdomain,
	labelValue,
	nameIsDns1035Label,
	nameIsDnsLabel,
	nameIsDnsSubdomain,
	qualifiedName,
} from '../names.ts';
import { parseTime } from '../timestamp.ts';
import type { Environment } from './cel-js.ts';
import { Optional } from './cel-js.ts';

class CelFormat {
	readonly validate: (value: string) => readonly string[];
	constructor(validate: (value: string) => readonly string[]) {
		this.validate = validate;
	}
}

class FormatNamespace {}

const NAME = 'kubernetes.NamedFormat';
const NAMESPACE = 'kubernetes.FormatNamespace';

const pattern =
	(expected: RegExp, complaint: string) =>
	(value: string): readonly string[] =>
		expected.test(value) ? [] : [complaint];

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

const FORMATS: ReadonlyMap<string, CelFormat> = new Map(
	(
		[
			['dns1123Label', dns1123Label],
			['dns1123Subdomain', dns1123Subdomain],
			['dns1035Label', dns1035Label],
			['qualifiedName', qualifiedName],
			['dns1123LabelPrefix', (value: string) => nameIsDnsLabel(value, true)],
			['dns1123SubdomainPrefix', (value: string) => nameIsDnsSubdomain(value, true)],
			['dns1035LabelPrefix', (value: string) => nameIsDns1035Label(value, true)],
			['labelValue', labelValue],
			['uri', pattern(/^(?:[a-zA-Z][a-zA-Z0-9+.-]*:|\/)\S*$/, 'invalid URI for request')],
			['uuid', pattern(UUID, 'does not match the UUID format')],
			['byte', pattern(/^[A-Za-z0-9+/]*={0,2}$/, 'invalid base64')],
			['date', pattern(/^\d{4}-\d\d-\d\d$/, 'invalid date')],
			['datetime', (value: string) => (parseTime(value) === undefined ? ['invalid datetime'] : [])],
		] as const
	).map(([name, validate]) => [name, new CelFormat(validate)]),
);

/** Models apiserver/pkg/cel/library Format: `format.dns1123Label().validate(self)`. */
export function declareNamedFormats(environment: Environment): void {
	environment
		.registerType(NAME, CelFormat)
		.registerType(NAMESPACE, FormatNamespace)
		.registerConstant('format', NAMESPACE, new FormatNamespace())
		.registerFunction(`${NAMESPACE}.named(string): optional`, (_: unknown, name: string) =>
			Optional.of(FORMATS.get(name)),
		)
		.registerFunction(`${NAME}.validate(string): optional<list<string>>`, (format: CelFormat, value: string) => {
			const complaints = format.validate(value);
			return complaints.length === 0 ? Optional.none() : Optional.of([...complaints]);
		});
	for (const [name, format] of FORMATS) {
		environment.registerFunction(`${NAMESPACE}.${name}(): ${NAME}`, () => format);
	}
}
