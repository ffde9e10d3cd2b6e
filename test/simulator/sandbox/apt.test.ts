import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

function printed(script: string): string {
	return newWorld('apt').runScript({ name: 'x.sh', script: `exec 2>&1\n${script}` }).stdout;
}

test('what is held is changed only by who says so; the versions of the binaries and of the node follow', () => {
	expect(
		printed(`apt-mark showhold | xargs
apt-cache madison kubeadm | tail -2
kubeadm version -o short; kubelet --version
apt-get install -y kubeadm=1.35.1-1.1 | tail -1; kubeadm version -o short
apt-mark unhold kubeadm && apt-get update -qq && apt-get install -y kubeadm='1.35.1-*' | sed -n '4p;$p' && apt-mark hold kubeadm
kubeadm version -o short
apt-get install -qq --allow-change-held-packages kubelet=1.35.1-1.1 kubectl=1.35.1-1.1
kubectl version --client | head -1; kubelet --version
kubectl get node controlplane --no-headers | awk '{print $5}'
systemctl daemon-reload && systemctl restart kubelet; sleep 3
kubectl get node controlplane --no-headers | awk '{print $5}'
dpkg -l kubeadm | tail -1
dpkg-query -W -f '\${Package} \${Version}\\n' kubeadm kubelet
apt list --installed 2>/dev/null | grep kubelet
apt-get install -y kubeadm=1.35.0-1.1 --allow-change-held-packages | tail -1`),
	).toBe(`kubeadm kubectl kubelet
   kubeadm | 1.35.1-1.1 | https://pkgs.k8s.io/core:/stable:/v1.35/deb  Packages
   kubeadm | 1.35.0-1.1 | https://pkgs.k8s.io/core:/stable:/v1.35/deb  Packages
v1.35.0
Kubernetes v1.35.0
E: Held packages were changed and -y was used without --allow-change-held-packages.
1 upgraded, 0 newly installed, 0 to remove and 2 not upgraded.
v1.35.0
Canceled hold on kubeadm.
Selected version '1.35.1-1.1' (isv:kubernetes:core:stable:v1.35:pkgs.k8s.io [amd64]) for 'kubeadm'
Setting up kubeadm (1.35.1-1.1) ...
kubeadm set on hold.
v1.35.1
Client Version: v1.35.1
Kubernetes v1.35.1
v1.35.0
v1.35.1
hi  kubeadm        1.35.1-1.1   amd64        Command-line utility for administering a Kubernetes cluster
kubeadm 1.35.1-1.1
kubelet 1.35.1-1.1
kubelet/unknown,now 1.35.1-1.1 amd64 [installed,upgradable to: 1.35.2-1.1]
E: Packages were downgraded and -y was used without --allow-downgrades.
0 upgraded, 0 newly installed, 1 downgraded, 0 to remove and 2 not upgraded.
`);
});

test('another minor release has its own repository, known from the next update on', () => {
	expect(
		printed(`sed -i 's/v1.35/v1.36/' /etc/apt/sources.list.d/kubernetes.list
apt-cache madison kubelet
apt-get update | sed -n 1p; apt-cache madison kubelet
apt-get install -y kubeadm=1.35.1-1.1 | tail -1
sed -i 's/v1.36/v1.99/' /etc/apt/sources.list.d/kubernetes.list
apt-get update 2>&1 | sed -n '1,2p;/^E:/p'; su student -c 'apt-get install -y jq'`),
	).toBe(`N: Unable to locate package kubelet
Get:1 https://prod-cdn.packages.k8s.io/repositories/isv:/kubernetes:/core:/stable:/v1.36/deb  InRelease [1192 B]
   kubelet | 1.36.0-1.1 | https://pkgs.k8s.io/core:/stable:/v1.36/deb  Packages
E: Version '1.35.1-1.1' for 'kubeadm' was not found
Reading state information...
Err:1 https://prod-cdn.packages.k8s.io/repositories/isv:/kubernetes:/core:/stable:/v1.99/deb  InRelease
  403  Forbidden
E: Failed to fetch https://pkgs.k8s.io/core:/stable:/v1.99/deb/InRelease  403  Forbidden
E: The repository 'https://pkgs.k8s.io/core:/stable:/v1.99/deb  InRelease' is not signed.
E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)
E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?
`);
});

test('a package that lies on the disk: built, looked at, installed by dpkg or apt, found again, removed', () => {
	expect(
		printed(`mkdir -p hello/DEBIAN hello/usr/local/bin
printf '#!/bin/sh\\necho hi\\n' > hello/usr/local/bin/hello; chmod 755 hello/usr/local/bin/hello
printf 'Package: hello-world\\nVersion: 1.2-3\\nArchitecture: amd64\\nMaintainer: Me <me@x.y>\\nDescription: says hi\\n' > hello/DEBIAN/control
printf '#!/bin/sh\\necho postinst $1\\n' > hello/DEBIAN/postinst; chmod 755 hello/DEBIAN/postinst
dpkg-deb --build hello
dpkg -c hello.deb | awk '{print $1, $NF}'
dpkg -i hello.deb; hello; dpkg -L hello-world | tail -1; dpkg -S bin/hello
dpkg -r hello-world; [ -e /usr/local/bin/hello ] || echo gone
apt-get install -y ./hello.deb | sed -n '4,6p;$p'; hello
echo x > bad.deb; dpkg -i bad.deb; echo $?; dpkg -i none.deb; echo $?; apt-get install ./none.deb | tail -1`),
	).toBe(`dpkg-deb: building package 'hello-world' in 'hello.deb'.
drwxr-xr-x ./usr/
drwxr-xr-x ./usr/local/
drwxr-xr-x ./usr/local/bin/
-rwxr-xr-x ./usr/local/bin/hello
Selecting previously unselected package hello-world.
(Reading database ... 86432 files and directories currently installed.)
Preparing to unpack hello.deb ...
Unpacking hello-world (1.2-3) ...
Setting up hello-world (1.2-3) ...
postinst configure
hi
/usr/local/bin/hello
hello-world: /usr/local/bin/hello
(Reading database ... 86432 files and directories currently installed.)
Removing hello-world (1.2-3) ...
gone
Note, selecting 'hello-world' instead of './hello.deb'
The following NEW packages will be installed:
  hello-world
postinst configure
hi
dpkg-deb: error: 'bad.deb' is not a Debian format archive
dpkg: error processing archive bad.deb (--install):
 dpkg-deb --control subprocess returned error exit status 2
Errors were encountered while processing:
 bad.deb
1
dpkg: error: cannot access archive 'none.deb': No such file or directory
2
E: Unsupported file ./none.deb given on commandline
Reading state information...
`);
});

test('what tutorials install: other runtimes take the place of containerd.io', () => {
	expect(
		printed(`apt-get install -y apt-transport-https ca-certificates curl gpg etcd-client >/dev/null && echo ok
apt-get install -y containerd | sed -n '4,9p'; lsb_release -cs
mkdir -p /etc/apt/keyrings && echo "deb [arch=amd64] https://download.docker.com/linux/ubuntu $(lsb_release -cs) stable" > /etc/apt/sources.list.d/docker.list
apt-get update | head -1; apt-get install -y containerd.io | sed -n '4,7p'; kubectl get nodes --no-headers | awk '{print $2}' | uniq`),
	).toBe(`ok
The following additional packages will be installed:
  runc
The following packages will be REMOVED:
  containerd.io
The following NEW packages will be installed:
  containerd runc
noble
Get:1 https://download.docker.com/linux/ubuntu noble InRelease [1192 B]
The following packages will be REMOVED:
  containerd runc
The following NEW packages will be installed:
  containerd.io
Ready
`);
});

test('dpkg says which files are not as they were installed, and a package is installed once more', () => {
	const { stdout } = newWorld('dpkg-verify').runScript({
		name: 's.sh',
		script: `exec 2>&1; dpkg -V; echo x >> /usr/bin/kubectl; rm /usr/bin/kubeadm; dpkg -V kubectl kubelet kubeadm; dpkg --verify none; echo $?
apt-get install -y --reinstall kubectl=1.35.0-1.1 kubeadm=1.35.0-1.1 | grep -E 'reinstalled|Unpacking'; dpkg -V; kubeadm version -o short`,
	});
	expect(stdout).toBe(`??5??????   /usr/bin/kubectl
missing     /usr/bin/kubeadm
dpkg: package 'none' is not installed
1
0 upgraded, 0 newly installed, 2 reinstalled, 0 to remove and 1 not upgraded.
Unpacking kubectl (1.35.0-1.1) over (1.35.0-1.1) ...
Unpacking kubeadm (1.35.0-1.1) over (1.35.0-1.1) ...
v1.35.0
`);
});

test('every program belongs to its package; what needs what, what came by itself; tools are installed by their names', () => {
	expect(
		printed(`for file in $(find /usr/bin /usr/sbin -type f); do dpkg -S $file >/dev/null || echo $file; done
dpkg -S /usr/bin/ls /usr/sbin/ip /usr/bin/kubelet /usr/bin/containerd /usr/bin/patch; dpkg -L hostname; dpkg -l 'apt*' | tail -2
apt-cache depends bash; apt-cache rdepends hostname; apt-cache pkgnames dpkg
apt-mark auto jq; apt-mark auto jq; apt-mark showauto jq; apt-mark manual jq; apt-mark manual nope
apt-get install -y acl sysstat zstd | sed -n '/NEW/,+1p'; dpkg -S /usr/bin/getfacl`),
	).toBe(`dpkg-query: no path found matching pattern /usr/bin/yq
/usr/bin/yq
coreutils: /usr/bin/ls
iproute2: /usr/sbin/ip
kubelet: /usr/bin/kubelet
containerd.io: /usr/bin/containerd
patch: /usr/bin/patch
/.
/usr
/usr/bin
/usr/bin/dnsdomainname
/usr/bin/domainname
/usr/bin/hostname
/usr/bin/nisdomainname
/usr/bin/ypdomainname
/usr/share
/usr/share/doc
/usr/share/doc/hostname
/usr/share/doc/hostname/copyright
ii  apt            2.8.3        amd64        commandline package manager
ii  apt-utils      2.8.3        amd64        package management related utility programs
bash
  Depends: libc6
  Depends: libtinfo6
  Depends: base-files
  Depends: debianutils
hostname
Reverse Depends:
dpkg
jq set to automatically installed.
jq was already set to automatically installed.
jq
jq set to manually installed.
E: Unable to locate package nope
E: No packages found
The following NEW packages will be installed:
  acl sysstat zstd
acl: /usr/bin/getfacl
`);
});
