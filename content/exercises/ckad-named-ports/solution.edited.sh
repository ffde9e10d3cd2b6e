kubectl create service nodeport @{app} -n @{namespace} --tcp=@{port}:web --tcp=9100:stats --node-port=@{nodePort} --dry-run=client -o json |
  jq '.spec.ports[0].name = "web" | .spec.ports[1].name = "numbers" | .spec.ports[0].nodePort = @{nodePort} | del(.spec.ports[1].nodePort)' | kubectl create -f -
kubectl get service @{empty} -n @{namespace} -o json | jq '@{fault.other}' | kubectl replace -f -
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Service
metadata: { name: @{alias}, namespace: @{namespace} }
spec: { type: ExternalName, externalName: @{real}.@{there}.svc.cluster.local }
YAML
sleep 10
