import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const SCRIPT = `kubectl create -f - <<Y
apiVersion: v1
kind: Pod
metadata: {name: one}
spec:
  containers: [{name: m, image: nginx}]
  volumes: [{name: v, configMap: {name: nope}}]
Y
sleep 5
kubectl get events -o custom-columns=COUNT:.count,FROM:.reportingComponent,REASON:.reason,MESSAGE:.message --no-headers --field-selector involvedObject.name=one | sed 's/  */ /g'`;

test.each(['a', 'b', 'c', 'd'])('seed %s: each source has its own event about one Pod at one moment', (seed) => {
	const { stdout } = newWorld(seed).runScript({ name: 'script.sh', script: SCRIPT });
	expect(stdout.replace(/to node0\d/, 'to node')).toBe(`pod/one created
<none> default-scheduler Scheduled Successfully assigned default/one to node
4 kubelet FailedMount MountVolume.SetUp failed for volume "v" : configmap "nope" not found
`);
});
