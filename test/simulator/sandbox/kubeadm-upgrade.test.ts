import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

function printed(script: string): string {
	return newWorld('kubeadm-upgrade').runScript({ name: 'x.sh', script: `exec 2>&1\n${script}` }).stdout;
}

test('a cluster is upgraded node by node, as the documentation has it', () => {
	expect(
		printed(`kubeadm upgrade plan | sed -n '6,9p;22,25p'
sed -i 's/    - kube-scheduler$/&\\n    - --v=3/' /etc/kubernetes/manifests/kube-scheduler.yaml
before=$(md5sum < /etc/kubernetes/pki/apiserver.crt)
apt-mark unhold -q kubeadm kubelet kubectl > /dev/null
apt-get update -qq && apt-get install -qq kubeadm=1.35.1-1.1
kubeadm upgrade apply v1.35.1 -y | tail -3
kubectl -n kube-system get pods -l tier=control-plane -o jsonpath='{range .items[*]}{.spec.containers[0].image}{"\\n"}{end}'
grep -c -e --v=3 /etc/kubernetes/manifests/kube-scheduler.yaml
[ "$before" = "$(md5sum < /etc/kubernetes/pki/apiserver.crt)" ] || echo renewed
kubectl -n kube-system get cm kubeadm-config -o yaml | grep kubernetesVersion
kubectl version | tail -1
kubectl drain controlplane --ignore-daemonsets > /dev/null 2>&1
apt-get install -qq kubelet=1.35.1-1.1 kubectl=1.35.1-1.1
systemctl daemon-reload && systemctl restart kubelet
kubectl uncordon controlplane
for node in node01 node02; do
  ssh $node 'apt-get install -qq --allow-change-held-packages kubeadm=1.35.1-1.1; kubeadm upgrade node' | tail -1
  kubectl drain $node --ignore-daemonsets --delete-emptydir-data --force > /dev/null 2>&1 || echo not drained
  ssh $node 'apt-get install -qq --allow-change-held-packages kubelet=1.35.1-1.1 kubectl=1.35.1-1.1; systemctl daemon-reload; systemctl restart kubelet'
  kubectl uncordon $node
done
sleep 20
kubectl get nodes --no-headers | awk '{print $1, $2, $5}'
kubectl -n kube-system rollout status ds/kube-proxy | tail -1`),
	).toBe(`[upgrade/versions] Cluster version: 1.35.0
[upgrade/versions] kubeadm version: v1.35.0
[upgrade/versions] Target version: v1.35.2
[upgrade/versions] Latest version in the v1.35 series: v1.35.2
kube-scheduler            controlplane   v1.35.0   v1.35.2
kube-proxy                               1.35.0    v1.35.2
CoreDNS                                  v1.13.1   v1.13.1
etcd                      controlplane   3.6.6-0   3.6.6-0
[upgrade] SUCCESS! A control plane node of your cluster was upgraded to "v1.35.1".

[upgrade] Now please proceed with upgrading the rest of the nodes by following the right order.
registry.k8s.io/etcd:3.6.6-0
registry.k8s.io/kube-apiserver:v1.35.1
registry.k8s.io/kube-controller-manager:v1.35.1
registry.k8s.io/kube-scheduler:v1.35.1
0
renewed
    kubernetesVersion: v1.35.1
Server Version: v1.35.1
node/controlplane uncordoned
[upgrade/addon] Skipping the addon/kube-proxy phase. Not a control plane node.
node/node01 uncordoned
[upgrade/addon] Skipping the addon/kube-proxy phase. Not a control plane node.
node/node02 uncordoned
controlplane Ready v1.35.1
node01 Ready v1.35.1
node02 Ready v1.35.1
daemon set "kube-proxy" successfully rolled out
`);
});

test('versions too new for kubeadm or too far away are refused, and so is who does not mean it', () => {
	expect(
		printed(`kubeadm upgrade apply v1.35.1 -y | tail -2
kubeadm upgrade apply v1.37.0 -y > /dev/null
apt-get install -qq --allow-change-held-packages kubeadm=1.35.1-1.1
echo n | kubeadm upgrade apply v1.35.1 > /dev/null; echo $?
ssh node01 'kubeadm upgrade apply v1.35.0 -y'; kubeadm upgrade apply`),
	).toBe(`error: error execution phase preflight: [upgrade/version] FATAL: the --version argument is invalid due to these errors:

	- Specified version to upgrade to "v1.35.1" is higher than the kubeadm version "v1.35.0". Upgrade kubeadm first using the tool you used to install kubeadm

Can be bypassed if you pass the --force flag
To see the stack trace of this error execute with --v=5 or higher
[upgrade/versions] Cluster version: 1.35.0
[upgrade/versions] kubeadm version: v1.35.0
error: error execution phase preflight: [upgrade/version] FATAL: the --version argument is invalid due to these fatal errors:

	- Specified version to upgrade to "v1.37.0" is too high; kubeadm can upgrade only 1 minor version at a time
	- Specified version to upgrade to "v1.37.0" is at least one minor release higher than the kubeadm minor release (37 > 35). Such an upgrade is not supported

Please fix the misalignments highlighted above and try upgrading again
To see the stack trace of this error execute with --v=5 or higher
error: error execution phase preflight: won't proceed; the user didn't answer (Y|y) in order to continue
To see the stack trace of this error execute with --v=5 or higher
1
error: failed to load admin kubeconfig: open /etc/kubernetes/admin.conf: no such file or directory
To see the stack trace of this error execute with --v=5 or higher
error: missing one or more required arguments. Required arguments: [version]
To see the stack trace of this error execute with --v=5 or higher
`);
});
