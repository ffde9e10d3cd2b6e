import type { AuthorizationAttributes, Authorizer } from './authorizer.ts';
import { NODE_RULES } from './default-policy/node-rules.ts';
import { type NodeGraph, nodeIdentity } from './node-graph.ts';
import { ruleAllows } from './rbac-authorizer.ts';

const ALLOW = { decision: 'allow', reason: '' } as const;
const NO_OPINION = { decision: 'no opinion', reason: '' } as const;
type Answer = ReturnType<Authorizer['authorize']>;
type Attributes = AuthorizationAttributes;

/** Kubelets touch what is theirs and what their Pods refer to. Models plugin/pkg/auth/authorizer/node NodeAuthorizer. */
export function nodeAuthorizer(graph: NodeGraph): Authorizer {
	return {
		authorize(attributes) {
			const node = nodeIdentity(attributes.user);
			if (node === undefined) return NO_OPINION;
			if (node === '') return noOpinion(`unknown node for user ${JSON.stringify(attributes.user.name)}`);
			const special = attributes.isResourceRequest ? specialAnswer(attributes, node, graph) : undefined;
			if (special !== undefined) return special;
			return NODE_RULES.some((rule) => ruleAllows(rule, attributes)) ? ALLOW : NO_OPINION;
		},
		rulesFor(user) {
			if (nodeIdentity(user) === undefined) return { rules: [], incomplete: false };
			return { rules: [], incomplete: true, problem: 'node authorizer does not support user rule resolution' };
		},
	};
}

/** Resources that are not allowed as a whole; undefined for others. */
function specialAnswer(attributes: Attributes, node: string, graph: NodeGraph): Answer | undefined {
	switch (`${attributes.apiGroup}/${attributes.resource}`) {
		case '/secrets':
		case '/configmaps':
			return readAnswer(attributes, node, graph);
		case '/persistentvolumeclaims':
			if (attributes.subresource === 'status') return statusAnswer(attributes, node, graph);
			return getAnswer(attributes, node, graph);
		case '/persistentvolumes':
		case 'storage.k8s.io/volumeattachments':
		case 'resource.k8s.io/resourceclaims':
			return getAnswer(attributes, node, graph);
		case '/serviceaccounts':
			return accountAnswer(attributes, node, graph);
		case 'coordination.k8s.io/leases':
			return leaseAnswer(attributes, node);
		case 'storage.k8s.io/csinodes':
			return csiNodeAnswer(attributes, node);
		case '/nodes':
			return nodeAnswer(attributes, node);
		case '/pods':
			return podAnswer(attributes, node, graph);
		default:
			return undefined;
	}
}

function readAnswer(attributes: Attributes, node: string, graph: NodeGraph): Answer {
	const { verb, subresource, namespace } = attributes;
	if (!['get', 'list', 'watch'].includes(verb)) return noOpinion('can only read resources of this type');
	if (subresource !== '') return noOpinion('cannot read subresource');
	if (namespace === '') return noOpinion('can only read namespaced object of this type');
	return relatedAnswer(attributes, node, graph);
}

function getAnswer(attributes: Attributes, node: string, graph: NodeGraph): Answer {
	if (attributes.verb !== 'get') return noOpinion('can only get individual resources of this type');
	if (attributes.subresource !== '') return noOpinion('cannot get subresource');
	return relatedAnswer(attributes, node, graph);
}

function statusAnswer(attributes: Attributes, node: string, graph: NodeGraph): Answer {
	const isUpdate = attributes.verb === 'update' || attributes.verb === 'patch';
	return isUpdate ? relatedAnswer(attributes, node, graph) : noOpinion('can only get/update/patch this type');
}

function accountAnswer(attributes: Attributes, node: string, graph: NodeGraph): Answer {
	if (attributes.verb === 'get' && attributes.subresource === '') return relatedAnswer(attributes, node, graph);
	if (attributes.verb !== 'create' || attributes.name === '') {
		return noOpinion('can only create tokens for individual service accounts');
	}
	if (attributes.subresource !== 'token') return noOpinion('can only create token subresource of serviceaccount');
	return relatedAnswer(attributes, node, graph);
}

function relatedAnswer({ resource, namespace, name }: Attributes, node: string, graph: NodeGraph): Answer {
	if (name === '') return noOpinion('No Object name found');
	if (graph.leadsTo(node, resource, namespace, name)) return ALLOW;
	return noOpinion(`no relationship found between node '${node}' and this object`);
}

const OWN_VERBS = ['get', 'create', 'update', 'patch', 'delete'];

function leaseAnswer({ verb, namespace, name }: Attributes, node: string): Answer {
	if (!OWN_VERBS.includes(verb)) return noOpinion('can only get, create, update, patch, or delete a node lease');
	if (namespace !== NODE_LEASES) {
		return noOpinion(`can only access leases in the ${JSON.stringify(NODE_LEASES)} system namespace`);
	}
	// Its name is not known yet when it is made: NodeRestriction looks at that.
	if (verb === 'create' || name === node) return ALLOW;
	return noOpinion('can only access node lease with the same name as the requesting node');
}

const NODE_LEASES = 'kube-node-lease';

function csiNodeAnswer({ verb, name, subresource }: Attributes, node: string): Answer {
	if (!OWN_VERBS.includes(verb)) return noOpinion('can only get, create, update, patch, or delete a CSINode');
	if (subresource !== '') return noOpinion('cannot authorize CSINode subresources');
	if (verb === 'create' || name === node) return ALLOW;
	return noOpinion('can only access CSINode with the same name as the requesting node');
}

function nodeAnswer({ verb, name, subresource }: Attributes, node: string): Answer {
	if (subresource === 'status') return verb === 'update' || verb === 'patch' ? ALLOW : NO_OPINION;
	if (subresource !== '') return NO_OPINION;
	if (['create', 'update', 'patch'].includes(verb)) return ALLOW;
	if (!['get', 'list', 'watch'].includes(verb)) return NO_OPINION;
	if (name === node) return ALLOW;
	return noOpinion(`node '${node}' cannot read ${name === '' ? 'all nodes' : `'${name}'`}, only its own Node object`);
}

function podAnswer(attributes: Attributes, node: string, graph: NodeGraph): Answer {
	const { verb, subresource } = attributes;
	if (subresource === 'status') return verb === 'update' || verb === 'patch' ? ALLOW : NO_OPINION;
	if (subresource === 'eviction') return verb === 'create' ? ALLOW : NO_OPINION;
	if (subresource !== '') return NO_OPINION;
	if (verb === 'get') return getAnswer(attributes, node, graph);
	if (verb === 'create' || verb === 'delete') return ALLOW;
	if (verb !== 'list' && verb !== 'watch') return NO_OPINION;
	const terms = (attributes.fieldSelector ?? '').split(',');
	if (terms.some((term) => /^spec\.nodeName==?(.*)$/.exec(term.trim())?.[1] === node)) return ALLOW;
	return noOpinion('can only list/watch pods with spec.nodeName field selector');
}

function noOpinion(reason: string): Answer {
	return { decision: 'no opinion', reason };
}
