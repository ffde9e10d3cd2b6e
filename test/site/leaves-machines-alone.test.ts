import { expect, test } from 'vitest';
import { leavesMachinesAlone } from '../../app/_server/worker/leaves-machines-alone.ts';

test.each([
	'',
	'  # a note',
	'kubectl get pods -A -o wide',
	'k apply -f web.yaml',
	'kubectl rollout status deployment/web',
	'ls -la /root',
	'cat /root/web.yaml',
	'cd /root/shop',
	'find / -name "*.yaml"',
])('%j leaves machines alone', (line) => {
	expect(leavesMachinesAlone(line)).toBe(true);
});

test.each([
	'kubectl get pods > /root/pods.txt',
	'kubectl exec web -- touch /tmp/x',
	'kubectl config set-context --current --namespace=shop',
	'kubectl run load --image=busybox',
	'docker build -t shop:1 .',
	'vim /root/shop/Dockerfile',
	'ssh node01',
	'ls; rm x',
	'ls $(touch x)',
	'find / -name x -delete',
	'echo 5 > pid.txt',
	'systemctl restart kubelet',
	'lsattr x',
])('%j may change them', (line) => {
	expect(leavesMachinesAlone(line)).toBe(false);
});
