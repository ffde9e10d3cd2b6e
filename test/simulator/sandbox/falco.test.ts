import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

/** As its documentation has it installed from its own repository. */
const INSTALL = `curl -fsSL https://falco.org/repo/falcosecurity-packages.asc | gpg --dearmor -o /usr/share/keyrings/falco-archive-keyring.gpg
echo "deb [signed-by=/usr/share/keyrings/falco-archive-keyring.gpg] https://download.falco.org/packages/deb stable main" > /etc/apt/sources.list.d/falcosecurity.list
apt-get update -qq; apt-get install -y -qq falco > /dev/null 2>&1; sleep 2
`;

function printed(script: string): string {
	return newWorld('falco').runScript({ name: 'x.sh', script: `exec 2>&1\n${INSTALL}${script}` }).stdout;
}

const POD = (name: string, image: string, command: string): string =>
	`kubectl run ${name} --image=${image} --overrides='{"spec":{"nodeName":"controlplane"}}' -- sh -c '${command}' > /dev/null\nkubectl wait --for=condition=Ready pod/${name} --timeout=60s > /dev/null\n`;

test('the service alerts, follows changed rules, keeps the old ones when new ones are wrong', () => {
	const script = `systemctl is-active falco falco-modern-bpf; systemctl is-enabled falco-modern-bpf
journalctl -u falco -o cat | grep -c Warning
cat /etc/shadow > /dev/null; sleep 1
journalctl -u falco -p warning -o cat | sed 's/^[0-9][0-9]:[0-9:.]*/TIME:/; s/ | .*//'
cat >> /etc/falco/falco_rules.local.yaml <<'X'
- rule: Read sensitive file untrusted
  output: "CHANGED %proc.name,%user.name,%fd.name"
  priority: ERROR
  override: {output: replace, priority: replace}
X
sleep 2; cat /etc/shadow > /dev/null; sleep 1
journalctl -u falco -p err -o cat | sed 's/^[0-9][0-9]:[0-9:.]*/TIME:/'
echo '- rule: broken' >> /etc/falco/falco_rules.local.yaml
sleep 2; journalctl -u falco -p crit -o cat | sed 's/^[0-9][0-9]:[0-9:.]*/TIME:/'
cat /etc/shadow > /dev/null; sleep 1; journalctl -u falco -p 3..3 -o cat | grep -c CHANGED; systemctl is-active falco
grep -c CHANGED /var/log/syslog
systemctl restart falco; sleep 1; systemctl is-active falco; journalctl -u falco -o cat | grep '^Error'`;
	expect(printed(script)).toBe(`active
active
enabled
0
TIME: Warning Sensitive file opened for reading by non-trusted program
TIME: Error CHANGED cat,root,/etc/shadow container_id=host container_name=host container_image_repository=<NA> container_image_tag=<NA> k8s_pod_name=<NA> k8s_ns_name=<NA>
TIME: Critical Falco internal: hot restart failure: /etc/falco/falco_rules.local.yaml: Invalid
1 Errors:
In rules content: (/etc/falco/falco_rules.local.yaml:0:0)
    rule 'broken': (/etc/falco/falco_rules.local.yaml:6:2)
------
- rule: broken
  ^
------
LOAD_ERR_YAML_VALIDATE (Error validating internal structure of YAML file): Item has no mapping for key 'enabled'
 ()
2
active
2
activating
Error: /etc/falco/falco_rules.local.yaml: Invalid
`);
});

test('alerts of containers for some seconds, by hand, in text and in JSON', () => {
	const script = `systemctl stop falco
${POD('thief', 'alpine:3.22', 'while sleep 5; do cat /etc/shadow >/dev/null; done')}
cat > /tmp/mine.yaml <<'X'
- macro: container
  condition: (container.id != host)
- rule: Secret is read
  desc: by somebody in a container
  condition: container and evt.type in (open, openat) and fd.name = /etc/shadow
  output: "%container.name,%container.image.repository,%proc.name,%proc.pname,%user.uid,%k8s.ns.name/%k8s.pod.name"
  priority: NOTICE
  tags: [mine, container]
X
falco -r /tmp/mine.yaml -o append_output=[] -M 12 > /tmp/alerts 2> /dev/null; sed 's/^[0-9:.]*: //' /tmp/alerts
falco -r /tmp/mine.yaml -U -M 6 -o json_output=true -o json_include_output_property=false 2> /dev/null | head -1 | jq -c 'del(.time) | .output_fields |= (del(."evt.time") | ."container.id" |= length)'
id=$(falco -r /tmp/mine.yaml -M 6 2> /dev/null | grep -o 'container_id=[0-9a-f]*' | cut -d= -f2); crictl ps --id $id -o json | jq -r '.containers[].metadata.name'`;
	const counts = `Events detected: 2
Rule counts by severity:
   NOTICE: 2
Triggered rules by rule name:
   Secret is read: 2
`;
	const line = 'Notice thief,docker.io/library/alpine,cat,sh,0,default/thief\n';
	const json =
		'{"hostname":"controlplane","output_fields":{"container.id":12,"container.image.repository":"docker.io/library/alpine","container.image.tag":"3.22","container.name":"thief","k8s.ns.name":"default","k8s.pod.name":"thief","proc.name":"cat","proc.pname":"sh","user.uid":0},"priority":"Notice","rule":"Secret is read","source":"syscall","tags":["container","mine"]}\n';
	expect(printed(script)).toBe(`${line}${line}${counts}${json}thief\n`);
});

test('what is not of the image alerts when a container executes it', () => {
	const script = `${POD('web', 'nginx:1.27', 'sleep 1000')}
kubectl exec web -- sh -c 'cp /bin/ls /tmp/dropped; /tmp/dropped / > /dev/null; ls / > /dev/null'
sleep 1; journalctl -u falco -p crit -o cat | grep -o 'Critical Executing binary.* proc_exe=[^ ]*\\|exe_flags=[^ ]*'`;
	expect(printed(script)).toBe(
		'Critical Executing binary not part of base image | proc_exe=/tmp/dropped\nexe_flags=EXE_WRITABLE|EXE_UPPER_LAYER\n',
	);
});

test('the same script, the same alerts; a fork goes on alike', () => {
	const script = `${INSTALL}cat /etc/shadow > /dev/null; sleep 1; grep Sensitive /var/log/syslog`;
	const run = () => {
		const world = newWorld('falco');
		const first = world.runScript({ name: 'x.sh', script }).stdout;
		const again = world.fork();
		return [first, world.hash(), again.hash()];
	};
	const [first, hash, forked] = run();
	expect(first).toMatch(/^2026-03-02T\S+ controlplane falco: \S+: Warning Sensitive file opened .*\n$/);
	expect(run()).toEqual([first, hash, forked]);
});

test('the chart’s DaemonSet alerts for every node, with rules of one’s own', () => {
	const script = `helm repo add falcosecurity https://falcosecurity.github.io/charts > /dev/null
cat > /tmp/values.yaml <<'X'
customRules:
  mine.yaml: |-
    - rule: Any shell
      desc: in the namespace default
      condition: spawned_process and container and shell_procs and k8s.ns.name=default
      output: "SHELL %proc.cmdline in %k8s.ns.name/%k8s.pod.name"
      priority: WARNING
X
helm install falco falcosecurity/falco -n falco --create-namespace --set tty=true -f /tmp/values.yaml > /dev/null
kubectl -n falco rollout status ds/falco --timeout=120s | tail -1
kubectl -n falco get pods --no-headers | awk '{print $2, $3}'
kubectl run web --image=nginx > /dev/null; kubectl wait --for=condition=Ready pod/web > /dev/null
kubectl exec web -- sh -c ls > /dev/null; sleep 1
kubectl logs -n falco -l app.kubernetes.io/name=falco -c falco | grep -o 'Warning SHELL [^_]*web '
kubectl exec web -- curl -sk https://kubernetes.default.svc/version > /dev/null; kubectl exec web -- curl -s http://kube-dns.kube-system:9153/ > /dev/null; sleep 1
kubectl logs -n falco -l app.kubernetes.io/name=falco -c falco | grep -oE 'API Server .*[|] connection=|>10[.]96[.]0[.][^ ]*'`;
	expect(
		newWorld('falco').runScript({ name: 'x.sh', script: `exec 2>&1\n${script}` }).stdout,
	).toBe(`daemon set "falco" successfully rolled out
2/2 Running
2/2 Running
2/2 Running
Warning SHELL sh -c ls in default/web 
API Server from container | connection=
>10.96.0.1:443
`);
});

test('a Pod that reads the memory of the host is found, and the rules of further sets are there to be installed', () => {
	const script = `${POD('quiet', 'alpine:3.22', 'while sleep 3; do cat /dev/mem > /dev/null; done')}
cat <<'X' | kubectl apply -f - > /dev/null
apiVersion: apps/v1
kind: Deployment
metadata: {name: miner}
spec:
  selector: {matchLabels: {app: miner}}
  template:
    metadata: {labels: {app: miner}}
    spec:
      nodeName: controlplane
      containers:
      - {name: c, image: "alpine:3.22", command: [sh, -c, "while sleep 3; do cat /dev/mem > /dev/null; done"], securityContext: {privileged: true}}
X
kubectl rollout status deploy/miner > /dev/null
cat > /etc/falco/rules.d/memory.yaml <<'X'
- rule: Memory is read
  desc: by a container
  condition: evt.type = open and evt.is_open_read = true and fd.name = /dev/mem and container and fd.num >= 0
  output: "MEMORY %container.name,%user.name,%evt.arg.flags of %k8s.pod.name"
  priority: CRITICAL
X
sleep 8; journalctl -u falco -o cat -p crit | grep -o 'MEMORY .* of [a-z]*' | sort | uniq -c
kubectl exec quiet -- ls -l /dev/mem
falcoctl artifact install falco-incubating-rules falco-sandbox-rules | grep -c successfully
service falco stop; service falco status | grep -o 'inactive (dead)'
falco -V /etc/falco/falco_rules.yaml -V /etc/falco/falco-incubating_rules.yaml -V /etc/falco/falco-sandbox_rules.yaml 2> /dev/null
falco -r /etc/falco/falco_rules.yaml -r /etc/falco/falco-incubating_rules.yaml -M 4 2> /dev/null > /tmp/alerts & sleep 1
kubectl exec quiet -- apk add --no-cache curl > /dev/null; wait; grep -o 'Error .*container |' /tmp/alerts`;
	expect(printed(script)).toBe(`      2 MEMORY c,root,O_RDONLY of miner
ls: /dev/mem: No such file or directory
command terminated with exit code 1
2
inactive (dead)
/etc/falco/falco_rules.yaml: Ok
/etc/falco/falco-incubating_rules.yaml: Ok
/etc/falco/falco-sandbox_rules.yaml: Ok
Error Package management process launched in container |
`);
});
