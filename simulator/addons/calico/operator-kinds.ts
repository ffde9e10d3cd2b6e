import {
	anything,
	type Column,
	type CustomKind,
	choice,
	conditionList,
	customKindObject,
	list,
	object,
	text,
	whole,
} from '../kinds/custom-kind.ts';

const SINCE = (type: string): Column => [type, `.status.conditions[?(@.type=='${type}')].status`];

const POOL = object(
	'A range that Pods get their addresses from.',
	{
		blockSize: whole('Prefix length of what a node gets of it at a time.'),
		cidr: text('The range.'),
		disableBGPExport: { type: 'boolean' },
		encapsulation: choice(
			'How packets go from node to node.',
			'IPIPCrossSubnet',
			'IPIP',
			'VXLAN',
			'VXLANCrossSubnet',
			'None',
		),
		name: text('Name of the pool.'),
		natOutgoing: choice('Whether what leaves the range is masqueraded.', 'Enabled', 'Disabled'),
		nodeSelector: text('Which nodes take part.'),
		allowedUses: list('What it is for.', { type: 'string' }),
	},
	['cidr'],
);

const INSTALLATION = {
	...anything('How Calico is to be installed.'),
	properties: {
		calicoNetwork: {
			...anything('How its network is.'),
			properties: { ipPools: list('Its pools.', POOL, { maxItems: 25 }) },
		},
		variant: text('Calico, or its paid edition.'),
		registry: text('Where its images come from.'),
	},
};

function operatorKind(kind: string, plural: string, more: Partial<CustomKind> = {}): CustomKind {
	return {
		group: 'operator.tigera.io',
		version: 'v1',
		kind,
		plural,
		scope: 'Cluster',
		description: `${kind} tells the operator about a part of Calico.`,
		spec: anything('What is wanted.'),
		status: object('What is there.', { conditions: conditionList('Available, Progressing, Degraded.') }),
		...more,
	};
}

/** What the operator is told by, and what it says. */
const OPERATOR_KINDS: readonly CustomKind[] = [
	operatorKind('APIServer', 'apiservers'),
	operatorKind('GatewayAPI', 'gatewayapis'),
	operatorKind('Goldmane', 'goldmanes'),
	operatorKind('ImageSet', 'imagesets'),
	operatorKind('Installation', 'installations', { spec: INSTALLATION, status: anything('What is there.') }),
	operatorKind('TigeraStatus', 'tigerastatuses', {
		columns: [
			SINCE('Available'),
			SINCE('Progressing'),
			SINCE('Degraded'),
			['Since', ".status.conditions[?(@.type=='Available')].lastTransitionTime", 'date'],
		],
	}),
	operatorKind('Whisker', 'whiskers'),
];

/** Kind, plural; those in namespaces last. */
const CALICO_KINDS: readonly (readonly [kind: string, plural: string, isNamespaced?: true])[] = [
	['BGPConfiguration', 'bgpconfigurations'],
	['BGPFilter', 'bgpfilters'],
	['BGPPeer', 'bgppeers'],
	['BlockAffinity', 'blockaffinities'],
	['CalicoNodeStatus', 'caliconodestatuses'],
	['ClusterInformation', 'clusterinformations'],
	['FelixConfiguration', 'felixconfigurations'],
	['GlobalNetworkPolicy', 'globalnetworkpolicies'],
	['GlobalNetworkSet', 'globalnetworksets'],
	['HostEndpoint', 'hostendpoints'],
	['IPAMBlock', 'ipamblocks'],
	['IPAMConfig', 'ipamconfigs'],
	['IPAMHandle', 'ipamhandles'],
	['IPPool', 'ippools'],
	['IPReservation', 'ipreservations'],
	['KubeControllersConfiguration', 'kubecontrollersconfigurations'],
	['Tier', 'tiers'],
	['NetworkPolicy', 'networkpolicies', true],
	['NetworkSet', 'networksets', true],
];

/** CustomResourceDefinitions that the operator and Calico need. */
export function operatorKindObjects(): readonly object[] {
	const own = CALICO_KINDS.map(([kind, plural, isNamespaced]) =>
		customKindObject({
			group: 'crd.projectcalico.org',
			version: 'v1',
			kind,
			plural,
			scope: isNamespaced === true ? 'Namespaced' : 'Cluster',
			description: `${kind} of Calico.`,
			spec: anything('What is wanted.'),
		}),
	);
	return [...own, ...OPERATOR_KINDS.map(customKindObject)];
}
