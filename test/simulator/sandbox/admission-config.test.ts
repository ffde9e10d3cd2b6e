import { expect, test } from 'vitest';
import { newWorld, TestTerminal } from './world-bench.ts';

const MANIFEST = '/etc/kubernetes/manifests/kube-apiserver.yaml';
const LAST_LINE =
	'tail -n 1 $(ls -t /var/log/pods/kube-system_kube-apiserver-*/kube-apiserver/*.log | head -n 1) | cut -d] -f2-';

function begin(): (line: string) => string {
	const terminal = new TestTerminal(newWorld('admission-config'));
	return (line) => terminal.run(line);
}

/** As an administrator adds it: a flag, and the directory as a volume. */
const CONFIGURE = `sed -i -e 's#- --enable-admission-plugins=NodeRestriction#&PLUGINS\\n    - --admission-control-config-file=/etc/kubernetes/admission/config.yaml#' -e 's#^    volumeMounts:#&\\n    - {mountPath: /etc/kubernetes/admission, name: admission, readOnly: true}#' -e 's#^  volumes:#&\\n  - {hostPath: {path: /etc/kubernetes/admission, type: DirectoryOrCreate}, name: admission}#' ${MANIFEST}; sleep 90`;

const configure = (plugins: string): string => CONFIGURE.replace('PLUGINS', plugins);

const write = (name: string, text: string): string => {
	const lines = text.trimEnd().split('\n');
	return `mkdir -p /etc/kubernetes/admission; printf '%s\\n' ${lines.map((each) => `'${each}'`).join(' ')} > /etc/kubernetes/admission/${name}`;
};

const IMAGE_POLICY = `apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
- name: ImagePolicyWebhook
  path: image.yaml
`;

const IMAGE = `imagePolicy:
  kubeConfigFile: /etc/kubernetes/admission/kubeconf
  allowTTL: 50
  denyTTL: 50
  retryBackoff: 500
  defaultAllow: false
`;

const KUBECONFIG = `apiVersion: v1
kind: Config
clusters:
- name: image-checker
  cluster:
    certificate-authority: /etc/kubernetes/pki/ca.crt
    server: https://external-service:1234/check-image
contexts:
- name: image-checker
  context: {cluster: image-checker, user: api-server}
current-context: image-checker
users:
- name: api-server
  user: {}
`;

test('images are reviewed by somebody outside, who is not there', () => {
	const run = begin();
	run(write('config.yaml', IMAGE_POLICY));
	run(write('image.yaml', IMAGE));
	run(write('kubeconf', KUBECONFIG));
	run(configure(',ImagePolicyWebhook'));
	expect(run('kubectl run test --image=nginx')).toBe(
		'Error from server (Forbidden): pods "test" is forbidden: Post "https://external-service:1234/check-image?timeout=30s": dial tcp: lookup external-service on 1.1.1.1:53: no such host\n[1]',
	);
	run(`sed -i 's/defaultAllow: false/defaultAllow: true/' /etc/kubernetes/admission/image.yaml`);
	run(`sed -i 's/NodeRestriction,/NodeRestriction,AlwaysAdmit,/' ${MANIFEST}; sleep 90`);
	expect(run('kubectl run test --image=nginx')).toBe('pod/test created\n[0]');
});

test('who is asked of images goes away and leaves the question unread', () => {
	const run = begin();
	run(write('config.yaml', IMAGE_POLICY));
	run(write('image.yaml', IMAGE));
	run(write('kubeconf', KUBECONFIG.replace('external-service:1234', 'controlplane:7443')));
	run(configure(',ImagePolicyWebhook'));
	run('docker run -d -p 7443:443 busybox:1.36 nc -lk -p 443 -e sleep 0.1');
	expect(run('kubectl run test --image=nginx')).toBe(
		'Error from server (Forbidden): pods "test" is forbidden: Post "https://controlplane:7443/check-image?timeout=30s": read: connection reset by peer\n[1]',
	);
});

test('what is wrong with the files ends the server, in its words', () => {
	const run = begin();
	run(configure(',ImagePolicyWebhook'));
	const failed = (): string => run(LAST_LINE);
	expect(failed()).toBe(
		' "command failed" err="failed to apply admission: failed to read plugin config: unable to read admission control configuration from \\"/etc/kubernetes/admission/config.yaml\\" [open /etc/kubernetes/admission/config.yaml: no such file or directory]"\n[0]',
	);
	run(write('image.yaml', IMAGE));
	run(`${write('config.yaml', 'apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\n')}; sleep 330`);
	expect(failed()).toBe(
		' "command failed" err="failed to apply admission: couldn\'t init admission plugin \\"ImagePolicyWebhook\\": no config specified"\n[0]',
	);
	run(`${write('config.yaml', IMAGE_POLICY)}; sleep 330`);
	expect(failed()).toBe(
		' "command failed" err="failed to apply admission: couldn\'t init admission plugin \\"ImagePolicyWebhook\\": stat /etc/kubernetes/admission/kubeconf: no such file or directory"\n[0]',
	);
	run(write('kubeconf', KUBECONFIG));
	run(`${write('config.yaml', `${IMAGE_POLICY}- name: PodSecurity\n  path: image.yaml\n`)}; sleep 330`);
	expect(failed()).toBe(
		` "command failed" err="failed to apply admission: couldn't init admission plugin \\"PodSecurity\\": Object 'Kind' is missing in '{\\"imagePolicy\\":{\\"kubeConfigFile\\":\\"/etc/kubernetes/admission/kubeconf\\",\\"allowTTL\\":50,\\"denyTTL\\":50,\\"retryBackoff\\":500,\\"defaultAllow\\":false}}'"\n[0]`,
	);
	run(`${write('config.yaml', IMAGE_POLICY.replace('path:', 'file:'))}; sleep 330`);
	expect(failed()).toBe(
		' "command failed" err="failed to apply admission: failed to read plugin config: strict decoding error: unknown field \\"plugins[0].file\\""\n[0]',
	);
	run(`${write('config.yaml', IMAGE_POLICY.replace('image.yaml', 'none.yaml'))}; sleep 330`);
	expect(failed()).toBe(
		` Couldn't open admission plugin configuration /etc/kubernetes/admission/none.yaml: &fs.PathError{Op:"open", Path:"/etc/kubernetes/admission/none.yaml", Err:0x2}\n[0]`,
	);
});

test('Pod security by default, for all but some', () => {
	const run = begin();
	run(
		write(
			'config.yaml',
			`apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
- name: PodSecurity
  configuration:
    apiVersion: pod-security.admission.config.k8s.io/v1
    kind: PodSecurityConfiguration
    defaults:
      enforce: baseline
      enforce-version: latest
      warn: restricted
      warn-version: v1.34
    exemptions:
      namespaces: [kube-system]
`,
		),
	);
	run(configure(''));
	expect(run(`kubectl run bad --image=nginx --privileged`)).toBe(
		'Error from server (Forbidden): pods "bad" is forbidden: violates PodSecurity "baseline:latest": privileged (container "bad" must not set securityContext.privileged=true)\n[1]',
	);
	expect(run('kubectl run web --image=nginx 2>&1 | cat')).toBe(
		'Warning: would violate PodSecurity "restricted:v1.34": allowPrivilegeEscalation != false (container "web" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "web" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "web" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "web" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")\npod/web created\n[0]',
	);
	expect(run(`kubectl -n kube-system run bad --image=nginx --privileged`)).toBe('pod/bad created\n[0]');
});
