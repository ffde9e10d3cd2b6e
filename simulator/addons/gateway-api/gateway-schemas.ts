import {
	CONTROLLER,
	choice,
	conditions,
	DNS_NAME,
	defaulted,
	GROUP,
	HOSTNAME,
	integer,
	KIND,
	keyed,
	LABEL_SELECTOR,
	limitedText,
	list,
	map,
	NAME,
	NAMESPACE,
	object,
	PORT,
	pendingConditions,
	type Rule,
	ruled,
	type Schema,
	SECTION,
	text,
} from './schema.ts';

const API_GROUP = 'gateway.networking.k8s.io';
const HOST_PATTERN = `^(\\*\\.)?${DNS_NAME}$`;
const REFERENCE = ['group', 'kind', 'name'];

/** A status whose conditions wait for a controller. */
function pendingStatus(properties: { readonly [name: string]: Schema }, ...types: readonly string[]): Schema {
	const waiting = pendingConditions(...types);
	return defaulted(object({ ...properties, conditions: conditions({ default: waiting }) }), { conditions: waiting });
}

export function gatewayClassSchema(version: number): Schema {
	const spec = object(
		{
			controllerName: ruled(CONTROLLER, [['Value is immutable', 'self == oldSelf']]),
			description: limitedText(64),
			parametersRef: object({ group: GROUP, kind: KIND, name: NAME, namespace: NAMESPACE }, REFERENCE),
		},
		['controllerName'],
	);
	const features = keyed(object({ name: text() }, ['name']), 64, 'name');
	return object({ spec, status: pendingStatus(version >= 4 ? { supportedFeatures: features } : {}, 'Accepted') }, [
		'spec',
	]);
}

function address(required: boolean): Schema {
	const rule: Rule = required
		? [
				`Hostname value must only contain valid characters (matching ${HOST_PATTERN})`,
				`self.type == 'Hostname' ? self.value.matches(r"""${HOST_PATTERN}"""): true`,
			]
		: [
				`Hostname value must be empty or contain only valid characters (matching ${HOST_PATTERN})`,
				`self.type == 'Hostname' ? (!has(self.value) || self.value.matches(r"""${HOST_PATTERN}""")): true`,
			];
	return {
		...ruled(
			object(
				{
					type: defaulted(
						limitedText(253, 1, `^Hostname|IPAddress|NamedAddress|${DNS_NAME}\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$`),
						'IPAddress',
					),
					value: limitedText(253, required ? 1 : 0),
				},
				required ? ['value'] : [],
			),
			[rule],
		),
		oneOf: [
			{
				properties: { type: { enum: ['IPAddress'] }, value: { anyOf: [{ format: 'ipv4' }, { format: 'ipv6' }] } },
			},
			{ properties: { type: { not: { enum: ['IPAddress'] } } } },
		],
	};
}

function uniqueAddress(type: string): Rule {
	return [
		`${type} values must be unique`,
		`self.all(a1, a1.type == '${type}' && has(a1.value) ? self.exists_one(a2, a2.type == a1.type && has(a2.value) && a2.value == a1.value) : true )`,
	];
}

const LISTENER_RULES: readonly Rule[] = [
	[
		"tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
		"self.all(l, l.protocol in ['HTTP', 'TCP', 'UDP'] ? !has(l.tls) : true)",
	],
	[
		'tls mode must be Terminate for protocol HTTPS',
		"self.all(l, (l.protocol == 'HTTPS' && has(l.tls)) ? (l.tls.mode == '' || l.tls.mode == 'Terminate') : true)",
	],
	[
		"hostname must not be specified for protocols ['TCP', 'UDP']",
		"self.all(l, l.protocol in ['TCP', 'UDP']  ? (!has(l.hostname) || l.hostname == '') : true)",
	],
	['Listener name must be unique within the Gateway', 'self.all(l1, self.exists_one(l2, l1.name == l2.name))'],
	[
		'Combination of port, protocol and hostname must be unique for each listener',
		'self.all(l1, self.exists_one(l2, l1.port == l2.port && l1.protocol == l2.protocol && (has(l1.hostname) && has(l2.hostname) ? l1.hostname == l2.hostname : !has(l1.hostname) && !has(l2.hostname))))',
	],
];

function listener(): Schema {
	const kinds = list(object({ group: defaulted(GROUP, API_GROUP), kind: KIND }, ['kind']), 8);
	const from = defaulted(choice('All', 'Selector', 'Same'), 'Same');
	const namespaces = defaulted(object({ from, selector: LABEL_SELECTOR }), { from: 'Same' });
	const certificate = object(
		{ group: defaulted(GROUP, ''), kind: defaulted(KIND, 'Secret'), name: NAME, namespace: NAMESPACE },
		['name'],
	);
	return object(
		{
			allowedRoutes: defaulted(object({ kinds, namespaces }), { namespaces: { from: 'Same' } }),
			hostname: HOSTNAME,
			name: SECTION,
			port: PORT,
			protocol: limitedText(255, 1, `^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|${DNS_NAME}\\/[A-Za-z0-9]+$`),
			tls: ruled(
				object({
					certificateRefs: list(certificate, 64),
					mode: defaulted(choice('Terminate', 'Passthrough'), 'Terminate'),
					options: map(limitedText(4096), 16),
				}),
				[
					[
						'certificateRefs or options must be specified when mode is Terminate',
						"self.mode == 'Terminate' ? size(self.certificateRefs) > 0 || size(self.options) > 0 : true",
					],
				],
			),
		},
		['name', 'port', 'protocol'],
	);
}

function infrastructure(): Schema {
	const keys = (what: string): readonly Rule[] => [
		[
			`${what} keys must be in the form of an optional DNS subdomain prefix followed by a required name segment of up to 63 characters.`,
			`self.all(key, key.matches(r"""^(${DNS_NAME}/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$"""))`,
		],
		[
			`If specified, the ${what.toLowerCase()} key's prefix must be a DNS subdomain not longer than 253 characters in total.`,
			'self.all(key, key.split("/")[0].size() < 253)',
		],
	];
	return object({
		annotations: ruled(map(limitedText(4096), 8), keys('Annotation')),
		labels: ruled(map(limitedText(63, 0, '^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$'), 8), keys('Label')),
		parametersRef: object({ group: GROUP, kind: KIND, name: NAME }, REFERENCE),
	});
}

export function gatewaySchema(): Schema {
	const spec = object(
		{
			addresses: ruled(list(address(false), 16), [uniqueAddress('IPAddress'), uniqueAddress('Hostname')]),
			gatewayClassName: NAME,
			infrastructure: infrastructure(),
			listeners: ruled(keyed(listener(), 64, 'name', { minItems: 1 }), LISTENER_RULES),
		},
		['gatewayClassName', 'listeners'],
	);
	const listenerStatus = object(
		{
			attachedRoutes: integer(),
			conditions: conditions(),
			name: SECTION,
			supportedKinds: list(object({ group: defaulted(GROUP, API_GROUP), kind: KIND }, ['kind']), 8),
		},
		['attachedRoutes', 'conditions', 'name', 'supportedKinds'],
	);
	const status = { addresses: list(address(true), 16), listeners: keyed(listenerStatus, 64, 'name') };
	return object({ spec, status: pendingStatus(status, 'Accepted', 'Programmed') }, ['spec']);
}

export function referenceGrantSchema(): Schema {
	const from = list(object({ group: GROUP, kind: KIND, namespace: NAMESPACE }, ['group', 'kind', 'namespace']), 16, {
		minItems: 1,
	});
	const to = list(object({ group: GROUP, kind: KIND, name: NAME }, ['group', 'kind']), 16, { minItems: 1 });
	return object({ spec: object({ from, to }, ['from', 'to']) });
}
