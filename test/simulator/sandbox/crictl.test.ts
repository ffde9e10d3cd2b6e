import { expect, test } from 'vitest';
import { newWorld, TestTerminal } from './world-bench.ts';

function printed(script: string): string {
	const { stdout } = newWorld('crictl').runScript({ name: 'x.sh', script: `exec 2>&1\n${script}` });
	return stdout
		.replace(/\b[0-9a-f]{64}\b/g, 'ID')
		.replace(/\b[0-9a-f]{13}\b/g, 'SHORT')
		.replace(/(\d+|About a|Less than a) (second|minute)s? ago/g, (text) => 'AGO'.padEnd(text.length))
		.replace(/time="[^"]*"/g, 'time=T');
}

test('what runs on a node: containers, Pods, images, and what stopping one leads to', () => {
	expect(
		printed(`crictl ps --name '^etcd$'
crictl pods --name etcd
crictl images | head -2
crictl stop $(crictl ps -q --name etcd) | wc -c
sleep 20
crictl ps -a --name etcd | sed 1d | awk '{sub(/.* ago */, ""); print $1, $2, $3}'
crictl rm $(crictl ps -q --name etcd)`),
	).toBe(`CONTAINER           IMAGE               CREATED             STATE               NAME                ATTEMPT             POD ID              POD                 NAMESPACE
SHORT       SHORT       AGO                 Running             etcd                0                   SHORT       etcd-controlplane   kube-system
POD ID              CREATED             STATE               NAME                NAMESPACE           ATTEMPT             RUNTIME
SHORT       AGO                 Ready               etcd-controlplane   kube-system         0                   (default)
IMAGE                                     TAG                 IMAGE ID            SIZE
docker.io/calico/cni                      v3.30.3             SHORT       71.1MB
65
Running etcd 1
Exited etcd 0
time=T level=fatal msg="container \\"ID\\" is running, please stop it first"
`);
});

test('logs by stream, exec with its status, what is refused', () => {
	expect(
		printed(`kubectl run web --image=busybox --overrides='{"spec":{"nodeName":"controlplane"}}' -- sh -c 'echo out; echo err >&2; sleep 1d'
kubectl wait --for=condition=Ready pod/web
id=$(crictl ps -q --name web)
crictl logs $id 2>/dev/null
crictl logs --tail 1 $id 2>&1 >/dev/null
echo typed | crictl exec -i $id cat
crictl exec $id sh -c 'exit 3'
crictl inspect -o go-template --template '{{.status.state}} {{.status.metadata.name}}' $id
crictl logs nosuch 2>&1 | tail -1
crictl pull nginx:nosuch
systemctl stop containerd
crictl ps`),
	).toBe(`pod/web created
pod/web condition met
out
err
typed
time=T level=fatal msg="execing command in container: command terminated with exit code 3"
CONTAINER_RUNNING web
time=T level=fatal msg="rpc error: code = NotFound desc = an error occurred when try to find container \\"nosuch\\": not found"
time=T level=fatal msg="pulling image: failed to pull and unpack image \\"docker.io/library/nginx:nosuch\\": failed to resolve image: docker.io/library/nginx:nosuch: not found"
time=T level=fatal msg="validate service connection: validate CRI v1 runtime API for endpoint \\"unix:///var/run/containerd/containerd.sock\\": rpc error: code = Unavailable desc = connection error: desc = \\"transport: Error while dialing: dial unix /var/run/containerd/containerd.sock: connect: connection refused\\""
`);
});

test('a configuration that is no YAML is told, and does no more harm', () => {
	expect(
		printed(`printf 'runtime-endpoint: unix:///run/containerd/containerd.sock\\nfoo\\n' > /etc/crictl.yaml
crictl ps
crictl config --list`),
	).toBe(`time=T level=fatal msg="load config file: unmarshal YAML config: yaml: line 3: could not find expected ':'"
time=T level=fatal msg="load config file: unmarshal YAML config: yaml: line 3: could not find expected ':'"
`);
});

test('a shell in a container, on the terminal', () => {
	const world = newWorld('crictl');
	world.runScript({
		name: 'x.sh',
		script: `kubectl run web --image=busybox --overrides='{"spec":{"nodeName":"controlplane"}}' -- sleep 1d
kubectl wait --for=condition=Ready pod/web`,
	});
	const terminal = new TestTerminal(world);
	terminal.type('crictl exec -it $(crictl ps -q --name web) sh\r');
	expect(terminal.type('hostname; stty size\r')).toContain('web\r\n50 200\r\n');
	expect(terminal.type('exit\r')).toContain('root@controlplane');
});

test('crictl finds Pods and containers by their labels', () => {
	expect(
		printed(`crictl pods --label component=etcd | sed 1d | awk '{ print $(NF-3) }'
crictl ps --label io.kubernetes.container.name=etcd | sed 1d | awk '{ print $(NF-1) }'
crictl pods -q --label component=nobody; crictl ps --label foo 2>&1 | sed 's/.*level/level/'`),
	).toBe(`etcd-controlplane
etcd-controlplane
level=fatal msg="incorrectly formatted label: \\"foo\\""
`);
});

test('a machine is known by the same identifier everywhere', () => {
	expect(
		printed(`id=$(cat /etc/machine-id); [ $id = $(kubectl get node controlplane -o jsonpath='{.status.nodeInfo.machineID}') ] && echo as its Node says
hostnamectl | grep 'Machine ID' | sed "s/$id/ID/"; ssh node01 cat /etc/machine-id | grep -c $id; stat -c %a /etc/machine-id; readlink /var/lib/dbus/machine-id`),
	).toBe(`as its Node says
      Machine ID: ID
0
444
/etc/machine-id
`);
});

test('what can be no name of an image is refused, or found nowhere', () => {
	expect(
		printed(`crictl pull mesh-proxy/v1.0.0,; crictl pull NGINX; crictl inspecti X,; crictl rmi X,; crictl ps -q --image Y,
crictl inspecti ${'0'.repeat(64)}; crictl rmi ${'0'.repeat(64)}`),
	).toBe(`time=T level=fatal msg="pulling image: failed to parse image reference \\"mesh-proxy/v1.0.0,\\": invalid reference format"
time=T level=fatal msg="pulling image: failed to parse image reference \\"NGINX\\": invalid reference format: repository name (library/NGINX) must be lowercase"
time=T level=fatal msg="no such image \\"X,\\" present"
time=T level=fatal msg="no such image X,"
time=T level=fatal msg="no such image \\"ID\\" present"
time=T level=fatal msg="no such image ID"
`);
});
