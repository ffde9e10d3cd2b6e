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
import { type CelFunctions, declareFunctions, type OverloadRow } from './cel-overload.ts';
import { FORMAT } from './cel-type-names.ts';
import { CelOpaque, CelOptional } from './cel-value.ts';

type Complaints = (value: string) => readonly string[];

/** Models apiserver/pkg/cel Format. */
export class CelFormat extends CelOpaque {
	readonly type = FORMAT;
	readonly name: string;
	readonly regexpSize: number;
	readonly complaints: Complaints;
	constructor(name: string, regexpSize: number, complaints: Complaints) {
		super();
		this.name = name;
		this.regexpSize = regexpSize;
		this.complaints = complaints;
	}

	equals(other: this): boolean {
		return this.name === other.name;
	}
}

const pattern =
	(expected: RegExp, complaint: string): Complaints =>
	(value) =>
		expected.test(value) ? [] : [complaint];

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

const ROWS: readonly (readonly [name: string, regexpSize: number, complaints: Complaints])[] = [
	['dns1123Label', 30, dns1123Label],
	['dns1123Subdomain', 60, dns1123Subdomain],
	['dns1035Label', 30, dns1035Label],
	['qualifiedName', 60, qualifiedName],
	['dns1123LabelPrefix', 30, (value) => nameIsDnsLabel(value, true)],
	['dns1123SubdomainPrefix', 60, (value) => nameIsDnsSubdomain(value, true)],
	['dns1035LabelPrefix', 30, (value) => nameIsDns1035Label(value, true)],
	['labelValue', 40, labelValue],
	['uri', 1_000, pattern(/^(?:[a-zA-Z][a-zA-Z0-9+.-]*:|\/)\S*$/, 'invalid URI for request')],
	['uuid', 73, pattern(UUID, 'does not match the UUID format')],
	['byte', 73, pattern(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 'invalid base64')],
	['date', 17, pattern(/^\d{4}-\d\d-\d\d$/, 'invalid date')],
	['datetime', 73, (value) => (parseTime(value) === undefined ? ['invalid datetime'] : [])],
];

const FORMATS = new Map(ROWS.map(([name, size, complaints]) => [name, new CelFormat(name, size, complaints)]));

function named(name: string): CelOptional {
	const format = FORMATS.get(name);
	return format === undefined ? CelOptional.NONE : new CelOptional(format);
}

function validate({ complaints }: CelFormat, value: string): CelOptional {
	const found = complaints(value);
	return found.length === 0 ? CelOptional.NONE : new CelOptional([...found]);
}

/** Models apiserver/pkg/cel/library Format: `format.dns1123Label().validate(self)`. */
export const FORMAT_LIBRARY: CelFunctions = declareFunctions(
	{
		'format.named': [['format-named', '(string) optional(Format)', named]],
		validate: [['format-validate', 'Format.(string) optional(list(string))', validate]],
		...Object.fromEntries(
			[...FORMATS].map(([name, format]): [string, OverloadRow[]] => [
				`format.${name}`,
				[[`constant-format-${name}`, '() Format', () => format]],
			]),
		),
	},
	{ Format: FORMAT },
);
