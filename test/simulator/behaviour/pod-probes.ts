import type { WorldRow } from './world-rows.ts';

const said = (pod: string, reason: string): string =>
	`kubectl get events --field-selector involvedObject.name=${pod},reason=${reason} -o jsonpath='{range .items[*]}{.message}{"\\n"}{end}'`;
const health = (name: string, probe: string): string => `apply <<END
{apiVersion: v1, kind: Pod, metadata: {name: ${name}}, spec: {nodeName: node01, terminationGracePeriodSeconds: 0, containers: [{name: c, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [grpc-health-checking], ${probe}}]}}
END
`;
const file = (name: string, content: string, reference: string): string => `apply <<END
{apiVersion: v1, kind: Pod, metadata: {name: ${name}}, spec: {nodeName: node01, restartPolicy: Never, volumes: [{name: v, emptyDir: {}}],
  initContainers: [{name: setup, image: "busybox:1.36", command: [sh, -c, "printf '${content}' > /data/config.env"], volumeMounts: [{name: v, mountPath: /data}]}],
  containers: [{name: c, image: "busybox:1.36", command: [sh, -c, 'echo "A is \\$A"'], env: [{name: A, valueFrom: {fileKeyRef: {volumeName: v, path: config.env, ${reference}}}}]}]}}
END
`;

/** gRPC's health, and variables from files. */
export const PROBE_ROWS: readonly WorldRow[] = [
	{
		cause: 'gRPC: a server that serves its health, and is told that it is not well',
		source: 'pkg/probe/grpc/grpc.go; test/images/agnhost/grpc-health-checking',
		given: `${health('well', 'readinessProbe: {grpc: {port: 5000}, periodSeconds: 2, failureThreshold: 1}')}sleep 9
kubectl get pod well --no-headers | awk '{print $2}' >&2
kubectl exec well -- curl -s localhost:8080/make-not-serving`,
		after: 4,
		ask: `kubectl get pod well --no-headers | awk '{print $2}'; ${said('well', 'Unhealthy')}; kubectl logs well | tail -1 | cut -d' ' -f3-`,
		told: '0/1\nReadiness probe failed: service unhealthy (responded with "NOT_SERVING")\nMark as failed\n',
	},
	{
		cause: 'gRPC: a service that the server does not know',
		source: 'pkg/probe/grpc/grpc.go; google.golang.org/grpc/health',
		given: health('stranger', 'livenessProbe: {grpc: {port: 5000, service: liveness}, periodSeconds: 3}'),
		after: 8,
		ask: said('stranger', 'Unhealthy'),
		told: 'Liveness probe failed: error: health rpc probe failed: rpc error: code = NotFound desc = unknown service\n',
	},
	{
		cause: 'gRPC: a port where it is not spoken',
		source: 'pkg/probe/grpc/grpc.go',
		given: health('deaf', 'livenessProbe: {grpc: {port: 8080}, periodSeconds: 3}'),
		after: 8,
		ask: `${said('deaf', 'Unhealthy')} | sed 's/"[0-9.]*:/"IP:/'`,
		told: 'Liveness probe failed: timeout: failed to connect service "IP:8080" within 1s: context deadline exceeded\n',
	},
	{
		cause: "gRPC: the documentation's etcd is an etcd of its own",
		source: 'kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes',
		given: `apply <<END
{apiVersion: v1, kind: Pod, metadata: {name: etcd-with-grpc}, spec: {containers: [{name: etcd, image: "registry.k8s.io/etcd:3.5.1-0", command: [/usr/local/bin/etcd, --data-dir, /var/lib/etcd, --listen-client-urls, "http://0.0.0.0:2379", --advertise-client-urls, "http://127.0.0.1:2379", --log-level, debug], ports: [{containerPort: 2379}], livenessProbe: {grpc: {port: 2379}, initialDelaySeconds: 10}}]}}
END`,
		after: 60,
		ask: `kubectl get pod etcd-with-grpc --no-headers | awk '{print $2, $3, $4}'; kubectl exec etcd-with-grpc -- etcdctl get / --prefix --keys-only; ${said('etcd-with-grpc', 'Unhealthy')}`,
		told: '1/1 Running 0\n',
	},
	{
		cause: 'a variable from a file that an init container has written',
		source: 'kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-via-file',
		given: file(
			'from-file',
			'# comment\\\\nB=\\\\\\\\047no\\\\\\\\047\\\\nA=\\\\\\\\047yes it is\\\\\\\\047\\\\n',
			'key: A',
		),
		after: 25,
		ask: 'kubectl logs from-file -c c',
		told: 'A is yes it is\n',
	},
	{
		cause: 'a variable that the file does not have, and one that may be missing',
		source: 'pkg/kubelet/kubelet_pods.go makeEnvironmentVariables',
		given:
			file('not-in-file', 'B=\\\\\\\\047no\\\\\\\\047\\\\n', 'key: A') +
			file('may-be-missing', 'B=\\\\\\\\047no\\\\\\\\047\\\\n', 'key: A, optional: true'),
		after: 25,
		ask: `kubectl get pod not-in-file -o jsonpath='{.status.containerStatuses[0].state.waiting.reason}{"\\n"}'; kubectl logs may-be-missing -c c`,
		told: 'CreateContainerConfigError\nA is \n',
	},
];
