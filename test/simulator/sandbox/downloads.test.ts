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
