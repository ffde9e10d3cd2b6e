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
import { CRON_JOB } from './batch/cron-job.ts';
import { JOB } from './batch/job.ts';
import { LEASE } from './coordination/lease.ts';
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
import { REPLICATION_CONTROLLER } from './core/replication-controller.ts';
import { RESOURCE_QUOTA } from './core/resource-quota.ts';
import { SECRET } from './core/secret.ts';
import { SERVICE } from './core/service.ts';
import { SERVICE_ACCOUNT } from './core/service-account.ts';
import { ENDPOINT_SLICE } from './discovery/endpoint-slice.ts';
import { EVENTS_EVENT } from './events/event.ts';
import type { Kind } from './kind.ts';
import { INGRESS } from './networking/ingress.ts';
import { INGRESS_CLASS } from './networking/ingress-class.ts';
import { NETWORK_POLICY } from './networking/network-policy.ts';
import { POD_DISRUPTION_BUDGET } from './policy/pod-disruption-budget.ts';
import { CLUSTER_ROLE } from './rbac/cluster-role.ts';
import { CLUSTER_ROLE_BINDING } from './rbac/cluster-role-binding.ts';
import { ROLE } from './rbac/role.ts';
import { ROLE_BINDING } from './rbac/role-binding.ts';
import { PRIORITY_CLASS } from './scheduling/priority-class.ts';
import { STORAGE_CLASS } from './storage/storage-class.ts';

/** Every built-in kind, one line each: in the order in which the real server's discovery lists groups and resources. */
export const KINDS: readonly Kind[] = [
	COMPONENT_STATUS,
	CONFIG_MAP,
	ENDPOINTS,
	EVENT,
	LIMIT_RANGE,
	NAMESPACE,
	NODE,
	PERSISTENT_VOLUME_CLAIM,
	PERSISTENT_VOLUME,
	POD,
	REPLICATION_CONTROLLER,
	RESOURCE_QUOTA,
	SECRET,
	SERVICE_ACCOUNT,
	SERVICE,
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
	CRON_JOB,
	JOB,
	INGRESS_CLASS,
	INGRESS,
	NETWORK_POLICY,
	POD_DISRUPTION_BUDGET,
	CLUSTER_ROLE_BINDING,
	CLUSTER_ROLE,
	ROLE_BINDING,
	ROLE,
	STORAGE_CLASS,
	PRIORITY_CLASS,
	LEASE,
	ENDPOINT_SLICE,
];
