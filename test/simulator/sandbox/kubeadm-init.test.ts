import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

function printed(script: string): string {
	return newWorld('kubeadm-init').runScript({ name: 'x.sh', script: `exec 2>&1\n${script}` }).stdout;
}

test('a worker that was taken away joins again, through a request that is approved for its token', () => {
	expect(
		printed(`kubectl drain node01 --ignore-daemonsets > /dev/null 2>&1
kubectl delete node node01
kubeadm token create abcdef.0123456789abcdef > /dev/null
ssh node01 'kubeadm join 172.30.1.2:6443 --token abcdef.0123456789abcdef --discovery-token-unsafe-skip-ca-verification' | tail -7
ssh node01 'echo n | kubeadm reset 2>&1 > /dev/null | grep -v WARN; kubeadm reset -f 2> /dev/null | sed -n "3,5p"; ls /etc/kubernetes /var/lib/kubelet'
ssh node01 'kubeadm join 172.30.1.2:6443 --token abcdef.0123456789abcdef'
ssh node01 'kubeadm join'
ssh node01 'kubeadm join 172.30.1.2:6443 --token abcdef.0123456789abcdef --discovery-token-ca-cert-hash sha256:e69127bc1c42571ada41b90dc962a1793321757f6119f43b13bed21911d71e88'
ssh node01 'kubeadm join 172.30.1.2:6443 --token fedcba.0123456789abcdef --discovery-token-unsafe-skip-ca-verification'
$(kubeadm token create --print-join-command | sed 's/^/ssh node01 /') > /dev/null 2>&1
sleep 30
kubectl get nodes --no-headers | awk '{print $1, $2}'
kubectl get csr --no-headers | awk '{print $3, $NF}' | sed 's/bootstrap:.*/bootstrap/; s/ Approved/: Approved/'
ssh node01 'ls -l /var/lib/kubelet/pki | grep -c current; ls /etc/kubernetes; grep -c default-auth /etc/kubernetes/kubelet.conf'
kubectl run web --image=nginx --overrides='{"spec":{"nodeName":"node01"}}'; sleep 20; kubectl get pod web --no-headers | awk '{print $2, $3}'`),
	).toBe(`node "node01" deleted
error: error execution phase preflight: [preflight] Some fatal errors occurred:
	[ERROR FileAvailable--etc-kubernetes-kubelet.conf]: /etc/kubernetes/kubelet.conf already exists
	[ERROR Port-10250]: Port 10250 is in use
	[ERROR FileAvailable--etc-kubernetes-pki-ca.crt]: /etc/kubernetes/pki/ca.crt already exists
[preflight] If you know what you are doing, you can make a check non-fatal with \`--ignore-preflight-errors=...\`
To see the stack trace of this error execute with --v=5 or higher
[preflight] Running pre-flight checks
error: error execution phase preflight: won't proceed; the user didn't answer (Y|y) in order to continue
To see the stack trace of this error execute with --v=5 or higher
[reset] Stopping the kubelet service
[reset] Unmounting mounted directories in "/var/lib/kubelet"
[reset] Deleting contents of directories: [/etc/kubernetes/manifests /var/lib/kubelet /etc/kubernetes/pki]
/etc/kubernetes:
manifests
pki

/var/lib/kubelet:
error: discovery.bootstrapToken: Invalid value: "": using token-based discovery without caCertHashes can be unsafe. Set unsafeSkipCAVerification as true in your kubeadm config file or pass --discovery-token-unsafe-skip-ca-verification flag to continue
To see the stack trace of this error execute with --v=5 or higher
error: discovery: Invalid value: "": bootstrapToken or file must be set
To see the stack trace of this error execute with --v=5 or higher
[preflight] Running pre-flight checks
error: error execution phase preflight: couldn't validate the identity of the API Server: cluster CA found in cluster-info ConfigMap is invalid: none of the public keys "sha256:e69127bc1c42571ada41b90dc962a1793321757f6119f43b13bed21911d71e87" are pinned
To see the stack trace of this error execute with --v=5 or higher
[preflight] Running pre-flight checks
error: error execution phase preflight: couldn't validate the identity of the API Server: could not find a JWS signature in the cluster-info ConfigMap for token ID "fedcba"
To see the stack trace of this error execute with --v=5 or higher
controlplane Ready
node01 Ready
node02 Ready
kubernetes.io/kube-apiserver-client-kubelet: Approved,Issued
1
kubelet.conf
manifests
pki
2
pod/web created
1/1 Running
`);
});

test('a control plane is taken down and made again: nodes are not ready without a network', () => {
	expect(
		printed(`kubeadm reset -f > /dev/null
rm -rf /etc/cni/net.d/* ~/.kube/config
kubectl get nodes 2>&1 | tail -1
kubeadm init --pod-network-cidr=192.168.0.0/16 --token abcdef.0123456789abcdef > out; sed -n '1,2p;35,37p' out; tail -2 out | sed 's/sha256:.*/sha256:…/'
export KUBECONFIG=/etc/kubernetes/admin.conf
sleep 40
kubectl get nodes --no-headers | awk '{print $1, $2, $3}'
kubectl -n kube-system get pods --no-headers | awk '{print $1, $2, $3}' | sed 's/-[0-9a-z]* / /'
kubectl get node controlplane -o jsonpath='{.spec.podCIDR} {.spec.taints[*].key}'; echo
kubectl -n kube-system get cm kubeadm-config -o jsonpath='{.data.ClusterConfiguration}' | grep -e podSubnet -e kubernetesVersion
kubeadm token list | awk '{print $1, $4}'
kubectl get csr --no-headers | awk '{print $4, $NF}'
kubectl create deployment web --image=nginx > /dev/null; sleep 5; kubectl get pods --no-headers | awk '{print $3}'`),
	).toBe(`The connection to the server localhost:8080 was refused - did you specify the right host or port?
[init] Using Kubernetes version: v1.35.0
[preflight] Running pre-flight checks
[kubelet-start] Writing kubelet configuration to file "/var/lib/kubelet/config.yaml"
[kubelet-start] Starting the kubelet
[wait-control-plane] Waiting for the kubelet to boot up the control plane as static Pods from directory "/etc/kubernetes/manifests"
kubeadm join 172.30.1.2:6443 --token abcdef.0123456789abcdef \\
	--discovery-token-ca-cert-hash sha256:…
controlplane NotReady control-plane
coredns-cf5595645 0/1 Pending
coredns-cf5595645 0/1 Pending
etcd 1/1 Running
kube-apiserver 1/1 Running
kube-controller-manager 1/1 Running
kube-proxy 1/1 Running
kube-scheduler 1/1 Running
192.168.0.0/24 node-role.kubernetes.io/control-plane node.kubernetes.io/not-ready node.kubernetes.io/not-ready
kubernetesVersion: v1.35.0
  podSubnet: 192.168.0.0/16
TOKEN USAGES
abcdef.0123456789abcdef authentication,signing
system:node:controlplane Approved,Issued
Pending
`);
});

test('machines without a cluster: init, a network from its URL, join', () => {
	const world = newWorld('kubeadm-bare', { preset: 'bare-1-1' });
	const { stdout } = world.runScript({
		name: 'x.sh',
		script: `exec 2>&1
journalctl -u kubelet --no-pager | grep -o 'failed to load kubelet config file, path: [^,]*' | tail -1
echo '172.30.1.2 k8scp' | tee -a /etc/hosts > /dev/null; ssh node01 'echo 172.30.1.2 k8scp >> /etc/hosts'
kubeadm init --pod-network-cidr=10.244.0.0/16 --token abcdef.0123456789abcdef --control-plane-endpoint k8scp > out; tail -1 out | cut -c1-30
export KUBECONFIG=/etc/kubernetes/admin.conf
kubectl get nodes --no-headers | awk '{print $1, $2, $3}'
kubectl get node controlplane -o jsonpath='{.status.conditions[?(@.type=="Ready")].message}{"\\n"}'
kubectl apply -f https://github.com/flannel-io/flannel/releases/latest/download/kube-flannel.yml | tail -1
ssh node01 'kubeadm join k8scp:6443 --token abcdef.0123456789abcdef --discovery-token-unsafe-skip-ca-verification > /dev/null'
sleep 45
kubectl wait --for=condition=Ready node --all --timeout=90s
kubectl get nodes --no-headers -o custom-columns=N:.metadata.name,C:.spec.podCIDR,T:.spec.taints[*].key
ssh node01 cat /run/flannel/subnet.env | head -2
kubectl create deployment web --image=nginx --replicas=2 && kubectl expose deployment web --port=80
kubectl wait --for=condition=Available deployment/web --timeout=60s
sleep 10; kubectl run tmp --image=busybox --restart=Never -- wget -qO- http://web > /dev/null; sleep 10; kubectl logs tmp | grep title
kubectl cluster-info | head -1`,
	});
	expect(stdout).toBe(`failed to load kubelet config file, path: /var/lib/kubelet/config.yaml
	--discovery-token-ca-cert-has
controlplane NotReady control-plane
container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized
daemonset.apps/kube-flannel-ds created
node/controlplane condition met
node/node01 condition met
controlplane   10.244.0.0/24   node-role.kubernetes.io/control-plane
node01         10.244.1.0/24   <none>
FLANNEL_NETWORK=10.244.0.0/16
FLANNEL_SUBNET=10.244.1.1/24
deployment.apps/web created
service/web exposed
deployment.apps/web condition met
<title>Welcome to nginx!</title>
Kubernetes control plane is running at https://k8scp:6443
`);
});

test('a range of Services with bits beyond its prefix is the range without them', () => {
	const world = newWorld('kubeadm-range', { preset: 'bare-1-1' });
	const script = `kubeadm init --service-cidr=10.88.0.1/16 > /dev/null 2>&1
export KUBECONFIG=/etc/kubernetes/admin.conf
kubectl get servicecidr kubernetes -o jsonpath='{.spec.cidrs}{"\\n"}'
kubectl get service kubernetes -o jsonpath='{.spec.clusterIP}'`;
	expect(world.runScript({ name: 'x.sh', script }).stdout).toBe('["10.88.0.0/16"]\n10.88.0.1');
});
