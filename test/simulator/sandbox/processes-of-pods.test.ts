import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

function printed(script: string): string {
	return newWorld('processes').runScript({ name: 'x.sh', script: `exec 2>&1\n${script}` }).stdout;
}

test('nginx is a master with its workers; who is killed is replaced', () => {
	expect(
		printed(`kubectl run web --image=nginx:alpine --overrides='{"spec":{"nodeName":"controlplane"}}' >/dev/null
kubectl wait --for=condition=Ready pod/web >/dev/null
kubectl exec web -- ps
kubectl logs web | grep -o 'start worker process .*'
kubectl exec web -- kill -9 29
kubectl exec web -- ps -o pid,args | grep worker
kubectl exec web -- nginx -s reload
ps -e -o comm=,args= | grep ^nginx | sort | uniq -c`),
	).toBe(`PID   USER     TIME  COMMAND
    1 root      0:00 nginx: master process nginx -g daemon off;
   29 nginx     0:00 nginx: worker process
   30 nginx     0:00 nginx: worker process
   31 root      0:00 ps
start worker process 29
start worker process 30
   30 nginx: worker process
   33 nginx: worker process
      1 nginx           nginx: master process nginx -g daemon off;
      2 nginx           nginx: worker process
`);
});

test('containers that share their processes see all of them below /pause, and each other’s files', () => {
	expect(
		printed(`kubectl create -f - >/dev/null <<'END'
apiVersion: v1
kind: Pod
metadata: {name: shared}
spec:
  shareProcessNamespace: true
  containers:
  - {name: nginx, image: nginx}
  - {name: shell, image: "busybox:1.28", command: [sleep, 1d], securityContext: {capabilities: {add: [SYS_PTRACE]}}}
  - {name: nobody, image: "busybox:1.28", command: [sleep, 1d], securityContext: {runAsUser: 1000}}
END
kubectl wait --for=condition=Ready pod/shared >/dev/null
kubectl exec shared -c shell -- ps ax | grep -v 'ps ax'
kubectl exec shared -c shell -- head -2 /proc/2/root/etc/nginx/nginx.conf
kubectl exec shared -c nobody -- cat /proc/2/root/etc/nginx/nginx.conf
kubectl exec shared -c shell -- kill 1
sleep 20
kubectl get pod shared --no-headers | awk '{print $2, $3, $4}'`),
	).toBe(`PID   USER     TIME  COMMAND
    1 65535     0:00 /pause
    2 root      0:00 nginx: master process nginx -g daemon off;
   30 101       0:00 nginx: worker process
   31 101       0:00 nginx: worker process
   32 root      0:00 sleep 1d
   33 1000      0:00 sleep 1d

user  nginx;
cat: can't open '/proc/2/root/etc/nginx/nginx.conf': Permission denied
command terminated with exit code 1
3/3 Running 3
`);
});
