import {
	BACKEND_FIELDS,
	BACKEND_RULES,
	choice,
	defaulted,
	GROUP,
	integer,
	KIND,
	keyed,
	limitedText,
	list,
	NAME,
	object,
	oneOfType,
	PORT,
	PRECISE_HOSTNAME,
	type Rule,
	ruled,
	type Schema,
	text,
	texts,
} from './schema.ts';

const TOKEN = "^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$";
export const HEADER_NAME: Schema = limitedText(256, 1, TOKEN);

const HEADERS: Schema = keyed(
	object({ name: HEADER_NAME, value: limitedText(4096, 1) }, ['name', 'value']),
	16,
	'name',
);
const HEADER_MODIFIER: Schema = object({ add: HEADERS, remove: texts(16, text()), set: HEADERS });

/** A field that goes with one value of `type`. */
function pathRules(type: string, field: string): readonly Rule[] {
	return [
		[`${field} must be specified when type is set to '${type}'`, `self.type == '${type}' ? has(self.${field}) : true`],
		[`type must be '${type}' when ${field} is set`, `has(self.${field}) ? self.type == '${type}' : true`],
	];
}

const PATH_MODIFIER: Schema = ruled(
	object(
		{
			replaceFullPath: limitedText(1024),
			replacePrefixMatch: limitedText(1024),
			type: choice('ReplaceFullPath', 'ReplacePrefixMatch'),
		},
		['type'],
	),
	[...pathRules('ReplaceFullPath', 'replaceFullPath'), ...pathRules('ReplacePrefixMatch', 'replacePrefixMatch')],
);

const FRACTION: Schema = ruled(
	object({ denominator: defaulted(integer({ minimum: 1 }), 100), numerator: integer({ minimum: 0 }) }, ['numerator']),
	[['numerator must be less than or equal to denominator', 'self.numerator <= self.denominator']],
);

function mirror(kind: string, version: number): Schema {
	const backendRef = ruled(object(BACKEND_FIELDS, ['name']), BACKEND_RULES);
	if (version < 3) return object({ backendRef }, ['backendRef']);
	return ruled(
		object({ backendRef, fraction: FRACTION, percent: integer({ maximum: 100, minimum: 0 }) }, ['backendRef']),
		[
			[
				`Only one of percent or fraction may be specified in ${kind}RequestMirrorFilter`,
				'!(has(self.percent) && has(self.fraction))',
			],
		],
	);
}

const EXTENSION: Schema = object({ group: GROUP, kind: KIND, name: NAME }, ['group', 'kind', 'name']);
const COMMON: readonly (readonly [string, string])[] = [
	['RequestHeaderModifier', 'requestHeaderModifier'],
	['ResponseHeaderModifier', 'responseHeaderModifier'],
	['RequestMirror', 'requestMirror'],
];
const HTTP_ONLY: readonly (readonly [string, string])[] = [
	['RequestRedirect', 'requestRedirect'],
	['URLRewrite', 'urlRewrite'],
];
const EXTENDED: readonly (readonly [string, string])[] = [['ExtensionRef', 'extensionRef']];

function notRepeated(...types: readonly string[]): readonly Rule[] {
	return types.map((type) => [`${type} filter cannot be repeated`, `self.filter(f, f.type == '${type}').size() <= 1`]);
}

/** The filters of an HTTPRoute. @param version of the bundle: 1.x. */
export function httpFilters(version: number): Schema {
	const types = [...COMMON, ...HTTP_ONLY, ...EXTENDED];
	const filter = object(
		{
			extensionRef: EXTENSION,
			requestHeaderModifier: HEADER_MODIFIER,
			requestMirror: mirror('HTTP', version),
			requestRedirect: object({
				hostname: PRECISE_HOSTNAME,
				path: PATH_MODIFIER,
				port: PORT,
				scheme: choice('http', 'https'),
				statusCode: { default: 302, enum: [301, 302], type: 'integer' },
			}),
			responseHeaderModifier: HEADER_MODIFIER,
			type: choice(...types.map(([type]) => type)),
			urlRewrite: object({ hostname: PRECISE_HOSTNAME, path: PATH_MODIFIER }),
		},
		['type'],
	);
	return ruled(list(ruled(filter, oneOfType(types)), 16), [
		[
			'May specify either httpRouteFilterRequestRedirect or httpRouteFilterRequestRewrite, but not both',
			"!(self.exists(f, f.type == 'RequestRedirect') && self.exists(f, f.type == 'URLRewrite'))",
		],
		...notRepeated('RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'URLRewrite'),
	]);
}

/** The filters of a GRPCRoute. */
export function grpcFilters(version: number): Schema {
	const types = [...COMMON, ...EXTENDED];
	const filter = object(
		{
			extensionRef: EXTENSION,
			requestHeaderModifier: HEADER_MODIFIER,
			requestMirror: mirror('GRPC', version),
			responseHeaderModifier: HEADER_MODIFIER,
			type: choice('ResponseHeaderModifier', 'RequestHeaderModifier', 'RequestMirror', 'ExtensionRef'),
		},
		['type'],
	);
	return ruled(
		list(ruled(filter, oneOfType(types)), 16),
		notRepeated('RequestHeaderModifier', 'ResponseHeaderModifier'),
	);
}
