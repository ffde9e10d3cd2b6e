import { policyRules } from './rule-notation.ts';

/**
 * What a kubelet may ask: the node authorizer's fixed part, and the role system:node, which nobody is bound to.
 * Models plugin/pkg/auth/authorizer/rbac/bootstrappolicy NodeRules.
 */
export const NODE_RULES = policyRules(`
	create authentication.k8s.io tokenreviews
	create authorization.k8s.io subjectaccessreviews,localsubjectaccessreviews
	read core services
	create,get,list,watch core nodes
	update,patch core nodes/status
	update,patch core nodes
	create,update,patch core events
	read core pods
	create,delete core pods
	update,patch core pods/status
	create core pods/eviction
	read core secrets,configmaps
	get core persistentvolumeclaims,persistentvolumes
	get core endpoints
	create,get,list,watch certificates.k8s.io certificatesigningrequests
	get,create,update,patch,delete coordination.k8s.io leases
	get storage.k8s.io volumeattachments
	create core serviceaccounts/token
	get,update,patch core persistentvolumeclaims/status
	read storage.k8s.io csidrivers
	get,create,update,patch,delete storage.k8s.io csinodes
	read node.k8s.io runtimeclasses
	get resource.k8s.io resourceclaims
	deletecollection resource.k8s.io resourceslices
	get core serviceaccounts
`);
