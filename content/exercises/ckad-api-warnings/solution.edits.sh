# Only what the warnings name is edited; the slice is a copy of the one that the cluster made.
cd /opt/work/warnings
kubectl apply --dry-run=server -f @{app}.yaml
sed -i -e 's#beta.kubernetes.io/os#kubernetes.io/os#' -e '/annotations:$/{N;/apparmor/d}' -e 's#^    spec:#&\n      securityContext: { appArmorProfile: { type: RuntimeDefault } }#' @{app}.yaml
@{fault.edit}
kubectl apply -f @{app}.yaml
kubectl get endpointslices -n @{namespace} -l kubernetes.io/service-name=@{outside} -o json | jq '.items[0] | .metadata = {name: "@{outside}-by-hand", namespace: "@{namespace}", labels: {"kubernetes.io/service-name": "@{outside}"}}' > /tmp/slice.json
kubectl delete endpoints @{outside} -n @{namespace}
kubectl create -f /tmp/slice.json
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
sleep 5
