import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

function printed(script: string): string {
	return newWorld('downloads').runScript({ name: 'x.sh', script: `exec 2>&1\n${script}` }).stdout;
}

test('cri-dockerd comes as a package whose service is enabled and started', () => {
	expect(
		printed(`deb=cri-dockerd_0.3.9.3-0.ubuntu-jammy_amd64.deb
wget -q https://github.com/Mirantis/cri-dockerd/releases/download/v0.3.9/$deb && dpkg -i $deb
systemctl is-active cri-docker; systemctl is-enabled cri-docker.socket; dpkg -l cri-dockerd | tail -1
dpkg -r cri-dockerd | tail -1; systemctl is-active cri-docker`),
	).toBe(`Selecting previously unselected package cri-dockerd.
(Reading database ... 86432 files and directories currently installed.)
Preparing to unpack cri-dockerd_0.3.9.3-0.ubuntu-jammy_amd64.deb ...
Unpacking cri-dockerd (0.3.9~3-0~ubuntu-jammy) ...
Setting up cri-dockerd (0.3.9~3-0~ubuntu-jammy) ...
Created symlink /etc/systemd/system/multi-user.target.wants/cri-docker.service → /usr/lib/systemd/system/cri-docker.service.
Created symlink /etc/systemd/system/sockets.target.wants/cri-docker.socket → /usr/lib/systemd/system/cri-docker.socket.
active
enabled
ii  cri-dockerd    0.3.9~3-0~ubuntu-jammy amd64        Lets Kubernetes use Docker Engine as its container runtime
Removed "/etc/systemd/system/multi-user.target.wants/cri-docker.service".
Removed "/etc/systemd/system/sockets.target.wants/cri-docker.socket".
Removing cri-dockerd (0.3.9~3-0~ubuntu-jammy) ...
inactive
`);
});

test('what is fetched by hand: kubectl and its checksum, helm, crictl, etcd, keys of repositories', () => {
	expect(
		printed(`v=$(curl -L -s https://dl.k8s.io/release/stable.txt); echo $v
curl -sLO "https://dl.k8s.io/release/$v/bin/linux/amd64/kubectl"; curl -sLO "https://dl.k8s.io/release/$v/bin/linux/amd64/kubectl.sha256"
echo "$(cat kubectl.sha256)  kubectl" | sha256sum --check; chmod +x kubectl; ./kubectl version --client | head -1
wget -qO- https://get.helm.sh/helm-v3.16.2-linux-amd64.tar.gz | tar xz && linux-amd64/helm version --short | cut -c1-4
curl -sL https://github.com/kubernetes-sigs/cri-tools/releases/download/v1.32.0/crictl-v1.32.0-linux-amd64.tar.gz | tar xzv
curl -sL https://github.com/etcd-io/etcd/releases/download/v3.5.17/etcd-v3.5.17-linux-amd64.tar.gz | tar xz --strip-components=1; ./etcdutl version | tail -1
curl -fsSL https://pkgs.k8s.io/core:/stable:/v1.34/deb/Release.key | gpg --dearmor -o /etc/apt/keyrings/k.gpg && ls /etc/apt/keyrings`),
	).toBe(`v1.35.2
kubectl: OK
Client Version: v1.35.2
v3.1
crictl
API version: 3.6
k.gpg
`);
});

test("a release's tarballs: their checksum, programs of their size that say of which release they are, what is in them shown and printed", () => {
	expect(
		printed(`cd /tmp; file=kubernetes-node-linux-amd64.tar.gz; curl -sLO https://dl.k8s.io/v1.34.1/$file
echo "$(curl -sL https://dl.k8s.io/v1.34.1/$file.sha512)  $file" | sha512sum --check
tar tvzf $file | awk '{print $1, $3, $6}'; tar xzf $file kubernetes/node/bin/kubelet; stat -c %s kubernetes/node/bin/kubelet
kubernetes/node/bin/kubelet --version; tar xOzf $file kubernetes/node/bin/kubelet | head -c 4 | tail -c 3; echo
curl -sL https://dl.k8s.io/v1.35.0/kubernetes-server-linux-amd64.tar.gz | tar xz --strip-components=3 && cat kube-proxy.docker_tag && ls kube-* kubelet`),
	).toBe(`kubernetes-node-linux-amd64.tar.gz: OK
-rwxr-xr-x 43126964 kubernetes/node/bin/kube-proxy
-rwxr-xr-x 66609464 kubernetes/node/bin/kubeadm
-rwxr-xr-x 58597560 kubernetes/node/bin/kubectl
-rwxr-xr-x 58028324 kubernetes/node/bin/kubelet
58028324
Kubernetes v1.34.1
ELF
v1.35.0
kube-apiserver
kube-apiserver.docker_tag
kube-controller-manager
kube-controller-manager.docker_tag
kube-proxy
kube-proxy.docker_tag
kube-scheduler
kube-scheduler.docker_tag
kubelet
`);
});

test("a cloud's metadata is there for machines and for Pods that no policy keeps from it", () => {
	expect(
		printed(`url=http://169.254.169.254/latest/meta-data
curl -s -m 3 $url/iam/security-credentials/; echo
kubectl run c --image=nginx:1.27 --labels=app=c > /dev/null; kubectl wait pod c --for=condition=Ready
kubectl exec c -- curl -s -m 3 $url/instance-type; echo
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: no-metadata }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [169.254.169.254/32] } }] }]
YAML
kubectl exec c -- curl -s -m 3 $url/instance-type; kubectl exec c -- curl -s -m 3 -o /dev/null -w '%{http_code}\\n' http://example.com`),
	).toBe(`node-role
pod/c condition met
m7i.large
networkpolicy.networking.k8s.io/no-metadata created
command terminated with exit code 28
200
`);
});
