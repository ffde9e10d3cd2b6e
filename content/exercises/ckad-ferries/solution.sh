kubectl api-resources --api-group=@{group} --namespaced=false --no-headers | awk '{print $NF}' > /opt/answers/kinds/cluster.txt
kubectl get ferries.@{group} -A -o json | jq -r '.items[] | select(.spec.drive == "diesel") | .metadata.name' > /opt/answers/kinds/objects.txt
cat > /opt/work/kinds/@{name}.yaml <<'YAML'
apiVersion: @{group}/v1
kind: Ferry
metadata:
  name: @{name}
  namespace: @{namespace}
spec:
  route:
    from: @{route.from}
    to: @{route.to}
  seats: @{seats}
  drive: electric
  intervalMinutes: @{every}
YAML
kubectl apply -f /opt/work/kinds/@{name}.yaml
kubectl scale ferries.@{group}/@{old} -n @{namespace} --replicas=@{boats}
kubectl label ferries.@{group} @{old} -n @{namespace} season=@{season}
