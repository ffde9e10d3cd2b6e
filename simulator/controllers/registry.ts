import { autoscalerController } from './autoscaling/autoscaler-controller.ts';
import { clusterInfoSigner } from './bootstrap/cluster-info-signer.ts';
import { tokenCleaner } from './bootstrap/token-cleaner.ts';
import { approvingController } from './certificates/approving-controller.ts';
import { requestCleaner } from './certificates/request-cleaner.ts';
import { signingController } from './certificates/signing-controller.ts';
import type { Controller } from './controller.ts';
import { cronJobController } from './cronjob/cronjob-controller.ts';
import { daemonSetController } from './daemonset/daemonset-controller.ts';
import { deploymentController } from './deployment/deployment-controller.ts';
import { disruptionController } from './disruption/disruption-controller.ts';
import { garbageCollector } from './garbage-collector/garbage-collector.ts';
import { jobController } from './job/job-controller.ts';
import { ttlController } from './job/ttl-controller.ts';
import { namespaceController } from './namespace-controller.ts';
import { nodeIpamController } from './node/ipam-controller.ts';
import { nodeLifecycleController } from './node/lifecycle-controller.ts';
import { podGarbageCollector } from './node/pod-garbage-collector.ts';
import { taintEvictionController } from './node/taint-eviction-controller.ts';
import { policyStatusController } from './policy-status-controller.ts';
import { replicaSetController, replicationController } from './replicaset/replicaset-controller.ts';
import { resourceQuotaController } from './resource-quota-controller.ts';
import { roleAggregationController } from './role-aggregation-controller.ts';
import { rootCAPublisher, serviceAccountController } from './service-account-controllers.ts';
import { serviceAccountTokensController } from './service-account-tokens-controller.ts';
import { endpointsController } from './service-endpoints/endpoints-controller.ts';
import { endpointSliceController } from './service-endpoints/endpointslice-controller.ts';
import { mirroringController } from './service-endpoints/mirroring-controller.ts';
import { statefulSetController } from './statefulset/statefulset-controller.ts';
import { attachDetachController } from './volume/attach-detach-controller.ts';
import { volumeBinderController } from './volume/binder-controller.ts';
import { claimProtectionController } from './volume/claim-protection.ts';
import { ephemeralVolumeController } from './volume/ephemeral-volume-controller.ts';
import { expandController } from './volume/expand-controller.ts';
import { volumeProtectionController } from './volume/volume-protection.ts';

/** What runs in kube-controller-manager, in the order in which it starts. */
export const CONTROLLERS: readonly Controller[] = [
	serviceAccountTokensController,
	endpointsController,
	endpointSliceController,
	mirroringController,
	podGarbageCollector,
	resourceQuotaController,
	namespaceController,
	serviceAccountController,
	garbageCollector,
	daemonSetController,
	jobController,
	deploymentController,
	replicaSetController,
	replicationController,
	statefulSetController,
	cronJobController,
	autoscalerController,
	disruptionController,
	nodeIpamController,
	nodeLifecycleController,
	volumeBinderController,
	attachDetachController,
	expandController,
	ephemeralVolumeController,
	ttlController,
	taintEvictionController,
	claimProtectionController,
	volumeProtectionController,
	roleAggregationController,
	approvingController,
	signingController,
	requestCleaner,
	rootCAPublisher,
	clusterInfoSigner,
	tokenCleaner,
	policyStatusController,
];
