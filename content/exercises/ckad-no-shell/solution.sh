kubectl logs -n @{namespace} -l app=@{set} -c @{side} --prefix --tail=-1 | grep '@{word}' | cut -d/ -f2 > /opt/answers/shell/pod.txt
kubectl logs -n @{namespace} @{where.pod} -c @{side} --tail=3 > /opt/answers/shell/lines.txt
kubectl patch deployment @{app} -n @{namespace} -p '@{fault.mend}'
kubectl debug -n @{namespace} @{bare} --image=busybox:1.36 --target=web -c look -- sleep 1000000
sleep 10
kubectl exec -n @{namespace} @{bare} -c look -- wget -qO- http://localhost:@{port}/ > /opt/answers/shell/answer.txt
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 5
