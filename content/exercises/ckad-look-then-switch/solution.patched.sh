kubectl -n @{namespace} @{fault.other}
kubectl patch deployment @{app}-green -n @{namespace} --type=merge -p '{"spec": {"replicas": @{replicas}}}'
kubectl rollout status deployment/@{app}-green -n @{namespace} --timeout=60s
sleep 10
kubectl run look -n @{namespace} --image=busybox:1.36 --restart=Never -- wget -qO- http://@{app}-preview
sleep 15
kubectl logs look -n @{namespace} > /opt/answers/switch/preview.txt
kubectl patch service @{app} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/selector", "value": {"release": "green"}}]'
kubectl patch deployment @{app}-blue -n @{namespace} -p '{"spec": {"replicas": 0}}'
sleep 20
