import {
	CLIENT_CONNECTION_FLAGS,
	CLIENT_FLAGS,
	type ComponentFlags,
	componentFlags,
	DELEGATION_FLAGS,
	GLOBAL_FLAGS,
	SERVING_FLAGS,
} from './flag-table.ts';

const AUDIT_BATCH = ['log', 'webhook'].map((plugin) => ({
	int: `audit-${plugin}-batch-buffer-size audit-${plugin}-batch-max-size audit-${plugin}-batch-throttle-burst audit-${plugin}-truncate-max-batch-size audit-${plugin}-truncate-max-event-size`,
	duration: `audit-${plugin}-batch-max-wait`,
	bool: `audit-${plugin}-batch-throttle-enable audit-${plugin}-truncate-enabled`,
	float: `audit-${plugin}-batch-throttle-qps`,
	string: `audit-${plugin}-mode audit-${plugin}-version`,
}));

/** Models cmd/kube-apiserver/app/options, pkg/kubeapiserver/options and apiserver/pkg/server/options of v1.35. */
export const API_SERVER_FLAGS: ComponentFlags = componentFlags(
	'kube-apiserver',
	false,
	GLOBAL_FLAGS,
	SERVING_FLAGS,
	CLIENT_FLAGS,
	...AUDIT_BATCH,
	{
		ip: 'advertise-address',
		bool: `aggregator-reject-forwarding-redirect allow-privileged anonymous-auth audit-log-compress contention-profiling
			emulation-forward-compatible enable-aggregator-routing enable-bootstrap-token-auth enable-garbage-collector
			enable-logs-handler enable-priority-and-fairness encryption-provider-config-automatic-reload profiling
			runtime-config-emulation-forward-compatible service-account-extend-token-expiration service-account-lookup
			shutdown-send-retry-after watch-cache`,
		string: `admission-control-config-file audit-log-format audit-log-path audit-policy-file audit-webhook-config-file
			authentication-config authentication-token-webhook-config-file authentication-token-webhook-version
			authorization-config authorization-policy-file authorization-webhook-config-file authorization-webhook-version
			debug-socket-path egress-selector-config-file encryption-provider-config endpoint-reconciler-type etcd-cafile
			etcd-certfile etcd-keyfile etcd-prefix external-hostname kubelet-certificate-authority
			kubelet-client-certificate kubelet-client-key oidc-ca-file oidc-client-id oidc-groups-claim oidc-groups-prefix
			oidc-issuer-url oidc-username-claim oidc-username-prefix peer-advertise-ip peer-advertise-port peer-ca-file
			proxy-client-cert-file proxy-client-key-file service-account-jwks-uri service-account-signing-endpoint
			service-account-signing-key-file service-cluster-ip-range storage-backend storage-media-type token-auth-file
			tracing-config-file`,
		int: `apiserver-count audit-log-maxage audit-log-maxbackup audit-log-maxsize default-not-ready-toleration-seconds
			default-unreachable-toleration-seconds default-watch-cache-size delete-collection-workers
			kubernetes-service-node-port lease-reuse-duration-seconds max-connection-bytes-per-sec
			max-mutating-requests-inflight max-requests-inflight min-request-timeout`,
		float: 'goaway-chance',
		duration: `audit-webhook-batch-initial-backoff audit-webhook-initial-backoff authentication-token-webhook-cache-ttl
			authorization-webhook-cache-authorized-ttl authorization-webhook-cache-unauthorized-ttl
			coordinated-leadership-lease-duration coordinated-leadership-renew-deadline
			coordinated-leadership-retry-period etcd-compaction-interval etcd-count-metric-poll-period
			etcd-db-metric-poll-interval etcd-healthcheck-timeout etcd-readycheck-timeout event-ttl kubelet-timeout
			livez-grace-period request-timeout service-account-max-token-expiration shutdown-delay-duration
			shutdown-watch-termination-grace-period storage-initialization-timeout`,
		slice: `api-audiences authorization-mode cors-allowed-origins disable-admission-plugins enable-admission-plugins
			etcd-servers etcd-servers-overrides kubelet-preferred-address-types oidc-signing-algs
			strict-transport-security-directives watch-cache-sizes`,
		array: 'service-account-issuer service-account-key-file',
		custom: 'emulated-version min-compatibility-version oidc-required-claim runtime-config service-node-port-range',
	},
);

/** Models cmd/kube-controller-manager/app/options of v1.35. */
export const CONTROLLER_MANAGER_FLAGS: ComponentFlags = componentFlags(
	'kube-controller-manager',
	true,
	GLOBAL_FLAGS,
	SERVING_FLAGS,
	CLIENT_FLAGS,
	DELEGATION_FLAGS,
	CLIENT_CONNECTION_FLAGS,
	{
		bool: `allocate-node-cidrs configure-cloud-routes disable-attach-detach-reconcile-sync
			disable-force-detach-on-timeout enable-dynamic-provisioning enable-garbage-collector
			enable-hostpath-provisioner enable-leader-migration use-service-account-credentials`,
		string: `cidr-allocator-type cloud-config cloud-provider cluster-cidr cluster-name cluster-signing-cert-file
			cluster-signing-key-file cluster-signing-kube-apiserver-client-cert-file
			cluster-signing-kube-apiserver-client-key-file cluster-signing-kubelet-client-cert-file
			cluster-signing-kubelet-client-key-file cluster-signing-kubelet-serving-cert-file
			cluster-signing-kubelet-serving-key-file cluster-signing-legacy-unknown-cert-file
			cluster-signing-legacy-unknown-key-file external-cloud-volume-plugin flex-volume-plugin-dir
			leader-migration-config pv-recycler-pod-template-filepath-hostpath pv-recycler-pod-template-filepath-nfs
			root-ca-file service-account-private-key-file service-cluster-ip-range`,
		int: `concurrent-cron-job-syncs concurrent-daemonset-syncs concurrent-deployment-syncs
			concurrent-device-taint-eviction-syncs concurrent-endpoint-syncs concurrent-ephemeralvolume-syncs
			concurrent-gc-syncs concurrent-horizontal-pod-autoscaler-syncs concurrent-job-syncs concurrent-namespace-syncs
			concurrent-node-syncs concurrent-rc-syncs concurrent-replicaset-syncs concurrent-resource-claim-syncs
			concurrent-resource-quota-syncs concurrent-service-endpoint-syncs concurrent-service-syncs
			concurrent-serviceaccount-token-syncs concurrent-statefulset-syncs concurrent-ttl-after-finished-syncs
			concurrent-validating-admission-policy-status-syncs large-cluster-size-threshold max-endpoints-per-slice
			mirroring-concurrent-service-endpoint-syncs mirroring-max-endpoints-per-subset node-cidr-mask-size
			node-cidr-mask-size-ipv4 node-cidr-mask-size-ipv6 pv-recycler-increment-timeout-nfs
			pv-recycler-minimum-timeout-hostpath pv-recycler-minimum-timeout-nfs pv-recycler-timeout-increment-hostpath
			terminated-pod-gc-threshold`,
		float: `horizontal-pod-autoscaler-tolerance node-eviction-rate secondary-node-eviction-rate
			unhealthy-zone-threshold`,
		duration: `attach-detach-reconcile-sync-period cluster-signing-duration controller-start-interval
			endpoint-updates-batch-period endpointslice-updates-batch-period
			horizontal-pod-autoscaler-cpu-initialization-period horizontal-pod-autoscaler-downscale-stabilization
			horizontal-pod-autoscaler-initial-readiness-delay horizontal-pod-autoscaler-sync-period
			legacy-service-account-token-clean-up-period min-resync-period mirroring-endpointslice-updates-batch-period
			namespace-sync-period node-monitor-grace-period node-monitor-period node-startup-grace-period node-sync-period
			pvclaimbinder-sync-period resource-quota-sync-period route-reconciliation-period`,
		slice: 'controllers',
	},
);

/** Models cmd/kube-scheduler/app/options of v1.35. */
export const SCHEDULER_FLAGS: ComponentFlags = componentFlags(
	'kube-scheduler',
	true,
	GLOBAL_FLAGS,
	SERVING_FLAGS,
	CLIENT_FLAGS,
	DELEGATION_FLAGS,
	CLIENT_CONNECTION_FLAGS,
	{ string: 'config write-config-to', duration: 'pod-max-in-unschedulable-pods-duration' },
);

/** Models cmd/kube-proxy/app Options.AddFlags of v1.35. */
export const PROXY_FLAGS: ComponentFlags = componentFlags('kube-proxy', true, GLOBAL_FLAGS, {
	bool: `bind-address-hard-fail cleanup conntrack-tcp-be-liberal init-only iptables-localhost-nodeports
		ipvs-strict-arp masquerade-all profiling`,
	string: `cluster-cidr config detect-local-mode hostname-override ipvs-scheduler kube-api-content-type kubeconfig
		master pod-bridge-interface pod-interface-name-prefix proxy-mode write-config-to`,
	int: 'conntrack-max-per-core conntrack-min iptables-masquerade-bit kube-api-burst oom-score-adj',
	float: 'kube-api-qps',
	duration: `config-sync-period conntrack-tcp-timeout-close-wait conntrack-tcp-timeout-established
		conntrack-udp-timeout conntrack-udp-timeout-stream iptables-min-sync-period iptables-sync-period
		ipvs-min-sync-period ipvs-sync-period ipvs-tcp-timeout ipvs-tcpfin-timeout ipvs-udp-timeout`,
	slice: 'ipvs-exclude-cidrs nodeport-addresses',
	custom: 'bind-address healthz-bind-address metrics-bind-address proxy-port-range',
});

/** Models etcd's server/embed Config.AddFlags of v3.6: those with a value, and those that stand alone. */
export const ETCD_FLAGS: ReadonlyMap<string, 'value' | 'bool'> = new Map<string, 'value' | 'bool'>([
	...names(
		'value',
		`advertise-client-urls auth-token auth-token-ttl auto-compaction-mode auto-compaction-retention
		backend-batch-interval backend-batch-limit backend-bbolt-freelist-type bcrypt-cost
		bootstrap-defrag-threshold-megabytes cert-file cipher-suites client-cert-allowed-hostname client-cert-file
		client-crl-file client-key-file compaction-batch-limit compaction-sleep-interval compact-hash-check-time config-file
		corrupt-check-time cors data-dir discovery-cacert discovery-cert discovery-dial-timeout discovery-endpoints
		discovery-keepalive-time discovery-keepalive-timeout discovery-key discovery-password discovery-request-timeout
		discovery-srv discovery-srv-name discovery-token discovery-user distributed-tracing-address
		distributed-tracing-instance-id distributed-tracing-sampling-rate distributed-tracing-service-name
		downgrade-check-time election-timeout experimental-bootstrap-defrag-threshold-megabytes
		experimental-compact-hash-check-time experimental-compaction-batch-limit
		experimental-compaction-sleep-interval experimental-corrupt-check-time
		experimental-distributed-tracing-address experimental-distributed-tracing-instance-id
		experimental-distributed-tracing-sampling-rate experimental-distributed-tracing-service-name
		experimental-downgrade-check-time experimental-max-learners experimental-snapshot-catchup-entries
		experimental-warning-apply-duration experimental-warning-unary-request-duration
		experimental-watch-progress-notify-interval feature-gates grpc-keepalive-interval grpc-keepalive-min-time
		grpc-keepalive-timeout heartbeat-interval host-whitelist initial-advertise-peer-urls initial-cluster
		initial-cluster-state initial-cluster-token key-file listen-client-http-urls listen-client-urls
		listen-metrics-urls listen-peer-urls log-format log-level log-outputs log-rotation-config-json logger
		max-concurrent-streams max-learners max-request-bytes max-snapshots max-txn-ops max-wals metrics name
		peer-cert-allowed-cn peer-cert-allowed-hostname peer-cert-file peer-client-cert-file peer-client-key-file
		peer-crl-file peer-key-file peer-trusted-ca-file quota-backend-bytes raft-read-timeout raft-write-timeout
		self-signed-cert-validity snapshot-catchup-entries snapshot-count tls-max-version tls-min-version
		trusted-ca-file v2-deprecation wal-dir warning-apply-duration warning-unary-request-duration
		watch-progress-notify-interval`,
	),
	...names(
		'bool',
		`auto-tls client-cert-auth discovery-insecure-skip-tls-verify discovery-insecure-transport
		enable-distributed-tracing enable-log-rotation enable-pprof experimental-compact-hash-check-enabled
		experimental-enable-distributed-tracing experimental-enable-lease-checkpoint
		experimental-enable-lease-checkpoint-persist experimental-initial-corrupt-check experimental-memory-mlock
		experimental-peer-skip-client-san-verification experimental-stop-grpc-service-on-defrag
		experimental-txn-mode-write-with-shared-buffer force-new-cluster initial-election-tick-advance memory-mlock
		peer-auto-tls peer-client-cert-auth peer-skip-client-san-verification pre-vote socket-reuse-address
		socket-reuse-port strict-reconfig-check unsafe-no-fsync version`,
	),
]);

function names(kind: 'value' | 'bool', text: string): [string, 'value' | 'bool'][] {
	return text.split(/\s+/).map((name) => [name, kind]);
}
