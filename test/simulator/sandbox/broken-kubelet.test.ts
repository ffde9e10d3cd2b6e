import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

function printed(script: string): string {
	return newWorld('kubelet').runScript({ name: 'x.sh', script: `exec 2>&1\n${script}` }).stdout;
}

/** What is done to node01, and what its kubelet says then. */
const CASES: readonly (readonly [what: string, breakIt: string, error: string])[] = [
	[
		'its configuration is gone',
		'mv /var/lib/kubelet/config.yaml /tmp/',
		'failed to load kubelet config file, path: /var/lib/kubelet/config.yaml, error: failed to load Kubelet config file /var/lib/kubelet/config.yaml, error failed to read kubelet config file "/var/lib/kubelet/config.yaml", error: open /var/lib/kubelet/config.yaml: no such file or directory',
	],
	[
		'a flag that there is not',
		`sed -i 's/ARGS="/ARGS="--nope=1 /' /var/lib/kubelet/kubeadm-flags.env`,
		'failed to parse kubelet flag: unknown flag: --nope',
	],
	[
		'another authority file',
		'sed -i s/ca.crt/WRONG.crt/ /var/lib/kubelet/config.yaml',
		'failed to construct kubelet dependencies: unable to load client CA file /etc/kubernetes/pki/WRONG.crt: open /etc/kubernetes/pki/WRONG.crt: no such file or directory',
	],
	[
		'no kubeconfig',
		'mv /etc/kubernetes/kubelet.conf /tmp/',
		'failed to run Kubelet: unable to load bootstrap kubeconfig: stat /etc/kubernetes/bootstrap-kubelet.conf: no such file or directory',
	],
	[
		'a number that is none',
		'echo "maxPods: many" >> /var/lib/kubelet/config.yaml',
		'failed to load kubelet config file, path: /var/lib/kubelet/config.yaml, error: failed to load Kubelet config file /var/lib/kubelet/config.yaml, error failed to decode: json: cannot unmarshal string into Go struct field KubeletConfiguration.maxPods of type int32',
	],
	[
		'thresholds that contradict each other',
		'echo "imageGCLowThresholdPercent: 90" >> /var/lib/kubelet/config.yaml',
		'failed to validate kubelet configuration, error: invalid configuration: imageGCLowThresholdPercent (--image-gc-low-threshold) 90 must be less than imageGCHighThresholdPercent (--image-gc-high-threshold) 85',
	],
	[
		'a soft threshold without a grace',
		"echo 'evictionSoft: {memory.available: 500Mi}' >> /var/lib/kubelet/config.yaml",
		'failed to run Kubelet: failed to create kubelet: grace period must be specified for the soft eviction threshold memory.available',
	],
	[
		'no runtime',
		'systemctl stop containerd',
		'failed to run Kubelet: validate service connection: validate CRI v1 runtime API for endpoint "unix:///var/run/containerd/containerd.sock": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /var/run/containerd/containerd.sock: connect: connection refused"',
	],
];

test.each(CASES)('%s: the kubelet ends and is started again, its node is not ready', (_, breakIt, error) => {
	const script = `ssh node01 bash <<'END'
${breakIt}
systemctl restart kubelet
END
sleep 60
ssh node01 'systemctl is-active kubelet; journalctl -u kubelet --no-pager | tail -3 | cut -d" " -f5-' | sed 's/kubelet.[0-9]*.: E[0-9]* [0-9:.]* *[0-9]* /kubelet: /'
kubectl get node node01 --no-headers | awk '{print $2}'`;
	expect(printed(script)).toBe(`activating
kubelet: run.go:72] "command failed" err=${JSON.stringify(error)}
systemd[1]: kubelet.service: Main process exited, code=exited, status=1/FAILURE
systemd[1]: kubelet.service: Failed with result 'exit-code'.
NotReady
`);
});

test('a kubelet whose kubeconfig leads elsewhere says so, and comes back when it leads home', () => {
	expect(
		printed(`ssh node01 'sed -i s/6443/6553/ /etc/kubernetes/kubelet.conf; systemctl restart kubelet'
sleep 60
ssh node01 'systemctl is-active kubelet; journalctl -u kubelet --no-pager | tail -1' | sed 's/.*controller/controller/'
kubectl get node node01 --no-headers | awk '{print $2}'
ssh node01 'sed -i s/6553/6443/ /etc/kubernetes/kubelet.conf; systemctl restart kubelet'
sleep 15
kubectl get node node01 --no-headers | awk '{print $2}'`),
	).toBe(`active
controller.go:145] "Failed to ensure lease exists, will retry" err="Get \\"https://172.30.1.2:6553/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/node01?timeout=10s\\": dial tcp 172.30.1.2:6553: connect: connection refused" interval="7s"
NotReady
Ready
`);
});

test('static Pods and the cluster DNS are where the configuration says', () => {
	expect(
		printed(`ssh node01 'sed -i s/10.96.0.10/10.96.0.99/ /var/lib/kubelet/config.yaml; systemctl restart kubelet'
sed -i 's#staticPodPath: .*#staticPodPath: /etc/kubernetes/nope#' /var/lib/kubelet/config.yaml
sleep 15
kubectl run d --image=busybox --overrides='{"spec":{"nodeName":"node01"}}' -- sleep 1d >/dev/null
kubectl wait --for=condition=Ready pod/d >/dev/null
kubectl exec d -- grep nameserver /etc/resolv.conf
systemctl restart kubelet
sleep 60
crictl ps -q --name kube-scheduler | wc -l
sed -i 's#staticPodPath: .*#staticPodPath: /etc/kubernetes/manifests#' /var/lib/kubelet/config.yaml
systemctl restart kubelet
sleep 60
kubectl get node controlplane --no-headers | awk '{print $2}'`),
	).toBe(`nameserver 10.96.0.99
0
Ready
`);
});

test('a changed drop-in counts after daemon-reload, and is warned of before', () => {
	expect(
		printed(`D=/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf
sed -i 's#ExecStart=/usr/bin/#ExecStart=/usr/local/bin/#' $D
systemctl restart kubelet; systemctl is-active kubelet
systemctl daemon-reload
systemctl restart kubelet
systemctl status kubelet 2>&1 | grep -c Warning
journalctl -u kubelet --no-pager | grep -o 'Main process exited.*' | tail -1
sed -i 's#/usr/local/bin/#/usr/bin/#' $D
systemctl daemon-reload
systemctl restart kubelet; systemctl is-active kubelet`),
	).toBe(`Warning: The unit file, source configuration file or drop-ins of kubelet.service changed on disk. Run 'systemctl daemon-reload' to reload units.
active
Job for kubelet.service failed because the control process exited with error code.
See "systemctl status kubelet.service" and "journalctl -xeu kubelet.service" for details.
0
Main process exited, code=exited, status=203/EXEC
active
`);
});

test('a kubeconfig whose authority is not base64 cannot be loaded, by kubectl or by the kubelet', () => {
	expect(
		printed(`ssh node01 bash <<'END'
sed -i 's/\\(certificate-authority-data: \\).*/\\1LS0tx/' /etc/kubernetes/kubelet.conf
kubectl --kubeconfig=/etc/kubernetes/kubelet.conf get nodes
systemctl restart kubelet
sleep 5
journalctl -u kubelet --no-pager | grep -o 'unable to load bootstrap.*' | tail -1
END`),
	).toBe(`error: error loading config file "/etc/kubernetes/kubelet.conf": illegal base64 data at input byte 4
unable to load bootstrap kubeconfig: stat /etc/kubernetes/bootstrap-kubelet.conf: no such file or directory"
`);
});
