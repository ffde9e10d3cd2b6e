import type { AdmissionPlugin } from './admission.ts';
import { DEFAULT_TOLERATION_SECONDS } from './default-toleration-seconds.ts';
import { NAMESPACE_LIFECYCLE } from './namespace-lifecycle.ts';
import { PRIORITY } from './priority.ts';
import { SERVICE_ACCOUNT } from './service-account.ts';
import { TAINT_NODES_BY_CONDITION } from './taint-nodes.ts';

/** The plugins that a kubeadm cluster runs, in their order. Models pkg/kubeapiserver/options AllOrderedPlugins. */
export const DEFAULT_PLUGINS: readonly AdmissionPlugin[] = [
	NAMESPACE_LIFECYCLE,
	SERVICE_ACCOUNT,
	TAINT_NODES_BY_CONDITION,
	PRIORITY,
	DEFAULT_TOLERATION_SECONDS,
];
