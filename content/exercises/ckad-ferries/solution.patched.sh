echo @{odd.kind} > /opt/answers/kinds/cluster.txt
kubectl get fy -A -o jsonpath='{range .items[?(@.spec.drive=="diesel")]}{.metadata.name}{"\n"}{end}' > /opt/answers/kinds/objects.txt
yq -i '.apiVersion = "@{group}/v1" | .spec = {"route": {"from": "@{route.from}", "to": "@{route.to}"}, "seats": @{seats}, "drive": "electric", "intervalMinutes": @{every}}' /opt/work/kinds/@{name}.yaml
kubectl create -f /opt/work/kinds/@{name}.yaml
kubectl patch fy @{old} -n @{namespace} --type=merge -p '{"metadata": {"labels": {"season": "@{season}"}}, "spec": {"boats": @{boats}}}'
