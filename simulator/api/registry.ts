import { MUTATING_WEBHOOK_CONFIGURATION } from './admissionregistration/mutating-webhook-configuration.ts';
import { VALIDATING_ADMISSION_POLICY } from './admissionregistration/validating-admission-policy.ts';
import { VALIDATING_ADMISSION_POLICY_BINDING } from './admissionregistration/validating-admission-policy-binding.ts';
import { VALIDATING_WEBHOOK_CONFIGURATION } from './admissionregistration/validating-webhook-configuration.ts';
import { CUSTOM_RESOURCE_DEFINITION } from './apiextensions/custom-resource-definition.ts';
import { API_SERVICE } from './apiregistration/api-service.ts';
import { CONTROLLER_REVISION } from './apps/controller-revision.ts';
import { DAEMON_SET } from './apps/daemon-set.ts';
import { DEPLOYMENT } from './apps/deployment.ts';
import { REPLICA_SET } from './apps/replica-set.ts';
import { STATEFUL_SET } from './apps/stateful-set.ts';
import { SELF_SUBJECT_REVIEW } from './authentication/self-subject-review.ts';
import { TOKEN_REVIEW } from './authentication/token-review.ts';
import { LOCAL_SUBJECT_ACCESS_REVIEW } from './authorization/local-subject-access-review.ts';
import { SELF_SUBJECT_ACCESS_REVIEW } from './authorization/self-subject-access-review.ts';
import { SELF_SUBJECT_RULES_REVIEW } from './authorization/self-subject-rules-review.ts';
import { SUBJECT_ACCESS_REVIEW } from './authorization/subject-access-review.ts';
import { HORIZONTAL_POD_AUTOSCALER } from './autoscaling/horizontal-pod-autoscaler.ts';
import { HORIZONTAL_POD_AUTOSCALER_V1 } from './autoscaling/v1/horizontal-pod-autoscaler.ts';
import { CRON_JOB } from './batch/cron-job.ts';
import { JOB } from './batch/job.ts';
import { CERTIFICATE_SIGNING_REQUEST } from './certificates/certificate-signing-request.ts';
import { LEASE } from './coordination/lease.ts';
import { BINDING } from './core/binding.ts';
import { COMPONENT_STATUS } from './core/component-status.ts';
import { CONFIG_MAP } from './core/config-map.ts';
import { ENDPOINTS } from './core/endpoints.ts';
import { EVENT } from './core/event.ts';
import { LIMIT_RANGE } from './core/limit-range.ts';
import { NAMESPACE } from './core/namespace.ts';
import { NODE } from './core/node.ts';
import { PERSISTENT_VOLUME } from './core/persistent-volume.ts';
import { PERSISTENT_VOLUME_CLAIM } from './core/persistent-volume-claim.ts';
import { POD } from './core/pod.ts';
import { POD_TEMPLATE } from './core/pod-template.ts';
import { REPLICATION_CONTROLLER } from './core/replication-controller.ts';
import { RESOURCE_QUOTA } from './core/resource-quota.ts';
import { SECRET } from './core/secret.ts';
import { SERVICE } from './core/service.ts';
import { SERVICE_ACCOUNT } from './core/service-account.ts';
import { ENDPOINT_SLICE } from './discovery/endpoint-slice.ts';
import { EVENTS_EVENT } from './events/event.ts';
import { FLOW_SCHEMA } from './flowcontrol/flow-schema.ts';
import { PRIORITY_LEVEL_CONFIGURATION } from './flowcontrol/priority-level-configuration.ts';
import type { Kind } from './kind.ts';
import { INGRESS } from './networking/ingress.ts';
import { INGRESS_CLASS } from './networking/ingress-class.ts';
import { IP_ADDRESS } from './networking/ip-address.ts';
import { NETWORK_POLICY } from './networking/network-policy.ts';
import { SERVICE_CIDR } from './networking/service-cidr.ts';
import { RUNTIME_CLASS } from './node/runtime-class.ts';
import { POD_DISRUPTION_BUDGET } from './policy/pod-disruption-budget.ts';
import { CLUSTER_ROLE } from './rbac/cluster-role.ts';
import { CLUSTER_ROLE_BINDING } from './rbac/cluster-role-binding.ts';
import { ROLE } from './rbac/role.ts';
import { ROLE_BINDING } from './rbac/role-binding.ts';
import { PRIORITY_CLASS } from './scheduling/priority-class.ts';
import { CSI_DRIVER } from './storage/csi-driver.ts';
import { CSI_NODE } from './storage/csi-node.ts';
import { CSI_STORAGE_CAPACITY } from './storage/csi-storage-capacity.ts';
import { STORAGE_CLASS } from './storage/storage-class.ts';
import { VOLUME_ATTACHMENT } from './storage/volume-attachment.ts';
import { VOLUME_ATTRIBUTES_CLASS } from './storage/volume-attributes-class.ts';

/** Every built-in kind, one line each: in the order in which the real server's discovery lists groups and resources. */
export const KINDS: readonly Kind[] = [
	BINDING,
	COMPONENT_STATUS,
	CONFIG_MAP,
	ENDPOINTS,
	EVENT,
	LIMIT_RANGE,
	NAMESPACE,
	NODE,
	PERSISTENT_VOLUME_CLAIM,
	PERSISTENT_VOLUME,
	POD_TEMPLATE,
	POD,
	REPLICATION_CONTROLLER,
	RESOURCE_QUOTA,
	SECRET,
	SERVICE_ACCOUNT,
	SERVICE,
	API_SERVICE,
	CONTROLLER_REVISION,
	DAEMON_SET,
	DEPLOYMENT,
	REPLICA_SET,
	STATEFUL_SET,
	EVENTS_EVENT,
	SELF_SUBJECT_REVIEW,
	TOKEN_REVIEW,
	LOCAL_SUBJECT_ACCESS_REVIEW,
	SELF_SUBJECT_ACCESS_REVIEW,
	SELF_SUBJECT_RULES_REVIEW,
	SUBJECT_ACCESS_REVIEW,
	HORIZONTAL_POD_AUTOSCALER,
	HORIZONTAL_POD_AUTOSCALER_V1,
	CRON_JOB,
	JOB,
	CERTIFICATE_SIGNING_REQUEST,
	INGRESS_CLASS,
	INGRESS,
	IP_ADDRESS,
	NETWORK_POLICY,
	SERVICE_CIDR,
	POD_DISRUPTION_BUDGET,
	CLUSTER_ROLE_BINDING,
	CLUSTER_ROLE,
	ROLE_BINDING,
	ROLE,
	CSI_DRIVER,
	CSI_NODE,
	CSI_STORAGE_CAPACITY,
	STORAGE_CLASS,
	VOLUME_ATTACHMENT,
	VOLUME_ATTRIBUTES_CLASS,
	MUTATING_WEBHOOK_CONFIGURATION,
	VALIDATING_ADMISSION_POLICY_BINDING,
	VALIDATING_ADMISSION_POLICY,
	VALIDATING_WEBHOOK_CONFIGURATION,
	CUSTOM_RESOURCE_DEFINITION,
	PRIORITY_CLASS,
	LEASE,
	RUNTIME_CLASS,
	ENDPOINT_SLICE,
	FLOW_SCHEMA,
	PRIORITY_LEVEL_CONFIGURATION,
];
