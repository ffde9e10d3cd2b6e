# fails: preview/same, preview/file, switch/service
# New Services have new addresses; and the answer was that of the old version.
curl -s http://@{controlplane}:@{nodePort}/ > /opt/answers/switch/preview.txt
kubectl delete service @{app} @{app}-preview -n @{namespace}
kubectl patch deployment @{app}-green -n @{namespace} -p '@{fault.mend}'
kubectl scale deployment @{app}-green -n @{namespace} --replicas=@{replicas}
kubectl expose deployment @{app}-green -n @{namespace} --name=@{app} --type=NodePort --port=80 --target-port=8080
kubectl expose deployment @{app}-green -n @{namespace} --name=@{app}-preview --port=80 --target-port=8080
sleep 10
