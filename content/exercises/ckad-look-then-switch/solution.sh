kubectl patch deployment @{app}-green -n @{namespace} -p '@{fault.mend}'
kubectl rollout status deployment/@{app}-green -n @{namespace} --timeout=60s
sleep 5
curl -s http://$(kubectl get service @{app}-preview -n @{namespace} -o jsonpath='{.spec.clusterIP}')/ > /opt/answers/switch/preview.txt
kubectl scale deployment @{app}-green -n @{namespace} --replicas=@{replicas}
kubectl rollout status deployment/@{app}-green -n @{namespace} --timeout=60s
kubectl set selector service @{app} -n @{namespace} app=@{app},version=green
kubectl scale deployment @{app}-blue -n @{namespace} --replicas=0
sleep 20
