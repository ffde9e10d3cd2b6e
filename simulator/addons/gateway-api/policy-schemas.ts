import {
	BACKEND_FIELDS,
	BACKEND_RULES,
	CONTROLLER,
	choice,
	conditions,
	defaulted,
	GROUP,
	HOSTNAME,
	integer,
	KIND,
	limitedText,
	list,
	map,
	NAME,
	object,
	PARENT,
	PARENTS,
	PRECISE_HOSTNAME,
	ROUTE_STATUS,
	type Rule,
	ruled,
	type Schema,
	SECTION,
} from './schema.ts';

const REFERENCE = ['group', 'kind', 'name'];
const NO_SECTION = (target: string): string => `(!has(${target}.sectionName) || ${target}.sectionName == '')`;
const SAME_TARGET = 'p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name';

/** A field that goes with one value of `type`. */
function nameRules(type: string, field: string): readonly Rule[] {
	const label = field === 'uri' ? 'URI' : 'Hostname';
	return [
		[
			`SubjectAltName element must contain ${label}, if Type is set to ${type}`,
			`!(self.type == "${type}" && (!has(self.${field}) || self.${field} == ""))`,
		],
		[
			`SubjectAltName element must not contain ${label}, if Type is not set to ${type}`,
			`!(self.type != "${type}" && has(self.${field}) && self.${field} != "")`,
		],
	];
}

const VALIDATION: Schema = ruled(
	object(
		{
			caCertificateRefs: list(object({ group: GROUP, kind: KIND, name: NAME }, REFERENCE), 8),
			hostname: PRECISE_HOSTNAME,
			subjectAltNames: list(
				ruled(
					object(
						{
							hostname: HOSTNAME,
							type: choice('Hostname', 'URI'),
							uri: limitedText(253, 1, '^(([^:/?#]+):)(//([^/?#]*))([^?#]*)(\\?([^#]*))?(#(.*))?'),
						},
						['type'],
					),
					[...nameRules('Hostname', 'hostname'), ...nameRules('URI', 'uri')],
				),
				5,
			),
			wellKnownCACertificates: choice('System'),
		},
		['hostname'],
	),
	[
		[
			'must not contain both CACertificateRefs and WellKnownCACertificates',
			'!(has(self.caCertificateRefs) && size(self.caCertificateRefs) > 0 && has(self.wellKnownCACertificates) && self.wellKnownCACertificates != "")',
		],
		[
			'must specify either CACertificateRefs or WellKnownCACertificates',
			'(has(self.caCertificateRefs) && size(self.caCertificateRefs) > 0 || has(self.wellKnownCACertificates) && self.wellKnownCACertificates != "")',
		],
	],
);

export function backendTlsPolicySchema(): Schema {
	const target = object({ group: GROUP, kind: KIND, name: NAME, sectionName: SECTION }, REFERENCE);
	const targetRefs = ruled(list(target, 16, { minItems: 1 }), [
		[
			'sectionName must be specified when targetRefs includes 2 or more references to the same target',
			`self.all(p1, self.all(p2, ${SAME_TARGET} ? (${NO_SECTION('p1')} == ${NO_SECTION('p2')}) : true))`,
		],
		[
			'sectionName must be unique when targetRefs includes 2 or more references to the same target',
			`self.all(p1, self.exists_one(p2, ${SAME_TARGET} && ((${NO_SECTION('p1')} && ${NO_SECTION('p2')}) || (has(p1.sectionName) && has(p2.sectionName) && p1.sectionName == p2.sectionName))))`,
		],
	]);
	const spec = object({ options: map(limitedText(4096), 16), targetRefs, validation: VALIDATION }, [
		'targetRefs',
		'validation',
	]);
	const ancestor = object(
		{ ancestorRef: PARENT, conditions: conditions({ minItems: 1 }), controllerName: CONTROLLER },
		['ancestorRef', 'conditions', 'controllerName'],
	);
	return object({ spec, status: object({ ancestors: list(ancestor, 16) }, ['ancestors']) }, ['spec']);
}

/** TCPRoutes, UDPRoutes and TLSRoutes: connections go on as they are. */
export function streamRouteSchema(hasHostnames: boolean): Schema {
	const weight = defaulted(integer({ maximum: 1_000_000, minimum: 0 }), 1);
	const backend = ruled(object({ ...BACKEND_FIELDS, weight }, ['name']), BACKEND_RULES);
	const rule = object({ backendRefs: list(backend, 16, { minItems: 1 }), name: SECTION }, ['backendRefs']);
	const rules = list(rule, hasHostnames ? 1 : 16, { minItems: 1 });
	const hostnames: { readonly [name: string]: Schema } = hasHostnames ? { hostnames: list(HOSTNAME, 16) } : {};
	return object({ spec: object({ ...hostnames, parentRefs: PARENTS, rules }, ['rules']), status: ROUTE_STATUS }, [
		'spec',
	]);
}
