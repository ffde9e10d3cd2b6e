import type { WorldRow } from './world-rows.ts';

const pod = (name: string, container: string, more = ''): string =>
	`apply <<'END'\n{apiVersion: v1, kind: Pod, metadata: {name: ${name}, labels: {app: ${name}}}, spec: {nodeName: node01, terminationGracePeriodSeconds: 5, restartPolicy: Never, containers: [{name: c, ${container}}]${more}}}\nEND\n`;

/** Entry points, arguments and what servers of the catalogue do with them. */
export const IMAGE_ROWS: readonly WorldRow[] = [
	{
		cause: "arguments that are options are the server's, which has stepped down from root",
		source: 'docker-library/redis docker-entrypoint.sh',
		given: pod('im-redis', 'image: "redis:7", args: ["--requirepass", "pw", "--maxmemory", "2mb"]'),
		after: 10,
		ask: `kubectl exec im-redis -- sh -c 'redis-cli ping; redis-cli -a pw --no-auth-warning CONFIG GET maxmemory; stat -c %U /proc/1'`,
		told: 'NOAUTH Authentication required.\nmaxmemory\n2097152\nredis\n',
	},
	{
		cause: 'redis may not step down without the capabilities for it',
		source: 'tianon/gosu main.go',
		given: pod('im-drop', 'image: "redis:7", securityContext: {capabilities: {drop: [ALL]}}'),
		after: 8,
		ask: `kubectl logs im-drop; kubectl get pod im-drop -o jsonpath='{.status.containerStatuses[0].state.terminated.exitCode}'`,
		told: 'error: failed switching to "redis": operation not permitted\n1',
	},
	{
		cause: 'an append-only file outlives its Pod',
		source: 'redis.io/docs/latest/operate/oss_and_stack/management/persistence',
		given: `${pod('im-aof', 'image: "redis:7", args: ["--appendonly", "yes"], volumeMounts: [{name: d, mountPath: /data}]', ', volumes: [{name: d, hostPath: {path: /srv/im-aof, type: DirectoryOrCreate}}]')}sleep 8; kubectl exec im-aof -- redis-cli set k kept >/dev/null; kubectl delete pod im-aof --force --grace-period=0 >/dev/null 2>&1\n${pod('im-aof2', 'image: "redis:7", args: ["--appendonly", "yes"], volumeMounts: [{name: d, mountPath: /data}]', ', volumes: [{name: d, hostPath: {path: /srv/im-aof}}]')}`,
		after: 8,
		ask: `kubectl exec im-aof2 -- redis-cli get k; kubectl logs im-aof2 | grep -o 'DB loaded.*'`,
		told: 'kept\nDB loaded from append only file: 0.000 seconds\n',
	},
	{
		cause: 'a program that fills its memory is killed for it',
		source: 'kernel cgroup v2 memory.max',
		given: pod(
			'im-oom',
			'image: "python:3.12-alpine", command: [python3, -c, "x = []\\nwhile True: x.append(bytearray(10 ** 7))"], resources: {limits: {memory: 64Mi}}',
		),
		after: 12,
		ask: `kubectl get pod im-oom -o jsonpath='{.status.containerStatuses[0].state.terminated.reason} {.status.containerStatuses[0].state.terminated.exitCode}'`,
		told: 'OOMKilled 137',
	},
	{
		cause: 'what an exercise writes in Python serves, and logs to its standard error',
		source: 'cpython Lib/http/server.py',
		given: pod(
			'im-py',
			'image: "python:3.12-alpine", command: [python3, -c, "from http.server import *\\nclass H(BaseHTTPRequestHandler):\\n  def do_GET(self):\\n    self.send_response(200); self.end_headers(); self.wfile.write(self.path.encode())\\nHTTPServer((\'\', 8080), H).serve_forever()"]',
		),
		after: 12,
		ask: `kubectl exec im-py -- wget -qO- localhost:8080/hi; echo; kubectl logs im-py | sed 's/\\[.*\\]/[TIME]/'`,
		told: '/hi\n127.0.0.1 - - [TIME] "GET /hi HTTP/1.1" 200 -\n',
	},
	{
		cause: 'http.server serves the directory, at the address, that its options name',
		source: 'cpython Lib/http/server.py',
		given: pod(
			'im-dir',
			'image: "python:3.12-alpine", command: [python3, -m, http.server, "8080", --bind, 127.0.0.1, --directory=/etc]',
		),
		after: 12,
		ask: `kubectl exec im-dir -- wget -qO- 127.0.0.1:8080/hostname; curl -s -m 2 $(kubectl get pod im-dir -o jsonpath={.status.podIP}):8080; echo $?`,
		told: 'im-dir\n7\n',
	},
	{
		cause: 'templates of nginx have the environment in them',
		source: 'nginxinc/docker-nginx 20-envsubst-on-templates.sh',
		given: `kubectl create configmap im-t --from-literal=default.conf.template='server { listen \${PORT}; location / { return 200 "$uri \${WHO}"; } }' >/dev/null\n${pod('im-nginx', 'image: "nginx:1.27", env: [{name: PORT, value: "8081"}, {name: WHO, value: me}], volumeMounts: [{name: t, mountPath: /etc/nginx/templates}]', ', volumes: [{name: t, configMap: {name: im-t}}]')}`,
		after: 10,
		ask: 'kubectl exec im-nginx -- curl -s localhost:8081/x',
		told: '/x me',
	},
	{
		cause: 'a process may take more than half a gibibyte of a node that has it',
		source: 'polinux/stress',
		given: pod('im-big', 'image: "polinux/stress", command: [stress, --vm, "1", --vm-bytes, 1G, --vm-hang, "60"]'),
		after: 10,
		ask: `kubectl get pod im-big -o jsonpath='{.status.phase}'; kubectl delete pod im-big --force --grace-period=0 >/dev/null 2>&1`,
		told: 'Running',
	},
	{
		cause: 'CentOS 8 has nobody to ask for packages, Rocky Linux has',
		source: 'dnf; mirrorlist.centos.org is gone since 2022',
		given:
			pod('im-c8', 'image: "centos:8", command: [sleep, "999"]') +
			pod('im-r9', 'image: "rockylinux:9", command: [sleep, "999"]'),
		after: 20,
		ask: `kubectl exec im-c8 -- sh -c 'yum install -y jq 2>&1 | tail -1'; kubectl exec im-r9 -- sh -c 'dnf install -y jq >/dev/null && jq --version && . /etc/os-release && echo $PRETTY_NAME'`,
		told: "Error: Failed to download metadata for repo 'appstream': Cannot prepare internal mirrorlist: No URLs in mirrorlist\njq-1.7.1\nRocky Linux 9.6 (Blue Onyx)\n",
	},
];
