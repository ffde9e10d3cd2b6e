import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, ask: string, told: string, after = 0): WorldRow {
	return { cause, source, given, after, ask, told };
}

const CIS = 'aquasecurity/kube-bench cfg/cis-1.12';
const RELEASES = 'https://github.com/aquasecurity';

/** Tools that look at a cluster, as exercises fetch them. One world, in order. */
export const SECURITY_TOOLS: readonly WorldRow[] = [
	row(
		'kube-bench without its configuration',
		'aquasecurity/kube-bench cmd/common.go loadVersionMapping',
		`curl -sLo /tmp/kb.tgz ${RELEASES}/kube-bench/releases/download/v0.9.4/kube-bench_0.9.4_linux_amd64.tar.gz; tar xzf /tmp/kb.tgz -C /usr/local/bin kube-bench`,
		'kube-bench run --targets master; echo $?; mkdir /etc/kube-bench; tar xzf /tmp/kb.tgz -C /etc/kube-bench cfg',
		"1\nunable to get benchmark version. error: config file is missing 'version_mapping' section\n",
	),
	row(
		'kube-bench on a control plane as kubeadm leaves it',
		CIS,
		'',
		"kube-bench run --targets master,etcd > /tmp/o; grep '^.FAIL' /tmp/o | awk '{ print $2 }' | xargs; grep -E 'checks (PASS|FAIL)' /tmp/o | xargs",
		'1.1.12 1.2.5 1.2.15 1.2.16 1.2.17 1.2.18 1.2.19 1.2.30 1.3.2 1.4.1\n40 checks PASS 10 checks FAIL 7 checks PASS 0 checks FAIL 47 checks PASS 10 checks FAIL\n',
	),
	row(
		'a check of kube-bench follows the file, the flag and the configuration of the kubelet',
		CIS,
		'useradd -r etcd; chown etcd:etcd /var/lib/etcd; chmod 600 /etc/kubernetes/pki/*.crt; sed -i "s#- kube-scheduler\\$#&\\n    - --profiling=false#" /etc/kubernetes/manifests/kube-scheduler.yaml; ssh node01 "sed -i \'/anonymous/{n;s/false/true/}\' /var/lib/kubelet/config.yaml"; tar cC / etc/kube-bench usr/local/bin/kube-bench | ssh node01 tar xC /',
		'kube-bench run --targets master --check 1.1.12,1.4.1 --noremediations --nosummary --nototals; ssh node01 kube-bench --check 4.2.1 --noremediations --nosummary --nototals',
		'[INFO] 1 Control Plane Security Configuration\n[INFO] 1.1 Control Plane Node Configuration Files\n[PASS] 1.1.12 Ensure that the etcd data directory ownership is set to etcd:etcd (Automated)\n[INFO] 1.4 Scheduler\n[PASS] 1.4.1 Ensure that the --profiling argument is set to false (Automated)\n\n[INFO] 4 Worker Node Security Configuration\n[INFO] 4.2 Kubelet\n[FAIL] 4.2.1 Ensure that the --anonymous-auth argument is set to false (Automated)\n\n[INFO] 5 Kubernetes Policies\n\n',
		20,
	),
	row(
		'kube-bench as a Job sees its node through the host',
		'aquasecurity/kube-bench job.yaml',
		'kubectl apply -f https://raw.githubusercontent.com/aquasecurity/kube-bench/main/job.yaml > /dev/null',
		'kubectl logs job/kube-bench | grep -A1 "Summary node"',
		'== Summary node ==\n17 checks PASS\n',
		30,
	),
	row(
		'a RuntimeClass whose handler containerd was not told of',
		'containerd internal/cri/config GetSandboxRuntime',
		'kubectl apply -f - > /dev/null <<< \'{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: gvisor}, handler: runsc}\'; kubectl run g --image=nginx --overrides=\'{"spec": {"runtimeClassName": "gvisor", "nodeName": "node01"}}\' > /dev/null; sleep 5',
		"kubectl events --for pod/g --no-headers | tail -1 | grep -o 'failed to get.*'",
		'failed to get sandbox runtime: no runtime for "runsc" is configured\n',
	),
	row(
		'told, but without the shim',
		'containerd core/runtime/v2 shim_manager.go resolveRuntimePath',
		`printf "[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runsc]\\n  runtime_type = 'io.containerd.runsc.v1'\\n" | ssh node01 'cat >> /etc/containerd/config.toml; systemctl restart containerd'; sleep 40`,
		"kubectl events --for pod/g --no-headers | grep -o 'runtime .io.*' | tail -1",
		'runtime "io.containerd.runsc.v1" binary not installed "containerd-shim-runsc-v1": file does not exist: unknown\n',
	),
	row(
		"gVisor from its repository: containers see its kernel, and not the node's",
		'https://gvisor.dev/docs/user_guide/containerd/quick_start',
		'ssh node01 "echo deb https://storage.googleapis.com/gvisor/releases release main > /etc/apt/sources.list.d/gvisor.list; apt-get update; apt-get install -y runsc" > /dev/null',
		'kubectl exec g -- dmesg | head -1; kubectl exec g -- uname -r; ssh node01 uname -r',
		'[    0.000000] Starting gVisor...\n4.4.0\n6.8.0-51-generic\n',
		40,
	),
	row(
		'the file behind a process, and when it is gone',
		'proc_pid_exe(5)',
		'cp /usr/bin/sleep /usr/bin/miner; (cd /usr/bin; exec ./miner 1000 > /dev/null 2>&1) &',
		'readlink /proc/$(pgrep miner)/exe; rm /usr/bin/miner; readlink /proc/$(pgrep miner)/exe; pkill miner',
		'/usr/bin/miner\n/usr/bin/miner (deleted)\n',
	),
	row(
		"trivy from its repository: what an image's packages had, by severity",
		'Debian and Alpine security trackers',
		'echo deb https://aquasecurity.github.io/trivy-repo/deb generic main > /etc/apt/sources.list.d/trivy.list; (apt-get update; apt-get install -y trivy) > /dev/null',
		"trivy image -q --severity CRITICAL nginx:1.19.0 | grep -E 'Total|CVE-2022-37434'; trivy image -q nginx:1.16.1-alpine | grep -c CVE-2020-1967; trivy image -q -f json alpine:3.12 | jq -c '.Metadata.OS, [.Results[].Vulnerabilities[] | [.PkgName, .InstalledVersion, .VulnerabilityID]]'; trivy image -q --exit-code 3 redis:6.0.5 > /dev/null; echo $?",
		'Total: 11 (CRITICAL: 11)\n│ zlib1g    │ CVE-2022-37434 │          │        │ 1:1.2.11.dfsg-1   │ 1:1.2.11.dfsg-1+deb10u2 │ zlib: heap overflow in inflate through a gzip header │\n2\n{"Family":"alpine","Name":"3.12.12"}\n[["zlib","1.2.12-r0","CVE-2022-37434"]]\n3\n',
	),
	row(
		'kubesec scores manifests; nothing to its credit is a failure',
		'controlplaneio/kubesec pkg/ruler/ruleset.go, cmd/scan.go',
		'curl -sL https://github.com/controlplaneio/kubesec/releases/download/v2.14.2/kubesec_linux_amd64.tar.gz | tar xzC /usr/local/bin kubesec; kubectl run p --image=nginx --dry-run=client -o yaml > /tmp/p.yaml; kubectl run p --image=nginx --privileged --dry-run=client -o yaml > /tmp/q.yaml',
		"for f in p q; do kubesec scan /tmp/$f.yaml > /tmp/o; echo $? $(jq -c '.[0] | .message, .object, (.scoring.critical // [] | map(.id)), (.scoring.advise | length)' /tmp/o); done; sed 's/containers:/serviceAccountName: a\\n  containers:/' /tmp/p.yaml | kubesec scan - | jq -r '.[0].fileName, .[0].score'",
		'2 "Passed with a score of 0 points" "Pod/p.default" [] 15\n2 "Failed with a score of -30 points" "Pod/p.default" ["Privileged"] 15\nSTDIN\n3\n',
	),
	row(
		'who is in a group, whose password is locked',
		'shadow-utils src/gpasswd.c, src/passwd.c',
		'useradd dev; groupadd ops',
		'gpasswd -a dev ops; id -nG dev; gpasswd -d dev ops; gpasswd -d dev ops; echo $?; passwd -l dev; passwd -S dev | cut -d" " -f1,2; passwd -u dev; echo $?; gpasswd -a nobody-is ops',
		"Adding user dev to group ops\ndev ops\nRemoving user dev from group ops\nRemoving user dev from group ops\n3\npasswd: password changed.\ndev L\n3\ngpasswd: user 'dev' is not a member of 'ops'\npasswd: unlocking the password would result in a passwordless account.\nYou should set a password with usermod -p to unlock the password of this account.\ngpasswd: user 'nobody-is' does not exist\n",
	),
	row(
		"docker's sockets: where its unit and its configuration say, and not in both",
		'moby cmd/dockerd/docker.go loadListeners, daemon/config conflicts',
		`ssh node01 'systemctl start docker; stat -c "%A %U:%G" /run/docker.sock; sed -i "s#dockerd#& -H tcp://127.0.0.1:2375#" /lib/systemd/system/docker.service; systemctl daemon-reload; systemctl restart docker; ss -tln | grep -o "127.0.0.1:2375"; echo "{\\"hosts\\": [\\"fd://\\"]}" > /etc/docker/daemon.json; systemctl restart docker' > /tmp/o 2> /dev/null`,
		'cat /tmp/o; ssh node01 "journalctl -u docker --no-pager" | grep -o "hosts: (from.*" | tail -1',
		'srw-rw---- root:docker\n127.0.0.1:2375\nhosts: (from flag: [tcp://127.0.0.1:2375 fd://], from file: [fd://])\n',
	),
];
