import type { WorldRow } from './world-rows.ts';

const pod = (name: string, image: string, security: string, more = ''): string => `apply <<END
{apiVersion: v1, kind: Pod, metadata: {name: ${name}}, spec: {nodeName: node02, terminationGracePeriodSeconds: 0, containers: [{name: c, image: "${image}", securityContext: {${security}}${more}
END
`;
const END = '}]}}';
const last = (name: string): string => `kubectl logs ${name} | tail -1`;

/** Servers that may not do what they are used to. */
export const SERVER_ROWS: readonly WorldRow[] = [
	{
		cause: 'nginx on a file system that is not for writing',
		source: 'nginx src/core/ngx_file.c ngx_create_paths',
		given: pod('ng-ro', 'nginx:1.27', 'readOnlyRootFilesystem: true', END),
		after: 6,
		ask: `kubectl logs ng-ro | grep 'can not modify'; ${last('ng-ro')}; kubectl get pod ng-ro -o jsonpath='{.status.containerStatuses[0].lastState.terminated.exitCode}'`,
		told: '10-listen-on-ipv6-by-default.sh: info: can not modify /etc/nginx/conf.d/default.conf (read-only file system?)\nnginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)\n1',
	},
	{
		cause: 'with a folder for its cache it misses the one for its pid',
		source: 'nginx src/core/ngx_cycle.c ngx_create_pidfile',
		given: pod(
			'ng-half',
			'nginx:1.27',
			'readOnlyRootFilesystem: true',
			', volumeMounts: [{name: cache, mountPath: /var/cache/nginx}]}], volumes: [{name: cache, emptyDir: {}}]}}',
		),
		after: 6,
		ask: last('ng-half'),
		told: 'nginx: [emerg] open() "/run/nginx.pid" failed (30: Read-only file system)\n',
	},
	{
		cause: 'with both it serves',
		source: 'nginx',
		given: pod(
			'ng-both',
			'nginx:1.27',
			'readOnlyRootFilesystem: true',
			', volumeMounts: [{name: cache, mountPath: /var/cache/nginx}, {name: run, mountPath: /var/run}]}], volumes: [{name: cache, emptyDir: {}}, {name: run, emptyDir: {}}]}}',
		),
		after: 6,
		ask: `kubectl exec ng-both -- sh -c 'curl -s localhost | grep -o "<title>.*"; ls -l /var/cache/nginx | tail -1 | cut -c1-24; cat /run/nginx.pid; touch /x'`,
		told: "<title>Welcome to nginx!</title>\ndrwx------ 2 nginx root \n1\ntouch: cannot touch '/x': Read-only file system\ncommand terminated with exit code 1\n",
	},
	{
		cause: 'nginx as somebody without rights, and one that is made for that',
		source: 'nginx src/core/nginx.c ngx_set_user; nginxinc/docker-nginx-unprivileged',
		given:
			pod('ng-user', 'nginx:1.27', 'runAsUser: 101', END) +
			pod('ng-nobody', 'nginxinc/nginx-unprivileged:1.27', 'runAsNonRoot: true, capabilities: {drop: [ALL]}', END),
		after: 8,
		ask: `kubectl logs ng-user | tail -3 | sed 's/^2026[^[]*/TIME /'; kubectl exec ng-nobody -- sh -c 'id -u; curl -s localhost:8080 | grep -o "<title>.*"'`,
		told: `nginx: [warn] the "user" directive makes sense only if the master process runs with super-user privileges, ignored in /etc/nginx/nginx.conf:2
TIME [emerg] 1#1: mkdir() "/var/cache/nginx/client_temp" failed (13: Permission denied)
nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (13: Permission denied)
101
<title>Welcome to nginx!</title>
`,
	},
	{
		cause: 'nginx without capabilities',
		source: 'nginx src/core/ngx_file.c ngx_create_paths',
		given: pod('ng-drop', 'nginx:1.27', 'capabilities: {drop: [ALL]}', END),
		after: 6,
		ask: last('ng-drop'),
		told: 'nginx: [emerg] chown("/var/cache/nginx/client_temp", 101) failed (1: Operation not permitted)\n',
	},
	{
		cause: 'httpd, too, wants to say who it is',
		source: 'httpd server/log.c ap_log_pid',
		given: pod('httpd-ro', 'httpd:2.4', 'readOnlyRootFilesystem: true', END),
		after: 6,
		ask: `${last('httpd-ro')} | sed 's/.*AH/AH/'`,
		told: 'AH00100: httpd: could not log pid to file /usr/local/apache2/logs/httpd.pid\n',
	},
];
