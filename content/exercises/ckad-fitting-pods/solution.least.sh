# Only the one request, and only as far as needed.
yq -i '.spec.containers[0].resources.requests.@{fault.what} = "@{fault.least}"' /opt/work/fit/@{pod}.yaml
kubectl create -f /opt/work/fit/@{pod}.yaml
kubectl get deployment @{app} -n @{other} -o json | jq '.spec.template.spec |= (
  .initContainers[0].resources = {limits: {cpu: "50m", memory: "32Mi"}, requests: {cpu: "50m", memory: "32Mi"}}
  | .containers[0].resources = {limits: {cpu: "@{size.cpu}", memory: "@{size.memory}"}}
  | .containers[1].resources = {limits: {cpu: "0.05", memory: "32Mi"}, requests: {cpu: "50m", memory: "32Mi"}})' | kubectl replace -f -
for pod in $(kubectl get pods -n @{third} -o name); do kubectl describe $pod -n @{third} | grep -q 'QoS Class: *BestEffort' && echo $pod >> /opt/answers/fit/besteffort.txt; done
sleep 40
