import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

test('a Job without labels has those of its Pods, and is found by them', () => {
	const script = `exec 2>&1
kubectl create job plain --image=busybox:1.28 -- true
kubectl create job labelled --image=busybox:1.28 --dry-run=client -o yaml -- true | kubectl label -f - --local app=x -o yaml | kubectl create -f -
uid=$(kubectl get job plain -o jsonpath='{.metadata.uid}')
kubectl get jobs --show-labels --no-headers | awk '{ print $1, $NF }' | sed "s/$uid/UID/g"
kubectl get job -l job-name=plain -o name
kubectl label job plain more=yes; kubectl get job plain -o jsonpath='{.metadata.labels}' | sed "s/$uid/UID/g"; echo
kubectl describe job plain | grep -A3 ^Labels: | sed "s/$uid/UID/g"`;
	expect(newWorld('job-labels').runScript({ name: 'x.sh', script }).stdout).toBe(`job.batch/plain created
job.batch/labelled created
labelled app=x
plain batch.kubernetes.io/controller-uid=UID,batch.kubernetes.io/job-name=plain,controller-uid=UID,job-name=plain
job.batch/plain
job.batch/plain labeled
{"batch.kubernetes.io/controller-uid":"UID","batch.kubernetes.io/job-name":"plain","controller-uid":"UID","job-name":"plain","more":"yes"}
Labels:           batch.kubernetes.io/controller-uid=UID
                  batch.kubernetes.io/job-name=plain
                  controller-uid=UID
                  job-name=plain
`);
});
