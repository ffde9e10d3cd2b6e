import { anything, choice, flag, list, map, object, type Schema, text, whole } from '../kinds/custom-kind.ts';

// The schema of Cilium's policies, cilium.io/v2: what the API server refuses, and what `kubectl explain` tells.

const LABEL_VALUE = '^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$';
const PORT =
	'^(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[0-9]{1,4})|([a-zA-Z0-9]-?)*[a-zA-Z](-?[a-zA-Z0-9])*$';
const ENTITIES = [
	'all',
	'world',
	'cluster',
	'host',
	'init',
	'ingress',
	'unmanaged',
	'remote-node',
	'health',
	'none',
	'kube-apiserver',
];

function plainList(description: string, items: Schema, more: Schema = {}): Schema {
	return { description, items, ...more, type: 'array' };
}

/** Exactly one of the members is there. */
function oneOf(...names: readonly string[]): Schema {
	return { oneOf: presence(names) };
}

function presence(names: readonly string[]): readonly Schema[] {
	return names.map((name) => ({ properties: { [name]: {} }, required: [name] }));
}

export function selector(description: string): Schema {
	const expression = object(
		'A condition on one label.',
		{
			key: text('The label.'),
			operator: choice('How the label and the values belong together.', 'In', 'NotIn', 'Exists', 'DoesNotExist'),
			values: list('What is compared.', { type: 'string' }),
		},
		['key', 'operator'],
	);
	return {
		...object(description, {
			matchExpressions: list('All must hold.', expression),
			matchLabels: {
				additionalProperties: {
					description: "The label's value.",
					maxLength: 63,
					pattern: LABEL_VALUE,
					type: 'string',
				},
				description: 'Labels that must be there with these values.',
				type: 'object',
			},
		}),
		'x-kubernetes-map-type': 'atomic',
	};
}

const cidr = (description: string): Schema => text(description, { format: 'cidr' });

const cidrRule: Schema = {
	...object('A block of addresses without some of its parts.', {
		cidr: cidr('The block.'),
		cidrGroupRef: text('The name of a CiliumCIDRGroup.', {
			maxLength: 253,
			pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
		}),
		cidrGroupSelector: selector('CiliumCIDRGroups by their labels.'),
		except: plainList('Blocks in it that are not meant.', cidr('A block.')),
	}),
	...oneOf('cidr', 'cidrGroupRef', 'cidrGroupSelector'),
};

const icmpRule = object('Kinds of ICMP messages.', {
	fields: plainList(
		'Each is let through.',
		object(
			'One kind.',
			{
				family: { ...choice('Of which IP version.', 'IPv4', 'IPv6'), default: 'IPv4' },
				type: {
					anyOf: [{ type: 'integer' }, { type: 'string' }],
					description: 'Its number, or its name ("EchoRequest").',
					pattern:
						'^([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5]|EchoReply|DestinationUnreachable|Redirect|Echo|RouterAdvertisement|RouterSelection|TimeExceeded|ParameterProblem|Timestamp|TimestampReply|Photuris|ExtendedEchoRequest|ExtendedEcho Reply|PacketTooBig|EchoRequest|MulticastListenerQuery|MulticastListenerReport|MulticastListenerDone|RouterSolicitation|NeighborSolicitation|NeighborAdvertisement|RedirectMessage|RouterRenumbering|ICMPNodeInformationQuery|ICMPNodeInformationResponse|InverseNeighborDiscoverySolicitation|InverseNeighborDiscoveryAdvertisement|HomeAgentAddressDiscoveryRequest|HomeAgentAddressDiscoveryReply|MobilePrefixSolicitation|MobilePrefixAdvertisement|DuplicateAddressRequestCodeSuffix|DuplicateAddressConfirmationCodeSuffix)$',
					'x-kubernetes-int-or-string': true,
				},
			},
			['type'],
		),
		{ maxItems: 40 },
	),
});

const secretReference = object('A Secret.', { name: text('Its name.'), namespace: text('Its namespace.') }, ['name']);

const headerMatch = object(
	'A header that must be there.',
	{
		mismatch: choice('What happens without it; the request is refused by default.', 'LOG', 'ADD', 'DELETE', 'REPLACE'),
		name: text('Its name.', { minLength: 1 }),
		secret: secretReference,
		value: text('Its value.'),
	},
	['name'],
);

const httpRule = object('What a request must be like: all that is said must hold.', {
	headerMatches: plainList('Headers and what happens without them.', headerMatch),
	headers: plainList('Headers that must be there.', { type: 'string' }),
	host: text('An expression for the Host header.', { format: 'idn-hostname' }),
	method: text('An expression for the method.'),
	path: text('An expression for the path.'),
});

const NAME = { maxLength: 255, pattern: '^([-a-zA-Z0-9_]+[.]?)+$' };
const NAME_PATTERN = { maxLength: 255, pattern: '^([-a-zA-Z0-9_*]+[.]?)+$' };
const nameProperties = {
	matchName: text('A DNS name.', NAME),
	matchPattern: text('DNS names, "*" standing for a part of a label.', NAME_PATTERN),
};
const dnsRule: Schema = {
	...object('A name that may be asked for.', nameProperties),
	...oneOf('matchName', 'matchPattern'),
};

const port = object('A port or a range of them.', {
	endPort: whole('The last port of a range.', { maximum: 65_535, minimum: 0 }),
	port: text('A number, or the name that a container gives it.', { pattern: PORT }),
	protocol: choice('The protocol; any by default.', 'TCP', 'UDP', 'SCTP', 'VRRP', 'IGMP', 'ANY'),
});

function tlsContext(description: string): Schema {
	return object(
		description,
		{
			certificate: text('The key of the certificate in the Secret.'),
			privateKey: text('The key of the private key in the Secret.'),
			secret: secretReference,
			trustedCA: text('The key of the trusted authorities in the Secret.'),
		},
		['secret'],
	);
}

const portRule = object('Ports, and what requests to them must be like.', {
	listener: object(
		'A listener of Envoy that takes the traffic.',
		{
			envoyConfig: object(
				'Where it is defined.',
				{
					kind: choice('The kind.', 'CiliumEnvoyConfig', 'CiliumClusterwideEnvoyConfig'),
					name: text('The name.', { minLength: 1 }),
				},
				['name'],
			),
			name: text('Its name.', { minLength: 1 }),
			priority: { description: 'Which of several is used.', maximum: 100, minimum: 1, type: 'integer' },
		},
		['envoyConfig', 'name'],
	),
	originatingTLS: tlsContext('How the proxy speaks TLS to the server.'),
	ports: plainList('The ports.', port, { maxItems: 40 }),
	rules: {
		...object('What requests must be like.', {
			dns: plainList('Names that may be asked for.', dnsRule),
			http: plainList('HTTP requests that are let through.', httpRule),
		}),
		...oneOf('http', 'dns'),
	},
	serverNames: plainList(
		'Names that the TLS handshake must ask for.',
		{ ...NAME_PATTERN, type: 'string' },
		{ minItems: 1 },
	),
	terminatingTLS: tlsContext('How the proxy speaks TLS to the client.'),
});

const denyPortRule = object('Ports.', { ports: plainList('The ports.', port, { maxItems: 40 }) });

const authentication = object(
	'Whether both ends must prove who they are.',
	{ mode: choice('Whether and how.', 'disabled', 'required', 'test-always-fail') },
	['mode'],
);

const service = object('A Service.', {
	k8sService: object('By name.', { namespace: text('Its namespace.'), serviceName: text('Its name.') }),
	k8sServiceSelector: object('By labels.', { namespace: text('Its namespace.'), selector: selector('Its labels.') }, [
		'selector',
	]),
});

const fqdn: Schema = {
	...object('A name whose addresses are meant.', nameProperties),
	...oneOf('matchName', 'matchPattern'),
};

function peers(prefix: 'from' | 'to', isDeny: boolean): { readonly [name: string]: Schema } {
	const about = prefix === 'from' ? 'Who may connect' : 'What may be connected to';
	return {
		[`${prefix}CIDR`]: plainList(`${about}: blocks of addresses outside the cluster.`, cidr('A block.')),
		[`${prefix}CIDRSet`]: plainList(`${about}: blocks of addresses outside the cluster.`, cidrRule),
		[`${prefix}Endpoints`]: plainList(`${about}: Pods by their labels.`, selector('Labels of Pods.')),
		[`${prefix}Entities`]: plainList(`${about}: entities that have no labels.`, {
			description: 'An entity.',
			enum: ENTITIES,
			type: 'string',
		}),
		[`${prefix}Groups`]: plainList(`${about}: groups of a cloud.`, anything('A group.')),
		[`${prefix}Nodes`]: plainList(`${about}: nodes by their labels.`, selector('Labels of nodes.')),
		...(prefix === 'to' && { toServices: plainList(`${about}: Services.`, service) }),
		...(prefix === 'to' && !isDeny && { toFQDNs: plainList(`${about}: hosts by their names.`, fqdn) }),
	};
}

function directionRule(prefix: 'from' | 'to', isDeny: boolean): Schema {
	return object(isDeny ? 'What is refused.' : 'What is let through.', {
		...(!isDeny && { authentication }),
		...peers(prefix, isDeny),
		icmps: plainList('Kinds of ICMP messages.', icmpRule),
		toPorts: plainList('Ports of the receiver.', isDeny ? denyPortRule : portRule),
	});
}

/** One rule of a policy. */
export function ruleSchema(description: string): Schema {
	return {
		anyOf: presence(['ingress', 'ingressDeny', 'egress', 'egressDeny']),
		...object(description, {
			description: text('What the rule is for.'),
			egress: plainList('What the selected may connect to.', directionRule('to', false)),
			egressDeny: plainList('What the selected may not connect to; wins over egress.', directionRule('to', true)),
			enableDefaultDeny: object('Whether what no rule lists is refused.', {
				egress: flag('Of what the selected connect to.'),
				ingress: flag('Of what connects to the selected.'),
			}),
			endpointSelector: selector('The Pods that the rule is about.'),
			ingress: plainList('What may connect to the selected.', directionRule('from', false)),
			ingressDeny: plainList('What may not connect to the selected; wins over ingress.', directionRule('from', true)),
			labels: plainList(
				'Labels of the rule.',
				object('A label.', { key: text('Its key.'), source: text('Its source.'), value: text('Its value.') }, ['key']),
			),
			log: object('Logging.', { value: text('What is added to the log.') }),
			nodeSelector: selector('The nodes that the rule is about.'),
		}),
		...oneOf('endpointSelector', 'nodeSelector'),
	};
}

export const policyStatus = object('What became of the policy.', {
	conditions: {
		...plainList(
			'Its conditions.',
			object(
				'One of them.',
				{
					lastTransitionTime: text('When it changed last.', { format: 'date-time' }),
					message: text('For people.'),
					reason: text('For machines.'),
					status: text('True, False or Unknown.'),
					type: text('Which it is.'),
				},
				['status', 'type'],
			),
		),
		'x-kubernetes-list-map-keys': ['type'],
		'x-kubernetes-list-type': 'map',
	},
	derivativePolicies: anything('Policies that were made of it.'),
	annotations: map('Annotations.'),
});
