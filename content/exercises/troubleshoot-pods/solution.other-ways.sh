# The ConfigMap gets the key that is asked for, the volume maps the key it has, liveness waits.
kubectl label node node02 disktype=ssd
kubectl get deployment crane -n harbor -o yaml | sed 's/cpu: "250"/cpu: 0.25/' | kubectl replace -f -
kubectl patch configmap flyer -n press --type=merge -p '{"data":{"colour":"teal"}}'
kubectl set image deployment/flyer -n press '*=nginx:1.27'
kubectl patch deployment oven -n bakery --type=json -p '[{"op":"add","path":"/spec/template/spec/volumes/0/configMap/items","value":[{"key":"receipt.txt","path":"recipe.txt"}]}]'
kubectl patch deployment mixer -n bakery --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/resources/limits/memory","value":"200M"}]'
kubectl patch deployment lift -n tower --type=json -p '[{"op":"add","path":"/spec/template/spec/containers/0/livenessProbe/initialDelaySeconds","value":60}]'
sleep 150
