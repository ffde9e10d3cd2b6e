import { grpcFilters, HEADER_NAME, httpFilters } from './route-filters.ts';
import {
	BACKEND_FIELDS,
	BACKEND_RULES,
	choice,
	defaulted,
	HOSTNAME,
	integer,
	keyed,
	limitedText,
	list,
	object,
	PARENTS,
	ROUTE_STATUS,
	type Rule,
	ruled,
	type Schema,
} from './schema.ts';

const ROUTES_MAX = 16;
const MATCHES_MAX = 128;
const DURATION: Schema = { pattern: '^([0-9]{1,5}(h|m|s|ms)){1,4}$', type: 'string' };
const LITERAL = "(self.type in ['Exact','PathPrefix'])";
const ROOT = { type: 'PathPrefix', value: '/' };

/** What a path that is no pattern must not have in it. */
function literalPathRules(): readonly Rule[] {
	const when = "when type one of ['Exact', 'PathPrefix']";
	const inside = ['//', '/./', '/../', '%2f', '%2F', '#'];
	const characters = "^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$";
	return [
		[`value must be an absolute path and start with '/' ${when}`, `${LITERAL} ? self.value.startsWith('/') : true`],
		...inside.map(
			(part): Rule => [`must not contain '${part}' ${when}`, `${LITERAL} ? !self.value.contains('${part}') : true`],
		),
		...['/..', '/.'].map(
			(end): Rule => [`must not end with '${end}' ${when}`, `${LITERAL} ? !self.value.endsWith('${end}') : true`],
		),
		[
			"type must be one of ['Exact', 'PathPrefix', 'RegularExpression']",
			"self.type in ['Exact','PathPrefix'] || self.type == 'RegularExpression'",
		],
		[
			`must only contain valid characters (matching ${characters}) for types ['Exact', 'PathPrefix']`,
			`${LITERAL} ? self.value.matches(r"""${characters}""") : true`,
		],
	];
}

function valueMatch(maxLength: number): Schema {
	return object(
		{
			name: HEADER_NAME,
			type: defaulted(choice('Exact', 'RegularExpression'), 'Exact'),
			value: limitedText(maxLength, 1),
		},
		['name', 'value'],
	);
}

const HTTP_MATCH: Schema = object({
	headers: keyed(valueMatch(4096), 16, 'name'),
	method: choice('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'),
	path: defaulted(
		ruled(
			object({
				type: defaulted(choice('Exact', 'PathPrefix', 'RegularExpression'), 'PathPrefix'),
				value: defaulted(limitedText(1024), '/'),
			}),
			literalPathRules(),
		),
		ROOT,
	),
	queryParams: keyed(valueMatch(1024), 16, 'name'),
});

function backends(filters: Schema): Schema {
	const weight = defaulted(integer({ maximum: 1_000_000, minimum: 0 }), 1);
	return list(ruled(object({ ...BACKEND_FIELDS, filters, weight }, ['name']), BACKEND_RULES), 16);
}

/** Replacing a prefix needs one to be replaced. */
function prefixRules(): readonly Rule[] {
	const single =
		"((size(self.matches) != 1 || !has(self.matches[0].path) || self.matches[0].path.type != 'PathPrefix') ? false : true) : true";
	const replaces = (filter: string): string =>
		`exists_one(f, has(f.${filter}) && has(f.${filter}.path) && f.${filter}.path.type == 'ReplacePrefixMatch' && has(f.${filter}.path.replacePrefixMatch))`;
	const must = 'filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified';
	const filters = [
		['RequestRedirect', 'requestRedirect', 'when'],
		['URLRewrite', 'urlRewrite', 'When'],
	] as const;
	return [
		...filters.map(
			([name, field]): Rule => [
				`When using ${name} ${must}`,
				`(has(self.filters) && self.filters.${replaces(field)}) ? ${single}`,
			],
		),
		...filters.map(
			([name, field, when]): Rule => [
				`Within backendRefs, ${when} using ${name} ${must}`,
				`(has(self.backendRefs) && self.backendRefs.exists_one(b, (has(b.filters) && b.filters.${replaces(field)}))) ? ${single}`,
			],
		),
	];
}

function totalRule(rules: number, each: string): string {
	const sizes = Array.from(
		{ length: rules },
		(_, i) => `(self.size() > ${i} ? ${each.replaceAll('#', String(i))} : 0)`,
	);
	return `${sizes.join(' + ')} <= ${MATCHES_MAX}`;
}

export function httpRouteSchema(version: number): Schema {
	const filters = httpFilters(version);
	const rule = ruled(
		object({
			backendRefs: backends(filters),
			filters,
			matches: defaulted(list(HTTP_MATCH, 64), [{ path: ROOT }]),
			...(version >= 4 && { name: limitedText(253, 1, HOSTNAME.pattern as string) }),
			timeouts: ruled(object({ backendRequest: DURATION, request: DURATION }), [
				[
					'backendRequest timeout cannot be longer than request timeout',
					"!(has(self.request) && has(self.backendRequest) && duration(self.request) != duration('0s') && duration(self.backendRequest) > duration(self.request))",
				],
			]),
		}),
		[
			[
				'RequestRedirect filter must not be used together with backendRefs',
				'(has(self.backendRefs) && size(self.backendRefs) > 0) ? (!has(self.filters) || self.filters.all(f, !has(f.requestRedirect))): true',
			],
			...prefixRules(),
		],
	);
	const rules = ruled(list(rule, ROUTES_MAX, { ...(version >= 4 && { minItems: 1 }) }), [
		[
			'While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128',
			totalRule(ROUTES_MAX, 'self[#].matches.size()'),
		],
	]);
	const spec = object({
		hostnames: list(HOSTNAME, 16),
		parentRefs: PARENTS,
		rules: defaulted(rules, [{ matches: [{ path: ROOT }] }]),
	});
	return object({ spec, status: ROUTE_STATUS });
}

const GRPC_METHOD: Schema = ruled(
	object({
		method: limitedText(1024),
		service: limitedText(1024),
		type: defaulted(choice('Exact', 'RegularExpression'), 'Exact'),
	}),
	[
		[
			"One or both of 'service' or 'method' must be specified",
			'has(self.type) ? has(self.service) || has(self.method) : true',
		],
	],
);

export function grpcRouteSchema(version: number): Schema {
	const filters = grpcFilters(version);
	const matches = list(object({ headers: keyed(valueMatch(4096), 16, 'name'), method: GRPC_METHOD }), 64);
	const rule = object({ backendRefs: backends(filters), filters, matches });
	const rules = ruled(list(rule, ROUTES_MAX), [
		[
			'While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128',
			totalRule(ROUTES_MAX, '(has(self[#].matches) ? self[#].matches.size() : 0)'),
		],
	]);
	return object({ spec: object({ hostnames: list(HOSTNAME, 16), parentRefs: PARENTS, rules }), status: ROUTE_STATUS });
}
