for i in 0 1 2 3; do
  kubectl logs -n @{namespace} @{set}-$i -c @{side} | grep -q '@{word}' && echo @{set}-$i > /opt/answers/shell/pod.txt && kubectl logs -n @{namespace} @{set}-$i -c @{side} | tail -n 3 > /opt/answers/shell/lines.txt
done
kubectl get deployment @{app} -n @{namespace} -o json | jq '.spec.template.spec.containers[0] += @{fault.other}' | kubectl replace -f -
kubectl debug -n @{namespace} @{bare} --profile=general --image=busybox:1.36 --target=web --container=look -- sh -c 'wget -qO- http://localhost:@{port}/; sleep 1000000'
sleep 15
kubectl logs -n @{namespace} @{bare} -c look > /opt/answers/shell/answer.txt
sleep 30
