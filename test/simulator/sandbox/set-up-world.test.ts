import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const UNREADY = `kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Pod
metadata: {name: unready}
spec:
  containers:
    - name: nginx
      image: nginx:1.27
      readinessProbe: {httpGet: {path: /nothing-here, port: 80}, periodSeconds: 5}
YAML
sleep 30`;

const S = 'https://raw.githubusercontent.com/kubernetes-csi';
const DRIVER = `for f in external-provisioner/v5.3.0/deploy/kubernetes/rbac.yaml \\
  csi-driver-host-path/v1.17.0/deploy/kubernetes-latest/hostpath/csi-hostpath-driverinfo.yaml \\
  csi-driver-host-path/v1.17.0/deploy/kubernetes-latest/hostpath/csi-hostpath-plugin.yaml \\
  csi-driver-host-path/v1.17.0/examples/csi-storageclass.yaml; do kubectl apply -f ${S}/$f; done
kubectl rollout status statefulset/csi-hostpathplugin --timeout=120s
sleep 10`;

const CLAIM = `kubectl apply -f - <<'YAML'
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], storageClassName: csi-hostpath-sc, resources: {requests: {storage: 1Gi}}}
YAML
kubectl wait --for=jsonpath='{.status.phase}'=Bound pvc/data --timeout=60s`;

const POD = `${CLAIM.replace('kubectl wait', '# kubectl wait')}
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Pod
metadata: {name: user}
spec:
  containers: [{name: nginx, image: 'nginx:1.27', volumeMounts: [{name: data, mountPath: /data}]}]
  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
YAML
kubectl wait --for=condition=Ready pod/user --timeout=60s`;

const RESIZER = `kubectl apply -f ${S}/external-attacher/v4.9.0/deploy/kubernetes/rbac.yaml -f ${S}/external-resizer/v1.14.0/deploy/kubernetes/rbac.yaml`;

test('a Pod that was not ready when its world was set up is not ready in it', () => {
	const world = newWorld('unready', { setup: [{ kind: 'script', script: UNREADY }] });
	world.run(world.now() + 20_000);
	const pods = world.map().pods.filter((pod) => pod.namespace === 'default');
	expect(pods.map((pod) => pod.ready)).toEqual([false]);
});

test('a storage driver that was set up serves the claims of the world', () => {
	const world = newWorld('driver', { setup: [{ kind: 'script', script: DRIVER }] });
	const { stdout } = world.runScript({ name: 'claim.sh', script: CLAIM });
	expect(stdout).toBe('persistentvolumeclaim/data created\npersistentvolumeclaim/data condition met\n');
});

test('a volume that was mounted when its world was set up grows while its Pod runs', () => {
	const world = newWorld('growth', { setup: [{ kind: 'script', script: `${RESIZER}\n${DRIVER}\n${POD}` }] });
	const { stdout } = world.runScript({
		name: 'grow.sh',
		script: `kubectl patch pvc data -p '{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}' > /dev/null
sleep 30; kubectl get pvc data -o jsonpath='{.status.capacity.storage}'`,
	});
	expect(stdout).toBe('2Gi');
});

const TOLD = `ssh node01 'sysctl -q -w net.ipv4.ip_forward=0 vm.swappiness=10; modprobe ip_vs
fallocate -l 64M /swap; chmod 600 /swap; mkswap /swap > /dev/null; swapon /swap
echo "profile quiet { file, }" | apparmor_parser'`;
const ASKED = `ssh node01 'sysctl -n net.ipv4.ip_forward vm.swappiness; lsmod | grep -c ^ip_vs
wc -l < /proc/swaps; aa-status | grep -c quiet'`;

test('what a set-up told a kernel is still so', () => {
	const world = newWorld('kernel', { setup: [{ kind: 'script', script: TOLD }] });
	expect(world.runScript({ name: 's.sh', script: ASKED }).stdout).toBe('0\n10\n1\n2\n1\n');
});

const FAILING = `kubectl run bad --image=nginx:9.99
kubectl run crash --image=busybox:1.36 -- sh -c 'exit 3'
kubectl run config --image=nginx:1.27 --overrides='{"spec":{"containers":[{"name":"config","image":"nginx:1.27","envFrom":[{"configMapRef":{"name":"none"}}]}]}}'
sleep 100`;

test('Pods that wait when their world was set up wait in it, as long as they had to', () => {
	const world = newWorld('failing', { setup: [{ kind: 'script', script: FAILING }] });
	const pods = `kubectl get pods --no-headers | awk '{ print $1, $3, $4 }'`;
	const { stdout } = world.runScript({ name: 's.sh', script: `${pods}; sleep 30; ${pods}` });
	const seen = 'bad ImagePullBackOff 0\nconfig CreateContainerConfigError 0\ncrash CrashLoopBackOff 4\n';
	expect(stdout).toBe(seen + seen);
});

const BUSY = `kubectl apply -f https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml > /dev/null
kubectl -n kube-system patch deployment metrics-server --type=json -p '[{"op": "add", "path": "/spec/template/spec/containers/0/args/-", "value": "--kubelet-insecure-tls"}]' > /dev/null
kubectl run hog --image=busybox:1.36 -- sh -c 'while true; do :; done'
kubectl run redis --image=redis:7
kubectl run memcached --image=memcached:1.6 --port=11211
kubectl -n kube-system rollout status deployment/metrics-server
kubectl wait --for=condition=Ready pod/redis pod/memcached
kubectl exec redis -- redis-cli -n 2 rpush list one two
printf 'set k 0 0 5\\r\\nvalue\\r\\nquit\\r\\n' | kubectl exec -i hog -- nc $(kubectl get pod memcached -o jsonpath='{.status.podIP}') 11211
sleep 40`;

test('what programs held in memory, and what they had used, is there in a copied world at once', () => {
	const world = newWorld('busy', { setup: [{ kind: 'script', script: BUSY }] });
	const { stdout } = world.runScript({
		name: 's.sh',
		script: `kubectl top pod hog --no-headers | awk '{ print $1, ($2 + 0 > 900) }'
kubectl exec redis -- redis-cli -n 2 lrange list 0 -1
printf 'get k\\r\\nquit\\r\\n' | kubectl exec -i hog -- nc $(kubectl get pod memcached -o jsonpath='{.status.podIP}') 11211 | sed -n 2p
kubectl exec hog -- awk '/usage_usec/ { print ($2 > 30000000) }' /sys/fs/cgroup/cpu.stat`,
	});
	expect(stdout.replaceAll('\r', '')).toBe('hog 1\none\ntwo\nvalue\n1\n');
});

const USED = `df -k / | awk 'END { print $3 }'`;

test('what filled a disk in a set-up is off it when it is removed', () => {
	const world = newWorld('disk', {
		setup: [
			{ kind: 'fault', fault: { fault: 'disk', host: 'controlplane', percent: 80 } },
			{ kind: 'script', script: 'fallocate -l 1G /opt/more; ln /opt/more /opt/same; echo text > /opt/text' },
		],
	});
	const { stdout } = world.runScript({
		name: 's.sh',
		script: `used() { ${USED}; }
a=$(used); rm /var/tmp/filler; b=$(used); rm /opt/more; c=$(used); rm /opt/same; d=$(used)
fallocate -l 2G /opt/text; e=$(used); truncate -s 0 /opt/text; f=$(used)
echo $(( (a - b) > 10000000 )) $(( (b - c) / 1000 )) $(( (c - d) / 1048576 )) $(( (e - d) / 1048576 )) $(( (f - d) / 1000 ))
cp /usr/bin/kubectl /opt/k; g=$(used); rm /usr/bin/kubectl; echo $(( (g - $(used)) > 40000 ))`,
	});
	expect(stdout).toBe('1 0 1 2 0\n1\n');
});
