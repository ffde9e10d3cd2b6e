import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

test('logs and exec where the node is not there, has no address, or its kubelet is down', () => {
	const script = `exec 2>&1
run() { kubectl run $1 --image=nginx --overrides='{"spec":{"nodeName":"'$2'"}}' >/dev/null; }
kubectl create -f - <<'END' >/dev/null
{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "bare"}}
END
run ghost nowhere; run bare bare; run web node01
kubectl logs ghost
kubectl exec ghost -- ls
kubectl logs bare
kubectl wait --for=condition=Ready pod/web >/dev/null
ssh node01 systemctl stop kubelet
kubectl logs web --tail=3
kubectl exec web -- ls`;
	expect(newWorld('kubelets').runScript({ name: 'x.sh', script }).stdout).toBe(
		`Error from server (NotFound): nodes "nowhere" not found
Error from server (NotFound): nodes "nowhere" not found
Error from server: no preferred addresses found; known addresses: []
Error from server: Get "https://172.30.2.2:10250/containerLogs/default/web/web?tailLines=3": dial tcp 172.30.2.2:10250: connect: connection refused
error: Internal error occurred: error sending request: Post "https://172.30.2.2:10250/exec/default/web/web?command=ls&error=1&output=1": dial tcp 172.30.2.2:10250: connect: connection refused
`,
	);
});
