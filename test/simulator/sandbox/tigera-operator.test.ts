import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

test('the operator installs Calico when its pool fits the cluster, and says why when it does not', () => {
	const world = newWorld('tigera', { preset: 'bare-1-1' });
	const run = (script: string): string => world.runScript({ name: 'x.sh', script: `exec 2>&1\n${script}` }).stdout;
	const site = 'https://raw.githubusercontent.com/projectcalico/calico/v3.29.1/manifests';
	expect(
		run(`kubeadm init --pod-network-cidr=10.244.0.0/16 >/dev/null; export KUBECONFIG=/etc/kubernetes/admin.conf
kubectl create -f ${site}/tigera-operator.yaml | tail -1; kubectl create -f ${site}/custom-resources.yaml
sleep 30; kubectl get nodes --no-headers | awk '{print $2}'; kubectl get tigerastatus calico --no-headers | awk '{print $2, $3, $4}'
kubectl get tigerastatus calico -o jsonpath='{.status.conditions[?(@.type=="Degraded")].message}{"\\n"}'
kubectl patch installation default --type=json -p '[{"op":"replace","path":"/spec/calicoNetwork/ipPools/0/cidr","value":"10.244.0.0/16"}]'
sleep 60; kubectl get nodes --no-headers | awk '{print $2}'; kubectl get tigerastatus --no-headers | awk '{print $1, $2, $3, $4}'
kubectl get ds,deploy -n calico-system --no-headers | awk '{print $1, $2}'; kubectl get pods -n kube-system -l k8s-app=kube-dns --no-headers | awk '{print $2}'`),
	).toBe(`deployment.apps/tigera-operator created
installation.operator.tigera.io/default created
apiserver.operator.tigera.io/default created
NotReady
False False True
Could not resolve CalicoNetwork IPPool and kubeadm configuration: IPPool 192.168.0.0/16 is not within the platform's configured pod network CIDR(s) [10.244.0.0/16]
installation.operator.tigera.io/default patched
Ready
apiserver True False False
calico True False False
ippools True False False
daemonset.apps/calico-node 1
deployment.apps/calico-kube-controllers 1/1
deployment.apps/calico-typha 2/2
1/1
1/1
`);
});
