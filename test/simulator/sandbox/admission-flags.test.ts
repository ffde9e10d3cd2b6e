import { describe, expect, test } from 'vitest';
import { newWorld, TestTerminal } from './world-bench.ts';

const MANIFEST = '/etc/kubernetes/manifests/kube-apiserver.yaml';

function begin(): (line: string) => string {
	const terminal = new TestTerminal(newWorld('admission-flags'));
	return (line) => terminal.run(line);
}

describe('which admission plugins run the API server says in its manifest', () => {
	test('one more, and one less', () => {
		const run = begin();
		expect(run('kubectl run web --image=nginx -n blue')).toBe(
			'Error from server (NotFound): namespaces "blue" not found\n[1]',
		);
		run(
			`sed -i 's/NodeRestriction/NodeRestriction,NamespaceAutoProvision,AlwaysPullImages\\n    - --disable-admission-plugins=PodSecurity/' ${MANIFEST}; sleep 90`,
		);
		expect(run('kubectl run web --image=nginx -n blue')).toBe('pod/web created\n[0]');
		expect(run("kubectl get pod web -n blue -o jsonpath='{.spec.containers[0].imagePullPolicy}'")).toBe('Always[0]');
		expect(run('kubectl label ns blue pod-security.kubernetes.io/enforce=restricted')).toBe(
			'namespace/blue labeled\n[0]',
		);
		expect(run('kubectl run web2 --image=nginx -n blue')).toBe('pod/web2 created\n[0]');
		expect(run('kubectl logs -n kube-system kube-apiserver-controlplane | grep Loaded | cut -d] -f2')).toBe(
			' Loaded 16 mutating admission controller(s) successfully in the following order: NamespaceAutoProvision,NamespaceLifecycle,LimitRanger,ServiceAccount,NodeRestriction,TaintNodesByCondition,AlwaysPullImages,Priority,DefaultTolerationSeconds,DefaultStorageClass,StorageObjectInUseProtection,RuntimeClass,DefaultIngressClass,PodTopologyLabels,MutatingAdmissionPolicy,MutatingAdmissionWebhook.\n Loaded 14 validating admission controller(s) successfully in the following order: LimitRanger,ServiceAccount,AlwaysPullImages,Priority,PersistentVolumeClaimResize,RuntimeClass,CertificateApproval,CertificateSigning,ClusterTrustBundleAttest,CertificateSubjectRestriction,NodeDeclaredFeatureValidator,ValidatingAdmissionPolicy,ValidatingAdmissionWebhook,ResourceQuota.\n[0]',
		);
	});

	test('a name that there is not ends the server, again and again', () => {
		const run = begin();
		run(`sed -i 's/NodeRestriction/NodeRestriction,PodSecurityPolicy/' ${MANIFEST}; sleep 60`);
		expect(run('kubectl get nodes 2>&1 | tail -n 1')).toBe(
			'The connection to the server 172.30.1.2:6443 was refused - did you specify the right host or port?\n[0]',
		);
		expect(run("crictl ps -a --name kube-apiserver | grep -c Exited | sed 's/[1-9][0-9]*/some/'")).toBe('some\n[0]');
		expect(run('tail -n 1 /var/log/pods/kube-system_kube-apiserver-*/kube-apiserver/*.log | cut -d] -f2')).toContain(
			' "command failed" err="enable-admission-plugins plugin \\"PodSecurityPolicy\\" is unknown"',
		);
		run(`sed -i 's/,PodSecurityPolicy//' ${MANIFEST}; sleep 120`);
		expect(run('kubectl get nodes -o name')).toBe('node/controlplane\nnode/node01\nnode/node02\n[0]');
	});
});
