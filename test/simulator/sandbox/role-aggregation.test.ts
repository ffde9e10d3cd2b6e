import { expect, test } from 'vitest';
import { nodeHostCalls } from '../../../simulator/cli/host-calls.ts';
import { DEFAULT_PRESET, PresetImages, SimulatedWorld } from '../../../simulator/sandbox/index.ts';

const SCRIPT = `
kubectl create rolebinding v --clusterrole=view --user=jane >/dev/null
kubectl auth can-i get secrets --as=jane
kubectl create clusterrole more --verb=get --resource=secrets >/dev/null
kubectl label clusterrole more rbac.authorization.k8s.io/aggregate-to-view=true >/dev/null
sleep 1; kubectl auth can-i get secrets --as=jane
kubectl delete clusterrole more >/dev/null
sleep 1; kubectl auth can-i get secrets --as=jane
kubectl create clusterrole sum --aggregation-rule=team=a >/dev/null
kubectl create clusterrole part --verb=get,list --resource=pods >/dev/null
kubectl label clusterrole part team=a >/dev/null
sleep 1; kubectl describe clusterrole sum
`;

test('a role with an aggregationRule has the rules of those that it selects, while they are there', () => {
	const world = new SimulatedWorld({ preset: DEFAULT_PRESET, seed: 'sum' }, new PresetImages(nodeHostCalls));
	const { stdout } = world.runScript({ name: 'roles.sh', script: SCRIPT });
	expect(stdout).toBe(`no
yes
no
Name:         sum
Labels:       <none>
Annotations:  <none>
PolicyRule:
  Resources  Non-Resource URLs  Resource Names  Verbs
  ---------  -----------------  --------------  -----
  pods       []                 []              [get list]
`);
});
