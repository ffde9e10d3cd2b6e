# fails: refused/runs
# The limits were changed instead of the request.
yq -i '.spec.containers[0].resources = {"requests": {"cpu": "50m", "memory": "64Mi"}, "limits": {"cpu": "100m", "memory": "128Mi"}}' /opt/work/fit/@{pod}.yaml
kubectl create -f /opt/work/fit/@{pod}.yaml
sleep 15
