import { expect, test } from 'vitest';
import { parseToml, TomlError } from '../../../simulator/machinery/toml.ts';
import { newWorld } from './world-bench.ts';

function printed(script: string): string {
	return newWorld('containerd').runScript({ name: 'x.sh', script: `exec 2>&1\n${script}` }).stdout;
}

test('containerd tells its configuration, and goes by the one on the disk', () => {
	expect(
		printed(`containerd --version; containerd config default | grep -c Systemd
containerd config default > /etc/containerd/config.toml
sed -i 's/SystemdCgroup = false/SystemdCgroup = true/' /etc/containerd/config.toml
containerd config dump | grep Systemd
systemctl restart containerd; sleep 5; crictl ps -q | wc -l
echo 'disabled_plugins = ["cri"]' > /etc/containerd/config.toml; systemctl restart containerd; sleep 1
crictl ps 2>&1 | grep -o 'code = .*'
systemctl restart kubelet; sleep 5; journalctl -u kubelet -n 3 --no-pager | grep -o 'code = .*'
kubeadm init --dry-run 2>&1 | grep -o 'ERROR CRI.*new CRI runtime service'
echo 'version = [oops' > /etc/containerd/config.toml; systemctl restart containerd; sleep 1
journalctl -u containerd -n 3 --no-pager | grep -o 'containerd: .*'
rm /etc/containerd/config.toml; sleep 20; systemctl is-active containerd; sleep 40; kubectl get nodes --no-headers | awk '{print $2}' | uniq`),
	).toBe(`containerd containerd.io v2.1.4 75cb2b7193e4e490e9fbdc236c0e811ccaba3376
1
          SystemdCgroup = true
7
code = Unimplemented desc = unknown service runtime.v1.RuntimeService"
code = Unimplemented desc = unknown service runtime.v1.RuntimeService"
ERROR CRI]: could not connect to the container runtime: failed to create new CRI runtime service
Job for containerd.service failed because the control process exited with error code.
See "systemctl status containerd.service" and "journalctl -xeu containerd.service" for details.
containerd: failed to unmarshal TOML at row 1 column 12: toml: incomplete number
active
Ready
`);
});

test.each([
	[
		'a = 1\nb = "x\\ty"\n[t.u]\nc = [1, "2", {d = true}] # e\n',
		'{"a":1,"b":"x\\ty","t":{"u":{"c":[1,"2",{"d":true}]}}}',
	],
	["[[p]]\nn = 1\n[[p]]\nn = 2\n[p.'q.r']\ns = '''a\nb'''\n", '{"p":[{"n":1},{"n":2,"q.r":{"s":"a\\nb"}}]}'],
	['a = "x', '1:7 toml: unterminated string'],
	['a = 1\nb c', '2:3 toml: expected character ='],
	['[a', '1:3 toml: expected character ] but the document ended here'],
])('TOML: %j', (text, expected) => {
	let found: string;
	try {
		found = JSON.stringify(parseToml(text), (_, value) => (value instanceof Map ? Object.fromEntries(value) : value));
	} catch (error) {
		if (!(error instanceof TomlError)) throw error;
		found = `${error.row}:${error.column} ${error.message}`;
	}
	expect(found).toBe(expected);
});

test('ctr sees what the CRI has, and brings images in that were built elsewhere', () => {
	expect(
		printed(`ctr images ls; ctr -n k8s.io i ls -q name==registry.k8s.io/kube-proxy:v1.35.0; ctr -n k8s.io images pull nginx
ctr -n k8s.io c ls -q | wc -l; ctr -n k8s.io t ls | sed -n '1p'
printf 'FROM busybox\\nCMD ["echo","hi"]\\n' > Dockerfile; docker build -q -t myapp:1 . >/dev/null; docker save myapp:1 -o a.tar; scp -q a.tar node01:/tmp/
ssh node01 ctr -n k8s.io images import /tmp/a.tar | head -1
kubectl run x --image=myapp:1 --image-pull-policy=Never --restart=Never --overrides='{"spec":{"nodeName":"node01"}}' >/dev/null; sleep 5; kubectl logs x
crictl config --set timeout=10; crictl config --get timeout; crictl config runtime-endpoint unix:///run/nope.sock; crictl ps 2>&1 | grep -o 'dial unix.*file or directory'
crictl -r unix:///run/containerd/containerd.sock stats --name etcd | awk '{print $1 == "CONTAINER" ? $0 : $2}'`),
	).toBe(`REF TYPE DIGEST SIZE PLATFORMS LABELS 
registry.k8s.io/kube-proxy:v1.35.0
ctr: failed to resolve reference "nginx": object required
15
TASK                                                                PID    STATUS     
docker.io/library/myapp:1                        saved	
hi
10
dial unix /run/nope.sock: connect: no such file or directory
CONTAINER           NAME                CPU %               MEM                 DISK                INODES              SWAP
etcd
`);
});
